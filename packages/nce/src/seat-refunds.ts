import type { Money } from './money.ts';
import { type RefundPeriod, refundPeriods } from './refund-periods.ts';
import { refundableBatches } from './seat-ledger.ts';
import type { SeatBatch, SubscriptionState } from './subscription.ts';
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
 * Each batch is calculated on its own; `refundPeriods` answers for several together.
 *
 * @param ledger  used when Microsoft did not send `refundableQuantity`
 * @returns an empty list when no seats are refundable or the billing cycle is not known
 */
export function seatRefunds(
  subscription: SubscriptionState,
  now: Temporal.Instant,
  ledger: readonly SeatBatch[] = [],
): BatchRefunds[] {
  return refundableBatches(subscription.refundable, ledger, now).flatMap((batch) => {
    const { seatCount, refundableUntil } = batch;
    const alone = { ...subscription, refundable: [batch], paidThisCycle: undefined };
    const periods = refundPeriods(alone, { kind: 'seats', seatCount }, now);
    return periods.length === 0 ? [] : [{ seatCount, refundableUntil, days: periods.flatMap(daysOf) }];
  });
}

function daysOf({ from, until, refund }: RefundPeriod): BatchRefunds['days'] {
  const days = [];
  for (let on = utcDate(from); isInstantBefore(startOfUtcDay(on), until); on = on.add({ days: 1 })) {
    days.push({ on, refund });
  }
  return days;
}
