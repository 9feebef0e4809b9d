import type { RefundOption, SeatBatch } from './subscription.ts';
import { countSeats, openBatches } from './windows.ts';

/** What happened to the seats of one subscription. `seatCount`: all seats for a purchase or renewal, else the difference. */
export type SeatEvent = Readonly<{
  kind: 'purchase' | 'renewal' | 'addition' | 'reduction';
  /** A whole number, 1 or more. */
  seatCount: number;
  at: Temporal.Instant;
}>;

export type BatchComparison = Readonly<{
  batches: readonly SeatBatch[];
  source: 'microsoft' | 'ledger';
  /** Seats that can be given back now, where the two do not agree. */
  difference?: Readonly<{ microsoftSeatCount: number; ledgerSeatCount: number }>;
}>;

/**
 * How long bought, renewed or added seats can be given back: 7 days of 24 hours. It foretells the window of what is not
 * bought yet; for what is bought, Microsoft's own dates decide.
 *
 * @source Partner Center, "Cancel a new commerce subscription": 168 hours (it was 72 in 2022)
 */
export const REFUND_WINDOW = Temporal.Duration.from({ hours: 168 });

/**
 * How long a cancellation gives back all that was paid, where Microsoft offers it.
 *
 * @source Partner Center, "Billing basics" and "Common billing scenarios"
 */
export const FULL_REFUND_WINDOW = Temporal.Duration.from({ hours: 24 });

/**
 * What a cancellation gives back on the first day.
 *
 * `fullOnFirstDay`: all. @source Partner Center, "Billing basics", "Common billing scenarios"
 * `alwaysProrated`: the days that are left, as on the days after. @source Partner Center, "Create a new subscription"
 */
export type RefundRule = 'fullOnFirstDay' | 'alwaysProrated';

/**
 * The windows that a purchase or a renewal opens, as the subscription will show them. For what is bought, Microsoft's own
 * fields decide.
 *
 * @param openedAt  when the purchase or renewal was completed
 */
export function windowsOpenedAt(
  openedAt: Temporal.Instant,
  {
    rule = 'fullOnFirstDay',
    window = REFUND_WINDOW,
  }: Readonly<{ rule?: RefundRule; window?: Temporal.Duration | undefined }> = {},
): Readonly<{ cancellationAllowedUntil: Temporal.Instant; refundOptions: readonly RefundOption[] }> {
  const cancellationAllowedUntil = openedAt.add(window);
  const prorated: RefundOption = { type: 'Partial', expiresAt: cancellationAllowedUntil };
  const full: RefundOption = { type: 'Full', expiresAt: openedAt.add(FULL_REFUND_WINDOW) };
  return { cancellationAllowedUntil, refundOptions: rule === 'fullOnFirstDay' ? [full, prorated] : [prorated] };
}

/**
 * The seats that are owned after these events, by when they were bought; their counts add up to the seats owned.
 *
 * Guess: a reduction takes first from the batch that closes first, which leaves the most seats that can still go back.
 *
 * @param events  of one subscription, in order of time, the first a purchase
 * @param window  how long each batch can be given back
 */
export function seatBatches(events: readonly SeatEvent[], window: Temporal.Duration = REFUND_WINDOW): SeatBatch[] {
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

/** The batches that can go back now, the one that closes first in front: Microsoft's where it sent any, else the ledger's. */
export function refundableBatches(
  reported: readonly SeatBatch[] | 'unknown',
  ledger: readonly SeatBatch[],
  now: Temporal.Instant,
): SeatBatch[] {
  return openBatches(compareBatches(reported, ledger, now).batches, now);
}

/** Microsoft's batches where it sent any, else the ledger's; and how far the two are apart. */
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
 * The batches after seats were given back; see `seatBatches` for the order.
 *
 * @throws RangeError when there are not so many
 */
export function withoutSeats(batches: readonly SeatBatch[], seatCount: number, at: Temporal.Instant): SeatBatch[] {
  const open = openBatches(batches, at);
  let toTake = seatCount;
  const left: SeatBatch[] = [];
  for (const batch of [...open, ...batches.filter((each) => !open.includes(each))]) {
    const taken = Math.min(toTake, batch.seatCount);
    toTake -= taken;
    if (taken < batch.seatCount) left.push({ ...batch, seatCount: batch.seatCount - taken });
  }
  if (toTake > 0) throw new RangeError(`${seatCount} seats are taken from ${countSeats(batches)}`);
  return left;
}
