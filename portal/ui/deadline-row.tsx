import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { DateText } from './date-text.tsx';
import css from './deadline-row.module.css';
import type { MoneyValue } from './format.ts';
import { Money } from './money.tsx';

type DeadlineRowProps = {
  /** The decision. */
  title: string;
  to?: string;
  /** The last calendar day, ISO. */
  on: string;
  /** The consequence of doing nothing, in a sentence. */
  consequence: ReactNode;
  /** The net cost of doing nothing, where it has one. */
  cost?: MoneyValue;
  /** The button that decides. */
  action?: ReactNode;
};

/** One deadline: decision, last day, the cost of missing it, and the button. A row of `RowList`. */
export function DeadlineRow({ title, to, on, consequence, cost, action }: DeadlineRowProps) {
  return (
    <li className={css.row}>
      <div className={css.words}>
        <div className={css.title}>{to === undefined ? title : <Link to={to}>{title}</Link>}</div>
        <div className={css.consequence}>{consequence}</div>
      </div>
      <div className={css.when}>
        <DateText on={on} />
        {cost === undefined ? null : (
          <strong>
            <Money value={cost} basis="net" />
          </strong>
        )}
      </div>
      {action === undefined ? null : <div className={css.action}>{action}</div>}
    </li>
  );
}
