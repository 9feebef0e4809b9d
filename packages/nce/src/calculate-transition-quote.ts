import type { Moment } from './moment.ts';
import { promotedPrice, type QuotedPromotion } from './promotions.ts';
import { type PossibleQuote, type Quote, type QuotePrices, refuse } from './quote.ts';
import { chargedOn, chargeFrom, type Line, netOf, savingOf } from './quote-lines.ts';
import { refundPeriods, undoOf } from './refund-periods.ts';
import { refundsOfRemainingDays } from './refunds.ts';
import { type SideEffect, sideEffectsOf } from './side-effects.ts';
import type { SubscriptionState } from './subscription.ts';
import { subscriptionAfter, targetSubscriptionAfter } from './subscription-after.ts';
import type { SubscriptionChange } from './subscription-change.ts';
import { summaryOf } from './subscription-summary.ts';
import { chargeCycleAt } from './terms.ts';
import { startOfUtcDay } from './time.ts';
import { chargeForUpcomingCycle, upcomingCycles } from './upcoming-cycles.ts';

type Transition = SubscriptionChange & { kind: 'upgrade' | 'longerTerm' | 'convertTrial' };

/**
 * Quotes seats that leave a product, term or plan immediately for another: the remaining days are refunded at the old
 * price and charged at the new one. A transition cannot be undone; only a converted trial can be cancelled, as a
 * purchase can.
 *
 * @source Partner Center, "Common billing scenarios", worked rows of full and partial upgrades and of trial conversions
 */
export function calculateTransitionQuote(
  subscription: SubscriptionState,
  change: Transition,
  listPrices: QuotePrices,
  moment: Moment,
): Quote {
  const { prices, promotion } = promoted(subscription, change, listPrices, moment.today);
  const { at, today } = moment;
  const { currency } = subscription.unitPricePerCycle;
  const into = change.kind === 'longerTerm' ? undefined : change.to.into;
  if (!into && !prices.changedUnitPricePerCycle) return refuse('priceUnknown');

  const seatCount = change.seatCount ?? subscription.seatCount;
  // A conversion of an extension replaces all seats, however many the term has.
  const movedSeatCount = change.kind === 'longerTerm' ? subscription.seatCount : seatCount;
  const movedOut = { reason: 'movedOut', seatCount: Math.min(movedSeatCount, subscription.seatCount) } as const;
  // Trial seats were free.
  const refunds = subscription.isTrial ? [] : refundsOfRemainingDays(subscription, movedOut, moment);
  const refunded = netOf(refunds, currency);
  // The term and the price of the moved seats do not depend on the amount charged, so any amount serves here.
  const plan =
    targetSubscriptionAfter(subscription, change, at, refunded, prices) ??
    subscriptionAfter(subscription, change, at, refunded, prices);
  const moved = movedCharges(plan, seatCount, today);
  if (!moved) return refuse('termUnknown');

  const charged = netOf(moved.today, currency);
  const target = targetSubscriptionAfter(subscription, change, at, charged, prices);
  const netOfSource = netOf(target ? refunds : [...refunds, ...moved.today], currency);
  const after = subscriptionAfter(subscription, change, at, netOfSource, prices);
  const linesToday = [...refunds, ...moved.today];
  const savings = subscription.isTrial
    ? []
    : moment.later.map((cycle) => savingOf(chargeForUpcomingCycle({ ...movedOut, reason: 'chargeCycle' }, cycle)));
  const later = inOrder([...savings, ...moved.later]);
  return {
    possible: true,
    before: summaryOf(subscription),
    after: summaryOf(after),
    ...(target && { target: { before: into && summaryOf(into), after: summaryOf(target) } }),
    today: linesToday,
    nextCharge: nextChargeOf(later),
    untilTermEnd: [...linesToday, ...later],
    commitment: {
      endsOn: (target ?? after).term.endsBefore.subtract({ days: 1 }),
      net: netOf(
        [...linesToday, ...remainingCharges(after, today), ...(target ? remainingCharges(target, today) : [])],
        currency,
      ),
    },
    ...undoOfTransition(change, after, at),
    ...(promotion && { promotion }),
    sideEffects: effectsOf(subscription, change, target, at),
    validUntil: startOfUtcDay(today.add({ days: 1 })),
  };
}

/**
 * The price after the change, less a promotion where it applies. A trial that converts and an existing target have
 * none.
 */
function promoted(
  subscription: SubscriptionState,
  change: Transition,
  prices: QuotePrices,
  on: Temporal.PlainDate,
): Readonly<{ prices: QuotePrices; promotion?: QuotedPromotion | undefined }> {
  const { changedUnitPricePerCycle, changedPromotion, otherSeatCount = 0 } = prices;
  if (!changedUnitPricePerCycle || change.kind === 'convertTrial') return { prices };
  if (change.kind === 'upgrade' && change.to.into) return { prices };
  const { termDuration, billingCycle } = change.kind === 'upgrade' ? change.to : change;
  const seatCount = (change.seatCount ?? subscription.seatCount) + otherSeatCount;
  const { unitPricePerCycle, promotion } = promotedPrice(changedUnitPricePerCycle, changedPromotion, {
    on,
    termDuration,
    billingCycle,
    seatCount,
  });
  return { prices: { ...prices, changedUnitPricePerCycle: unitPricePerCycle }, promotion };
}

function undoOfTransition(
  change: Transition,
  after: SubscriptionState,
  at: Temporal.Instant,
): Pick<PossibleQuote, 'undo' | 'irreversibleAfter'> {
  const isPurchase = change.kind === 'convertTrial' && !change.to.into;
  const undo = isPurchase ? undoOf(refundPeriods(after, { kind: 'cancelNow' }, at)) : 'never';
  return { undo, irreversibleAfter: undo === 'never' ? at : undo.until };
}

/** On one day, what is no longer charged comes before what is charged instead. */
function inOrder(lines: readonly Line[]): Line[] {
  return lines.toSorted((left, right) => Temporal.PlainDate.compare(chargedOn(left), chargedOn(right)));
}

function nextChargeOf(lines: readonly Line[]): PossibleQuote['nextCharge'] {
  const [first] = lines;
  if (!first) return undefined;
  const on = chargedOn(first);
  return { on, lines: lines.filter((line) => chargedOn(line).equals(on)) };
}

/** The charge from today to the end of the current charge cycle, and the charges of the later cycles. */
function movedCharges(
  plan: SubscriptionState,
  seatCount: number,
  today: Temporal.PlainDate,
): Readonly<{ today: Line[]; later: Line[] }> | undefined {
  const current = chargeCycleAt(plan.term, plan.billingCycle, today, plan.cycleRule);
  if (!current) return undefined;
  const { unitPricePerCycle } = plan;
  return {
    today: [chargeFrom({ reason: 'movedIn', seatCount, unitPricePerCycle }, current, today)],
    later: upcomingCycles(plan, current.endsBefore).map((cycle) =>
      chargeForUpcomingCycle({ reason: 'chargeCycle', seatCount }, cycle),
    ),
  };
}

/** The charges of a subscription after the current charge cycle; none when it has been deleted. */
function remainingCharges(subscription: SubscriptionState, today: Temporal.PlainDate): Line[] {
  const { seatCount, term, billingCycle, cycleRule } = subscription;
  const current = chargeCycleAt(term, billingCycle, today, cycleRule);
  if (seatCount === 0 || !current) return [];
  return upcomingCycles(subscription, current.endsBefore).map((cycle) =>
    chargeForUpcomingCycle({ reason: 'chargeCycle', seatCount }, cycle),
  );
}

function effectsOf(
  subscription: SubscriptionState,
  change: Transition,
  target: SubscriptionState | undefined,
  at: Temporal.Instant,
): SideEffect[] {
  const effects = sideEffectsOf(change.kind, subscription, at);
  if (change.kind === 'longerTerm') return effects;
  const { seatCount } = change;
  if (target && !change.to.into) effects.push({ kind: 'subscriptionCreated', seatCount, term: target.term });
  const mustReassign = change.kind === 'upgrade' && target !== undefined && !change.to.transfersLicences;
  if (mustReassign) effects.push({ kind: 'licencesToReassign', seatCount });
  return effects;
}
