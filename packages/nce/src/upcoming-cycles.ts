import type { Money } from './money.ts';
import { chargeFrom, type Line, type LineReason } from './quote-lines.ts';
import type { SubscriptionState } from './subscription.ts';
import { type ChargeCycle, chargeCycles } from './terms.ts';
import { isDateBefore } from './time.ts';

/** A later charge of the current term. */
export type UpcomingCycle = Readonly<{
  cycle: ChargeCycle;
  /** The first day of the cycle, or a later day when another billing cycle took over within it. */
  chargedFrom: Temporal.PlainDate;
  /** Net, per seat, for the whole cycle, not rounded. */
  unitPricePerCycle: Money;
}>;

/**
 * The charges of the current term from a day on, with the billing that is set for the next charge or else the current
 * one.
 *
 * Monthly billing that becomes annual in the second month is charged for the remaining 11 months of the year.
 *
 * @param nextChargeOn  the day after the current charge cycle
 * @source Partner Center, "Common billing scenarios", changing billing plans
 */
export function upcomingCycles(
  { term, billingCycle, cycleRule, unitPricePerCycle, nextCharge }: SubscriptionState,
  nextChargeOn: Temporal.PlainDate,
): UpcomingCycle[] {
  const billed = nextCharge ?? { billingCycle, unitPricePerCycle };
  return chargeCycles(term, billed.billingCycle, cycleRule)
    .filter((cycle) => isDateBefore(nextChargeOn, cycle.endsBefore))
    .map((cycle) => ({
      cycle,
      chargedFrom: isDateBefore(cycle.startsOn, nextChargeOn) ? nextChargeOn : cycle.startsOn,
      unitPricePerCycle: billed.unitPricePerCycle,
    }));
}

export function chargeForUpcomingCycle(
  seats: Readonly<{ reason: LineReason; seatCount: number }>,
  { cycle, chargedFrom, unitPricePerCycle }: UpcomingCycle,
): Line {
  return chargeFrom({ ...seats, unitPricePerCycle }, cycle, chargedFrom);
}
