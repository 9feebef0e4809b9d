import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { formatMoney } from '#ui/format.ts';
import { useLocale, useT } from '#ui/i18n.ts';
import type { TableQuery } from '#ui/table-query.ts';
import css from './payments.module.css';

type Payment = Readonly<{
  id: string;
  receivedOn: string;
  amount: string;
  currency: string;
  source: 'byHand' | 'bankStatement' | 'card' | 'debit';
  reference: string | null;
  returnsPaymentId: string | null;
  isReturned: boolean;
  reason: string | null;
  unallocated: string;
  allocated: readonly Readonly<{ invoiceId: string; number: string; amount: string }>[];
}>;

type PaymentsTableProps<Row extends Payment> = {
  payments: readonly Row[];
  total: number;
  query: TableQuery;
  invoicePath: (invoiceId: string) => string;
  /** A line under the payment: a note, a name. */
  asideOf?: (payment: Row) => ReactNode;
  /** Columns of the provider. */
  more?: readonly Column<Row>[];
};

/** Payments and what was returned, with the invoices that they pay. */
export function PaymentsTable<Row extends Payment>(props: PaymentsTableProps<Row>) {
  const { payments, total, query, invoicePath, asideOf, more = [] } = props;
  const t = useT();
  const locale = useLocale();
  return (
    <DataTable
      caption={t('billing.payments.title')}
      rows={payments}
      rowKey={(row) => row.id}
      query={query}
      total={total}
      empty={<EmptyState icon="account" title={t('billing.payments.none')} />}
      columns={[
        {
          key: 'what',
          header: t('billing.payments.payment'),
          cell: (row) => (
            <span className={css.lines}>
              <span>
                {t(row.returnsPaymentId === null ? `billing.payments.source.${row.source}` : 'billing.payments.return')}
                {row.isReturned ? ` ${t('billing.payments.isReturned')}` : null}
              </span>
              {row.reason === null && row.reference === null ? null : (
                <span className={css.aside}>{row.reason ?? row.reference}</span>
              )}
              {asideOf?.(row)}
            </span>
          ),
        },
        {
          key: 'receivedOn',
          header: t('billing.payments.receivedOn'),
          cell: (row) => <DateText on={row.receivedOn} relative={false} />,
        },
        {
          key: 'allocated',
          header: t('billing.payments.pays'),
          cell: (row) => (
            <span className={css.lines}>
              {row.allocated.map(({ invoiceId, number, amount }) => (
                <span key={invoiceId}>
                  <Link to={invoicePath(invoiceId)}>{number}</Link>{' '}
                  <span className={css.aside}>{formatMoney({ amount, currency: row.currency }, locale)}</span>
                </span>
              ))}
              {/[1-9]/.test(row.unallocated) ? (
                <span className={css.aside}>
                  {t('billing.payments.unallocated', {
                    amount: formatMoney({ amount: row.unallocated, currency: row.currency }, locale),
                  })}
                </span>
              ) : null}
            </span>
          ),
        },
        {
          key: 'amount',
          header: t('billing.payments.amount'),
          align: 'end',
          phone: 'end',
          cell: (row) => formatMoney({ amount: row.amount, currency: row.currency }, locale),
        },
        ...more,
      ]}
    />
  );
}
