import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import type { TableQuery } from '#ui/table-query.ts';
import css from './credit.module.css';

type Entry = Readonly<{
  id: string;
  kind: 'topUp' | 'taken' | 'returned' | 'corrected';
  amount: string;
  balanceAfter: string;
  orderId: string | null;
  isCorrected: boolean;
  reason: string | null;
  createdAt: string;
}>;

type CreditEntriesTableProps<Row extends Entry> = {
  entries: readonly Row[];
  total: number;
  currency: string;
  /** Without it the entries are not paged. */
  query?: TableQuery;
  orderPath: (orderId: string) => string;
  /** A line under the kind of an entry: a note, a name, a link. */
  asideOf?: (entry: Row) => ReactNode;
  /** Columns of the provider. */
  more?: readonly Column<Row>[];
};

/** The entries of the prepaid credit, each with the balance after it. */
export function CreditEntriesTable<Row extends Entry>(props: CreditEntriesTableProps<Row>) {
  const { entries, total, currency, query, orderPath, asideOf, more = [] } = props;
  const t = useT();
  const locale = useLocale();
  const money = (amount: string) => formatMoney({ amount, currency }, locale);
  return (
    <DataTable
      caption={t('billing.credit.entries')}
      rows={entries}
      rowKey={(entry) => entry.id}
      {...(query !== undefined && { query })}
      total={total}
      empty={<EmptyState icon="account" title={t('billing.credit.noEntries')} />}
      columns={[
        {
          key: 'kind',
          header: t('billing.credit.entry'),
          cell: (entry) => (
            <span className={css.lines}>
              <span>
                {entry.orderId !== null && (entry.kind === 'taken' || entry.kind === 'returned') ? (
                  <Link to={orderPath(entry.orderId)}>{t(`billing.credit.kindOfOrder.${entry.kind}`)}</Link>
                ) : (
                  t(`billing.credit.kindWithoutOrder.${entry.kind}`)
                )}
                {entry.isCorrected ? ` ${t('billing.credit.isCorrected')}` : null}
              </span>
              {entry.reason === null ? null : <span className={css.aside}>{entry.reason}</span>}
              {asideOf?.(entry)}
            </span>
          ),
        },
        {
          key: 'createdAt',
          header: t('billing.credit.when'),
          cell: (entry) => <DateText at={entry.createdAt} withTime relative={false} />,
        },
        {
          key: 'amount',
          header: t('billing.credit.amount'),
          align: 'end',
          phone: 'end',
          cell: (entry) => money(entry.amount),
        },
        {
          key: 'balanceAfter',
          header: t('billing.credit.balanceAfter'),
          align: 'end',
          cell: (entry) => money(entry.balanceAfter),
        },
        ...more,
      ]}
    />
  );
}
