import type { Money } from './money.ts';
import { chargeFrom, type Line, type LineReason, type MonthShare } from './quote-lines.ts';
import { currentTermEnd, type SubscriptionState } from './subscription.ts';
import { type ChargeCycle, chargeCycles } from './terms.ts';
import { isDateBefore } from './time.ts';

/** A later charge of the current term. */
export type UpcomingCycle = Readonly<{
  cycle: ChargeCycle;
  /** The first day of the cycle, or a later day when another billing cycle took over within it. */
  chargedFrom: Temporal.PlainDate;
  /** Net, per seat, for the whole cycle, not rounded. */
  unitPricePerCycle: Money;
  /** Set when another billing cycle took over within it: the charge is counted in months then. */
  months?: MonthShare | undefined;
}>;

/**
 * The charges of the current term from a day on, until an action that is scheduled for an earlier day ends it, with the
 * billing that is set for the next charge or else the current one.
 *
 * Monthly billing that becomes annual in the second month is charged for the remaining 11 of 12 months of the year:
 * 250.00 × 11 / 12 = 229.16 a seat.
 *
 * @param nextChargeOn  the day after the current charge cycle
 * @source Partner Center, "Common billing scenarios", changing billing plans
 */
export function upcomingCycles(subscription: SubscriptionState, nextChargeOn: Temporal.PlainDate): UpcomingCycle[] {
  const { term, billingCycle, cycleRule, unitPricePerCycle, nextCharge } = subscription;
  const endsBefore = currentTermEnd(subscription);
  const billed = nextCharge ?? { billingCycle, unitPricePerCycle };
  return chargeCycles(term, billed.billingCycle, cycleRule)
    .filter((cycle) => isDateBefore(nextChargeOn, cycle.endsBefore) && isDateBefore(cycle.startsOn, endsBefore))
    .map((cycle) => ({
      cycle,
      chargedFrom: isDateBefore(cycle.startsOn, nextChargeOn) ? nextChargeOn : cycle.startsOn,
      unitPricePerCycle: billed.unitPricePerCycle,
      months: isDateBefore(cycle.startsOn, nextChargeOn) ? monthsFrom(nextChargeOn, cycle) : undefined,
    }));
}

export function chargeForUpcomingCycle(
  seats: Readonly<{ reason: LineReason; seatCount: number }>,
  { cycle, chargedFrom, unitPricePerCycle, months }: UpcomingCycle,
): Line {
  return chargeFrom({ ...seats, unitPricePerCycle }, cycle, chargedFrom, months);
}

/** Both days are boundaries of monthly charge cycles, so only the months count, not the day that a month has. */
function monthsFrom(chargedFrom: Temporal.PlainDate, { startsOn, endsBefore }: ChargeCycle): MonthShare {
  const months = (from: Temporal.PlainDate) =>
    from.toPlainYearMonth().until(endsBefore.toPlainYearMonth(), { largestUnit: 'months' }).months;
  return { billed: months(chargedFrom), cycle: months(startsOn) };
}
