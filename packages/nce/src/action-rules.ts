import type { ActionName, ActionRefusalReason, AvailableOffers, RefusalFacts } from './action-answer.ts';
import { endOfTerm } from './end-of-term.ts';
import { renewalPlan } from './end-of-term-choices.ts';
import { isOnSale } from './plan-on-sale.ts';
import type { SubscriptionState } from './subscription.ts';
import { chargeCycleAt, monthsInTerm } from './terms.ts';
import { isDateBefore, isInstantBefore, startOfUtcDay, utcDate } from './time.ts';
import { answerCancellation, answerReduction } from './windows.ts';

export type ActionRefusal = Readonly<{ reason: ActionRefusalReason; facts?: RefusalFacts; alternative?: ActionName }>;
/** @returns the refusal, or undefined when the rule allows the action */
export type Rule = (
  subscription: SubscriptionState,
  now: Temporal.Instant,
  offers: AvailableOffers,
) => ActionRefusal | undefined;

/** Active, not suspended, and before the end of its term. @source Partner Center, "Subscription lifecycle" */
export const mustBeActive: Rule = (...given) =>
  mustBeActiveOrSuspended(...given) ?? mustNotBeSuspended(...given) ?? mustNotBeRenewing(...given);

/** Active or suspended, also while a renewal is in progress. */
export const mustBeActiveOrSuspended: Rule = ({ status }) => {
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

/** @source Partner Center, "Create a new subscription": renewal takes up to 24 hours from 00:00 UTC; changes get 409 */
export const mustNotBeRenewing: Rule = ({ term }, now) => {
  const since = startOfUtcDay(term.endsBefore);
  return isInstantBefore(now, since) ? undefined : { reason: 'renewalInProgress', facts: { since } };
};

/** @source Partner Center, "Error codes", 2001 and 800091 */
const mustNotBeSuspended: Rule = ({ status, isSuspended }) =>
  status === 'suspended' || isSuspended ? { reason: 'suspended', alternative: 'reactivate' } : undefined;

export const mustBeSuspended: Rule = ({ status, isSuspended }) =>
  status === 'suspended' || isSuspended ? undefined : { reason: 'notSuspended', facts: { status } };

/** @source Partner Center, "Offer your customers trials of Microsoft products": seats and status cannot be changed */
export const mustNotBeTrial: Rule = ({ isTrial, term }) =>
  isTrial ? { reason: 'trial', facts: { termEndsBefore: term.endsBefore }, alternative: 'convertTrial' } : undefined;

/** A trial is cancelled by preventing its conversion at the end of its term. */
export const mustNotCancelTrial: Rule = ({ isTrial, term }) =>
  isTrial ? { reason: 'trial', facts: { termEndsBefore: term.endsBefore }, alternative: 'cancelAtTermEnd' } : undefined;

export const mustBeTrial: Rule = ({ isTrial }) => (isTrial ? undefined : { reason: 'notTrial' });

export const mustBeBelowSeatMaximum: Rule = ({ seatCount, seatCountMax }) =>
  seatCountMax !== undefined && seatCount >= seatCountMax
    ? { reason: 'atSeatMaximum', facts: { seatCountMax } }
    : undefined;

export const mustBeAboveSeatMinimum: Rule = ({ seatCount, seatCountMin = 1 }) =>
  seatCount <= seatCountMin
    ? { reason: 'atSeatMinimum', facts: { seatCountMin }, alternative: 'cancelNow' }
    : undefined;

/** @source Partner Center, "Subscription resources", `refundableQuantity` */
export const mustHaveRefundableSeats: Rule = ({ refundable, term }, now) => {
  const answer = answerReduction(refundable, 1, now);
  if (answer.allowed) return undefined;
  const facts = { termEndsBefore: term.endsBefore };
  if (answer.reason !== 'windowClosed') return { reason: 'windowUnknown', facts, alternative: answer.alternative };
  return {
    reason: answer.reason,
    facts: { ...facts, refundableSeatCount: 0, ...(answer.since && { since: answer.since }) },
    alternative: answer.alternative,
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
    alternative: answer.alternative,
  };
};

/** @source Partner Center, "Manage scheduled changes for new commerce subscriptions": they need auto-renew */
export const mustHaveAutoRenew: Rule = ({ autoRenewEnabled, term }) =>
  autoRenewEnabled
    ? undefined
    : { reason: 'autoRenewOff', facts: { termEndsBefore: term.endsBefore }, alternative: 'turnAutoRenewOn' };

export const mustNotHaveCancellationScheduled: Rule = (subscription) =>
  isCancellationScheduled(subscription)
    ? {
        reason: 'endAlreadySet',
        facts: { termEndsBefore: subscription.term.endsBefore },
        alternative: 'turnAutoRenewOn',
      }
    : undefined;

export const mustNotHaveExtensionScheduled: Rule = (subscription) => {
  const end = endOfTerm(subscription);
  return end?.outcome === 'extendsMonthly' && end.isExplicit
    ? { reason: 'extensionAlreadySet', facts: { termEndsBefore: end.on }, alternative: 'cancelAtTermEnd' }
    : undefined;
};

/** @source announcements on the extended service term: perpetual software and software subscriptions are outside it */
export const mustBeExtendable: Rule = ({ neverExtends, term }) =>
  neverExtends
    ? {
        reason: 'extensionNotOffered',
        facts: { termEndsBefore: term.endsBefore },
        alternative: 'cancelAtTermEnd',
      }
    : undefined;

/**
 * Auto-renew off alone means an extension month to month, so the alternative is to schedule the cancellation; when that
 * is scheduled already, to turn auto-renew on again.
 */
export const mustNotHaveAutoRenewOff: Rule = (subscription) => {
  const { autoRenewEnabled, term } = subscription;
  if (autoRenewEnabled) return undefined;
  const alternative = isCancellationScheduled(subscription) ? 'turnAutoRenewOn' : 'cancelAtTermEnd';
  return { reason: 'autoRenewAlreadyOff', facts: { termEndsBefore: term.endsBefore }, alternative };
};

/** Auto-renew counts as on unless an action scheduled for the term's end overrides it. */
export const mustNotRenewAlready: Rule = (subscription) => {
  const { autoRenewEnabled, term } = subscription;
  const end = endOfTerm(subscription);
  const isOverridden = end?.isExplicit === true && end.outcome !== 'renews';
  return autoRenewEnabled && !isOverridden
    ? { reason: 'autoRenewAlreadyOn', facts: { termEndsBefore: term.endsBefore }, alternative: 'turnAutoRenewOff' }
    : undefined;
};

/**
 * The product must be renewable, in the plan that it would renew in. A renewal as another product is checked with that
 * product.
 *
 * @source Partner Center, "Product resources", `Availability.isRenewable`
 */
export const mustBeRenewable: Rule = (subscription, _now, { plans, isRenewable }) => {
  const renewed = renewalPlan(subscription);
  if (!renewed || renewed.skuId !== undefined || subscription.isTrial) return undefined;
  if (isRenewable !== false && isOnSale(renewed, plans)) return undefined;
  return { reason: 'notRenewable', facts: { termEndsBefore: subscription.term.endsBefore } };
};

/** @source announcements on the extended service term: only a cancellation or a conversion to a term */
export const mustNotBeExtended: Rule = ({ isExtendedServiceTerm, term }) =>
  isExtendedServiceTerm
    ? {
        reason: 'extendedServiceTerm',
        facts: { termEndsBefore: term.endsBefore },
        alternative: 'changeToLongerTerm',
      }
    : undefined;

/** From one month to one or three years, from one year to three. @source Partner Center, "Create a new subscription" */
export const mustHaveLongerTerm: Rule = ({ termDuration, isExtendedServiceTerm }, _now, { plans }) => {
  // An extension may become a term of any length again.
  const months = isExtendedServiceTerm ? 0 : (monthsInTerm(termDuration) ?? Number.POSITIVE_INFINITY);
  const isOffered = plans === undefined || plans.some((plan) => (monthsInTerm(plan.termDuration) ?? 0) > months);
  return months < 36 && isOffered ? undefined : { reason: 'noLongerTerm', alternative: 'scheduleNextTerm' };
};

/** @source Partner Center, "Get transition eligibilities": Microsoft lists the products that an upgrade can lead to */
export const mustHaveUpgrade: Rule = (_subscription, _now, { upgradeCount }) =>
  upgradeCount === 0 ? { reason: 'noUpgrade', alternative: 'scheduleNextTerm' } : undefined;

/** At least one seat moves and at least one stays. */
export const mustHaveSeatsToDivide: Rule = ({ seatCount }) =>
  seatCount < 2 ? { reason: 'atSeatMinimum', facts: { seatCountMin: 1 }, alternative: 'upgrade' } : undefined;

/**
 * Other billing starts with the next charge of the term, so it is not possible in the last charge cycle.
 *
 * @source Partner Center, "Create a new subscription": monthly to annual and back is for three-year terms only
 */
export const mustHaveOtherBilling: Rule = ({ term, termDuration, billingCycle, cycleRule }, now, { plans }) => {
  const other = billingCycle === 'monthly' ? 'annual' : 'monthly';
  const isKnownChange = termDuration === 'P3Y' && ['monthly', 'annual'].includes(billingCycle);
  const current = isKnownChange ? chargeCycleAt(term, billingCycle, utcDate(now), cycleRule) : undefined;
  const isChangeable = current !== undefined && isDateBefore(current.endsBefore, term.endsBefore);
  const isOtherBilling = (plan: Readonly<{ termDuration: string; billingCycle: string }>) =>
    plan.termDuration === termDuration && plan.billingCycle === other;
  return isChangeable && (plans === undefined || plans.some(isOtherBilling))
    ? undefined
    : { reason: 'billingFixed', alternative: 'scheduleNextTerm' };
};

/**
 * An add-on without an active base product cannot be renewed or get more seats.
 *
 * Guess: the check applies to renewals and added seats as it does to carts. The documents give an error code for carts
 * only (400041) and mention renewals without one.
 *
 * @source Partner Center, "New commerce add-ons"
 */
export const mustHavePrerequisite: Rule = (subscription, _now, offers) =>
  (offers.isPrerequisiteMissing ?? subscription.isPrerequisiteMissing) ? { reason: 'prerequisiteMissing' } : undefined;

function isCancellationScheduled(subscription: SubscriptionState): boolean {
  const end = endOfTerm(subscription);
  return end?.outcome === 'ends' && end.isExplicit;
}
