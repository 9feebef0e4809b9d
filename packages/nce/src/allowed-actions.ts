import type { ActionAnswer, ActionName, AllowedActions, AvailableOffers } from './action-answer.ts';
import {
  mustBeAboveSeatMinimum,
  mustBeActive,
  mustBeActiveOrSuspended,
  mustBeBelowSeatMaximum,
  mustBeExtendable,
  mustBeInCancellationWindow,
  mustBeRenewable,
  mustBeSuspended,
  mustBeTrial,
  mustHaveAutoRenew,
  mustHaveLongerTerm,
  mustHaveOtherBilling,
  mustHavePrerequisite,
  mustHaveRefundableSeats,
  mustHaveSeatsToDivide,
  mustHaveUpgrade,
  mustNotBeExtended,
  mustNotBeRenewing,
  mustNotBeTrial,
  mustNotCancelTrial,
  mustNotHaveAutoRenewOff,
  mustNotHaveCancellationScheduled,
  mustNotHaveExtensionScheduled,
  mustNotRenewAlready,
  type Rule,
} from './action-rules.ts';
import type { SubscriptionState } from './subscription.ts';
import { startOfUtcDay } from './time.ts';
import { answerCancellation, answerReduction } from './windows.ts';

/**
 * Answers for every action whether it is allowed now; if not, with the reason and the closest allowed alternative.
 *
 * An allowed action can still be refused for its values (a seat count out of bounds, a product that cannot follow):
 * `checkSubscriptionChange` checks those.
 */
export function allowedActions(
  subscription: SubscriptionState,
  now: Temporal.Instant,
  offers: AvailableOffers = {},
): AllowedActions {
  const answers = forEachAction((action) => answerAction(action, subscription, now, offers));
  return forEachAction((action) => withAllowedAlternative(answers[action], answers));
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

/** Rules of each action in order of precedence: the first one that refuses gives the reason. */
const RULES: Readonly<Record<ActionName, readonly Rule[]>> = {
  addSeats: [mustBeActive, mustNotBeTrial, mustNotBeExtended, mustHavePrerequisite, mustBeBelowSeatMaximum],
  removeSeats: [mustBeActive, mustNotBeTrial, mustNotBeExtended, mustHaveRefundableSeats, mustBeAboveSeatMinimum],
  scheduleSeats: [mustBeActive, mustNotBeTrial, mustHaveAutoRenew, mustHavePrerequisite, mustBeRenewable],
  scheduleNextTerm: [mustBeActive, mustNotBeTrial, mustHaveAutoRenew, mustHavePrerequisite],
  // A suspended subscription can be cancelled in its window.
  cancelNow: [mustBeActiveOrSuspended, mustNotBeRenewing, mustNotCancelTrial, mustBeInCancellationWindow],
  cancelAtTermEnd: [mustBeActive, mustNotHaveCancellationScheduled],
  turnAutoRenewOff: [mustBeActive, mustNotHaveAutoRenewOff],
  turnAutoRenewOn: [mustBeActive, mustNotRenewAlready, mustHavePrerequisite, mustBeRenewable],
  extendMonthlyAtTermEnd: [mustBeActive, mustNotBeTrial, mustBeExtendable, mustNotHaveExtensionScheduled],
  suspend: [mustBeActive, mustNotBeTrial],
  reactivate: [mustBeActiveOrSuspended, mustBeSuspended, mustNotBeRenewing],
  upgrade: [mustBeActive, mustNotBeTrial, mustHaveUpgrade],
  upgradeSomeSeats: [mustBeActive, mustNotBeTrial, mustHaveUpgrade, mustHaveSeatsToDivide],
  changeToLongerTerm: [mustBeActive, mustNotBeTrial, mustHaveLongerTerm],
  changeBilling: [mustBeActive, mustNotBeTrial, mustHaveOtherBilling],
  convertTrial: [mustBeActive, mustBeTrial],
  scheduleTrialConversion: [mustBeActive, mustBeTrial, mustHaveAutoRenew],
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

/** Drops the suggested alternative when it is not allowed either. */
function withAllowedAlternative(answer: ActionAnswer, answers: AllowedActions): ActionAnswer {
  if (answer.allowed || !answer.alternative || answers[answer.alternative].allowed) return answer;
  const { alternative: _, ...refusal } = answer;
  return refusal;
}
