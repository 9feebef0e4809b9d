import { and, desc, inArray, ne } from 'drizzle-orm';
import { concernsSubscription, customerOrder, OPEN_STATUSES } from '#features/orders/orders.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';

/**
 * The open order that changes a subscription or moves seats into it, if any: one change at a time, so that a quote
 * stays true.
 *
 * @param exceptId  an order that is not looked for: the one that is to be approved
 */
export async function findPendingOrder(tx: Tx, subscriptionId: Id<'subscription'>, exceptId?: Id<'order'>) {
  const [pending] = await tx
    .select({
      orderId: customerOrder.id,
      number: customerOrder.number,
      kind: customerOrder.kind,
      status: customerOrder.status,
      change: customerOrder.change,
      placedAt: customerOrder.placedAt,
    })
    .from(customerOrder)
    .where(
      and(
        concernsSubscription(tx, subscriptionId),
        inArray(customerOrder.status, [...OPEN_STATUSES]),
        exceptId === undefined ? undefined : ne(customerOrder.id, exceptId),
      ),
    )
    .orderBy(desc(customerOrder.placedAt), desc(customerOrder.id))
    .limit(1);
  return pending;
}
