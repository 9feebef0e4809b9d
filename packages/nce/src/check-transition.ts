import { type ImpossibleQuote, refuse } from './quote.ts';
import { checkSeatBounds } from './seat-bounds.ts';
import type { SubscriptionState } from './subscription.ts';
import type { PaidPlan, SubscriptionChange, UpgradeTarget } from './subscription-change.ts';
import { type BillingCycle, cyclesPerTerm, monthsInTerm, type TermDuration } from './terms.ts';

/** Seats that a trial has at least when it becomes paid at once. @source Partner Center, "Offer your customers trials of Microsoft products" */
export const TRIAL_CONVERSION_SEATS_MIN = 25;

/**
 * Why these seats cannot go to that product; undefined where they can.
 *
 * @source Partner Center, "Transition a new commerce subscription", errors of eligibilities 1 to 4; "Error codes", 900236,
 * 900258 to 900261, 900267 to 900270
 */
export function checkUpgrade(
  subscription: SubscriptionState,
  { seatCount, to }: SubscriptionChange & { kind: 'upgrade' },
  at: Temporal.Instant,
): ImpossibleQuote | undefined {
  const left = subscription.seatCount - seatCount;
  const refused = checkMovedSeats(subscription, seatCount);
  if (refused) return refused;
  if (left > 0 && left < (subscription.seatCountMin ?? 1)) {
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

/** Only what is longer; how often it is billed is free. @source Partner Center, "Create a new subscription" */
export function checkLongerTerm(
  subscription: SubscriptionState,
  { termDuration, billingCycle }: SubscriptionChange & { kind: 'longerTerm' },
): ImpossibleQuote | undefined {
  const [months, present] = [monthsInTerm(termDuration), monthsInTerm(subscription.termDuration)];
  if (months === undefined || present === undefined) return refuse('termUnknown');
  if (months <= present) return refuse('targetTermShorter');
  return checkBilling(termDuration, billingCycle);
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
  return checkSeatBounds(seatCount, to.seatBounds ?? {}) ?? checkBilling(to.termDuration, to.billingCycle);
}

function checkMovedSeats({ seatCount: owned }: SubscriptionState, seatCount: number): ImpossibleQuote | undefined {
  if (!Number.isSafeInteger(seatCount) || seatCount < 1) return refuse('seatCountInvalid');
  return seatCount > owned ? refuse('moreSeatsThanOwned', { ownedSeatCount: owned }) : undefined;
}

function checkNewPlan(
  subscription: SubscriptionState,
  seatCount: number,
  { termDuration, billingCycle, seatBounds = {} }: UpgradeTarget | PaidPlan,
): ImpossibleQuote | undefined {
  const [months, present] = [monthsInTerm(termDuration), monthsInTerm(subscription.termDuration)];
  if (months === undefined || present === undefined) return refuse('termUnknown');
  if (months < present) return refuse('targetTermShorter');
  return checkBilling(termDuration, billingCycle) ?? checkSeatBounds(seatCount, seatBounds);
}

function checkBilling(termDuration: TermDuration, billingCycle: BillingCycle): ImpossibleQuote | undefined {
  if (monthsInTerm(termDuration) === undefined) return refuse('termUnknown');
  return cyclesPerTerm(termDuration, billingCycle) === undefined ? refuse('billingLongerThanTerm') : undefined;
}

/** A paid subscription that is active, out of its window, as long at least, and does not end before. */
function checkTargetSubscription(
  source: SubscriptionState,
  { seatCount, into }: Readonly<{ seatCount: number; into: SubscriptionState }>,
  at: Temporal.Instant,
): ImpossibleQuote | undefined {
  if (into.status !== 'active' || into.isSuspended || into.isTrial) {
    return refuse('targetNotActive', { status: into.status });
  }
  const until = into.cancellationAllowedUntil;
  if (until && Temporal.Instant.compare(at, until) < 0) return refuse('targetInCancellationWindow', { since: until });
  const [months, present] = [monthsInTerm(into.termDuration), monthsInTerm(source.termDuration)];
  if (months === undefined || present === undefined) return refuse('termUnknown');
  if (months < present) return refuse('targetTermShorter');
  if (Temporal.PlainDate.compare(into.term.endsBefore, source.term.endsBefore) < 0) {
    return refuse('targetEndsEarlier', { termEndsBefore: into.term.endsBefore });
  }
  return checkSeatBounds(into.seatCount + seatCount, into);
}
