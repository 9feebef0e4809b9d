import type { Money } from './money.ts';
import { customerCharge, remainingDays } from './proration.ts';
import { refundableBatches } from './seat-ledger.ts';
import type { SeatBatch, SubscriptionState } from './subscription.ts';
import { chargeCycles, contains, monthsInCycle } from './terms.ts';
import { isInstantBefore, startOfUtcDay, utcDate } from './time.ts';

/** Seats that are refundable until the same instant, with their refund on each day. */
export type BatchRefunds = Readonly<{
  seatCount: number;
  /** Exclusive. */
  refundableUntil: Temporal.Instant;
  /** Today and each later day on which the seats are still refundable, in order. */
  days: readonly Readonly<{
    on: Temporal.PlainDate;
    /** Net, for all seats of the batch, rounded half up to the cent; positive. */
    refund: Money;
  }>[];
}>;

/**
 * The seats that are refundable from now on, with the end of their window and the refund on each day: the remaining
 * days of the charge cycle, that day included. Batches are ordered by the end of their window.
 *
 * Each batch is calculated on its own; `calculateChangeQuote` also caps the refund at the amount paid.
 *
 * @param ledger  used when Microsoft did not send `refundableQuantity`
 * @returns an empty list when no seats are refundable or the billing cycle is not known
 */
export function seatRefunds(
  subscription: Pick<SubscriptionState, 'refundable' | 'term' | 'billingCycle' | 'cycleRule' | 'unitPricePerCycle'>,
  now: Temporal.Instant,
  ledger: readonly SeatBatch[] = [],
): BatchRefunds[] {
  const { term, billingCycle, cycleRule, unitPricePerCycle } = subscription;
  if (monthsInCycle(billingCycle) === undefined) return [];
  const cycles = chargeCycles(term, billingCycle, cycleRule);
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
