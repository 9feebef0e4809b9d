import { formatCount, formatMoney, formatMonth, type MoneyValue } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { MonthColumns } from '#ui/month-columns.tsx';
import { Section } from '#ui/section.tsx';
import css from './spend-section.module.css';

type SpendProps = Readonly<{
  thisMonth: MoneyValue;
  /** This month against the last one; negative where less is spent. */
  difference: MoneyValue;
  /** This month and the twelve months after it, net. */
  nextYear: MoneyValue;
  month: string;
  products: readonly string[];
  columns: readonly Readonly<{ month: string; net: MoneyValue; parts: readonly MoneyValue[]; others: MoneyValue }>[];
}>;

/** The spend of this month, how it differs from the last one, and the months done and foreseen by product. */
export function SpendSection({ thisMonth, difference, nextYear, month, products, columns }: SpendProps) {
  const t = useT();
  const locale = useLocale();
  const hasOthers = columns.some(({ others }) => isSome(others));
  const isEmpty = columns.every(({ net }) => !isSome(net));
  const size = formatMoney({ ...difference, amount: difference.amount.replace(/^-/, '') }, locale);
  const last = columns[columns.findIndex((column) => column.month === month) - 1]?.month ?? month;
  return (
    <Section title={t('dashboard.spend')}>
      <div className={css.numbers}>
        <p className={css.value}>
          <Money value={thisMonth} />
        </p>
        <p className={css.words}>
          {t('dashboard.difference', {
            direction: !isSome(difference) ? 'same' : difference.amount.startsWith('-') ? 'less' : 'more',
            amount: size,
            month: formatMonth(last, locale, 'long'),
          })}
        </p>
        <p className={css.words}>{t('dashboard.spendText')}</p>
      </div>
      {isEmpty ? (
        <p>{t('dashboard.next12Empty')}</p>
      ) : (
        <div className={css.chart}>
          <MonthColumns
            label={t('dashboard.spendByMonth')}
            series={hasOthers ? [...products, t('dashboard.otherProducts')] : products}
            columns={columns.map(({ parts, others, ...column }) => ({
              ...column,
              parts: hasOthers ? [...parts, others] : parts,
              isForecast: column.month > month,
            }))}
            current={month}
          />
          <p className={css.words}>
            {t('dashboard.next12', { amount: formatMoney(nextYear, locale), count: formatCount(12, locale) })}
          </p>
        </div>
      )}
    </Section>
  );
}

function isSome({ amount }: MoneyValue): boolean {
  return /[1-9]/.test(amount);
}
