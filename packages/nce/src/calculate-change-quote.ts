import type { AvailableOffers } from './action-answer.ts';
import { calculateTransitionQuote } from './calculate-transition-quote.ts';
import { checkSubscriptionChange } from './check-subscription-change.ts';
import { endOfTerm } from './end-of-term.ts';
import { type Moment, momentOf } from './moment.ts';
import { type Money, zero } from './money.ts';
import { nextTermCharges } from './next-term-charges.ts';
import { type PossibleQuote, type Quote, type QuotePrices, refuse } from './quote.ts';
import { chargedOn, chargeForCycle, chargeFrom, type Line, netOf, savingOf } from './quote-lines.ts';
import { refundPeriods, undoOf } from './refund-periods.ts';
import { refundsOfCancellation, refundsOfRemainingDays } from './refunds.ts';
import { type SideEffect, sideEffectsOf } from './side-effects.ts';
import { currentTermEnd, type SubscriptionState } from './subscription.ts';
import { subscriptionAfter } from './subscription-after.ts';
import type { SubscriptionChange } from './subscription-change.ts';
import { summaryOf } from './subscription-summary.ts';
import { monthsInTerm } from './terms.ts';
import { startOfUtcDay } from './time.ts';
import { chargeForUpcomingCycle, upcomingCycles } from './upcoming-cycles.ts';
import { answerCancellation, answerReduction } from './windows.ts';

/**
 * The cost, commitment and consequences of a change if it were made now. Pure: the same values give the same quote.
 *
 * Days are UTC days. Unit prices and shares of a cycle are never rounded; each line is rounded half up to the cent.
 * A refund never exceeds `paidThisCycle` when the subscription states it.
 *
 * @param offers  facts that the subscription does not hold, as for `allowedActions`
 */
export function calculateChangeQuote(
  subscription: SubscriptionState,
  change: SubscriptionChange,
  prices: QuotePrices,
  at: Temporal.Instant,
  offers: AvailableOffers = {},
): Quote {
  const refused = checkSubscriptionChange(subscription, change, at, offers);
  if (refused) return refused;

  const moment = momentOf(subscription, at);
  if (!moment) return refuse('termUnknown');
  switch (change.kind) {
    case 'seats':
      return change.seatCount > subscription.seatCount
        ? quoteMoreSeats(subscription, change, prices, moment)
        : quoteFewerSeats(subscription, change, prices, moment);
    case 'cancelNow':
      return quoteCancellation(subscription, prices, moment);
    case 'renewal':
    case 'nextTerm':
      return quoteNextTerm(subscription, change, prices, moment);
    case 'billing':
      return quoteBilling(subscription, change, prices, moment);
    case 'convertTrial':
      if (change.when === 'atTermEnd') return quoteNextTerm(subscription, change, prices, moment);
      return calculateTransitionQuote(subscription, change, prices, moment);
    case 'longerTerm':
    case 'upgrade':
      return calculateTransitionQuote(subscription, change, prices, moment);
  }
}

/**
 * One line for the added seats only, from today to the end of the charge cycle, and one for each later cycle. The seats
 * can be returned for as long as the product's policy says.
 */
function quoteMoreSeats(
  subscription: SubscriptionState,
  change: SubscriptionChange & { kind: 'seats' },
  prices: QuotePrices,
  moment: Moment,
): PossibleQuote {
  const { at, later, current } = moment;
  const { unitPricePerCycle, term, policy } = subscription;
  const seatCount = change.seatCount - subscription.seatCount;
  const today = [chargeFrom({ reason: 'seatsAdded', seatCount, unitPricePerCycle }, current, moment.today)];
  const laterLines = later.map((cycle) => chargeForUpcomingCycle({ reason: 'chargeCycle', seatCount }, cycle));
  const after = subscriptionAfter(subscription, change, at, netOf(today, unitPricePerCycle.currency));
  const window = policy?.seatReduction;
  const added = window && { seatCount, refundableUntil: at.add(window), addedAt: at };
  const undo = undoOf(added ? refundPeriods({ ...after, refundable: [added] }, { kind: 'seats', seatCount }, at) : []);
  return {
    ...quoteParts(subscription, after, moment, today, laterLines),
    ...nextRenewal(after, prices, moment, seatCount),
    undo,
    irreversibleAfter: undo === 'never' ? at : undo.until,
    sideEffects: sideEffectsOf('seats', subscription, at),
    validUntil: earliest([untilNextDay(moment), startOfUtcDay(term.endsBefore)]),
  };
}

/**
 * One refund line for the removed seats, from today to the end of the charge cycle, and one saving for each later
 * cycle. It cannot be undone: the seats can be added again, as new ones.
 */
function quoteFewerSeats(
  subscription: SubscriptionState,
  change: SubscriptionChange & { kind: 'seats' },
  prices: QuotePrices,
  moment: Moment,
): PossibleQuote {
  const { at } = moment;
  const { refundable } = subscription;
  const { currency } = subscription.unitPricePerCycle;
  const removedSeatCount = subscription.seatCount - change.seatCount;
  const removed = { reason: 'seatsRemoved', seatCount: removedSeatCount } as const;
  const today = refundsOfRemainingDays(subscription, removed, moment);
  const after = subscriptionAfter(subscription, change, at, netOf(today, currency));
  const reduction = answerReduction(refundable, removedSeatCount, at);
  return {
    ...quoteParts(subscription, after, moment, today, savingsOf(moment, removedSeatCount)),
    ...nextRenewal(after, prices, moment, -removedSeatCount),
    undo: 'never',
    irreversibleAfter: at,
    sideEffects: [...sideEffectsOf('seats', subscription, at), { kind: 'seatsCanBeAddedAgain' }],
    validUntil: earliest([untilNextDay(moment), ...(reduction.allowed ? [reduction.refundableUntil] : [])]),
  };
}

/**
 * Refunds everything paid while Microsoft offers a full refund, afterwards the remaining days; nothing more is charged.
 */
function quoteCancellation(subscription: SubscriptionState, prices: QuotePrices, moment: Moment): PossibleQuote {
  const { at } = moment;
  const { seatCount } = subscription;
  const { currency } = subscription.unitPricePerCycle;
  const answer = answerCancellation(subscription, at);
  const today = refundsOfCancellation(subscription, moment);
  const after = subscriptionAfter(subscription, { kind: 'cancelNow' }, at, netOf(today, currency));
  const parts = quoteParts(subscription, after, moment, today, savingsOf(moment, seatCount));
  const ends = answer.allowed ? [answer.fullRefundUntil ?? answer.cancellableUntil] : [];
  return {
    ...parts,
    ...nextRenewal(subscription, prices, moment, -(endOfTerm(subscription)?.seatCount ?? seatCount)),
    commitment: { endsOn: moment.today, net: zero(currency) },
    undo: 'never',
    irreversibleAfter: at,
    sideEffects: sideEffectsOf('cancelNow', subscription, at),
    validUntil: earliest([untilNextDay(moment), ...ends]),
  };
}

/** The later charges of the current term for some seats, which no longer occur. */
function savingsOf({ later }: Moment, seatCount: number): Line[] {
  return later.map((cycle) => savingOf(chargeForUpcomingCycle({ reason: 'chargeCycle', seatCount }, cycle)));
}

/**
 * The renewal of a monthly term, which is on the next invoice: the seats that it has more or fewer than without the
 * change, at the price of the next term.
 */
function nextRenewal(
  subscription: SubscriptionState,
  prices: QuotePrices,
  { later }: Moment,
  seatCountChange: number,
): Partial<Pick<PossibleQuote, 'nextCharge'>> {
  if (monthsInTerm(subscription.termDuration) !== 1 || later.length > 0) return {};
  const outcome = endOfTerm(subscription)?.outcome;
  if (outcome !== 'renews' && outcome !== 'extendsMonthly') return {};
  const next = nextTermCharges(subscription, prices);
  const [first] = 'possible' in next ? [] : next.lines;
  if (!first) return {};
  const seatCount = Math.abs(seatCountChange);
  const { reason, unitPricePerCycle, cycle, cycleDays } = first;
  const line = chargeForCycle({ reason, seatCount, unitPricePerCycle }, { ...cycle, fullDays: cycleDays });
  return { nextCharge: { on: cycle.startsOn, lines: [seatCountChange < 0 ? savingOf(line) : line] } };
}

type NextTermChange = SubscriptionChange & { kind: 'renewal' | 'nextTerm' | 'convertTrial' };

/**
 * Charges nothing today. A renewal commits to the next term, an extension month to month to its first month, and a
 * cancellation at the term's end to nothing more.
 */
function quoteNextTerm(
  subscription: SubscriptionState,
  change: NextTermChange,
  prices: QuotePrices,
  moment: Moment,
): Quote {
  const { at } = moment;
  const { term, unitPricePerCycle } = subscription;
  const noAmount = zero(unitPricePerCycle.currency);
  const after = subscriptionAfter(subscription, change, at, noAmount);
  const isEnd = change.kind === 'renewal' && change.outcome === 'ends';
  const next = isEnd
    ? { lines: [], endsBefore: term.endsBefore, promotion: undefined }
    : nextTermCharges(after, prices);
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
    undo: freeUndo(at, termEnd, noAmount),
    irreversibleAfter: termEnd,
    sideEffects: nextTermEffects(subscription, change, at),
    ...(next.promotion && { promotion: next.promotion }),
    validUntil: untilNextDay(moment),
  };
}

function nextTermEffects(subscription: SubscriptionState, change: NextTermChange, at: Temporal.Instant): SideEffect[] {
  if (change.kind === 'renewal' && change.outcome !== 'renews') return sideEffectsOf(change.outcome, subscription, at);
  const replaced = change.kind === 'renewal' ? [] : sideEffectsOf('nextTerm', subscription, at);
  return [...replaced, { kind: 'priceMayChange', on: subscription.term.endsBefore }];
}

/**
 * Charges nothing today, and the price of the other billing cycle from the next charge on. Can be undone until then.
 */
function quoteBilling(
  subscription: SubscriptionState,
  change: SubscriptionChange & { kind: 'billing' },
  prices: QuotePrices,
  moment: Moment,
): Quote {
  if (!prices.changedUnitPricePerCycle) return refuse('priceUnknown');
  const { at, current } = moment;
  const noAmount = zero(subscription.unitPricePerCycle.currency);
  const after = subscriptionAfter(subscription, change, at, noAmount, prices);
  const changesAt = startOfUtcDay(current.endsBefore);
  const changed = { ...moment, later: upcomingCycles(after, current.endsBefore) };
  return {
    ...quoteParts(subscription, after, changed, [], laterCharges(after, changed)),
    undo: freeUndo(at, changesAt, noAmount),
    irreversibleAfter: changesAt,
    sideEffects: [],
    validUntil: changesAt,
  };
}

/** A choice that charges nothing and can be changed until it takes effect. */
function freeUndo(from: Temporal.Instant, until: Temporal.Instant, refund: Money): PossibleQuote['undo'] {
  return { until, refund, periods: [{ from, until, refund }] };
}

/** The parts that all quotes share: the lines in their three columns, before and after, and the commitment. */
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
    before: summaryOf(before),
    after: summaryOf(after),
    today,
    nextCharge: next && { on: chargedOn(next), lines: [next] },
    untilTermEnd: [...today, ...later],
    commitment: {
      endsOn: currentTermEnd(after).subtract({ days: 1 }),
      net: netOf([...today, ...laterCharges(after, moment)], currency),
    },
  };
}

function laterCharges({ seatCount }: SubscriptionState, { later }: Moment): Line[] {
  return later.map((cycle) => chargeForUpcomingCycle({ reason: 'chargeCycle', seatCount }, cycle));
}

/**
 * Shares of a charge cycle are counted in UTC days, so a quote with a prorated line is valid until the UTC day ends.
 */
function untilNextDay({ today }: Moment): Temporal.Instant {
  return startOfUtcDay(today.add({ days: 1 }));
}

function earliest(instants: readonly [Temporal.Instant, ...Temporal.Instant[]]): Temporal.Instant {
  return instants.reduce((first, next) => (Temporal.Instant.compare(next, first) < 0 ? next : first));
}
