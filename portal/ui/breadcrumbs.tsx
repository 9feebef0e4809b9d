import { Link } from 'react-router';
import css from './breadcrumbs.module.css';
import { useT } from './i18n.ts';

/** A page above this one. The last crumb is this page and has no `to`. */
export type Crumb = Readonly<{ label: string; to?: string }>;

export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const t = useT();
  return (
    <nav aria-label={t('ui.breadcrumbs')} className={css.breadcrumbs}>
      <ol>
        {crumbs.map(({ label, to }) => (
          <li key={label}>
            {to === undefined ? <span aria-current="page">{label}</span> : <Link to={to}>{label}</Link>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
