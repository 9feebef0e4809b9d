import css from './bars.module.css';
import { formatMoney, type MoneyValue } from './format.ts';
import { useLocale } from './i18n.ts';

/** One bar: its name ("dic 2026") and its money. */
export type Bar = Readonly<{ key: string; label: string; value: MoneyValue; note?: string }>;

/** Sums of money side by side, to scale, such as the spend of the next twelve months. Every bar has its amount. */
export function Bars({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const locale = useLocale();
  // For the length of the bars only: the amounts beside them are exact.
  const lengths = bars.map(({ value }) => Math.max(0, Number(value.amount)));
  const longest = Math.max(...lengths, 0.01);
  return (
    <ul className={css.bars} aria-label={label}>
      {bars.map(({ key, label: name, value, note }, position) => (
        <li key={key} className={css.row}>
          <span className={css.name}>{name}</span>
          <svg className={css.bar} aria-hidden="true">
            <rect width={`${(((lengths[position] ?? 0) / longest) * 100).toFixed(1)}%`} height="100%" rx="3" />
          </svg>
          <span className={css.amount}>{formatMoney(value, locale)}</span>
          {note === undefined ? null : <span className={css.note}>{note}</span>}
        </li>
      ))}
    </ul>
  );
}
