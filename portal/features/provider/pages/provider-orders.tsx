import type { ReactNode } from 'react';
import type { OrderSummary } from '#features/orders/orders.ts';
import { statusMeaning, useOrderLabels } from '#features/orders/orders-ui.ts';
import { useT } from '#ui/i18n.ts';
import { Money } from '#ui/money.tsx';
import { OrdersTable } from '#ui/orders-table.tsx';
import { paths } from '#ui/paths.ts';
import type { TableQuery } from '#ui/table-query.ts';

type ProviderOrdersProps = {
  caption: string;
  orders: readonly (OrderSummary & { accountId: string; accountName: string })[];
  empty: ReactNode;
  /** Leaves out the column of the customer. */
  ofOneCustomer?: boolean;
  /** For the list of all orders: the query in its address, and the number of orders that match it. */
  list?: { query: TableQuery; total: number };
};

/** Orders as the provider sees them: the ones to act on have the colour of attention. */
export function ProviderOrders({ caption, orders, empty, ofOneCustomer = false, list }: ProviderOrdersProps) {
  const t = useT();
  const labels = useOrderLabels();
  const groups = ['attention', 'open', 'done', 'failed', 'cancelled'] as const;
  return (
    <OrdersTable
      caption={caption}
      empty={empty}
      orders={orders.map((order) => ({
        id: order.id,
        number: order.number,
        to: paths.providerOrder(order.id),
        kind: t(`orders.kind.${order.kind}`),
        content: { products: labels.content(order), detail: order.personName },
        ...(!ofOneCustomer && { customer: { name: order.accountName, to: paths.providerCustomer(order.accountId) } }),
        status: { meaning: statusMeaning(order.status, 'provider'), label: t(`orders.status.${order.status}`) },
        placedAt: order.placedAt,
        gross: <Money value={{ amount: order.todayGross, currency: order.currency }} />,
      }))}
      {...(list !== undefined && {
        list: { ...list, statuses: groups.map((group) => ({ value: group, label: t(`orders.filter.${group}`) })) },
      })}
    />
  );
}
