import { operation } from '#platform/operation.server.ts';
import { countedPageOf } from '#platform/wire.ts';
import { findOrders, OrderFilters } from './find-orders.ts';
import { OrderSummary, orderSummary } from './order-output.ts';

export const listOrders = operation({
  name: 'orders.listOrders',
  description: "Lists the account's orders, the newest first.",
  kind: 'read',
  permission: 'orders.read',
  input: OrderFilters,
  output: countedPageOf(OrderSummary),
  async run({ tx }, filters) {
    const { rows, total } = await findOrders(tx, filters, []);
    return { items: rows.map(({ order, name, lineCount }) => orderSummary(order, { name, lineCount })), total };
  },
});
