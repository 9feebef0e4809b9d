import type { Moment } from './moment.ts';
import { capRefunds, type Line, refundFrom } from './quote-lines.ts';
import type { SeatBatch, SubscriptionState } from './subscription.ts';
import { isDateBefore, isInstantBefore, utcDate } from './time.ts';
import { openBatches } from './windows.ts';

/** One line: the seats are refunded for the remaining days of the current charge cycle. */
export function refundsOfRemainingDays(
  subscription: SubscriptionState,
  { reason, seatCount }: Readonly<{ reason: 'seatsRemoved' | 'movedOut' | 'cancelled'; seatCount: number }>,
  { current, today }: Moment,
): Line[] {
  const { unitPricePerCycle } = subscription;
  return capped([refundFrom({ reason, seatCount, unitPricePerCycle }, current, today)], subscription);
}

/**
 * One line per batch: the seats are refunded from the day on which they were charged. Seats without a known purchase
 * date are refunded for the remaining days.
 */
export function refundsOfAllPaid(subscription: SubscriptionState, { at, current, today }: Moment): Line[] {
  const { refundable, seatCount, unitPricePerCycle } = subscription;
  const lines: Line[] = [];
  let remaining = seatCount;
  for (const batch of refundable === 'unknown' ? [] : openBatches(refundable, at)) {
    const seats = { reason: 'cancelled', seatCount: Math.min(batch.seatCount, remaining), unitPricePerCycle } as const;
    if (seats.seatCount === 0) break;
    const addedOn = batchAddedOn(batch, subscription) ?? today;
    lines.push(refundFrom(seats, current, latest(addedOn, current.startsOn)));
    remaining -= seats.seatCount;
  }
  if (remaining > 0) {
    lines.push(refundFrom({ reason: 'cancelled', seatCount: remaining, unitPricePerCycle }, current, today));
  }
  return capped(lines, subscription);
}

function latest(left: Temporal.PlainDate, right: Temporal.PlainDate): Temporal.PlainDate {
  return isDateBefore(left, right) ? right : left;
}

/** A batch whose window closes no later than the cancellation window belongs to the purchase or renewal itself. */
function batchAddedOn(
  { addedAt, refundableUntil }: SeatBatch,
  { cancellationAllowedUntil, purchasedOrRenewedAt }: SubscriptionState,
): Temporal.PlainDate | undefined {
  if (addedAt) return utcDate(addedAt);
  if (!cancellationAllowedUntil) return undefined;
  const wasAddedLater = isInstantBefore(cancellationAllowedUntil, refundableUntil);
  return wasAddedLater ? undefined : utcDate(purchasedOrRenewedAt);
}

function capped(refunds: Line[], { paidThisCycle }: SubscriptionState): Line[] {
  return paidThisCycle ? capRefunds(refunds, paidThisCycle) : refunds;
}
