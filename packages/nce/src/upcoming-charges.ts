import { type EndOfTerm, endOfTerm } from './end-of-term.ts';
import { type NextTermCharges, nextTermCharges } from './next-term-charges.ts';
import type { QuotePrices } from './quote.ts';
import { chargedOn, chargeForCycle, type Line } from './quote-lines.ts';
import type { SubscriptionState } from './subscription.ts';
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
  const lines = [...currentTermCharges(subscription, utcDate(now)), ...laterTermCharges(subscription, period, prices)];
  return lines.map((line) => ({ on: chargedOn(line), line })).filter(({ on }) => contains(period, on));
}

function currentTermCharges(subscription: SubscriptionState, today: Temporal.PlainDate): Line[] {
  const { term, billingCycle, cycleRule, seatCount, unitPricePerCycle, isTrial } = subscription;
  if (isTrial) return [];
  const seats = { reason: 'chargeCycle', seatCount } as const;
  const begun = chargeCycles(term, billingCycle, cycleRule).filter(({ startsOn }) => !isDateBefore(today, startsOn));
  const nextChargeOn = begun.at(-1)?.endsBefore ?? term.startsOn;
  return [
    ...begun.map((cycle) => chargeForCycle({ ...seats, unitPricePerCycle }, cycle)),
    ...upcomingCycles(subscription, nextChargeOn).map((cycle) => chargeForUpcomingCycle(seats, cycle)),
  ];
}

function laterTermCharges(subscription: SubscriptionState, period: Term, prices: QuotePrices): Line[] {
  const lines: Line[] = [];
  for (let state = subscription; isDateBefore(state.term.endsBefore, period.endsBefore); ) {
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
    billingCycle,
    nextCharge: undefined,
    scheduledNextTerm: undefined,
    scheduledActions: isExtended ? [extendAgain] : [],
  };
}
