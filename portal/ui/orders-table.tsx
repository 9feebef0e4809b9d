import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type Column, DataTable } from './data-table.tsx';
import { DateText } from './date-text.tsx';
import { useT } from './i18n.ts';
import type { Meaning } from './meaning.ts';
import css from './orders-table.module.css';
import { Status } from './status.tsx';
import type { TableQuery } from './table-query.ts';

/** An order of a list, with its labels in the reader's language. */
export type OrderRow = Readonly<{
  id: string;
  number: string;
  to: string;
  kind: string;
  /** The products, and a second line such as the person who ordered; absent where the page says it. */
  content?: Readonly<{ products: string; detail: string }>;
  /** The customer, on pages with orders of several. */
  customer?: Readonly<{ name: string; to: string }>;
  status: Readonly<{ meaning: Meaning; label: string }>;
  /** An instant, ISO. */
  placedAt: string;
  /** The amount of today, gross; absent where the page has the charges. */
  gross?: ReactNode;
}>;

type OrdersTableProps = {
  caption: string;
  orders: readonly OrderRow[];
  empty: ReactNode;
  /** Search, filter by status, sorting and paging, for a list of all orders. */
  list?: Readonly<{
    query: TableQuery;
    total: number;
    statuses: readonly Readonly<{ value: string; label: string }>[];
    exportTo?: string;
  }>;
};

/** Orders in rows. The first row decides which columns there are: all rows of a list have the same parts. */
export function OrdersTable({ caption, orders, empty, list }: OrdersTableProps) {
  const t = useT();
  const columns = useColumns();
  const [first] = orders;
  return (
    <DataTable
      caption={caption}
      rows={orders}
      rowKey={(row) => row.id}
      empty={empty}
      {...(list !== undefined && {
        query: list.query,
        total: list.total,
        searchLabel: t('ui.orders.search'),
        filters: [{ name: 'status', label: t('ui.orders.status'), options: list.statuses }],
        ...(list.exportTo !== undefined && { exportTo: list.exportTo }),
      })}
      columns={columns.filter(({ part }) => part === undefined || first?.[part] !== undefined)}
    />
  );
}

/** The columns; one with a `part` is for orders that have it. */
function useColumns(): (Column<OrderRow> & { part?: 'customer' | 'content' | 'gross' })[] {
  const t = useT();
  return [
    {
      key: 'number',
      header: t('ui.orders.number'),
      sortable: true,
      cell: (row) => (
        <span className={css.lines}>
          <Link className={css.number} to={row.to}>
            {row.number}
          </Link>
          <span className={css.detail}>{row.kind}</span>
        </span>
      ),
    },
    {
      key: 'customer',
      part: 'customer',
      header: t('ui.orders.customer'),
      cell: ({ customer }) => (customer === undefined ? null : <Link to={customer.to}>{customer.name}</Link>),
    },
    {
      key: 'content',
      part: 'content',
      header: t('ui.orders.content'),
      cell: ({ content }) => (
        <span className={css.lines}>
          {content?.products}
          <span className={css.detail}>{content?.detail}</span>
        </span>
      ),
    },
    {
      key: 'status',
      header: t('ui.orders.status'),
      phone: 'end',
      cell: ({ status }) => <Status meaning={status.meaning}>{status.label}</Status>,
    },
    {
      key: 'placedAt',
      header: t('ui.orders.placed'),
      sortable: true,
      cell: (row) => <DateText at={row.placedAt} withTime relative={false} />,
    },
    {
      key: 'todayGross',
      part: 'gross',
      header: t('ui.orders.gross'),
      align: 'end',
      sortable: true,
      cell: (row) => row.gross,
    },
  ];
}
