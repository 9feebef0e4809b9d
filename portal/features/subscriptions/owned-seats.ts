import { and, inArray, isNotNull, sum } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import { subscription } from './tables.ts';

/** Seats that the account holds, by offer id: only of subscriptions that run. */
export async function ownedSeats(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const held = await tx
    .select({ offerId: subscription.offerId, seatCount: sum(subscription.seatCount).mapWith(Number) })
    .from(subscription)
    .where(and(inArray(subscription.status, ['active', 'suspended']), isNotNull(subscription.offerId)))
    .groupBy(subscription.offerId);
  return new Map(held.flatMap(({ offerId, seatCount }) => (offerId === null ? [] : [[offerId, seatCount]])));
}
