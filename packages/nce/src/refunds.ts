import type { Moment } from './moment.ts';
import { add, type Money, negate, subtract, zero } from './money.ts';
import { capRefunds, type Line, netOf, refundFrom } from './quote-lines.ts';
import type { SeatBatch, SubscriptionState } from './subscription.ts';
import { isDateBefore, utcDate } from './time.ts';
import { answerCancellation, openBatches } from './windows.ts';

/** The part of a moment that a refund depends on. */
type Today = Pick<Moment, 'at' | 'current' | 'today'>;

/** Everything paid while Microsoft offers a full refund, afterwards the remaining days. */
export function refundsOfCancellation(subscription: SubscriptionState, moment: Today): Line[] {
  const answer = answerCancellation(subscription, moment.at);
  if (answer.allowed && answer.refund === 'full') return refundsOfAllPaid(subscription, moment);
  return refundsOfRemainingDays(subscription, { reason: 'cancelled', seatCount: subscription.seatCount }, moment);
}

/** One line: the seats are refunded for the remaining days of the current charge cycle. */
export function refundsOfRemainingDays(
  subscription: SubscriptionState,
  { reason, seatCount }: Readonly<{ reason: 'seatsRemoved' | 'movedOut' | 'cancelled'; seatCount: number }>,
  { current, today }: Today,
): Line[] {
  const { unitPricePerCycle, paidThisCycle } = subscription;
  const lines = [refundFrom({ reason, seatCount, unitPricePerCycle }, current, today)];
  return paidThisCycle ? capRefunds(lines, paidThisCycle) : lines;
}

/**
 * One line per batch: the seats are refunded from the day on which they were charged. The sum is what was paid for the
 * cycle, when that is known, whatever is known of the batches.
 */
function refundsOfAllPaid(subscription: SubscriptionState, { at, current, today }: Today): Line[] {
  const { refundable, seatCount, unitPricePerCycle, paidThisCycle } = subscription;
  const lines: Line[] = [];
  let remaining = seatCount;
  const refundSeats = (count: number, addedOn: Temporal.PlainDate) => {
    const seats = { reason: 'cancelled', seatCount: count, unitPricePerCycle } as const;
    lines.push(refundFrom(seats, current, latest(earliest(addedOn, today), current.startsOn)));
    remaining -= count;
  };
  for (const batch of refundable === 'unknown' ? [] : openBatches(refundable, at)) {
    const count = Math.min(batch.seatCount, remaining);
    if (count > 0) refundSeats(count, addedOn(batch, subscription));
  }
  if (remaining > 0) refundSeats(remaining, utcDate(subscription.purchasedOrRenewedAt));
  return paidThisCycle ? withSum(lines, paidThisCycle) : lines;
}

/**
 * The day on which a batch was bought. A batch of the purchase or the renewal itself closes with the cancellation
 * window, give or take the seconds that Microsoft needed; a later batch closes as much later as it was added.
 */
function addedOn(
  { addedAt, refundableUntil }: SeatBatch,
  { cancellationAllowedUntil, purchasedOrRenewedAt }: SubscriptionState,
): Temporal.PlainDate {
  if (addedAt) return utcDate(addedAt);
  const later = cancellationAllowedUntil?.until(refundableUntil);
  return later && later.total('seconds') > SECONDS_OF_PROCESSING
    ? utcDate(purchasedOrRenewedAt.add(later))
    : utcDate(purchasedOrRenewedAt);
}

const SECONDS_OF_PROCESSING = 60;

/** Earlier lines are granted first; the last one takes what is left of the sum. */
function withSum(refunds: readonly Line[], sum: Money): Line[] {
  const lines = capRefunds(refunds, sum);
  const missing = subtract(sum, negate(netOf(lines, sum.currency)));
  const last = lines.at(-1);
  if (!last) return lines;
  return [...lines.slice(0, -1), { ...last, net: subtract(last.net, missing) }];
}

/** Positive. */
export function refundedBy(lines: readonly Line[], currency: string): Money {
  return add(zero(currency), negate(netOf(lines, currency)));
}

function latest(left: Temporal.PlainDate, right: Temporal.PlainDate): Temporal.PlainDate {
  return isDateBefore(left, right) ? right : left;
}

function earliest(left: Temporal.PlainDate, right: Temporal.PlainDate): Temporal.PlainDate {
  return isDateBefore(left, right) ? left : right;
}
