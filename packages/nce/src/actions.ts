import {
  mustBeActive,
  mustBeAlive,
  mustBeInCancellationWindow,
  mustBeSuspended,
  mustBeTrial,
  mustHaveAutoRenewOn,
  mustHaveLongerTerm,
  mustHaveOtherBilling,
  mustHavePrerequisite,
  mustHaveRefundableSeats,
  mustHaveRoom,
  mustHaveSeatsToDivide,
  mustHaveSeatsToSpare,
  mustHaveUpgrade,
  mustNotBeRenewing,
  mustNotBeTrial,
  mustNotCancelTrial,
  mustNotEndAlready,
  mustNotExtendAlready,
  mustNotRenewAlready,
  mustRenew,
  type Rule,
} from './action-rules.ts';
import type { SubscriptionState } from './subscription.ts';
import { type BillingCycle, startOfUtcDay, type TermDuration } from './terms.ts';
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
  /** All seats to another product. */
  | 'upgrade'
  | 'upgradeSomeSeats'
  | 'changeToLongerTerm'
  /** Of three years, monthly to annual or back, from the next charge on. */
  | 'changeBilling'
  /** Paid from now on. */
  | 'convertTrial'
  /** Paid from the trial's end on, as another plan or with other seats than by itself. */
  | 'scheduleTrialConversion';

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
  | 'noLongerTerm'
  /** Microsoft names nothing that it can be upgraded to. */
  | 'noUpgrade'
  /** How often it is billed stays as it is until the term's end. */
  | 'billingFixed'
  /** An add-on whose base is not there. */
  | 'prerequisiteMissing';

/** What is not the subscription's own to say. A part that is left out forbids nothing. */
export type AvailableOffers = Readonly<{
  /** What the product is sold in, from `availability.terms`. */
  plans?: readonly Readonly<{ termDuration: TermDuration; billingCycle: BillingCycle }>[] | undefined;
  /** Targets that Microsoft names as eligible now, from the transition eligibilities. */
  upgradeCount?: number | undefined;
  /** None of an add-on's bases is active; see `missingPrerequisites`. Left out: as the subscription says. */
  isPrerequisiteMissing?: boolean | undefined;
}>;

/** What the sentence of a refusal may need. */
export type RefusalFacts = Readonly<{
  status?: string;
  /** The instant from which it has not been possible. */
  since?: Temporal.Instant;
  /** The first day after the term, on which the next best thing takes effect. */
  termEndsBefore?: Temporal.PlainDate;
  seatCountMin?: number;
  seatCountMax?: number;
  ownedSeatCount?: number;
  /** Microsoft's own words. */
  description?: string;
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
 * Whether a number of seats fits, or one product can follow another, is `calculateChangeQuote`'s to say.
 */
export function allowedActions(
  subscription: SubscriptionState,
  now: Temporal.Instant,
  offers: AvailableOffers = {},
): AllowedActions {
  const answers = forEachAction((action) => answerAction(action, subscription, now, offers));
  return forEachAction((action) => withPossibleInstead(answers[action], answers));
}

function forEachAction(answer: (action: ActionName) => ActionAnswer): AllowedActions {
  return Object.fromEntries(ACTION_NAMES.map((action) => [action, answer(action)])) as AllowedActions;
}

function answerAction(
  action: ActionName,
  subscription: SubscriptionState,
  now: Temporal.Instant,
  offers: AvailableOffers,
): ActionAnswer {
  for (const rule of RULES[action]) {
    const refusal = rule(subscription, now, offers);
    if (refusal) return { allowed: false, facts: {}, ...refusal };
  }
  const until = allowedUntil(action, subscription, now);
  return { allowed: true, ...(until && { until }) };
}

/** The first rule that answers gives the reason. */
const RULES: Readonly<Record<ActionName, readonly Rule[]>> = {
  addSeats: [mustBeActive, mustNotBeTrial, mustHavePrerequisite, mustHaveRoom],
  removeSeats: [mustBeActive, mustNotBeTrial, mustHaveRefundableSeats, mustHaveSeatsToSpare],
  scheduleSeats: [mustBeActive, mustNotBeTrial, mustRenew, mustHavePrerequisite],
  scheduleNextTerm: [mustBeActive, mustNotBeTrial, mustRenew, mustHavePrerequisite],
  // A suspended subscription can be cancelled in its window.
  cancelNow: [mustBeAlive, mustNotBeRenewing, mustNotCancelTrial, mustBeInCancellationWindow],
  cancelAtTermEnd: [mustBeActive, mustNotEndAlready],
  turnAutoRenewOff: [mustBeActive, mustHaveAutoRenewOn],
  turnAutoRenewOn: [mustBeActive, mustNotRenewAlready, mustHavePrerequisite],
  extendMonthlyAtTermEnd: [mustBeActive, mustNotBeTrial, mustNotExtendAlready],
  suspend: [mustBeActive, mustNotBeTrial],
  reactivate: [mustBeAlive, mustBeSuspended, mustNotBeRenewing],
  upgrade: [mustBeActive, mustNotBeTrial, mustHaveUpgrade],
  upgradeSomeSeats: [mustBeActive, mustNotBeTrial, mustHaveUpgrade, mustHaveSeatsToDivide],
  changeToLongerTerm: [mustBeActive, mustNotBeTrial, mustHaveLongerTerm],
  changeBilling: [mustBeActive, mustNotBeTrial, mustHaveOtherBilling],
  convertTrial: [mustBeActive, mustBeTrial],
  scheduleTrialConversion: [mustBeActive, mustBeTrial, mustRenew],
};

const ACTION_NAMES = Object.keys(RULES) as ActionName[];

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
