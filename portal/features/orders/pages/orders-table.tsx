import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { OrderSummary } from '#features/orders/orders.ts';
import { type Column, DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { paths } from '#ui/paths.ts';
import { Status } from '#ui/status.tsx';
import type { TableQuery } from '#ui/table-query.ts';
import { orderMeaning, useProviderLabels } from './labels.ts';
import css from './provider-page.module.css';

type Row = OrderSummary & { accountId: string; accountName: string };

/** Orders as the provider sees them. */
export function OrdersTable(props: {
  caption: string;
  orders: readonly Row[];
  empty: ReactNode;
  /** Leaves out whose they are. */
  ofOneCustomer?: boolean;
  query?: TableQuery;
  total?: number;
}) {
  const t = useT();
  const labels = useProviderLabels();
  const { query, total, ofOneCustomer = false } = props;
  const customer: Column<Row> = {
    key: 'customer',
    header: t('provider.orders.customer'),
    cell: (row) => <Link to={paths.providerCustomer(row.accountId)}>{row.accountName}</Link>,
  };
  const columns: Column<Row>[] = [
    {
      key: 'number',
      header: t('orders.number'),
      sortable: true,
      cell: (row) => (
        <span className={css.twoLines}>
          <Link className={css.number} to={paths.providerOrder(row.id)}>
            {row.number}
          </Link>
          <span className={css.aside}>{t(`orders.kind.${row.kind}`)}</span>
        </span>
      ),
    },
    {
      key: 'content',
      header: t('orders.list.what'),
      cell: (row) => (
        <span className={css.twoLines}>
          {labels.content(row)}
          <span className={css.aside}>{row.personName}</span>
        </span>
      ),
    },
    {
      key: 'status',
      header: t('orders.list.status'),
      phone: 'end',
      cell: (row) => <Status meaning={orderMeaning(row.status)}>{t(`orders.status.${row.status}`)}</Status>,
    },
    {
      key: 'placedAt',
      header: t('orders.facts.placed'),
      sortable: true,
      cell: (row) => <DateText at={row.placedAt} withTime relative={false} />,
    },
    {
      key: 'todayGross',
      header: t('orders.list.gross'),
      align: 'end',
      sortable: true,
      cell: (row) => <Money value={{ amount: row.todayGross, currency: row.currency }} />,
    },
  ];
  return (
    <DataTable
      caption={props.caption}
      rows={props.orders}
      rowKey={(row) => row.id}
      empty={props.empty}
      {...(query !== undefined && {
        query,
        searchLabel: t('orders.list.search'),
        filters: [
          {
            name: 'status',
            label: t('orders.list.status'),
            options: (['attention', 'open', 'done', 'failed', 'cancelled'] as const).map((group) => ({
              value: group,
              label: t(`orders.filter.${group}`),
            })),
          },
        ],
      })}
      {...(total !== undefined && { total })}
      columns={ofOneCustomer ? columns : columns.toSpliced(1, 0, customer)}
    />
  );
}
