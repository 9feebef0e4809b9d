import type { ActionName, AllowedActions, AvailableOffers } from './action-answer.ts';
import { allowedActions } from './allowed-actions.ts';
import { checkConversion, checkLongerTerm, checkUpgrade } from './check-transition.ts';
import { endOfTerm } from './end-of-term.ts';
import { type ImpossibleQuote, refuse } from './quote.ts';
import { checkSeatBounds } from './seat-bounds.ts';
import { type NextTermInstructions, nextTermInstructions, type SubscriptionState } from './subscription.ts';
import type { RenewalChoice, SubscriptionChange } from './subscription-change.ts';
import { type BillingCycle, cyclesPerTerm, monthsInTerm, nextTerm, type TermDuration } from './terms.ts';
import { answerReduction } from './windows.ts';

/** Why a change cannot be made now, and what can; undefined where it can. Prices are not asked. */
export function checkSubscriptionChange(
  subscription: SubscriptionState,
  change: SubscriptionChange,
  at: Temporal.Instant,
  offers: AvailableOffers = {},
): ImpossibleQuote | undefined {
  const actions = allowedActions(subscription, at, offers);
  switch (change.kind) {
    case 'seats':
      return checkSeats(subscription, change.seatCount, actions, at);
    case 'cancelNow':
      return checkAction('cancelNow', actions);
    case 'renewal':
      return checkRenewalChoice(subscription, change, actions);
    case 'nextTerm':
      return checkAction('scheduleNextTerm', actions) ?? checkNextTerm(subscription, change);
    case 'billing':
      return checkAction('changeBilling', actions) ?? checkBillingChange(subscription, change.billingCycle);
    case 'longerTerm':
      return checkAction('changeToLongerTerm', actions) ?? checkLongerTerm(subscription, change);
    case 'upgrade': {
      const isPart = change.seatCount < subscription.seatCount;
      return checkAction(isPart ? 'upgradeSomeSeats' : 'upgrade', actions) ?? checkUpgrade(subscription, change, at);
    }
    case 'convertTrial': {
      const action = change.when === 'now' ? 'convertTrial' : 'scheduleTrialConversion';
      return checkAction(action, actions) ?? checkConversion(subscription, change, at);
    }
  }
}

/** Any product, term and billing that Microsoft sells can follow; its seats and the day it ends on must fit. */
function checkNextTerm(
  subscription: SubscriptionState,
  { instructions, seatBounds = subscription }: SubscriptionChange & { kind: 'nextTerm' },
): ImpossibleQuote | undefined {
  const { seatCount = subscription.seatCount, customEndsBefore, termDuration, billingCycle } = instructions;
  const outOfBounds = checkSeatBounds(seatCount, seatBounds);
  if (outOfBounds) return outOfBounds;
  const duration = termDuration ?? subscription.termDuration;
  if (monthsInTerm(duration) === undefined) return refuse('termUnknown');
  if (cyclesPerTerm(duration, billingCycle ?? subscription.billingCycle) === undefined) {
    return refuse('billingLongerThanTerm');
  }
  if (customEndsBefore && !isEndOfNextTerm(subscription, duration, customEndsBefore)) return refuse('endNotAllowed');
  return isAsPlanned(subscription, instructions) ? refuse('nothingChanges') : undefined;
}

/** Within the full length; on which days of it, `coTerminousEnds` tells. */
function isEndOfNextTerm(
  { term }: SubscriptionState,
  termDuration: TermDuration,
  endsBefore: Temporal.PlainDate,
): boolean {
  const next = nextTerm(term, termDuration);
  return (
    Temporal.PlainDate.compare(next.startsOn, endsBefore) < 0 &&
    Temporal.PlainDate.compare(endsBefore, next.endsBefore) <= 0
  );
}

function isAsPlanned(subscription: SubscriptionState, instructions: NextTermInstructions): boolean {
  const planned = nextTermInstructions(subscription);
  return NEXT_TERM_PARTS.every((part) => String(instructions[part]) === String(planned[part]));
}

const NEXT_TERM_PARTS = [
  'seatCount',
  'termDuration',
  'billingCycle',
  'productId',
  'skuId',
  'promotionId',
  'customEndsBefore',
] as const satisfies readonly (keyof NextTermInstructions)[];

function checkBillingChange(
  { billingCycle, nextCharge }: SubscriptionState,
  wanted: BillingCycle,
): ImpossibleQuote | undefined {
  if (wanted === (nextCharge?.billingCycle ?? billingCycle)) return refuse('nothingChanges');
  return ['monthly', 'annual'].includes(wanted) ? undefined : refuse('billingFixed');
}

function checkSeats(
  subscription: SubscriptionState,
  seatCount: number,
  actions: AllowedActions,
  at: Temporal.Instant,
): ImpossibleQuote | undefined {
  const fewer = subscription.seatCount - seatCount;
  const outOfBounds = checkSeatBounds(seatCount, subscription);
  if (outOfBounds?.reason === 'belowSeatMinimum') return { ...outOfBounds, ...possibleInstead('cancelNow', actions) };
  if (outOfBounds) return outOfBounds;
  if (fewer === 0) return refuse('nothingChanges');
  const refused = checkAction(fewer > 0 ? 'removeSeats' : 'addSeats', actions);
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

function checkRenewalChoice(
  subscription: SubscriptionState,
  { outcome, seatCountAtRenewal }: Readonly<{ outcome: RenewalChoice; seatCountAtRenewal?: number | undefined }>,
  actions: AllowedActions,
): ImpossibleQuote | undefined {
  if (outcome === 'ends') return checkAction('cancelAtTermEnd', actions);
  if (outcome === 'extendsMonthly') return checkAction('extendMonthlyAtTermEnd', actions);

  const planned = endOfTerm(subscription);
  const changesSeats = seatCountAtRenewal !== undefined && seatCountAtRenewal !== planned?.seatCount;
  if (planned?.outcome !== 'renews' || !subscription.autoRenewEnabled) {
    return checkAction('turnAutoRenewOn', actions) ?? checkRenewedSeats(subscription, seatCountAtRenewal);
  }
  const refused = checkAction('scheduleSeats', actions);
  if (refused) return refused;
  return changesSeats ? checkRenewedSeats(subscription, seatCountAtRenewal) : refuse('nothingChanges');
}

function checkRenewedSeats(
  subscription: SubscriptionState,
  seatCount: number | undefined,
): ImpossibleQuote | undefined {
  return seatCount === undefined ? undefined : checkSeatBounds(seatCount, subscription);
}

function checkAction(action: ActionName, actions: AllowedActions): ImpossibleQuote | undefined {
  const answer = actions[action];
  if (answer.allowed) return undefined;
  const { reason, facts, insteadAction } = answer;
  return { possible: false, reason, facts, ...(insteadAction && { insteadAction }) };
}

function possibleInstead(action: ActionName, actions: AllowedActions): Readonly<{ insteadAction?: ActionName }> {
  return actions[action].allowed ? { insteadAction: action } : {};
}
