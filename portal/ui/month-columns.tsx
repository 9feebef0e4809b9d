import { useState } from 'react';
import { formatMoney, formatMonth, type MoneyValue } from './format.ts';
import { useLocale, useT } from './i18n.ts';
import css from './month-columns.module.css';

/** A month: its sum, and what it consists of, one amount for each series. */
export type MonthColumn = Readonly<{
  /** ISO, `2026-12`. */
  month: string;
  net: MoneyValue;
  parts: readonly MoneyValue[];
  isForecast: boolean;
}>;

type MonthColumnsProps = {
  label: string;
  /** Names of the parts, in their order; at most six. */
  series: readonly string[];
  columns: readonly MonthColumn[];
  /** The month whose parts are shown first. */
  current: string;
};

/**
 * Sums of money by month as stacked columns. Each column is a button that shows its parts; the same numbers stand in a
 * table below. Months that are not over are pale, and said to be forecast.
 */
export function MonthColumns({ label, series, columns, current }: MonthColumnsProps) {
  const t = useT();
  const locale = useLocale();
  const [chosen, choose] = useState(current);
  const top = scaleOf(columns);
  const shown = columns.find(({ month }) => month === chosen);
  return (
    <div className={css.chart}>
      <fieldset className={css.plot}>
        <legend className="spoken-only">{label}</legend>
        {columns.map((column) => (
          <button
            key={column.month}
            type="button"
            className={css.column}
            aria-pressed={column.month === chosen}
            onClick={() => choose(column.month)}
          >
            <Column column={column} top={top} />
            <span className={css.month} aria-hidden="true">
              {formatMonth(column.month, locale).slice(0, 3)}
            </span>
            <span className="spoken-only">
              {t(column.isForecast ? 'ui.columns.forecast' : 'ui.columns.done', {
                month: formatMonth(column.month, locale, 'long'),
                amount: formatMoney(column.net, locale),
              })}
            </span>
          </button>
        ))}
      </fieldset>
      {shown === undefined ? null : <Parts column={shown} series={series} />}
      <MonthTable label={label} series={series} columns={columns} />
    </div>
  );
}

/** A column to scale. A part that was refunded in all has no height: the exact amounts stand beside. */
function Column({ column: { parts, isForecast }, top }: { column: MonthColumn; top: number }) {
  let floor = 100;
  return (
    <svg className={css.drawing} aria-hidden="true" viewBox="0 0 100 100" preserveAspectRatio="none">
      {parts.map(({ amount }, series) => {
        const height = (Math.max(0, Number(amount)) / top) * 100;
        floor -= height;
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place among the series
            key={series}
            data-series={series}
            data-forecast={isForecast}
            x="0"
            width="100"
            y={floor.toFixed(2)}
            height={height.toFixed(2)}
          />
        );
      })}
    </svg>
  );
}

function Parts({
  column: { month, net, parts, isForecast },
  series,
}: {
  column: MonthColumn;
  series: readonly string[];
}) {
  const t = useT();
  const locale = useLocale();
  return (
    <div className={css.parts} aria-live="polite">
      <p className={css.sum}>
        {t(isForecast ? 'ui.columns.forecast' : 'ui.columns.done', {
          month: formatMonth(month, locale, 'long'),
          amount: formatMoney(net, locale),
        })}
      </p>
      <ul>
        {series.map((name, index) => {
          const part = parts[index];
          return part === undefined || Number(part.amount) === 0 ? null : (
            <li key={name}>
              <svg className={css.swatch} aria-hidden="true" viewBox="0 0 10 10">
                <rect data-series={index} width="10" height="10" rx="2" />
              </svg>
              <span>{name}</span>
              <span className={css.amount}>{formatMoney(part, locale)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function MonthTable({ label, series, columns }: Omit<MonthColumnsProps, 'current'>) {
  const t = useT();
  const locale = useLocale();
  return (
    <details className={css.details}>
      <summary>{t('ui.columns.table')}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by the keyboard too */}
      <section className={css.scroller} aria-label={t('ui.columns.tableOf', { label })} tabIndex={0}>
        <table className={css.table}>
          <thead>
            <tr>
              <th scope="col">{t('ui.columns.month')}</th>
              {series.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
              <th scope="col">{t('ui.columns.total')}</th>
            </tr>
          </thead>
          <tbody>
            {columns.map(({ month, net, parts, isForecast }) => (
              <tr key={month}>
                <th scope="row">
                  {t(isForecast ? 'ui.columns.monthForecast' : 'ui.columns.monthDone', {
                    month: formatMonth(month, locale),
                  })}
                </th>
                {series.map((name, index) => (
                  <td key={name}>{formatMoney(parts[index] ?? { ...net, amount: '0' }, locale)}</td>
                ))}
                <td>{formatMoney(net, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

/** The height of the highest column. For the drawing only: the amounts are exact. */
function scaleOf(columns: readonly MonthColumn[]): number {
  const heights = columns.map(({ parts }) => parts.reduce((sum, { amount }) => sum + Math.max(0, Number(amount)), 0));
  return Math.max(...heights, 0.01);
}
