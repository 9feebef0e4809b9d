import type { ActionAnswer, ActionName, AllowedActions, AvailableOffers } from './action-answer.ts';
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
import { startOfUtcDay } from './time.ts';

import { answerCancellation, answerReduction } from './windows.ts';

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
