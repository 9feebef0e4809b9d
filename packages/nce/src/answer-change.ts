import { type ActionName, type AllowedActions, allowedActions } from './actions.ts';
import type { Change, RenewalChoice } from './after-change.ts';
import { endOfTerm } from './lifecycle.ts';
import { type ImpossibleQuote, refuse } from './quote.ts';
import { answerSeatBounds } from './seat-bounds.ts';
import type { SubscriptionState } from './subscription.ts';
import { answerReduction } from './windows.ts';

/** Why a change cannot be made now, and what can; undefined where it can. Prices are not asked. */
export function answerChange(
  subscription: SubscriptionState,
  change: Change,
  at: Temporal.Instant,
): ImpossibleQuote | undefined {
  const actions = allowedActions(subscription, at);
  switch (change.kind) {
    case 'seats':
      return answerSeats(subscription, change.seatCount, actions, at);
    case 'cancelNow':
      return answerAction('cancelNow', actions);
    case 'renewal':
      return answerRenewalChoice(subscription, change, actions);
  }
}

function answerSeats(
  subscription: SubscriptionState,
  seatCount: number,
  actions: AllowedActions,
  at: Temporal.Instant,
): ImpossibleQuote | undefined {
  const fewer = subscription.seatCount - seatCount;
  const outOfBounds = answerSeatBounds(seatCount, subscription);
  if (outOfBounds?.reason === 'belowSeatMinimum') return { ...outOfBounds, ...possibleInstead('cancelNow', actions) };
  if (outOfBounds) return outOfBounds;
  if (fewer === 0) return refuse('nothingChanges');
  const refused = answerAction(fewer > 0 ? 'removeSeats' : 'addSeats', actions);
  if (refused || fewer < 0) return refused;

  const reduction = answerReduction(subscription.refundable, fewer, at);
  if (reduction.allowed || reduction.reason !== 'tooManySeats') return undefined;
  const { refundableSeatCount } = reduction;
  return {
    possible: false,
    reason: reduction.reason,
    facts: { refundableSeatCount, termEndsBefore: subscription.term.endsBefore },
    ...possibleInstead(reduction.insteadAction, actions),
  };
}

function answerRenewalChoice(
  subscription: SubscriptionState,
  { outcome, seatCountAtRenewal }: Readonly<{ outcome: RenewalChoice; seatCountAtRenewal?: number | undefined }>,
  actions: AllowedActions,
): ImpossibleQuote | undefined {
  if (outcome === 'ends') return answerAction('cancelAtTermEnd', actions);
  if (outcome === 'extendsMonthly') return answerAction('extendMonthlyAtTermEnd', actions);

  const planned = endOfTerm(subscription);
  const changesSeats = seatCountAtRenewal !== undefined && seatCountAtRenewal !== planned?.seatCount;
  if (planned?.outcome !== 'renews') {
    return answerAction('turnAutoRenewOn', actions) ?? answerRenewedSeats(subscription, seatCountAtRenewal);
  }
  const refused = answerAction('scheduleSeats', actions);
  if (refused) return refused;
  return changesSeats ? answerRenewedSeats(subscription, seatCountAtRenewal) : refuse('nothingChanges');
}

function answerRenewedSeats(
  subscription: SubscriptionState,
  seatCount: number | undefined,
): ImpossibleQuote | undefined {
  return seatCount === undefined ? undefined : answerSeatBounds(seatCount, subscription);
}

function answerAction(action: ActionName, actions: AllowedActions): ImpossibleQuote | undefined {
  const answer = actions[action];
  if (answer.allowed) return undefined;
  const { reason, facts, insteadAction } = answer;
  return { possible: false, reason, facts, ...(insteadAction && { insteadAction }) };
}

function possibleInstead(action: ActionName, actions: AllowedActions): Readonly<{ insteadAction?: ActionName }> {
  return actions[action].allowed ? { insteadAction: action } : {};
}
