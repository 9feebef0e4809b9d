import {
  monthsInTerm,
  type NextTermInstructions,
  type RefundOption,
  type ScheduledAction,
  type SeatBatch,
  startOfUtcDay,
  termStarting,
  utcDate,
} from '@licence-portal/nce';
import { instantOf, type Subscription } from '@licence-portal/partner-center';
import type { SubscriptionReading } from '#features/subscriptions/subscriptions.ts';

type Instructions = NonNullable<Subscription['scheduledNextTermInstructions']>;
type Action = NonNullable<Subscription['scheduledActions']>[number];

/** The end that Microsoft shows without one. @source Partner Center, "Subscription resources", commitmentEndDate */
const NO_END = Temporal.PlainDate.from('9999-12-31');

/**
 * Microsoft's resource as the portal's reading. Absent fields are null, `unknown` or empty: seats whose
 * `refundableQuantity` is absent may or may not be returnable, so the answer is not 0.
 *
 * @source Partner Center, "Subscription resources"
 */
export function readingOfSubscription(resource: Subscription): SubscriptionReading {
  const term = termOf(resource);
  const status = resource.status.toLowerCase();
  const cancellationAllowedUntil = optionalInstant(resource.cancellationAllowedUntilDate);
  return {
    vendorSubscriptionId: resource.id,
    vendorOffer: vendorOfferOf(resource),
    name: resource.friendlyName || resource.offerName || resource.id,
    seatCount: resource.quantity,
    term,
    termDuration: resource.termDuration ?? '',
    billingCycle: billingCycleOf(resource),
    nextBillingCycle: nextBillingCycleOf(resource),
    status,
    isSuspended: status === 'suspended' || (resource.suspensionReasons ?? []).length > 0,
    isTrial: resource.isTrial ?? false,
    isExtended: isExtended(resource, cancellationAllowedUntil, startOfUtcDay(term.endsBefore)),
    autoRenew: resource.autoRenewEnabled,
    purchasedOrRenewedAt: purchasedOrRenewedAt(resource, term.startsOn),
    cancellationAllowedUntil,
    refundable: refundableOf(resource),
    refundOptions: (resource.refundOptions ?? []).map(refundOptionOf),
    scheduledNextTerm: resource.scheduledNextTermInstructions
      ? instructionsOf(resource.scheduledNextTermInstructions)
      : null,
    scheduledActions: (resource.scheduledActions ?? []).map(actionOf),
    resource,
  };
}

/** `productId:skuId:availabilityId`; Microsoft's older services have a single id. */
function vendorOfferOf({ offerId }: Subscription): SubscriptionReading['vendorOffer'] {
  const [vendorProductId, vendorSkuId] = (offerId ?? '').split(':');
  return vendorProductId && vendorSkuId ? { vendorProductId, vendorSkuId } : null;
}

/**
 * The end is inclusive on the wire. The start is that of the current term: where `effectiveStartDate` is still that of
 * the purchase, the term is counted back from its end.
 */
function termOf({ commitmentEndDate, effectiveStartDate, creationDate, termDuration }: Subscription) {
  const started = optionalInstant(effectiveStartDate ?? creationDate);
  const end = optionalInstant(commitmentEndDate);
  const months = monthsInTerm(termDuration ?? '');
  const effectiveOn = started && utcDate(started);
  const endsBefore = end
    ? utcDate(end).add({ days: 1 })
    : effectiveOn && months !== undefined
      ? termStarting(effectiveOn, termDuration ?? '').endsBefore
      : NO_END;
  const countedBack = months === undefined ? undefined : endsBefore.subtract({ months });
  const startsOn = latest([effectiveOn ?? undefined, countedBack]) ?? endsBefore.subtract({ days: 1 });
  return { startsOn, endsBefore };
}

function billingCycleOf({ billingCycle }: Subscription): string {
  return (billingCycle ?? 'none').toLowerCase();
}

/** @source Partner Center, "Subscription resources", `nextChargeInstructions` */
function nextBillingCycleOf(resource: Subscription): string | null {
  const next = resource.nextChargeInstructions?.product?.billingCycle?.toLowerCase();
  return next === undefined || next === '' || next === billingCycleOf(resource) ? null : next;
}

function purchasedOrRenewedAt(
  { effectiveStartDate, creationDate }: Subscription,
  startsOn: Temporal.PlainDate,
): Temporal.Instant {
  const started = optionalInstant(effectiveStartDate ?? creationDate);
  return started && utcDate(started).equals(startsOn) ? started : startOfUtcDay(startsOn);
}

/**
 * Guess: a month that can be cancelled until its last day, with nothing but more such months planned, is one of the
 * extended service term. No field says so.
 */
function isExtended(
  { termDuration, autoRenewEnabled, scheduledActions }: Subscription,
  cancellationAllowedUntil: Temporal.Instant | null,
  termEnd: Temporal.Instant,
): boolean {
  if (autoRenewEnabled || termDuration !== 'P1M' || cancellationAllowedUntil === null) return false;
  const isExtendedAgain = (scheduledActions ?? []).some((action) => action.actionType === 'RenewToExtendedServiceTerm');
  return isExtendedAgain && Temporal.Instant.compare(cancellationAllowedUntil, termEnd) >= 0;
}

function refundableOf({ refundableQuantity }: Subscription): readonly SeatBatch[] | 'unknown' {
  if (!refundableQuantity) return 'unknown';
  return refundableQuantity.details
    .filter((batch) => batch.quantity > 0)
    .map((batch) => ({ seatCount: batch.quantity, refundableUntil: instantOf(batch.allowedUntilDateTime) }));
}

function refundOptionOf({ type, expiresAt }: NonNullable<Subscription['refundOptions']>[number]): RefundOption {
  return { type, ...(expiresAt !== undefined && { expiresAt: instantOf(expiresAt) }) };
}

function actionOf({ scheduleType, actionType, effectiveDate, instructions }: Action): ScheduledAction {
  return {
    scheduleType,
    actionType,
    ...(effectiveDate !== undefined && { effectiveOn: utcDate(instantOf(withTime(effectiveDate))) }),
    ...(instructions && { instructions: instructionsOf(instructions) }),
  };
}

function instructionsOf({ product, quantity, customTermEndDate }: Instructions): NextTermInstructions {
  return {
    ...(quantity !== undefined && { seatCount: quantity }),
    ...(product?.termDuration !== undefined && { termDuration: product.termDuration }),
    ...(product?.billingCycle !== undefined && { billingCycle: product.billingCycle.toLowerCase() }),
    ...(product?.productId !== undefined && { productId: product.productId }),
    ...(product?.skuId !== undefined && { skuId: product.skuId }),
    ...(product?.promotionId !== undefined && { promotionId: product.promotionId }),
    ...(customTermEndDate !== undefined && {
      customEndsBefore: utcDate(instantOf(withTime(customTermEndDate))).add({ days: 1 }),
    }),
  };
}

function optionalInstant(text: string | undefined): Temporal.Instant | null {
  return text === undefined ? null : instantOf(withTime(text));
}

/** Some dates come without a time. */
function withTime(text: string): string {
  return text.includes('T') ? text : `${text}T00:00:00Z`;
}

function latest(dates: readonly (Temporal.PlainDate | undefined)[]): Temporal.PlainDate | undefined {
  return dates
    .filter((date) => date !== undefined)
    .sort(Temporal.PlainDate.compare)
    .at(-1);
}
