import { Link } from 'react-router';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { Status } from '#ui/status.tsx';
import css from './payments.module.css';

type OpenInvoice = Readonly<{
  id: string;
  number: string;
  issuedOn: string;
  dueOn: string;
  daysOverdue: number;
  payable: string;
  open: string;
  currency: string;
}>;

type OpenInvoicesTableProps = { invoices: readonly OpenInvoice[]; invoicePath: (invoiceId: string) => string };

/** Unpaid invoices with their due dates, the one that is due first, first. */
export function OpenInvoicesTable({ invoices, invoicePath }: OpenInvoicesTableProps) {
  const t = useT();
  return (
    <DataTable
      caption={t('billing.toPay.invoices')}
      rows={invoices}
      rowKey={(row) => row.id}
      empty={<EmptyState icon="check" title={t('billing.toPay.nothing')} />}
      columns={[
        {
          key: 'number',
          header: t('billing.toPay.invoice'),
          cell: (row) => (
            <span className={css.lines}>
              <Link to={invoicePath(row.id)}>{row.number}</Link>
              <span className={css.aside}>
                {t('billing.toPay.issued')} <DateText on={row.issuedOn} relative={false} />
              </span>
            </span>
          ),
        },
        { key: 'dueOn', header: t('billing.toPay.dueOn'), cell: (row) => <DateText on={row.dueOn} /> },
        {
          key: 'status',
          header: t('billing.toPay.status'),
          cell: (row) =>
            row.daysOverdue > 0 ? (
              <Status meaning="danger">{t('billing.toPay.overdueBy', { days: row.daysOverdue })}</Status>
            ) : (
              <Status meaning="neutral">{t('billing.toPay.notDue')}</Status>
            ),
        },
        {
          key: 'payable',
          header: t('billing.toPay.payable'),
          align: 'end',
          cell: (row) => <Money value={{ amount: row.payable, currency: row.currency }} />,
        },
        {
          key: 'open',
          header: t('billing.toPay.open'),
          align: 'end',
          phone: 'end',
          cell: (row) => <Money value={{ amount: row.open, currency: row.currency }} />,
        },
      ]}
    />
  );
}
