import { chargeCycles, Decimal, termStarting, utcDate } from '@licence-portal/nce';
import { getOffer } from '#features/catalogue/catalogue.ts';
import { openService } from '#features/licences/licences.ts';
import type { StepLine, VendorStep } from '#features/orders/orders.ts';
import { type SubscriptionReading, storeReadSubscription } from '#features/subscriptions/subscriptions.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import { windowsOfTerm } from './windows-of-term.ts';

/** Creates the subscriptions of a fulfilled order. Their term starts on the day on which it was marked done. */
export const startService: VendorStep = async ({ order, clock, inTransaction }) => {
  const now = clock.now();
  const subscriptions = await inTransaction(async (context) => {
    const made: { lineId: Id<'orderLine'>; subscriptionId: Id<'subscription'> }[] = [];
    for (const line of order.lines) {
      const { subscriptionId } = await storeReadSubscription(context, {
        accountId: order.accountId,
        vendor: 'manual',
        reading: newReading(line, now),
        orderId: order.id,
        offerId: line.offerId,
        price: { unitPricePerCycle: new Decimal(line.unitPricePerCycle), currency: line.currency },
      });
      const sold = line.offerId === null ? undefined : await getOffer(context.tx, line.offerId);
      await openService(context, {
        accountId: order.accountId,
        subscriptionId,
        name: line.name,
        vendor: 'manual',
        address: sold?.serviceUrl ?? '',
      });
      made.push({ lineId: line.id, subscriptionId });
    }
    return made;
  });
  return { status: 'done', subscriptions };
};

/**
 * The portal's own record replaces the vendor's answer; the id of the order's line is the subscription's at the
 * vendor.
 */
function newReading(line: StepLine, now: Temporal.Instant): SubscriptionReading {
  const term = termStarting(utcDate(now), line.termDuration);
  assert(chargeCycles(term, line.billingCycle).length > 0, 'the term can be charged');
  const { seatCount } = line;
  return {
    vendorSubscriptionId: line.id,
    vendorOffer: null,
    name: line.name,
    seatCount,
    term,
    termDuration: line.termDuration,
    billingCycle: line.billingCycle,
    nextBillingCycle: null,
    status: 'active',
    isSuspended: false,
    isTrial: false,
    isExtended: false,
    neverExtends: true,
    autoRenew: true,
    ...windowsOfTerm('purchase', { term, seatCount, at: now }),
    scheduledNextTerm: null,
    scheduledActions: [],
    resource: {},
  };
}
