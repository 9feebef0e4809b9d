import {
  type ChargeCycle,
  chargeCycles,
  customerCharge,
  daysBetween,
  type EndOfTerm,
  endOfTerm,
  type Money,
  monthsInCycle,
  monthsInTerm,
  nextTerm,
  type SubscriptionState,
  utcDate,
} from '@licence-portal/nce';
import { moneyWire } from '#platform/wire.ts';
import { subscriptionState } from './subscription-state.ts';
import type { SubscriptionRow } from './tables.ts';

/** A charge that will come by itself if nothing is changed. Net, rounded to the cent; one line for all seats. */
export type ChargeAhead = Readonly<{
  on: Temporal.PlainDate;
  net: Money;
  /** It begins a new term: its price and seats may still change. */
  isRenewal: boolean;
}>;

/** The next charge of the present term, for lists; null where all of it is charged, or nothing runs. */
export function nextChargeOf(row: SubscriptionRow, now: Temporal.Instant) {
  const [next] = chargesOfTerm(subscriptionState(row, undefined), utcDate(now));
  return next ? { on: next.on.toString(), net: moneyWire(next.net) } : null;
}

/**
 * What a subscription will cost from a day on (exclusive) until another (exclusive), if nobody changes anything: the
 * cycles that are left, and the terms that follow by what is put down for their ends.
 *
 * @param nextUnitPricePerCycle  of the terms that follow, net, not rounded; without it the present price is taken
 */
export function chargesAhead(
  state: SubscriptionState,
  period: Readonly<{ after: Temporal.PlainDate; before: Temporal.PlainDate }>,
  nextUnitPricePerCycle: Money = state.unitPricePerCycle,
): ChargeAhead[] {
  const charges = chargesOfTerm(state, period.after);
  const end = endOfTerm(state);
  const next = end && planOf(end);
  if (next && isCountable(next.termDuration, next.billingCycle)) {
    for (let term = nextTerm(state.term, next.termDuration); isBefore(term.startsOn, period.before); ) {
      const seats = { seatCount: next.seatCount, unitPricePerCycle: nextUnitPricePerCycle };
      const { startsOn } = term;
      charges.push(...chargeCycles(term, next.billingCycle).map((cycle) => chargeOf(seats, cycle, startsOn)));
      term = nextTerm(term, next.termDuration);
    }
  }
  return charges.filter(({ on }) => isBefore(period.after, on) && isBefore(on, period.before));
}

/** What follows the present term; undefined where nothing does, or nobody can say what. */
function planOf(end: EndOfTerm): Pick<EndOfTerm, 'seatCount' | 'termDuration' | 'billingCycle'> | undefined {
  switch (end.outcome) {
    case 'renews':
      return end;
    case 'extendsMonthly':
      return { seatCount: end.seatCount, termDuration: 'P1M', billingCycle: 'monthly' };
    case 'ends':
    case 'unknown':
      return undefined;
  }
}

/** The cycles of the present term that begin after a day. A trial costs nothing while it lasts. */
function chargesOfTerm(state: SubscriptionState, after: Temporal.PlainDate): ChargeAhead[] {
  const runs = state.status === 'active' || state.status === 'suspended';
  if (!runs || state.isTrial || !isCountable(state.termDuration, state.billingCycle)) return [];
  return chargeCycles(state.term, state.billingCycle)
    .filter((cycle) => isBefore(after, cycle.startsOn))
    .map((cycle) => chargeOf(state, cycle, undefined));
}

function chargeOf(
  { seatCount, unitPricePerCycle }: Readonly<{ seatCount: number; unitPricePerCycle: Money }>,
  cycle: ChargeCycle,
  termStartsOn: Temporal.PlainDate | undefined,
): ChargeAhead {
  const billedDays = daysBetween(cycle.startsOn, cycle.endsBefore);
  return {
    on: cycle.startsOn,
    net: customerCharge({ seatCount, unitPricePerCycle, billedDays, cycleDays: cycle.fullDays }),
    isRenewal: termStartsOn?.equals(cycle.startsOn) ?? false,
  };
}

function isCountable(termDuration: string, billingCycle: string): boolean {
  return monthsInTerm(termDuration) !== undefined && monthsInCycle(billingCycle) !== undefined;
}

function isBefore(left: Temporal.PlainDate, right: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(left, right) < 0;
}
