import { type EndOfTerm, endOfTerm } from './end-of-term.ts';
import { type NextTermCharges, nextTermCharges } from './next-term-charges.ts';
import type { QuotePrices } from './quote.ts';
import { chargedOn, chargeForCycle, type Line } from './quote-lines.ts';
import type { SubscriptionState } from './subscription.ts';
import { chargeCycles, contains, monthsInCycle, type Term } from './terms.ts';
import { isDateBefore, utcDate } from './time.ts';
import { chargeForUpcomingCycle, upcomingCycles } from './upcoming-cycles.ts';

/** A charge that comes by itself if nobody changes anything. */
export type UpcomingCharge = Readonly<{ on: Temporal.PlainDate; line: Line }>;

/**
 * What a subscription charges by itself in some days: the cycles of the present term, and the terms that follow by what is put
 * down for their ends, each at the price of the next one. In order of time.
 *
 * A trial costs nothing while it lasts. Where the price of what follows is not known, or it cannot be counted, nothing is foretold
 * from there on.
 *
 * @param period  not before the present term's first day: what was charged before it, the subscription does not say
 * @param now  charge cycles that have begun are charged as it is billed now; later ones as is put down for the next charge
 */
export function upcomingCharges(
  subscription: SubscriptionState,
  period: Term,
  prices: QuotePrices,
  now: Temporal.Instant,
): UpcomingCharge[] {
  const { status, billingCycle } = subscription;
  if (!['active', 'suspended'].includes(status) || monthsInCycle(billingCycle) === undefined) return [];
  const lines = [...presentTermCharges(subscription, utcDate(now)), ...laterTermCharges(subscription, period, prices)];
  return lines.map((line) => ({ on: chargedOn(line), line })).filter(({ on }) => contains(period, on));
}

function presentTermCharges(subscription: SubscriptionState, today: Temporal.PlainDate): Line[] {
  const { term, billingCycle, seatCount, unitPricePerCycle, isTrial } = subscription;
  if (isTrial) return [];
  const seats = { reason: 'chargeCycle', seatCount } as const;
  const begun = chargeCycles(term, billingCycle).filter(({ startsOn }) => !isDateBefore(today, startsOn));
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
    // A custom end that lies in the past would follow for ever.
    if ('possible' in next || !isDateBefore(end.on, next.endsBefore)) break;
    lines.push(...next.lines);
    state = afterTermEnd(state, end, next);
  }
  return lines;
}

/** What was planned for one term's end is used up by it; only going on month by month goes on. */
function afterTermEnd(
  subscription: SubscriptionState,
  { outcome, on, seatCount }: EndOfTerm,
  { endsBefore, termDuration, billingCycle }: NextTermCharges,
): SubscriptionState {
  const isExtended = outcome === 'extendsMonthly';
  const goesOn = { scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' };
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
    scheduledActions: isExtended ? [goesOn] : [],
  };
}
