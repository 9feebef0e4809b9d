import { listAllOrders, orderFiltersOf } from '#features/orders/orders.ts';
import { answerPage } from '#platform/page.server.ts';
import { EmptyState } from '#ui/empty-state.tsx';
import { useT } from '#ui/i18n.ts';
import { PageHeader } from '#ui/page-header.tsx';
import { useTotalText } from '#ui/total-text.ts';
import type { Route } from './+types/all-orders-page.ts';
import { ProviderOrders } from './provider-orders.tsx';

export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { query, filters } = orderFiltersOf(new URL(args.request.url).searchParams);
    return { query, ...(await caller.call(listAllOrders, filters)) };
  });

export default function AllOrdersPage({ loaderData }: Route.ComponentProps) {
  const t = useT();
  const totalText = useTotalText();
  const { items, total, query, attentionCount } = loaderData;
  return (
    <>
      <PageHeader
        title={t('provider.orders.title')}
        facts={[t('provider.work.waiting', { count: attentionCount, total: totalText(attentionCount) })]}
      />
      <ProviderOrders
        caption={t('provider.orders.title')}
        orders={items}
        list={{ query, total }}
        empty={<EmptyState icon="orders" title={t('provider.orders.empty')} />}
      />
    </>
  );
}
