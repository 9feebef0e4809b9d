import { Link } from 'react-router';
import { answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { DataTable } from '#ui/data-table.tsx';
import { DateText } from '#ui/date-text.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { Status } from '#ui/status.tsx';
import { listOrders } from '../read/list-orders.ts';
import { orderFiltersOf } from '../read/order-filters.ts';
import type { Route } from './+types/orders-page.ts';
import { Amount } from './amount.tsx';
import { statusMeaning, useOrderLabels } from './labels.ts';
import css from './orders-page.module.css';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const search = new URL(args.request.url).searchParams;
    const { query, filters } = orderFiltersOf(search);
    return { query, exportTo: `${paths.ordersExport()}?${search}`, ...(await caller.call(listOrders, filters)) };
  });

export default function OrdersPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const labels = useOrderLabels();
  const { items, total, query, exportTo } = loaderData;
  const groups = ['open', 'done', 'failed', 'cancelled'] as const;
  return (
    <>
      <PageHeader title={t('orders.title')} facts={[t('orders.list.intro')]} />
      <DataTable
        caption={t('orders.list.caption')}
        rows={items}
        rowKey={(row) => row.id}
        query={query}
        total={total}
        searchLabel={t('orders.list.search')}
        exportTo={exportTo}
        filters={[
          {
            name: 'status',
            label: t('orders.list.status'),
            options: groups.map((group) => ({ value: group, label: t(`orders.filter.${group}`) })),
          },
        ]}
        empty={
          <EmptyState
            icon="orders"
            title={t('orders.list.empty')}
            action={<ButtonLink to={paths.marketplace()}>{t('orders.list.emptyAction')}</ButtonLink>}
          >
            {t('orders.list.emptyText')}
          </EmptyState>
        }
        columns={[
          {
            key: 'number',
            header: t('orders.number'),
            sortable: true,
            cell: (row) => (
              <span className={css.order}>
                <Link className={css.number} to={paths.order(row.id)}>
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
              <span className={css.order}>
                {labels.content(row)}
                <span className={css.aside}>
                  {row.ownReference === null ? row.personName : `${row.personName} · ${row.ownReference}`}
                </span>
              </span>
            ),
          },
          {
            key: 'status',
            header: t('orders.list.status'),
            phone: 'end',
            cell: (row) => <Status meaning={statusMeaning(row.status)}>{t(`orders.status.${row.status}`)}</Status>,
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
            cell: (row) => <Amount amount={row.todayGross} currency={row.currency} />,
          },
        ]}
      />
    </>
  );
}
