import type { Money } from './money.ts';
import { customerCharge, remainingDays } from './proration.ts';
import { refundableBatches } from './seat-ledger.ts';
import type { SeatBatch, SubscriptionState } from './subscription.ts';
import { chargeCycles, contains, monthsInCycle } from './terms.ts';
import { isInstantBefore, startOfUtcDay, utcDate } from './time.ts';

/** Seats that can go back until the same instant, and what comes back for them day by day. */
export type BatchRefunds = Readonly<{
  seatCount: number;
  /** Exclusive. */
  refundableUntil: Temporal.Instant;
  /** Today and each later day on which they can still go back, in order. */
  days: readonly Readonly<{
    on: Temporal.PlainDate;
    /** Net, for all seats of the batch, rounded half up to the cent; positive. */
    refund: Money;
  }>[];
}>;

/**
 * Which seats can go back from now on, until when, and for how much on each day: the days of the charge cycle that are
 * left, that day among them. The batch that closes first stands in front.
 *
 * Each batch is worked out alone; `calculateChangeQuote` also sees to it that no more comes back than was paid.
 *
 * @param ledger  asked where Microsoft did not send `refundableQuantity`
 * @returns nothing where the seats cannot be given back, or the billing cycle cannot be counted
 */
export function seatRefunds(
  subscription: Pick<SubscriptionState, 'refundable' | 'term' | 'billingCycle' | 'unitPricePerCycle'>,
  now: Temporal.Instant,
  ledger: readonly SeatBatch[] = [],
): BatchRefunds[] {
  const { term, billingCycle, unitPricePerCycle } = subscription;
  if (monthsInCycle(billingCycle) === undefined) return [];
  const cycles = chargeCycles(term, billingCycle);
  return refundableBatches(subscription.refundable, ledger, now).map(({ seatCount, refundableUntil }) => {
    const days = [];
    for (let on = utcDate(now); isInstantBefore(startOfUtcDay(on), refundableUntil); on = on.add({ days: 1 })) {
      const cycle = cycles.find((each) => contains(each, on));
      if (!cycle) break;
      const billed = { billedDays: remainingDays(cycle, on), cycleDays: cycle.fullDays };
      days.push({ on, refund: customerCharge({ unitPricePerCycle, seatCount, ...billed }) });
    }
    return { seatCount, refundableUntil, days };
  });
}
