import { and, desc, eq, isNotNull } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { charge } from '../tables.ts';

/** The subscriptions of an account whose last order was paid by prepaid credit: so are their cycles. */
export async function listPrepaidSubscriptions(tx: Tx, accountId: AccountId): Promise<Id<'subscription'>[]> {
  const { subscriptionId, paymentMethod, source, createdAt } = charge;
  const rows = await tx
    .selectDistinctOn([subscriptionId], { subscriptionId, paymentMethod })
    .from(charge)
    .where(and(eq(charge.accountId, accountId), eq(source, 'order'), isNotNull(subscriptionId)))
    .orderBy(subscriptionId, desc(createdAt));
  return rows.flatMap((row) =>
    row.subscriptionId !== null && row.paymentMethod === 'prepaidCredit' ? [row.subscriptionId] : [],
  );
}
