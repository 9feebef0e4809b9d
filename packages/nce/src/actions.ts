import { endOfTerm } from './lifecycle.ts';
import type { SubscriptionState } from './subscription.ts';
import { monthsInTerm, startOfUtcDay } from './terms.ts';
import { answerCancellation, answerReduction } from './windows.ts';

export type ActionName =
  | 'addSeats'
  | 'removeSeats'
  | 'scheduleSeats'
  | 'scheduleNextTerm'
  | 'cancelNow'
  | 'cancelAtTermEnd'
  | 'turnAutoRenewOff'
  | 'turnAutoRenewOn'
  | 'extendMonthlyAtTermEnd'
  | 'suspend'
  | 'reactivate'
  | 'upgrade'
  | 'changeToLongerTerm'
  | 'convertTrial';

export type ActionRefusalReason =
  /** A status these rules do not know: it is shown, and nothing is done to it. */
  | 'statusUnknown'
  | 'notReady'
  | 'suspended'
  | 'notSuspended'
  /** Expired or disabled. */
  | 'ended'
  | 'deleted'
  /** The term is over and Microsoft is at work on what follows; up to 24 hours. */
  | 'renewalInProgress'
  | 'trial'
  | 'notTrial'
  | 'windowClosed'
  | 'windowUnknown'
  | 'atSeatMaximum'
  | 'atSeatMinimum'
  | 'autoRenewOff'
  | 'autoRenewAlreadyOff'
  | 'autoRenewAlreadyOn'
  | 'endAlreadySet'
  | 'extensionAlreadySet'
  | 'noLongerTerm';

/** What the sentence of a refusal may need. */
export type RefusalFacts = Readonly<{
  status?: string;
  /** The instant from which it has not been possible. */
  since?: Temporal.Instant;
  /** The first day after the term, on which the next best thing takes effect. */
  termEndsBefore?: Temporal.PlainDate;
  seatCountMin?: number;
  seatCountMax?: number;
  /** Seats that can go back now. */
  refundableSeatCount?: number;
}>;

export type ActionAnswer =
  /** `until`: the instant at which it stops being allowed, if nothing else changes; left out where there is none. */
  | Readonly<{ allowed: true; until?: Temporal.Instant }>
  /** `insteadAction`: the next best thing, allowed now. */
  | Readonly<{ allowed: false; reason: ActionRefusalReason; facts: RefusalFacts; insteadAction?: ActionName }>;

export type AllowedActions = Readonly<Record<ActionName, ActionAnswer>>;

/**
 * What may be done with a subscription now, and for what may not, why and what is possible instead.
 *
 * It answers for the subscription alone: whether a number of seats fits is `quoteChange`'s to say, and whether a
 * product has an upgrade or a longer term on sale is the catalogue's.
 */
export function allowedActions(subscription: SubscriptionState, now: Temporal.Instant): AllowedActions {
  const answers = forEachAction((action) => answerAction(action, subscription, now));
  return forEachAction((action) => withPossibleInstead(answers[action], answers));
}

function forEachAction(answer: (action: ActionName) => ActionAnswer): AllowedActions {
  return Object.fromEntries(ACTION_NAMES.map((action) => [action, answer(action)])) as AllowedActions;
}

function answerAction(action: ActionName, subscription: SubscriptionState, now: Temporal.Instant): ActionAnswer {
  for (const rule of RULES[action]) {
    const refusal = rule(subscription, now);
    if (refusal) return { allowed: false, facts: {}, ...refusal };
  }
  const until = allowedUntil(action, subscription, now);
  return { allowed: true, ...(until && { until }) };
}

type ActionRefusal = Readonly<{ reason: ActionRefusalReason; facts?: RefusalFacts; insteadAction?: ActionName }>;
type Rule = (subscription: SubscriptionState, now: Temporal.Instant) => ActionRefusal | undefined;

/** An active subscription in the middle of its term. @source Partner Center, "Subscription lifecycle" */
const mustBeActive: Rule = (subscription, now) => {
  return (
    mustBeAlive(subscription, now) ?? mustNotBeSuspended(subscription, now) ?? mustNotBeRenewing(subscription, now)
  );
};

/** Active or suspended, whatever the day. */
const mustBeAlive: Rule = ({ status }) => {
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
const mustNotBeRenewing: Rule = ({ term }, now) => {
  const since = startOfUtcDay(term.endsBefore);
  return Temporal.Instant.compare(now, since) < 0 ? undefined : { reason: 'renewalInProgress', facts: { since } };
};

/** @source Partner Center, "Error codes", 2001 and 800091 */
const mustNotBeSuspended: Rule = ({ status, isSuspended }) =>
  status === 'suspended' || isSuspended ? { reason: 'suspended', insteadAction: 'reactivate' } : undefined;

const mustBeSuspended: Rule = ({ status, isSuspended }) =>
  status === 'suspended' || isSuspended ? undefined : { reason: 'notSuspended', facts: { status } };

/** @source Partner Center, "Offer your customers trials of Microsoft products": no change of seats or status */
const mustNotBeTrial: Rule = ({ isTrial, term }) =>
  isTrial ? { reason: 'trial', facts: { termEndsBefore: term.endsBefore }, insteadAction: 'convertTrial' } : undefined;

/** Cancelling a trial means not letting it become paid. */
const mustNotCancelTrial: Rule = ({ isTrial, term }) =>
  isTrial
    ? { reason: 'trial', facts: { termEndsBefore: term.endsBefore }, insteadAction: 'cancelAtTermEnd' }
    : undefined;

const mustBeTrial: Rule = ({ isTrial }) => (isTrial ? undefined : { reason: 'notTrial' });

const mustHaveRoom: Rule = ({ seatCount, seatCountMax }) =>
  seatCountMax !== undefined && seatCount >= seatCountMax
    ? { reason: 'atSeatMaximum', facts: { seatCountMax } }
    : undefined;

const mustHaveSeatsToSpare: Rule = ({ seatCount, seatCountMin = 1 }) =>
  seatCount <= seatCountMin
    ? { reason: 'atSeatMinimum', facts: { seatCountMin }, insteadAction: 'cancelNow' }
    : undefined;

/** @source Partner Center, "Subscription resources", `refundableQuantity` */
const mustHaveRefundableSeats: Rule = ({ refundable, term }, now) => {
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
const mustBeInCancellationWindow: Rule = (subscription, now) => {
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
const mustRenew: Rule = ({ autoRenewEnabled, term }) =>
  autoRenewEnabled
    ? undefined
    : { reason: 'autoRenewOff', facts: { termEndsBefore: term.endsBefore }, insteadAction: 'turnAutoRenewOn' };

const mustNotEndAlready: Rule = (subscription) =>
  isEndSet(subscription)
    ? {
        reason: 'endAlreadySet',
        facts: { termEndsBefore: subscription.term.endsBefore },
        insteadAction: 'turnAutoRenewOn',
      }
    : undefined;

const mustNotExtendAlready: Rule = (subscription) => {
  const end = endOfTerm(subscription);
  return end?.outcome === 'extendsMonthly' && end.isExplicit
    ? { reason: 'extensionAlreadySet', facts: { termEndsBefore: end.on }, insteadAction: 'cancelAtTermEnd' }
    : undefined;
};

/** Off alone means month by month, so the next best thing is to put the end down; once it is, to renew after all. */
const mustHaveAutoRenewOn: Rule = (subscription) => {
  const { autoRenewEnabled, term } = subscription;
  if (autoRenewEnabled) return undefined;
  const insteadAction = isEndSet(subscription) ? 'turnAutoRenewOn' : 'cancelAtTermEnd';
  return { reason: 'autoRenewAlreadyOff', facts: { termEndsBefore: term.endsBefore }, insteadAction };
};

/** On, and not overruled by an action planned for the term's end. */
const mustNotRenewAlready: Rule = (subscription) => {
  const { autoRenewEnabled, term } = subscription;
  return autoRenewEnabled && endOfTerm(subscription)?.outcome === 'renews'
    ? { reason: 'autoRenewAlreadyOn', facts: { termEndsBefore: term.endsBefore }, insteadAction: 'turnAutoRenewOff' }
    : undefined;
};

/** From one month to a year or three, from a year to three. @source Partner Center, "Create a new subscription" */
const mustHaveLongerTerm: Rule = ({ termDuration }) =>
  (monthsInTerm(termDuration) ?? Number.POSITIVE_INFINITY) < 36
    ? undefined
    : { reason: 'noLongerTerm', insteadAction: 'scheduleNextTerm' };

/** The first rule that answers gives the reason. */
const RULES: Readonly<Record<ActionName, readonly Rule[]>> = {
  addSeats: [mustBeActive, mustNotBeTrial, mustHaveRoom],
  removeSeats: [mustBeActive, mustNotBeTrial, mustHaveRefundableSeats, mustHaveSeatsToSpare],
  scheduleSeats: [mustBeActive, mustNotBeTrial, mustRenew],
  scheduleNextTerm: [mustBeActive, mustNotBeTrial, mustRenew],
  // A suspended subscription can be cancelled in its window.
  cancelNow: [mustBeAlive, mustNotBeRenewing, mustNotCancelTrial, mustBeInCancellationWindow],
  cancelAtTermEnd: [mustBeActive, mustNotEndAlready],
  turnAutoRenewOff: [mustBeActive, mustHaveAutoRenewOn],
  turnAutoRenewOn: [mustBeActive, mustNotRenewAlready],
  extendMonthlyAtTermEnd: [mustBeActive, mustNotBeTrial, mustNotExtendAlready],
  suspend: [mustBeActive, mustNotBeTrial],
  reactivate: [mustBeAlive, mustBeSuspended, mustNotBeRenewing],
  upgrade: [mustBeActive, mustNotBeTrial],
  changeToLongerTerm: [mustBeActive, mustNotBeTrial, mustHaveLongerTerm],
  convertTrial: [mustBeActive, mustBeTrial],
};

const ACTION_NAMES = Object.keys(RULES) as ActionName[];

function isEndSet(subscription: SubscriptionState): boolean {
  const end = endOfTerm(subscription);
  return end?.outcome === 'ends' && end.isExplicit;
}

function allowedUntil(
  action: ActionName,
  subscription: SubscriptionState,
  now: Temporal.Instant,
): Temporal.Instant | undefined {
  if (action === 'removeSeats') {
    const answer = answerReduction(subscription.refundable, 1, now);
    return answer.allowed ? answer.refundableUntil : undefined;
  }
  if (action === 'cancelNow') {
    const answer = answerCancellation(subscription, now);
    return answer.allowed ? answer.cancellableUntil : undefined;
  }
  return startOfUtcDay(subscription.term.endsBefore);
}

/** A next best thing that is forbidden too is no advice. */
function withPossibleInstead(answer: ActionAnswer, answers: AllowedActions): ActionAnswer {
  if (answer.allowed || !answer.insteadAction || answers[answer.insteadAction].allowed) return answer;
  const { insteadAction: _, ...refusal } = answer;
  return refusal;
}
