import type { ActionName, AllowedActions, AvailableOffers } from './action-answer.ts';
import { allowedActions } from './allowed-actions.ts';
import { checkConversion, checkLongerTerm, checkUpgrade } from './check-transition.ts';
import { endOfTerm } from './end-of-term.ts';
import { isOnSale, type ProductOnSale } from './plan-on-sale.ts';
import { type ImpossibleQuote, refuse } from './quote.ts';
import { checkSeatBounds } from './seat-bounds.ts';
import { type NextTermInstructions, nextTermInstructions, type SubscriptionState } from './subscription.ts';
import type { RenewalChoice, SubscriptionChange } from './subscription-change.ts';
import { type BillingCycle, cyclesPerTerm, monthsInTerm, nextTerm, type TermDuration } from './terms.ts';
import { isDateBefore } from './time.ts';
import { answerReduction } from './windows.ts';

/**
 * May this change be made now? Prices play no part in the answer.
 *
 * @returns undefined when it may; otherwise the reason and, when there is one, the closest alternative
 */
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
      return checkAction('scheduleNextTerm', actions) ?? checkNextTerm(subscription, change, offers);
    case 'billing':
      return checkAction('changeBilling', actions) ?? checkBillingChange(subscription, change.billingCycle);
    case 'longerTerm':
      return checkAction('changeToLongerTerm', actions) ?? checkLongerTerm(subscription, change, offers);
    case 'upgrade': {
      const isPartial = change.seatCount < subscription.seatCount;
      return checkAction(isPartial ? 'upgradeSomeSeats' : 'upgrade', actions) ?? checkUpgrade(subscription, change, at);
    }
    case 'convertTrial': {
      const action = change.when === 'now' ? 'convertTrial' : 'scheduleTrialConversion';
      return checkAction(action, actions) ?? checkConversion(subscription, change, at);
    }
  }
}

/**
 * Any product, term and billing cycle that is on sale can follow; the seat count and the end date must be valid.
 */
function checkNextTerm(
  subscription: SubscriptionState,
  { instructions, seatBounds }: SubscriptionChange & { kind: 'nextTerm' },
  offers: AvailableOffers,
): ImpossibleQuote | undefined {
  const other = otherProduct(instructions, offers);
  if (other === 'notOnSale') return refuse('notOnSale');
  const { seatCount = subscription.seatCount, customEndsBefore, termDuration, billingCycle } = instructions;
  const outOfBounds = checkSeatBounds(seatCount, seatBounds ?? other ?? subscription);
  if (outOfBounds) return outOfBounds;
  const duration = termDuration ?? subscription.termDuration;
  if (monthsInTerm(duration) === undefined) return refuse('termUnknown');
  if (cyclesPerTerm(duration, billingCycle ?? subscription.billingCycle) === undefined) {
    return refuse('billingLongerThanTerm');
  }
  const plan = { termDuration: duration, billingCycle: billingCycle ?? subscription.billingCycle };
  if (!isOnSale(plan, other?.plans ?? (instructions.skuId === undefined ? offers.plans : undefined))) {
    return refuse('notOnSale');
  }
  if (!other && offers.isRenewable === false) return refuse('notRenewable');
  if (customEndsBefore && !isEndOfNextTerm(subscription, duration, customEndsBefore)) return refuse('endNotAllowed');
  return isAlreadyScheduled(subscription, instructions) ? refuse('nothingChanges') : undefined;
}

/** The other product of the instructions; undefined for the current one, and when no list of products is given. */
function otherProduct(
  { productId, skuId }: NextTermInstructions,
  { products }: AvailableOffers,
): ProductOnSale | 'notOnSale' | undefined {
  if (skuId === undefined || products === undefined) return undefined;
  const isSame = (left: string, right = '') => left.toUpperCase() === right.toUpperCase();
  const found = products.find((one) => isSame(one.productId, productId) && isSame(one.skuId, skuId));
  return found ?? 'notOnSale';
}

/**
 * Checks only that the end is within the full length of the term; `coTerminousEnds` lists the days that Microsoft
 * offers.
 */
function isEndOfNextTerm(
  { term }: SubscriptionState,
  termDuration: TermDuration,
  endsBefore: Temporal.PlainDate,
): boolean {
  const next = nextTerm(term, termDuration);
  return isDateBefore(next.startsOn, endsBefore) && !isDateBefore(next.endsBefore, endsBefore);
}

function isAlreadyScheduled(subscription: SubscriptionState, instructions: NextTermInstructions): boolean {
  const scheduled = nextTermInstructions(subscription);
  return NEXT_TERM_PARTS.every((part) => String(instructions[part]) === String(scheduled[part]));
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
  requested: BillingCycle,
): ImpossibleQuote | undefined {
  if (requested === (nextCharge?.billingCycle ?? billingCycle)) return refuse('nothingChanges');
  return ['monthly', 'annual'].includes(requested) ? undefined : refuse('billingFixed');
}

function checkSeats(
  subscription: SubscriptionState,
  seatCount: number,
  actions: AllowedActions,
  at: Temporal.Instant,
): ImpossibleQuote | undefined {
  const removedSeatCount = subscription.seatCount - seatCount;
  const outOfBounds = checkSeatBounds(seatCount, subscription);
  if (outOfBounds?.reason === 'belowSeatMinimum') {
    return { ...outOfBounds, ...allowedAlternative('cancelNow', actions) };
  }
  if (outOfBounds) return outOfBounds;
  if (removedSeatCount === 0) return refuse('nothingChanges');
  const refused = checkAction(removedSeatCount > 0 ? 'removeSeats' : 'addSeats', actions);
  if (refused || removedSeatCount < 0) return refused;

  const reduction = answerReduction(subscription.refundable, removedSeatCount, at);
  if (reduction.allowed || reduction.reason !== 'tooManySeats') return undefined;
  const { refundableSeatCount } = reduction;
  return {
    possible: false,
    reason: reduction.reason,
    facts: { refundableSeatCount, termEndsBefore: subscription.term.endsBefore },
    ...allowedAlternative(reduction.alternative, actions),
  };
}

function checkRenewalChoice(
  subscription: SubscriptionState,
  { outcome, seatCountAtRenewal }: Readonly<{ outcome: RenewalChoice; seatCountAtRenewal?: number | undefined }>,
  actions: AllowedActions,
): ImpossibleQuote | undefined {
  if (outcome === 'ends') return checkAction('cancelAtTermEnd', actions);
  if (outcome === 'extendsMonthly') return checkAction('extendMonthlyAtTermEnd', actions);

  const end = endOfTerm(subscription);
  const changesSeats = seatCountAtRenewal !== undefined && seatCountAtRenewal !== end?.seatCount;
  if (end?.outcome !== 'renews' || !subscription.autoRenewEnabled) {
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
  const { reason, facts, alternative } = answer;
  return { possible: false, reason, facts, ...(alternative && { alternative }) };
}

function allowedAlternative(action: ActionName, actions: AllowedActions): Readonly<{ alternative?: ActionName }> {
  return actions[action].allowed ? { alternative: action } : {};
}
