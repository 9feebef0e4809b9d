import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { useT } from '#ui/i18n.ts';
import type { Meaning } from '#ui/meaning.ts';
import { Money } from '#ui/money.tsx';
import { Status } from '#ui/status.tsx';
import type { TableQuery } from '#ui/table-query.ts';
import type { InvoiceStatus } from '../read/invoice-output.ts';
import css from './invoices.module.css';

/** A document as the lists show it. */
type Shown = Readonly<{
  id: string;
  kind: 'invoice' | 'creditNote';
  number: string;
  issuedOn: string;
  dueOn: string | null;
  status: InvoiceStatus;
  isPrepaid: boolean;
  currency: string;
  gross: string;
  open: string;
  ownReference: string | null;
  purchaseOrderNumber: string | null;
  accountId?: string;
  accountName?: string;
}>;

type InvoicesTableProps<Row extends Shown> = {
  caption: string;
  invoices: readonly Row[];
  to: (invoiceId: string) => string;
  /** The page of the customer, on pages with documents of several. */
  customerTo?: (accountId: string) => string;
  empty: ReactNode;
  /** Search, filters, sorting and paging, for a list of all documents. */
  list?: Readonly<{ query: TableQuery; total: number; years: readonly number[]; exportTo: string }>;
};

/** Invoices and credit notes in rows. */
export function InvoicesTable<Row extends Shown>(props: InvoicesTableProps<Row>) {
  const { caption, invoices, to, customerTo, empty, list } = props;
  const t = useT();
  const statuses = ['due', 'overdue', 'paid', 'settled'] as const;
  return (
    <DataTable
      caption={caption}
      rows={invoices}
      rowKey={(row) => row.id}
      empty={empty}
      {...(list !== undefined && {
        query: list.query,
        total: list.total,
        searchLabel: t('billing.invoices.search'),
        exportTo: list.exportTo,
        filters: [
          {
            name: 'status',
            label: t('billing.invoice.status'),
            options: statuses.map((status) => ({ value: status, label: t(`billing.invoiceStatus.${status}`) })),
          },
          ...(list.years.length < 2
            ? []
            : [
                {
                  name: 'year',
                  label: t('billing.invoices.year'),
                  options: list.years.map((year) => ({ value: String(year), label: String(year) })),
                },
              ]),
        ],
      })}
      columns={[
        {
          key: 'number',
          header: t('billing.invoice.number'),
          cell: (row) => (
            <span className={css.lines}>
              <Link to={to(row.id)}>{row.number}</Link>
              <span className={css.detail}>
                {[t(`billing.invoiceKind.${row.kind}`), row.purchaseOrderNumber, row.ownReference]
                  .filter((part) => part !== null)
                  .join(' · ')}
              </span>
            </span>
          ),
        },
        ...(customerTo === undefined
          ? []
          : [
              {
                key: 'customer',
                header: t('billing.invoice.customer'),
                cell: ({ accountId = '', accountName = '' }: Row) => (
                  <Link to={customerTo(accountId)}>{accountName}</Link>
                ),
              },
            ]),
        {
          key: 'issuedOn',
          header: t('billing.invoice.issuedOn'),
          sortable: true,
          cell: (row) => <DateText on={row.issuedOn} relative={false} />,
        },
        {
          key: 'dueOn',
          header: t('billing.invoice.dueOn'),
          sortable: true,
          cell: (row) => (row.dueOn === null ? '' : <DateText on={row.dueOn} relative={isOpen(row)} />),
        },
        {
          key: 'status',
          header: t('billing.invoice.status'),
          phone: 'end',
          cell: (row) => <InvoiceStatusMark invoice={row} />,
        },
        {
          key: 'gross',
          header: t('billing.invoice.gross'),
          align: 'end',
          sortable: true,
          cell: ({ kind, gross, currency }) => (
            <Money value={{ amount: kind === 'creditNote' ? `-${gross}` : gross, currency }} />
          ),
        },
        {
          key: 'open',
          header: t('billing.toPay.open'),
          align: 'end',
          phone: 'hidden',
          cell: (row) => (isOpen(row) ? <Money value={{ amount: row.open, currency: row.currency }} /> : ''),
        },
      ]}
    />
  );
}

/** True while something of it is to be paid. */
export function isOpen({ status }: Readonly<{ status: InvoiceStatus }>): boolean {
  return status === 'due' || status === 'overdue';
}

const MEANINGS: Readonly<Record<InvoiceStatus, Meaning>> = {
  due: 'neutral',
  overdue: 'attention',
  paid: 'good',
  settled: 'neutral',
};

/** What is to be done about a document. */
export function InvoiceStatusMark({ invoice }: { invoice: Pick<Shown, 'kind' | 'status' | 'isPrepaid'> }) {
  const t = useT();
  const { kind, status, isPrepaid } = invoice;
  if (kind === 'creditNote') return <Status meaning="information">{t('billing.invoiceStatus.credited')}</Status>;
  return (
    <Status meaning={MEANINGS[status]}>
      {t(isPrepaid ? 'billing.invoiceStatus.prepaid' : `billing.invoiceStatus.${status}`)}
    </Status>
  );
}
