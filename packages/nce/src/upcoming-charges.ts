import { type EndOfTerm, endOfTerm } from './end-of-term.ts';
import { type NextTermCharges, nextTermCharges } from './next-term-charges.ts';
import type { QuotePrices } from './quote.ts';
import { chargedOn, chargeForCycle, chargeFrom, type Line, refundFrom } from './quote-lines.ts';
import { currentTermEnd, nextScheduledAction, type SubscriptionState } from './subscription.ts';
import { chargeCycles, contains, monthsInCycle, type Term } from './terms.ts';
import { isDateBefore, utcDate } from './time.ts';
import { chargeForUpcomingCycle, upcomingCycles } from './upcoming-cycles.ts';

/** A charge that will be made if nobody changes the subscription. */
export type UpcomingCharge = Readonly<{ on: Temporal.PlainDate; line: Line }>;

/**
 * The charges of a subscription in a period, in chronological order: the cycles of the current term, then those of the
 * terms that follow by the scheduled choices. All later terms have the price of the next one.
 *
 * A trial has no charges until it ends. The list stops at the first term with an unknown price, duration or billing
 * cycle.
 *
 * @param period  must not start before the current term; earlier charges are not known from the subscription
 * @param now  cycles that have begun use the current billing, later ones the billing that is set for the next charge
 */
export function upcomingCharges(
  subscription: SubscriptionState,
  period: Term,
  prices: QuotePrices,
  now: Temporal.Instant,
): UpcomingCharge[] {
  const { status, billingCycle } = subscription;
  if (!['active', 'suspended'].includes(status) || monthsInCycle(billingCycle) === undefined) return [];
  const lines = [
    ...currentTermCharges(subscription, utcDate(now), prices),
    ...laterTermCharges(subscription, period, prices),
  ];
  return lines.map((line) => ({ on: chargedOn(line), line })).filter(({ on }) => contains(period, on));
}

function currentTermCharges(subscription: SubscriptionState, today: Temporal.PlainDate, prices: QuotePrices): Line[] {
  const { term, billingCycle, cycleRule, seatCount, unitPricePerCycle, isTrial } = subscription;
  if (isTrial) return [];
  const seats = { reason: 'chargeCycle', seatCount } as const;
  const begun = chargeCycles(term, billingCycle, cycleRule).filter(({ startsOn }) => !isDateBefore(today, startsOn));
  const nextChargeOn = begun.at(-1)?.endsBefore ?? term.startsOn;
  const lines = [
    ...begun.map((cycle) => chargeForCycle({ ...seats, unitPricePerCycle }, cycle)),
    ...upcomingCycles(subscription, nextChargeOn).map((cycle) => chargeForUpcomingCycle(seats, cycle)),
  ];
  return withScheduledChange(subscription, lines, prices);
}

/**
 * An action that is scheduled for a day within the term: an end refunds the remaining days of that charge cycle,
 * another product refunds them and charges its own price from that day on. Without that price the list stops there.
 *
 * Guess: Microsoft refunds the remaining days, as it does on the day of a cancellation or an upgrade. The public
 * clients that name these actions do not say it.
 */
function withScheduledChange(subscription: SubscriptionState, lines: Line[], prices: QuotePrices): Line[] {
  const action = nextScheduledAction(subscription);
  if (!action || !isDateBefore(action.on, subscription.term.endsBefore)) return lines;
  const { on } = action;
  const seatCount = subscription.seatCount;
  const before = lines.filter((line) => isDateBefore(chargedOn(line), on));
  const last = before.at(-1);
  if (!last || !contains(last.cycle, on) || last.cycle.startsOn.equals(on)) return before;
  const cycle = { ...last.cycle, fullDays: last.cycleDays };
  const { unitPricePerCycle } = last;
  if (action.actionType !== 'Transition') {
    return [...before, refundFrom({ reason: 'cancelled', seatCount, unitPricePerCycle }, cycle, on)];
  }
  const refunded = [...before, refundFrom({ reason: 'movedOut', seatCount, unitPricePerCycle }, cycle, on)];
  const { changedUnitPricePerCycle } = prices;
  if (!changedUnitPricePerCycle) return refunded;
  const moved = { seatCount, unitPricePerCycle: changedUnitPricePerCycle };
  return [
    ...refunded,
    chargeFrom({ ...moved, reason: 'movedIn' }, cycle, on),
    ...lines
      .filter((line) => !isDateBefore(chargedOn(line), last.cycle.endsBefore))
      .map((line) => chargeForCycle({ ...moved, reason: 'chargeCycle' }, { ...line.cycle, fullDays: line.cycleDays })),
  ];
}

function laterTermCharges(subscription: SubscriptionState, period: Term, prices: QuotePrices): Line[] {
  const lines: Line[] = [];
  for (let state = subscription; isDateBefore(currentTermEnd(state), period.endsBefore); ) {
    const end = endOfTerm(state);
    if (end?.outcome !== 'renews' && end?.outcome !== 'extendsMonthly') break;
    const next = nextTermCharges(state, prices);
    // A custom end in the past would repeat for ever.
    if ('possible' in next || !isDateBefore(end.on, next.endsBefore)) break;
    lines.push(...next.lines);
    state = afterTermEnd(state, end, next);
  }
  return lines;
}

/** Scheduled changes apply to one term's end only; an extension month to month repeats. */
function afterTermEnd(
  subscription: SubscriptionState,
  { outcome, on, seatCount }: EndOfTerm,
  { endsBefore, termDuration, billingCycle }: NextTermCharges,
): SubscriptionState {
  const isExtended = outcome === 'extendsMonthly';
  const extendAgain = { scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' };
  return {
    ...subscription,
    isTrial: false,
    isExtendedServiceTerm: isExtended,
    seatCount,
    term: { startsOn: on, endsBefore },
    termDuration,
    renewalTermDuration: isExtended ? (subscription.renewalTermDuration ?? subscription.termDuration) : undefined,
    billingCycle,
    nextCharge: undefined,
    scheduledNextTerm: undefined,
    scheduledActions: isExtended ? [extendAgain] : [],
  };
}
