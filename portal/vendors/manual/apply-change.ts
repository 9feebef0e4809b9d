import { type SubscriptionState, subscriptionAfter } from '@licence-portal/nce';
import { zero } from '@licence-portal/nce/money';
import { eq } from 'drizzle-orm';
import type { VendorStep } from '#features/orders/orders.ts';
import {
  DirectChange,
  type SubscriptionRow,
  storeReadSubscription,
  subscription,
  subscriptionState,
  toSubscriptionChange,
} from '#features/subscriptions/subscriptions.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { MANUAL_POLICY } from './cancellation-policy.ts';
import { readingOfRow } from './reading-of-row.ts';

/** Stores the change that the provider's people have made by hand, in place of a vendor's answer. */
export const applyChange: VendorStep = async ({ order, clock, inTransaction }) => {
  await inTransaction(async (context) => {
    const row = await getRow(context, order.subscriptionId);
    const change = DirectChange.parse(order.change);
    const reading = readingOfRow(
      row,
      stateAfter({ ...subscriptionState(row, undefined), policy: MANUAL_POLICY }, change, clock.now()),
    );
    await storeReadSubscription(context, { accountId: order.accountId, vendor: 'manual', reading });
  });
  return { status: 'done' };
};

async function getRow({ tx }: OperationContext, subscriptionId: SubscriptionRow['id'] | null) {
  assert(subscriptionId !== null, 'a change names its subscription');
  const [row] = await tx.select().from(subscription).where(eq(subscription.id, subscriptionId)).for('no key update');
  assert(row !== undefined, 'the subscription is there');
  return row;
}

/** Doing it twice leaves the batches as they are: the number of seats is then already the new one. */
function stateAfter(before: SubscriptionState, change: DirectChange, now: Temporal.Instant): SubscriptionState {
  if (change.kind === 'seats' && change.seatCount === before.seatCount) return before;
  // Today's charge does not affect the state afterwards.
  const after = subscriptionAfter(before, toSubscriptionChange(change), now, zero(before.unitPricePerCycle.currency));
  // The seats of what was cancelled stay on record.
  return change.kind === 'cancel' ? { ...after, seatCount: before.seatCount, autoRenewEnabled: false } : after;
}
