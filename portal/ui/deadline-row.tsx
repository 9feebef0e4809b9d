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
  /** The last calendar day, ISO; absent where none passes. */
  on?: string;
  /** The consequence of doing nothing, in a sentence. */
  consequence: ReactNode;
  /** The cost of doing nothing, or what acting pays back; net unless the note says otherwise. */
  cost?: MoneyValue;
  /** What the amount is, in two or three words. */
  note?: string;
  /** The buttons that decide. */
  action?: ReactNode;
};

/** One deadline: decision, last day, the cost of missing it, and the button. A row of `RowList`. */
export function DeadlineRow({ title, to, on, consequence, cost, note, action }: DeadlineRowProps) {
  return (
    <li className={css.row}>
      <div className={css.words}>
        <div className={css.title}>{to === undefined ? title : <Link to={to}>{title}</Link>}</div>
        <div className={css.consequence}>{consequence}</div>
      </div>
      <div className={css.when}>
        {on === undefined ? null : <DateText on={on} />}
        {cost === undefined ? null : (
          <span>
            <strong>
              <Money value={cost} {...(note === undefined && { basis: 'net' })} />
            </strong>
            {note === undefined ? null : <span className={css.note}> {note}</span>}
          </span>
        )}
      </div>
      {action === undefined ? null : <div className={css.action}>{action}</div>}
    </li>
  );
}
