import type { Money } from './money.ts';
import { chargeFrom, type Line, type LineReason } from './quote-lines.ts';
import type { SubscriptionState } from './subscription.ts';
import { type ChargeCycle, chargeCycles } from './terms.ts';
import { isDateBefore } from './time.ts';

/** A charge that is still to come in the present term. */
export type UpcomingCycle = Readonly<{
  cycle: ChargeCycle;
  /** The cycle's first day; later where another billing cycle took over in the middle of this one. */
  chargedFrom: Temporal.PlainDate;
  /** Net, one seat, the whole cycle, not rounded. */
  unitPricePerCycle: Money;
}>;

/**
 * The charges of a term that begin with or after a day, as the subscription is billed now or, where that is put down,
 * from its next charge on.
 *
 * Monthly billing that becomes annual in the second month is charged for the 11 months that are left of the year.
 *
 * @param nextChargeOn  the day after the present charge cycle
 * @source Partner Center, "Common billing scenarios", changing billing plans
 */
export function upcomingCycles(
  { term, billingCycle, unitPricePerCycle, nextCharge }: SubscriptionState,
  nextChargeOn: Temporal.PlainDate,
): UpcomingCycle[] {
  const billed = nextCharge ?? { billingCycle, unitPricePerCycle };
  return chargeCycles(term, billed.billingCycle)
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
