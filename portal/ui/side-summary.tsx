import { type ReactNode, useId } from 'react';
import css from './side-summary.module.css';

/** A line of the sum: `total` is the last and heaviest, `hint` a small second line. */
export type SummaryLine = Readonly<{ label: ReactNode; value: ReactNode; hint?: ReactNode; kind?: 'total' }>;

/** The sum beside a cart or a quote; it stays in view while the page scrolls. `children` hold the button. */
export function SideSummary({
  title,
  lines,
  children,
}: {
  title: string;
  lines: readonly SummaryLine[];
  children?: ReactNode;
}) {
  const titleId = useId();
  return (
    <aside className={css.summary} aria-labelledby={titleId}>
      <h2 id={titleId}>{title}</h2>
      <dl className={css.lines}>
        {lines.map(({ label, value, hint, kind }, position) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a sum are never reordered
          <div key={position} className={css.line} data-kind={kind}>
            <dt>
              {label}
              {hint === undefined ? null : <span className={css.hint}>{hint}</span>}
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {children}
    </aside>
  );
}
