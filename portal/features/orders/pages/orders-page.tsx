import { answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { OrdersTable } from '#ui/orders-table.tsx';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { listOrders } from '../read/list-orders.ts';
import { orderFiltersOf } from '../read/order-filters.ts';
import type { Route } from './+types/orders-page.ts';
import { Amount } from './amount.tsx';
import { statusMeaning, useOrderLabels } from './labels.ts';

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
      <OrdersTable
        caption={t('orders.list.caption')}
        orders={items.map((order) => ({
          id: order.id,
          number: order.number,
          to: paths.order(order.id),
          kind: t(`orders.kind.${order.kind}`),
          content: {
            products: labels.content(order),
            detail: order.ownReference === null ? order.personName : `${order.personName} · ${order.ownReference}`,
          },
          status: { meaning: statusMeaning(order.status, 'customer'), label: t(`orders.status.${order.status}`) },
          placedAt: order.placedAt,
          gross: <Amount amount={order.todayGross} currency={order.currency} />,
        }))}
        list={{
          query,
          total,
          exportTo,
          statuses: groups.map((group) => ({ value: group, label: t(`orders.filter.${group}`) })),
        }}
        empty={
          <EmptyState
            icon="orders"
            title={t('orders.list.empty')}
            action={<ButtonLink to={paths.marketplace()}>{t('orders.list.emptyAction')}</ButtonLink>}
          >
            {t('orders.list.emptyText')}
          </EmptyState>
        }
      />
    </>
  );
}
