import type { ReactNode } from 'react';
import css from './row-list.module.css';

/** A framed list whose rows are `li` elements, such as `DeadlineRow`. */
export function RowList({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={css.list} aria-label={label}>
      {children}
    </ul>
  );
}
