import type { ActionName, ActionRefusalReason, AvailableOffers, RefusalFacts } from './action-answer.ts';
import { endOfTerm } from './end-of-term.ts';
import type { SubscriptionState } from './subscription.ts';
import { chargeCycleAt, monthsInTerm } from './terms.ts';
import { isDateBefore, startOfUtcDay, utcDate } from './time.ts';
import { answerCancellation, answerReduction } from './windows.ts';

export type ActionRefusal = Readonly<{ reason: ActionRefusalReason; facts?: RefusalFacts; insteadAction?: ActionName }>;
/** @returns why not; undefined where nothing speaks against it */
export type Rule = (
  subscription: SubscriptionState,
  now: Temporal.Instant,
  offers: AvailableOffers,
) => ActionRefusal | undefined;

/** An active subscription in the middle of its term. @source Partner Center, "Subscription lifecycle" */
export const mustBeActive: Rule = (...asked) =>
  mustBeAlive(...asked) ?? mustNotBeSuspended(...asked) ?? mustNotBeRenewing(...asked);

/** Active or suspended, whatever the day. */
export const mustBeAlive: Rule = ({ status }) => {
  switch (status) {
    case 'active':
    case 'suspended':
      return undefined;
    case 'none':
    case 'pending':
      return { reason: 'notReady', facts: { status } };
    case 'expired':
    case 'disabled':
      return { reason: 'ended', facts: { status } };
    case 'deleted':
      return { reason: 'deleted', facts: { status } };
    default:
      return { reason: 'statusUnknown', facts: { status } };
  }
};

/** @source Partner Center, "Create a new subscription": renewal takes up to 24 hours from 00:00 UTC, changes answer 409 */
export const mustNotBeRenewing: Rule = ({ term }, now) => {
  const since = startOfUtcDay(term.endsBefore);
  return Temporal.Instant.compare(now, since) < 0 ? undefined : { reason: 'renewalInProgress', facts: { since } };
};

/** @source Partner Center, "Error codes", 2001 and 800091 */
const mustNotBeSuspended: Rule = ({ status, isSuspended }) =>
  status === 'suspended' || isSuspended ? { reason: 'suspended', insteadAction: 'reactivate' } : undefined;

export const mustBeSuspended: Rule = ({ status, isSuspended }) =>
  status === 'suspended' || isSuspended ? undefined : { reason: 'notSuspended', facts: { status } };

/** @source Partner Center, "Offer your customers trials of Microsoft products": no change of seats or status */
export const mustNotBeTrial: Rule = ({ isTrial, term }) =>
  isTrial ? { reason: 'trial', facts: { termEndsBefore: term.endsBefore }, insteadAction: 'convertTrial' } : undefined;

/** Cancelling a trial means not letting it become paid. */
export const mustNotCancelTrial: Rule = ({ isTrial, term }) =>
  isTrial
    ? { reason: 'trial', facts: { termEndsBefore: term.endsBefore }, insteadAction: 'cancelAtTermEnd' }
    : undefined;

export const mustBeTrial: Rule = ({ isTrial }) => (isTrial ? undefined : { reason: 'notTrial' });

export const mustHaveRoom: Rule = ({ seatCount, seatCountMax }) =>
  seatCountMax !== undefined && seatCount >= seatCountMax
    ? { reason: 'atSeatMaximum', facts: { seatCountMax } }
    : undefined;

export const mustHaveSeatsToSpare: Rule = ({ seatCount, seatCountMin = 1 }) =>
  seatCount <= seatCountMin
    ? { reason: 'atSeatMinimum', facts: { seatCountMin }, insteadAction: 'cancelNow' }
    : undefined;

/** @source Partner Center, "Subscription resources", `refundableQuantity` */
export const mustHaveRefundableSeats: Rule = ({ refundable, term }, now) => {
  const answer = answerReduction(refundable, 1, now);
  if (answer.allowed) return undefined;
  const facts = { termEndsBefore: term.endsBefore };
  if (answer.reason !== 'windowClosed') return { reason: 'windowUnknown', facts, insteadAction: answer.insteadAction };
  return {
    reason: answer.reason,
    facts: { ...facts, refundableSeatCount: 0, ...(answer.since && { since: answer.since }) },
    insteadAction: answer.insteadAction,
  };
};

/** @source Partner Center, "Cancel a new commerce subscription"; `CancellationAllowedUntilDate` */
export const mustBeInCancellationWindow: Rule = (subscription, now) => {
  const answer = answerCancellation(subscription, now);
  if (answer.allowed) return undefined;
  const facts = { termEndsBefore: subscription.term.endsBefore };
  return {
    reason: answer.reason,
    facts: answer.reason === 'windowClosed' ? { ...facts, since: answer.since } : facts,
    insteadAction: answer.insteadAction,
  };
};

/** @source Partner Center, "Manage scheduled changes for new commerce subscriptions" */
export const mustRenew: Rule = ({ autoRenewEnabled, term }) =>
  autoRenewEnabled
    ? undefined
    : { reason: 'autoRenewOff', facts: { termEndsBefore: term.endsBefore }, insteadAction: 'turnAutoRenewOn' };

export const mustNotEndAlready: Rule = (subscription) =>
  isEndSet(subscription)
    ? {
        reason: 'endAlreadySet',
        facts: { termEndsBefore: subscription.term.endsBefore },
        insteadAction: 'turnAutoRenewOn',
      }
    : undefined;

export const mustNotExtendAlready: Rule = (subscription) => {
  const end = endOfTerm(subscription);
  return end?.outcome === 'extendsMonthly' && end.isExplicit
    ? { reason: 'extensionAlreadySet', facts: { termEndsBefore: end.on }, insteadAction: 'cancelAtTermEnd' }
    : undefined;
};

/** Off alone means month by month, so the next best thing is to put the end down; once it is, to renew after all. */
export const mustHaveAutoRenewOn: Rule = (subscription) => {
  const { autoRenewEnabled, term } = subscription;
  if (autoRenewEnabled) return undefined;
  const insteadAction = isEndSet(subscription) ? 'turnAutoRenewOn' : 'cancelAtTermEnd';
  return { reason: 'autoRenewAlreadyOff', facts: { termEndsBefore: term.endsBefore }, insteadAction };
};

/** On, and not overruled by an action planned for the term's end. */
export const mustNotRenewAlready: Rule = (subscription) => {
  const { autoRenewEnabled, term } = subscription;
  const end = endOfTerm(subscription);
  const isOverruled = end?.isExplicit === true && end.outcome !== 'renews';
  return autoRenewEnabled && !isOverruled
    ? { reason: 'autoRenewAlreadyOn', facts: { termEndsBefore: term.endsBefore }, insteadAction: 'turnAutoRenewOff' }
    : undefined;
};

/** From one month to a year or three, from a year to three. @source Partner Center, "Create a new subscription" */
export const mustHaveLongerTerm: Rule = ({ termDuration }, _now, { plans }) => {
  const months = monthsInTerm(termDuration) ?? Number.POSITIVE_INFINITY;
  const isOnSale = plans === undefined || plans.some((plan) => (monthsInTerm(plan.termDuration) ?? 0) > months);
  return months < 36 && isOnSale ? undefined : { reason: 'noLongerTerm', insteadAction: 'scheduleNextTerm' };
};

/** @source Partner Center, "Get transition eligibilities": what a product can be upgraded to, Microsoft says */
export const mustHaveUpgrade: Rule = (_subscription, _now, { upgradeCount }) =>
  upgradeCount === 0 ? { reason: 'noUpgrade', insteadAction: 'scheduleNextTerm' } : undefined;

/** A part needs a rest. */
export const mustHaveSeatsToDivide: Rule = ({ seatCount }) =>
  seatCount < 2 ? { reason: 'atSeatMinimum', facts: { seatCountMin: 1 }, insteadAction: 'upgrade' } : undefined;

/**
 * From the next charge of the term on, so in its last charge cycle no more.
 *
 * @source Partner Center, "Create a new subscription": monthly to annual and back is for terms of three years alone
 */
export const mustHaveOtherBilling: Rule = ({ term, termDuration, billingCycle }, now, { plans }) => {
  const other = billingCycle === 'monthly' ? 'annual' : 'monthly';
  const isKnownChange = termDuration === 'P3Y' && ['monthly', 'annual'].includes(billingCycle);
  const present = isKnownChange ? chargeCycleAt(term, billingCycle, utcDate(now)) : undefined;
  const isChangeable = present !== undefined && isDateBefore(present.endsBefore, term.endsBefore);
  const isSoldBy = (plan: Readonly<{ termDuration: string; billingCycle: string }>) =>
    plan.termDuration === termDuration && plan.billingCycle === other;
  return isChangeable && (plans === undefined || plans.some(isSoldBy))
    ? undefined
    : { reason: 'billingFixed', insteadAction: 'scheduleNextTerm' };
};

/**
 * An add-on without its base is not renewed and takes no more seats.
 *
 * Guess beyond the purchase: the documents show the check for carts (400041) and speak of renewals without a code.
 * @source Partner Center, "New commerce add-ons"
 */
export const mustHavePrerequisite: Rule = (subscription, _now, offers) =>
  (offers.isPrerequisiteMissing ?? subscription.isPrerequisiteMissing) ? { reason: 'prerequisiteMissing' } : undefined;

function isEndSet(subscription: SubscriptionState): boolean {
  const end = endOfTerm(subscription);
  return end?.outcome === 'ends' && end.isExplicit;
}
