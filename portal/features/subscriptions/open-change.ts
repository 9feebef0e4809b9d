import { and, desc, eq, inArray, ne } from 'drizzle-orm';
import { OPEN_STATUSES, orders } from '#features/orders/orders.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';

/** The order that is changing a subscription right now, if any: one change at a time, so that a quote stays true. */
export async function findOpenChange(tx: Tx, subscriptionId: Id<'subscription'>) {
  const [open] = await tx
    .select({
      orderId: orders.id,
      number: orders.number,
      kind: orders.kind,
      status: orders.status,
      change: orders.change,
      placedAt: orders.placedAt,
    })
    .from(orders)
    .where(
      and(
        eq(orders.subscriptionId, subscriptionId),
        ne(orders.kind, 'purchase'),
        inArray(orders.status, [...OPEN_STATUSES]),
      ),
    )
    .orderBy(desc(orders.placedAt), desc(orders.id))
    .limit(1);
  return open;
}
