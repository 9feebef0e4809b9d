import { Link } from 'react-router';
import css from './found-pages.module.css';
import { useT } from './i18n.ts';
import { pagesNamed } from './page-search.ts';
import { useMay } from './viewer.tsx';

/** The pages of the portal that a search names, beside what else it finds. Nothing where it names none. */
export function FoundPages({ search }: { search: string }) {
  const t = useT();
  const may = useMay();
  const pages = pagesNamed(search, may);
  if (pages.length === 0) return null;
  return (
    <nav className={css.found} aria-label={t('ui.foundPages')}>
      <h2 className={css.title}>{t('ui.foundPages')}</h2>
      <ul>
        {pages.map(({ to, label }) => (
          <li key={to}>
            <Link to={to}>{t(label)}</Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
