import { type ActionName, type AllowedActions, allowedActions } from './actions.ts';
import { type Change, type RenewalChoice, subscriptionAfter } from './after-change.ts';
import { endOfTerm, extendedServiceTermUnitPrice, type SideEffect, sideEffectsOf } from './lifecycle.ts';
import { type Money, multiply, zero } from './money.ts';
import type { ImpossibleQuote, PossibleQuote, Quote, QuoteRefusalReason, Standing } from './quote.ts';
import { capRefunds, chargeForCycle, chargeFrom, type Line, netOf, refundFrom } from './quote-lines.ts';
import { roundLineHalfUp } from './rounding.ts';
import { answerSeatBounds } from './seat-bounds.ts';
import { REFUND_WINDOW } from './seat-ledger.ts';
import { nextTermInstructions, type SeatBatch, type SubscriptionState } from './subscription.ts';
import {
  type ChargeCycle,
  chargeCycles,
  contains,
  cyclesPerTerm,
  monthsInCycle,
  monthsInTerm,
  nextTerm,
  startOfUtcDay,
  type Term,
  utcDate,
} from './terms.ts';
import { answerCancellation, answerReduction, openBatches } from './windows.ts';

/** Today's prices of what follows the current term; the current term's own is locked and stands in the subscription. */
export type QuotePrices = Readonly<{
  /** Net, one seat, one charge cycle of the next term, not rounded. Needed where the subscription is to renew. */
  nextTermUnitPricePerCycle?: Money | undefined;
  /** Net, one seat, a whole term of one month. Needed, or the annual one, where it is to go on month by month. */
  monthlyTermPrice?: Money | undefined;
  /** Net, one seat, a whole term of one year. */
  annualTermPrice?: Money | undefined;
  /** How long added seats can be given back; `REFUND_WINDOW` when left out. */
  refundWindow?: Temporal.Duration | undefined;
}>;

/**
 * What a change would cost, commit to and do if it were made now. Pure: the same values give the same quote.
 *
 * Days are those of UTC. A unit price and a share of a cycle are never rounded; each line is, half up to the cent.
 * A refund never exceeds `paidThisCycle` where the subscription tells it.
 */
export function quoteChange(
  subscription: SubscriptionState,
  change: Change,
  prices: QuotePrices,
  at: Temporal.Instant,
): Quote {
  const { term, billingCycle } = subscription;
  const actions = allowedActions(subscription, at);
  const refused = answerChange(subscription, change, actions, at);
  if (refused) return refused;
  if (monthsInCycle(billingCycle) === undefined) return refuse('termUnknown');

  const cycles = chargeCycles(term, billingCycle);
  const current = cycles.find((cycle) => contains(cycle, utcDate(at)));
  if (!current) return refuse('termUnknown');
  const moment = { at, today: utcDate(at), current, later: cycles.slice(cycles.indexOf(current) + 1) };
  switch (change.kind) {
    case 'seats':
      return change.seatCount > subscription.seatCount
        ? quoteMoreSeats(subscription, change, prices, moment)
        : quoteFewerSeats(subscription, change, moment);
    case 'cancelNow':
      return quoteCancellation(subscription, moment);
    case 'renewal':
      return quoteRenewalChoice(subscription, change, prices, moment);
  }
}

type Moment = Readonly<{
  at: Temporal.Instant;
  today: Temporal.PlainDate;
  current: ChargeCycle;
  /** The charge cycles of this term that are still to come. */
  later: readonly ChargeCycle[];
}>;

function answerChange(
  subscription: SubscriptionState,
  change: Change,
  actions: AllowedActions,
  at: Temporal.Instant,
): ImpossibleQuote | undefined {
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

/** One line for the added seats alone, from today to the end of the charge cycle, and one for each cycle after it. */
function quoteMoreSeats(
  subscription: SubscriptionState,
  change: Change & { kind: 'seats' },
  prices: QuotePrices,
  moment: Moment,
): PossibleQuote {
  const { at, later, current } = moment;
  const { unitPricePerCycle, term } = subscription;
  const refundWindow = prices.refundWindow ?? REFUND_WINDOW;
  const seats = { seatCount: change.seatCount - subscription.seatCount, unitPricePerCycle };
  const today = [chargeFrom({ ...seats, reason: 'seatsAdded' }, current, moment.today)];
  const laterLines = later.map((cycle) => chargeForCycle({ ...seats, reason: 'chargeCycle' }, cycle));
  const paid = netOf(today, unitPricePerCycle.currency);
  const undoUntil = earliest([at.add(refundWindow), startOfUtcDay(term.endsBefore)]);
  const after = subscriptionAfter(subscription, change, at, paid, refundWindow);
  return {
    ...quoteParts(subscription, after, moment, today, laterLines),
    undo: { until: undoUntil, refund: paid },
    irreversibleAfter: undoUntil,
    sideEffects: sideEffectsOf('seats', subscription, at),
    validUntil: untilNextDay(moment),
  };
}

/** One refund line for the removed seats, from today to the end of the charge cycle; they can be added again. */
function quoteFewerSeats(
  subscription: SubscriptionState,
  change: Change & { kind: 'seats' },
  moment: Moment,
): PossibleQuote {
  const { at, current } = moment;
  const { unitPricePerCycle, term, refundable } = subscription;
  const { currency } = unitPricePerCycle;
  const seats = { seatCount: subscription.seatCount - change.seatCount, unitPricePerCycle };
  const today = capped([refundFrom({ ...seats, reason: 'seatsRemoved' }, current, moment.today)], subscription);
  const after = subscriptionAfter(subscription, change, at, netOf(today, currency));
  const reduction = answerReduction(refundable, seats.seatCount, at);
  const termEnd = startOfUtcDay(term.endsBefore);
  return {
    ...quoteParts(subscription, after, moment, today, []),
    undo: { until: termEnd, refund: zero(currency) },
    irreversibleAfter: termEnd,
    sideEffects: sideEffectsOf('seats', subscription, at),
    validUntil: earliest([untilNextDay(moment), ...(reduction.allowed ? [reduction.refundableUntil] : [])]),
  };
}

/** All that was paid in the first hours, where Microsoft offers it; else the days that are left. */
function quoteCancellation(subscription: SubscriptionState, moment: Moment): PossibleQuote {
  const { at } = moment;
  const { currency } = subscription.unitPricePerCycle;
  const answer = answerCancellation(subscription, at);
  const isFull = answer.allowed && answer.refund === 'full';
  const refunds = isFull ? fullRefunds(subscription, moment) : proratedRefunds(subscription, moment);
  const today = capped(refunds, subscription);
  const after = subscriptionAfter(subscription, { kind: 'cancelNow' }, at, netOf(today, currency));
  const closings = answer.allowed ? [answer.cancellableUntil, answer.fullRefundUntil ?? answer.cancellableUntil] : [];
  return {
    ...quoteParts(subscription, after, moment, today, []),
    commitment: { endsOn: moment.today, net: zero(currency) },
    undo: 'never',
    irreversibleAfter: at,
    sideEffects: sideEffectsOf('cancelNow', subscription, at),
    validUntil: earliest([untilNextDay(moment), ...closings]),
  };
}

/** Nothing today. Renewing commits to the next term, going on month by month to its first month, ending to nothing more. */
function quoteRenewalChoice(
  subscription: SubscriptionState,
  change: Change & { kind: 'renewal' },
  prices: QuotePrices,
  moment: Moment,
): Quote {
  const { at } = moment;
  const { term, unitPricePerCycle } = subscription;
  const nothing = zero(unitPricePerCycle.currency);
  const after = subscriptionAfter(subscription, change, at, nothing);
  const next = change.outcome === 'ends' ? { lines: [], endsBefore: term.endsBefore } : nextTermCharges(after, prices);
  if ('possible' in next) return next;

  const [first] = next.lines;
  const parts = quoteParts(subscription, after, moment, [], []);
  const termEnd = startOfUtcDay(term.endsBefore);
  return {
    ...parts,
    nextCharge: first && { on: first.cycle.startsOn, lines: [first] },
    untilTermEnd: next.lines,
    commitment: {
      endsOn: next.endsBefore.subtract({ days: 1 }),
      net: netOf([...laterCharges(after, moment), ...next.lines], unitPricePerCycle.currency),
    },
    undo: { until: termEnd, refund: nothing },
    irreversibleAfter: termEnd,
    sideEffects: renewalEffects(subscription, change, at),
    validUntil: untilNextDay(moment),
  };
}

function nextTermCharges(
  after: SubscriptionState,
  prices: QuotePrices,
): Readonly<{ lines: Line[]; endsBefore: Temporal.PlainDate }> | ImpossibleQuote {
  const end = endOfTerm(after);
  if (!end) return refuse('termUnknown');
  const isExtended = end.outcome === 'extendsMonthly';
  const unitPricePerCycle = isExtended ? extendedServiceTermUnitPrice(prices) : prices.nextTermUnitPricePerCycle;
  if (!unitPricePerCycle) return refuse('priceUnknown');

  const termDuration = isExtended ? 'P1M' : end.termDuration;
  const billingCycle = isExtended ? 'monthly' : end.billingCycle;
  if (monthsInTerm(termDuration) === undefined || cyclesPerTerm(termDuration, billingCycle) === undefined) {
    return refuse('termUnknown');
  }
  const { customEndsBefore } = nextTermInstructions(after);
  const full = nextTerm(after.term, termDuration);
  const term: Term = customEndsBefore ? { ...full, endsBefore: customEndsBefore } : full;
  const reason = isExtended ? 'extendedServiceTerm' : 'renewal';
  const seats = { reason, seatCount: end.seatCount, unitPricePerCycle } as const;
  const lines = chargeCycles(term, billingCycle).map((cycle) => chargeForCycle(seats, cycle));
  return { lines, endsBefore: term.endsBefore };
}

function renewalEffects(
  subscription: SubscriptionState,
  { outcome }: Readonly<{ outcome: RenewalChoice }>,
  at: Temporal.Instant,
): SideEffect[] {
  if (outcome !== 'renews') return sideEffectsOf(outcome, subscription, at);
  return [{ kind: 'priceMayChange', on: subscription.term.endsBefore }];
}

/** What every quote has alike: the lines in their three columns, before and after, and what is still to be charged. */
function quoteParts(
  before: SubscriptionState,
  after: SubscriptionState,
  moment: Moment,
  today: readonly Line[],
  later: readonly Line[],
): Pick<PossibleQuote, 'possible' | 'before' | 'after' | 'today' | 'nextCharge' | 'untilTermEnd' | 'commitment'> {
  const [next] = later;
  const { currency } = after.unitPricePerCycle;
  return {
    possible: true,
    before: standingOf(before),
    after: standingOf(after),
    today,
    nextCharge: next && { on: next.cycle.startsOn, lines: [next] },
    untilTermEnd: [...today, ...later],
    commitment: {
      endsOn: after.term.endsBefore.subtract({ days: 1 }),
      net: netOf([...today, ...laterCharges(after, moment)], currency),
    },
  };
}

function standingOf(subscription: SubscriptionState): Standing {
  const { seatCount, unitPricePerCycle, term } = subscription;
  const netPerCycle = roundLineHalfUp(multiply(unitPricePerCycle, seatCount));
  return { seatCount, unitPricePerCycle, netPerCycle, term, endOfTerm: endOfTerm(subscription) };
}

function laterCharges({ seatCount, unitPricePerCycle }: SubscriptionState, { later }: Moment): Line[] {
  return later.map((cycle) => chargeForCycle({ reason: 'chargeCycle', seatCount, unitPricePerCycle }, cycle));
}

function proratedRefunds({ seatCount, unitPricePerCycle }: SubscriptionState, { current, today }: Moment): Line[] {
  return [refundFrom({ reason: 'cancelled', seatCount, unitPricePerCycle }, current, today)];
}

/** One line for each batch, as it was charged; seats of which no day of purchase is known get back the days that are left. */
function fullRefunds(subscription: SubscriptionState, { at, current, today }: Moment): Line[] {
  const { refundable, seatCount, unitPricePerCycle } = subscription;
  const lines: Line[] = [];
  let left = seatCount;
  for (const batch of refundable === 'unknown' ? [] : openBatches(refundable, at)) {
    const seats = { reason: 'cancelled', seatCount: Math.min(batch.seatCount, left), unitPricePerCycle } as const;
    if (seats.seatCount === 0) break;
    const addedOn = batchAddedOn(batch, subscription) ?? today;
    lines.push(refundFrom(seats, current, latest(addedOn, current.startsOn)));
    left -= seats.seatCount;
  }
  if (left > 0) lines.push(refundFrom({ reason: 'cancelled', seatCount: left, unitPricePerCycle }, current, today));
  return lines;
}

function latest(left: Temporal.PlainDate, right: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(left, right) < 0 ? right : left;
}

/** A batch that closes no later than the cancellation window came with the purchase or renewal itself. */
function batchAddedOn(
  { addedAt, refundableUntil }: SeatBatch,
  { cancellationAllowedUntil, purchasedOrRenewedAt }: SubscriptionState,
): Temporal.PlainDate | undefined {
  if (addedAt) return utcDate(addedAt);
  if (!cancellationAllowedUntil) return undefined;
  const isPurchase = Temporal.Instant.compare(refundableUntil, cancellationAllowedUntil) <= 0;
  return isPurchase ? utcDate(purchasedOrRenewedAt) : undefined;
}

function capped(refunds: Line[], { paidThisCycle }: SubscriptionState): Line[] {
  return paidThisCycle ? capRefunds(refunds, paidThisCycle) : refunds;
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

function refuse(reason: QuoteRefusalReason): ImpossibleQuote {
  return { possible: false, reason, facts: {} };
}

/** Shares of a charge cycle are counted in days of UTC, so a quote with such a share lasts until the day is over. */
function untilNextDay({ today }: Moment): Temporal.Instant {
  return startOfUtcDay(today.add({ days: 1 }));
}

function earliest(instants: readonly [Temporal.Instant, ...Temporal.Instant[]]): Temporal.Instant {
  return instants.reduce((first, next) => (Temporal.Instant.compare(next, first) < 0 ? next : first));
}
