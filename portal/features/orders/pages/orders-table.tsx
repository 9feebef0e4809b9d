import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { useT } from '#ui/i18n.ts';
import { paths } from '#ui/paths.ts';
import { Status } from '#ui/status.tsx';
import type { TableQuery } from '#ui/table-query.ts';
import type { OrderSummary } from '../read/order-output.ts';
import { Amount } from './amount.tsx';
import { type Reader, statusMeaning, useOrderLabels } from './labels.ts';
import css from './orders-table.module.css';

type ListedOrder = Pick<OrderSummary, 'id' | 'number' | 'kind' | 'status' | 'placedAt'>;
type OrderOfCustomer = OrderSummary & { accountId: string; accountName: string };

type TableProps<Row> = {
  /** The name of the table; read aloud, not shown. */
  caption: string;
  orders: readonly Row[];
  empty: ReactNode;
};
type OrdersTableProps = {
  /** The query in the address; without it there is no search, no filter and no paging. */
  query?: TableQuery;
  total?: number;
  /** The path of the CSV with all pages. */
  exportTo?: string;
} & (
  | ({ reader: 'customer' } & TableProps<OrderSummary>)
  /** `ofOneCustomer` leaves out the column of customers. */
  | ({ reader: 'provider'; ofOneCustomer: true } & TableProps<OrderSummary>)
  | ({ reader: 'provider'; ofOneCustomer?: never } & TableProps<OrderOfCustomer>)
);

const FILTERS = {
  customer: ['open', 'done', 'failed', 'cancelled'],
  provider: ['attention', 'open', 'done', 'failed', 'cancelled'],
} as const;

/** Orders of one customer or of all. */
export function OrdersTable(props: OrdersTableProps) {
  const { number, customer, content, status, placedAt, todayGross } = useOrderColumns(props.reader);
  const frame = useFrame(props);
  return props.reader === 'customer' || props.ofOneCustomer ? (
    <DataTable {...frame} rows={props.orders} columns={[number, content, status, placedAt, todayGross]} />
  ) : (
    <DataTable {...frame} rows={props.orders} columns={[number, customer, content, status, placedAt, todayGross]} />
  );
}

/** The orders of one subscription, which the page names: number, status and date. */
export function ShortOrdersTable({ caption, orders, empty }: TableProps<ListedOrder>) {
  const { number, status, placedAt } = useOrderColumns('customer');
  return (
    <DataTable
      caption={caption}
      rows={orders}
      rowKey={({ id }) => id}
      empty={empty}
      columns={[number, status, placedAt]}
    />
  );
}

function useFrame({ reader, caption, empty, query, total, exportTo }: OrdersTableProps) {
  const t = useT();
  return {
    caption,
    empty,
    rowKey: ({ id }: ListedOrder) => id,
    ...(query !== undefined && {
      query,
      searchLabel: t('orders.list.search'),
      filters: [
        {
          name: 'status',
          label: t('orders.list.status'),
          options: FILTERS[reader].map((group) => ({ value: group, label: t(`orders.filter.${group}`) })),
        },
      ],
    }),
    ...(total !== undefined && { total }),
    ...(exportTo !== undefined && { exportTo }),
  };
}

function useOrderColumns(reader: Reader) {
  const t = useT();
  const labels = useOrderLabels();
  return {
    number: {
      key: 'number',
      header: t('orders.number'),
      sortable: true,
      cell: ({ id, number, kind }) => (
        <span className={css.order}>
          <Link className={css.number} to={reader === 'provider' ? paths.providerOrder(id) : paths.order(id)}>
            {number}
          </Link>
          <span className={css.aside}>{t(`orders.kind.${kind}`)}</span>
        </span>
      ),
    } satisfies Column<ListedOrder>,
    customer: {
      key: 'customer',
      header: t('orders.list.customer'),
      cell: ({ accountId, accountName }) => <Link to={paths.providerCustomer(accountId)}>{accountName}</Link>,
    } satisfies Column<OrderOfCustomer>,
    content: {
      key: 'content',
      header: t('orders.list.what'),
      cell: (order) => (
        <span className={css.order}>
          {labels.content(order)}
          <span className={css.aside}>
            {order.ownReference === null ? order.personName : `${order.personName} · ${order.ownReference}`}
          </span>
        </span>
      ),
    } satisfies Column<OrderSummary>,
    status: {
      key: 'status',
      header: t('orders.list.status'),
      phone: 'end',
      cell: ({ status }) => <Status meaning={statusMeaning(status, reader)}>{t(`orders.status.${status}`)}</Status>,
    } satisfies Column<ListedOrder>,
    placedAt: {
      key: 'placedAt',
      header: t('orders.facts.placed'),
      sortable: true,
      cell: (order) => <DateText at={order.placedAt} withTime relative={false} />,
    } satisfies Column<ListedOrder>,
    todayGross: {
      key: 'todayGross',
      header: t('orders.list.gross'),
      align: 'end',
      sortable: true,
      cell: ({ todayGross, currency }) => <Amount amount={todayGross} currency={currency} />,
    } satisfies Column<OrderSummary>,
  } as const;
}
