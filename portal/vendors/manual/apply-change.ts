import { REFUND_WINDOW, withoutSeats } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import type { Change, VendorStep } from '#features/orders/orders.ts';
import {
  type SubscriptionReading,
  storeReadSubscription,
  subscription,
  subscriptionState,
} from '#features/subscriptions/subscriptions.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';

/** Writes down what the provider's people have changed by hand, in place of a vendor's answer. */
export const applyChange: VendorStep = async ({ order, clock, inTransaction }) => {
  await inTransaction(async (context) => {
    const before = await readingNow(context, order.subscriptionId);
    const reading = changed(before, order.change, clock.now());
    await storeReadSubscription(context, { accountId: order.accountId, vendor: 'manual', reading });
  });
  return { status: 'done' };
};

async function readingNow(
  { tx }: OperationContext,
  subscriptionId: typeof subscription.$inferSelect.id | null,
): Promise<SubscriptionReading> {
  assert(subscriptionId !== null, 'a change names its subscription');
  const [row] = await tx.select().from(subscription).where(eq(subscription.id, subscriptionId)).for('update');
  assert(row !== undefined, 'the subscription is there');
  const state = subscriptionState(row, undefined);
  return {
    vendorSubscriptionId: row.vendorSubscriptionId,
    vendorOffer: null,
    name: row.name,
    seatCount: state.seatCount,
    term: state.term,
    termDuration: state.termDuration,
    billingCycle: state.billingCycle,
    nextBillingCycle: row.nextBillingCycle,
    status: state.status,
    isSuspended: state.isSuspended,
    isTrial: state.isTrial,
    isExtended: row.isExtended,
    autoRenew: state.autoRenewEnabled,
    purchasedOrRenewedAt: state.purchasedOrRenewedAt,
    cancellationAllowedUntil: state.cancellationAllowedUntil ?? null,
    refundable: state.refundable,
    refundOptions: state.refundOptions,
    scheduledNextTerm: state.scheduledNextTerm ?? null,
    scheduledActions: state.scheduledActions,
    resource: row.resource,
  };
}

function changed(before: SubscriptionReading, change: Change, now: Temporal.Instant): SubscriptionReading {
  switch (change.kind) {
    case 'seats':
      return { ...before, seatCount: change.seatCount, refundable: batchesAfter(before, change.seatCount, now) };
    case 'renewal':
      return {
        ...before,
        autoRenew: change.outcome === 'renews',
        scheduledActions: [
          { scheduleType: 'TermEnd', actionType: change.outcome === 'renews' ? 'RenewToNewTerm' : 'Cancel' },
        ],
      };
    case 'cancel':
      return { ...before, status: 'deleted', autoRenew: false, scheduledActions: [], refundable: [] };
    case 'purchase':
      throw new Error('a purchase changes no subscription');
  }
}

/** Doing it twice leaves the batches as they are: the number of seats is then already the new one. */
function batchesAfter(
  { refundable, seatCount: before }: SubscriptionReading,
  seatCount: number,
  now: Temporal.Instant,
): SubscriptionReading['refundable'] {
  if (refundable === 'unknown' || seatCount === before) return refundable;
  if (seatCount < before) return withoutSeats(refundable, before - seatCount, now);
  return [...refundable, { seatCount: seatCount - before, refundableUntil: now.add(REFUND_WINDOW) }];
}
