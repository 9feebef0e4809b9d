import { and, inArray, isNotNull, sql, sum } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import { subscription } from './tables.ts';

/**
 * The seats of the account's running subscriptions, by offer id. Empty for the provider's staff, who see all accounts.
 */
export async function ownedSeats(tx: Tx): Promise<ReadonlyMap<string, number>> {
  const held = await tx
    .select({ offerId: subscription.offerId, seatCount: sum(subscription.seatCount).mapWith(Number) })
    .from(subscription)
    .where(
      and(
        sql`${subscription.accountId} = app_account_id()`,
        inArray(subscription.status, ['active', 'suspended']),
        isNotNull(subscription.offerId),
      ),
    )
    .groupBy(subscription.offerId);
  return new Map(held.flatMap(({ offerId, seatCount }) => (offerId === null ? [] : [[offerId, seatCount]])));
}
