import type { AvailableOffers } from './action-answer.ts';
import { isOnSale } from './plan-on-sale.ts';
import { type ImpossibleQuote, refuse } from './quote.ts';
import { checkSeatBounds } from './seat-bounds.ts';
import type { SubscriptionState } from './subscription.ts';
import type { SubscriptionChange, UpgradeTarget } from './subscription-change.ts';
import { type BillingCycle, cyclesPerTerm, monthsInTerm, type TermDuration } from './terms.ts';
import { isDateBefore, isInstantBefore } from './time.ts';

/**
 * Smallest seat count with which a trial can be converted immediately.
 *
 * @source Partner Center, "Offer your customers trials of Microsoft products"
 */
export const TRIAL_CONVERSION_SEATS_MIN = 25;

/**
 * May these seats move to the target?
 *
 * @returns undefined when they may
 * @source Partner Center, "Transition a new commerce subscription", errors of eligibilities 1 to 4; "Error codes",
 *   900236, 900258 to 900261, 900267 to 900270
 */
export function checkUpgrade(
  subscription: SubscriptionState,
  { seatCount, to }: SubscriptionChange & { kind: 'upgrade' },
  at: Temporal.Instant,
): ImpossibleQuote | undefined {
  const remaining = subscription.seatCount - seatCount;
  const refused = checkMovedSeats(subscription, seatCount);
  if (refused) return refused;
  if (remaining > 0 && remaining < (subscription.seatCountMin ?? 1)) {
    return refuse('belowSeatMinimum', { seatCountMin: subscription.seatCountMin ?? 1 });
  }
  if (!to.eligibility.isEligible) {
    const { description } = to.eligibility;
    return refuse('notEligible', description === undefined ? {} : { description });
  }
  return to.into
    ? checkTargetSubscription(subscription, { seatCount, into: to.into }, at)
    : checkNewPlan(subscription, seatCount, to);
}

/**
 * The new term must be longer, or follow an extension; it must be on sale.
 *
 * @source Partner Center, "Create a new subscription"
 */
export function checkLongerTerm(
  subscription: SubscriptionState,
  { termDuration, billingCycle, seatCount }: SubscriptionChange & { kind: 'longerTerm' },
  { plans }: AvailableOffers,
): ImpossibleQuote | undefined {
  const [months, currentMonths] = [monthsInTerm(termDuration), monthsInTerm(subscription.termDuration)];
  if (months === undefined || currentMonths === undefined) return refuse('termUnknown');
  const { isExtendedServiceTerm } = subscription;
  if (months <= currentMonths && !isExtendedServiceTerm) return refuse('targetTermShorter');
  // Only the conversion of an extension may carry other seats.
  if (seatCount !== undefined && seatCount !== subscription.seatCount && !isExtendedServiceTerm) {
    return refuse('seatCountInvalid');
  }
  return (
    checkBilling(termDuration, billingCycle) ??
    (seatCount === undefined ? undefined : checkSeatBounds(seatCount, subscription)) ??
    (isOnSale({ termDuration, billingCycle }, plans) ? undefined : refuse('notOnSale'))
  );
}

/** @source Partner Center, "Offer your customers trials of Microsoft products" */
export function checkConversion(
  subscription: SubscriptionState,
  { seatCount, to, when }: SubscriptionChange & { kind: 'convertTrial' },
  at: Temporal.Instant,
): ImpossibleQuote | undefined {
  if (when === 'now') {
    const seatCountMin = to.into
      ? Math.max(subscription.seatCount, TRIAL_CONVERSION_SEATS_MIN)
      : TRIAL_CONVERSION_SEATS_MIN;
    if (seatCount < seatCountMin) return refuse('tooFewSeatsToConvert', { seatCountMin });
    if (to.into) return checkTargetSubscription(subscription, { seatCount, into: to.into }, at);
  }
  return (
    checkSeatBounds(seatCount, to.seatBounds ?? {}) ??
    checkBilling(to.termDuration, to.billingCycle) ??
    (isOnSale(to, to.plans) ? undefined : refuse('notOnSale'))
  );
}

function checkMovedSeats({ seatCount: owned }: SubscriptionState, seatCount: number): ImpossibleQuote | undefined {
  if (!Number.isSafeInteger(seatCount) || seatCount < 1) return refuse('seatCountInvalid');
  return seatCount > owned ? refuse('moreSeatsThanOwned', { ownedSeatCount: owned }) : undefined;
}

function checkNewPlan(
  subscription: SubscriptionState,
  seatCount: number,
  { termDuration, billingCycle, seatBounds = {}, plans }: UpgradeTarget,
): ImpossibleQuote | undefined {
  const [months, currentMonths] = [monthsInTerm(termDuration), monthsInTerm(subscription.termDuration)];
  if (months === undefined || currentMonths === undefined) return refuse('termUnknown');
  if (months < currentMonths) return refuse('targetTermShorter');
  return (
    checkBilling(termDuration, billingCycle) ??
    checkSeatBounds(seatCount, seatBounds) ??
    (isOnSale({ termDuration, billingCycle }, plans) ? undefined : refuse('notOnSale'))
  );
}

function checkBilling(termDuration: TermDuration, billingCycle: BillingCycle): ImpossibleQuote | undefined {
  if (monthsInTerm(termDuration) === undefined) return refuse('termUnknown');
  return cyclesPerTerm(termDuration, billingCycle) === undefined ? refuse('billingLongerThanTerm') : undefined;
}

/** The target must be paid and active, past its cancellation window, at least as long, and must not end earlier. */
function checkTargetSubscription(
  source: SubscriptionState,
  { seatCount, into }: Readonly<{ seatCount: number; into: SubscriptionState }>,
  at: Temporal.Instant,
): ImpossibleQuote | undefined {
  if (into.status !== 'active' || into.isSuspended || into.isTrial) {
    return refuse('targetNotActive', { status: into.status });
  }
  const until = into.cancellationAllowedUntil;
  if (until && isInstantBefore(at, until)) return refuse('targetInCancellationWindow', { since: until });
  const [months, currentMonths] = [monthsInTerm(into.termDuration), monthsInTerm(source.termDuration)];
  if (months === undefined || currentMonths === undefined) return refuse('termUnknown');
  if (months < currentMonths) return refuse('targetTermShorter');
  if (isDateBefore(into.term.endsBefore, source.term.endsBefore)) {
    return refuse('targetEndsEarlier', { termEndsBefore: into.term.endsBefore });
  }
  return checkSeatBounds(into.seatCount + seatCount, into);
}
