import type { Moment } from './moment.ts';
import { capRefunds, type Line, refundFrom } from './quote-lines.ts';
import type { SeatBatch, SubscriptionState } from './subscription.ts';
import { utcDate } from './time.ts';

import { openBatches } from './windows.ts';

/** One line for seats that go back: the days that are left. */
export function reductionRefunds(subscription: SubscriptionState, seatCount: number, moment: Moment): Line[] {
  const { unitPricePerCycle } = subscription;
  const seats = { reason: 'seatsRemoved', seatCount, unitPricePerCycle } as const;
  return capped([refundFrom(seats, moment.current, moment.today)], subscription);
}

/** One line for seats that move to another product or term: the days that are left. A trial's were free. */
export function movedRefunds(subscription: SubscriptionState, seatCount: number, moment: Moment): Line[] {
  if (subscription.isTrial) return [];
  const { unitPricePerCycle } = subscription;
  const seats = { reason: 'movedOut', seatCount, unitPricePerCycle } as const;
  return capped([refundFrom(seats, moment.current, moment.today)], subscription);
}

/** One line for all seats of a cancelled subscription: the days that are left. */
export function proratedRefunds(subscription: SubscriptionState, { current, today }: Moment): Line[] {
  const { seatCount, unitPricePerCycle } = subscription;
  return capped([refundFrom({ reason: 'cancelled', seatCount, unitPricePerCycle }, current, today)], subscription);
}

/** One line for each batch, as it was charged; seats of which no day of purchase is known get back the days that are left. */
export function fullRefunds(subscription: SubscriptionState, { at, current, today }: Moment): Line[] {
  const { refundable, seatCount, unitPricePerCycle } = subscription;
  const lines: Line[] = [];
  let left = seatCount;
  for (const batch of refundable === 'unknown' ? [] : openBatches(refundable, at)) {
    const seats = { reason: 'cancelled', seatCount: Math.min(batch.seatCount, left), unitPricePerCycle } as const;
    if (seats.seatCount === 0) break;
    const addedOn = batchAddedOn(batch, subscription) ?? today;
    lines.push(refundFrom(seats, current, latest(addedOn, current.startsOn)));
    left -= seats.seatCount;
  }
  if (left > 0) lines.push(refundFrom({ reason: 'cancelled', seatCount: left, unitPricePerCycle }, current, today));
  return capped(lines, subscription);
}

function latest(left: Temporal.PlainDate, right: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(left, right) < 0 ? right : left;
}

/** A batch that closes no later than the cancellation window came with the purchase or renewal itself. */
function batchAddedOn(
  { addedAt, refundableUntil }: SeatBatch,
  { cancellationAllowedUntil, purchasedOrRenewedAt }: SubscriptionState,
): Temporal.PlainDate | undefined {
  if (addedAt) return utcDate(addedAt);
  if (!cancellationAllowedUntil) return undefined;
  const isPurchase = Temporal.Instant.compare(refundableUntil, cancellationAllowedUntil) <= 0;
  return isPurchase ? utcDate(purchasedOrRenewedAt) : undefined;
}

function capped(refunds: Line[], { paidThisCycle }: SubscriptionState): Line[] {
  return paidThisCycle ? capRefunds(refunds, paidThisCycle) : refunds;
}
