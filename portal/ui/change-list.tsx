import type { ReactNode } from 'react';
import css from './change-list.module.css';
import { useT } from './i18n.ts';
import { Icon } from './icon.tsx';

/** A value before and after the change: seats, price, a date. */
export type Change = Readonly<{ what: string; before: ReactNode; after: ReactNode }>;

/** What a confirmation changes: before → after, one line each. */
export function ChangeList({ changes }: { changes: readonly Change[] }) {
  const t = useT();
  return (
    <div className={css.frame}>
      <ul className={css.changes}>
        {changes.map(({ what, before, after }) => (
          <li key={what}>
            <span className={css.what}>{what}</span>
            <span className={css.before}>
              <span className="spoken-only">{t('ui.consequences.before')} </span>
              {before}
            </span>
            <span>
              <Icon name="chevronRight" size={16} />
            </span>
            <span className={css.after}>
              <span className="spoken-only">{t('ui.consequences.after')} </span>
              {after}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
