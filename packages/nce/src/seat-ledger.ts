import type { SeatBatch } from './subscription.ts';
import { countSeats, openBatches } from './windows.ts';

/** A change to the seats of one subscription. */
export type SeatEvent = Readonly<{
  kind: 'purchase' | 'renewal' | 'addition' | 'reduction';
  /** All seats for a purchase or a renewal, otherwise the difference; an integer, 1 or more. */
  seatCount: number;
  at: Temporal.Instant;
}>;

export type BatchComparison = Readonly<{
  batches: readonly SeatBatch[];
  source: 'microsoft' | 'ledger';
  /** The refundable seats by both sources, when they differ. */
  difference?: Readonly<{ microsoftSeatCount: number; ledgerSeatCount: number }>;
}>;

/**
 * The seats owned after a series of events, grouped by purchase; the counts of the batches add up to the seats owned.
 *
 * Guess: a reduction takes seats from the batch that closes first, which keeps the largest number of seats refundable.
 *
 * @param events  events of one subscription in chronological order, starting with a purchase
 * @param window  how long each batch is refundable, by the product's policy
 */
export function seatBatches(events: readonly SeatEvent[], window: Temporal.Duration): SeatBatch[] {
  let batches: SeatBatch[] = [];
  for (const { kind, seatCount, at } of events) {
    if (!Number.isInteger(seatCount) || seatCount < 1) throw new RangeError(`seatCount is ${seatCount}`);
    const batch = { seatCount, refundableUntil: at.add(window), addedAt: at };
    switch (kind) {
      case 'purchase':
      case 'renewal':
        batches = [batch];
        break;
      case 'addition':
        batches = [...batches, batch];
        break;
      case 'reduction':
        batches = withoutSeats(batches, seatCount, at);
        break;
    }
  }
  return batches;
}

/**
 * The batches that are refundable now, from Microsoft if it sent any, otherwise from the ledger; first to close first.
 */
export function refundableBatches(
  reported: readonly SeatBatch[] | 'unknown',
  ledger: readonly SeatBatch[],
  now: Temporal.Instant,
): SeatBatch[] {
  return openBatches(compareBatches(reported, ledger, now).batches, now);
}

/** Microsoft's batches if it sent any, otherwise the ledger's, with the difference between the two. */
export function compareBatches(
  reported: readonly SeatBatch[] | 'unknown',
  ledger: readonly SeatBatch[],
  now: Temporal.Instant,
): BatchComparison {
  if (reported === 'unknown') return { batches: ledger, source: 'ledger' };
  const microsoftSeatCount = countSeats(openBatches(reported, now));
  const ledgerSeatCount = countSeats(openBatches(ledger, now));
  return {
    batches: reported,
    source: 'microsoft',
    ...(microsoftSeatCount !== ledgerSeatCount && { difference: { microsoftSeatCount, ledgerSeatCount } }),
  };
}

/**
 * The batches that remain after a reduction; see `seatBatches` for the order.
 *
 * @throws RangeError when the batches hold fewer seats
 */
export function withoutSeats(batches: readonly SeatBatch[], seatCount: number, at: Temporal.Instant): SeatBatch[] {
  const open = openBatches(batches, at);
  let toRemove = seatCount;
  const remaining: SeatBatch[] = [];
  for (const batch of [...open, ...batches.filter((each) => !open.includes(each))]) {
    const removed = Math.min(toRemove, batch.seatCount);
    toRemove -= removed;
    if (removed < batch.seatCount) remaining.push({ ...batch, seatCount: batch.seatCount - removed });
  }
  if (toRemove > 0) throw new RangeError(`cannot remove ${seatCount} of ${countSeats(batches)} seats`);
  return remaining;
}
