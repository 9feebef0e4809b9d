import { offersFromAvailability } from '@licence-portal/nce';
import { PartnerCenterHttpError, type ScheduledInstructions } from '@licence-portal/partner-center';
import { eq } from 'drizzle-orm';
import { type Offer, offer } from '#features/catalogue/catalogue.ts';
import type { StepContext, StepOutcome, VendorStep } from '#features/orders/orders.ts';
import { type RenewalChange, subscription } from '#features/subscriptions/subscriptions.ts';
import { assert } from '#platform/refusal.ts';
import { rejectionOfRules } from './check-change.ts';
import { findAvailability, listAvailabilities } from './create-cart.ts';
import { microsoftStep } from './error-outcome.ts';
import { nextProductOf } from './next-product.ts';
import { findAtMicrosoft, submitChange } from './submit-change.ts';

/**
 * Sets auto-renew and the action for the end of the term in one write: on with `RenewToNewTerm`, off with `Cancel` or
 * `RenewToExtendedServiceTerm`. Off alone would extend the subscription month to month without anybody's choice.
 */
export const submitRenewalChoice: VendorStep = microsoftStep(async (context) => {
  const { order, services } = context;
  assert(order.change.kind === 'renewal', `order ${order.number} chooses no renewal`);
  const { outcome, next } = order.change;
  if (outcome === 'renews' && next !== undefined) return submitNextTerm(context, next);
  const refused = outcome === 'renews' ? await rejectedByAvailability(context) : undefined;
  if (refused !== undefined) return refused;
  const endOfTerm = ENDS_OF_TERM[outcome];
  const { subscriptions } = services.microsoft.client;
  return submitChange(context, (at, read, options) =>
    subscriptions.setEndOfTerm(at.customerId, read, endOfTerm, options),
  );
});

/**
 * Microsoft says of each availability whether it renews: a renewal that it would refuse is not sent. A SKU that it no
 * longer lists for the customer is left to its own answer.
 */
async function rejectedByAvailability(context: StepContext): Promise<StepOutcome | undefined> {
  const sold = await presentOfferOf(context);
  if (sold === undefined || sold.isTrial) return undefined;
  const { customerId } = await findAtMicrosoft(context);
  try {
    const offers = (await listAvailabilities(context, customerId, sold)).map(offersFromAvailability);
    const isRefused = offers.length > 0 && offers.every(({ isRenewable }) => isRenewable === false);
    return isRefused ? rejectionOfRules('renewal', 'notRenewable') : undefined;
  } catch (error) {
    if (error instanceof PartnerCenterHttpError && error.messageKey === 'itemNotFound') return undefined;
    throw error;
  }
}

async function presentOfferOf({ order, inTransaction }: StepContext): Promise<Offer | undefined> {
  assert(order.subscriptionId !== null, `order ${order.number} names no subscription`);
  const isChanged = eq(subscription.id, order.subscriptionId);
  const [found] = await inTransaction(({ tx }) =>
    tx.select({ offer }).from(offer).innerJoin(subscription, eq(subscription.offerId, offer.id)).where(isChanged),
  );
  return found?.offer;
}

const ENDS_OF_TERM = { renews: 'renew', ends: 'cancel', extendsMonthly: 'extend' } as const;

/** Renews with another product, plan or number of seats, or (`null`) as it is. */
async function submitNextTerm(
  context: StepContext,
  next: NonNullable<RenewalChange['next']> | null,
): Promise<StepOutcome> {
  const { subscriptions } = context.services.microsoft.client;
  const instructions = next === null ? null : await instructionsOf(context, next);
  if (instructions === undefined) return rejectionOfRules('renewal', 'notOnSale');
  return submitChange(context, (at, read, options) =>
    subscriptions.scheduleNextTerm(at.customerId, read, instructions, options),
  );
}

/** @returns undefined where Microsoft does not sell it so any more */
async function instructionsOf(
  context: StepContext,
  next: NonNullable<RenewalChange['next']>,
): Promise<ScheduledInstructions | undefined> {
  const change = context.order.change;
  assert(change.kind === 'renewal', 'a next term is chosen');
  const sold = await nextProductOf(context, change);
  assert(sold !== undefined, 'a next term names its product');
  const { customerId } = await findAtMicrosoft(context);
  const { seatCount, termDuration, billingCycle } = next;
  const availability = await findAvailability(context, customerId, sold, next);
  if (availability === undefined) return undefined;
  const { vendorProductId: productId, vendorSkuId: skuId } = sold;
  return {
    product: { productId, skuId, availabilityId: availability.id, termDuration, billingCycle },
    quantity: seatCount,
  };
}
