import { eq, inArray, type SQL } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { customerOrder, orderLine } from '../tables.ts';

/** Orders with a line of a subscription: its purchase, its changes, and upgrades that move seats into it. */
export function concernsSubscription(tx: Tx, subscriptionId: Id<'subscription'>): SQL {
  const withLine = tx
    .select({ orderId: orderLine.orderId })
    .from(orderLine)
    .where(eq(orderLine.subscriptionId, subscriptionId));
  return inArray(customerOrder.id, withLine);
}
