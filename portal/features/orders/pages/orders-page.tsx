import { answerPage } from '#platform/page.server.ts';
import { ButtonLink } from '#ui/button-link.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { paths } from '#ui/paths.ts';
import { listOrders } from '../read/list-orders.ts';
import { orderFiltersOf } from '../read/order-filters.ts';
import type { Route } from './+types/orders-page.ts';
import { OrdersTable } from './orders-table.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const search = new URL(args.request.url).searchParams;
    const { query, filters } = orderFiltersOf(search);
    return { query, exportTo: `${paths.ordersExport()}?${search}`, ...(await caller.call(listOrders, filters)) };
  });

export default function OrdersPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const { items, total, query, exportTo } = loaderData;
  return (
    <>
      <PageHeader title={t('orders.title')} facts={[t('orders.list.intro')]} />
      <OrdersTable
        reader="customer"
        caption={t('orders.list.caption')}
        orders={items}
        query={query}
        total={total}
        exportTo={exportTo}
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
