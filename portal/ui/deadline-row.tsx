import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { DateText } from './date-text.tsx';
import css from './deadline-row.module.css';
import type { MoneyValue } from './format.ts';
import { Money } from './money.tsx';

type DeadlineRowProps = {
  /** What is to be decided. */
  title: string;
  to?: string;
  /** The last calendar day, ISO. */
  on: string;
  /** What happens if nothing is done, in a sentence. */
  consequence: ReactNode;
  /** What that costs, net, where it has a price. */
  cost?: MoneyValue;
  /** The button that decides. */
  action?: ReactNode;
};

/** One deadline: what, by when, what it costs to miss, and the button. A row of `RowList`. */
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
