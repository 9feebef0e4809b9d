import type { SeatBatch, SubscriptionState } from './subscription.ts';
import { isInstantBefore, startOfUtcDay } from './time.ts';

export type ReductionAnswer =
  /** `refundableUntil`: the instant at which this answer stops being true, if nothing else changes. */
  | Readonly<{ allowed: true; refundableSeatCount: number; refundableUntil: Temporal.Instant }>
  | Readonly<{ allowed: false; reason: 'tooManySeats'; refundableSeatCount: number; insteadAction: 'scheduleSeats' }>
  /** `since`: when the last window closed; left out where Microsoft no longer tells. */
  | Readonly<{
      allowed: false;
      reason: 'windowClosed';
      refundableSeatCount: 0;
      since?: Temporal.Instant;
      insteadAction: 'scheduleSeats';
    }>
  | Readonly<{ allowed: false; reason: 'windowUnknown'; insteadAction: 'scheduleSeats' }>;

export type CancellationAnswer =
  /** `refund: 'full'` until `fullRefundUntil`, then the days that are left until `cancellableUntil`. */
  | Readonly<{
      allowed: true;
      cancellableUntil: Temporal.Instant;
      refund: 'full' | 'prorated';
      fullRefundUntil?: Temporal.Instant;
    }>
  | Readonly<{
      allowed: false;
      reason: 'windowClosed';
      since: Temporal.Instant;
      insteadAction: 'cancelAtTermEnd';
    }>
  | Readonly<{ allowed: false; reason: 'windowUnknown'; insteadAction: 'cancelAtTermEnd' }>;

/**
 * May these seats be given back now? Every seat batch has a window of its own.
 *
 * @param batches  as Microsoft reports them, in any order; may be empty
 * @param seatCount  seats to give back; a whole number, 1 or more
 * @source Partner Center, "Subscription resources", `refundableQuantity`; "Create a new subscription", seat reduction
 */
export function answerReduction(
  batches: readonly SeatBatch[] | 'unknown',
  seatCount: number,
  now: Temporal.Instant,
): ReductionAnswer {
  if (!Number.isInteger(seatCount) || seatCount < 1) throw new RangeError(`seatCount is ${seatCount}`);
  if (batches === 'unknown') return { allowed: false, reason: 'windowUnknown', insteadAction: 'scheduleSeats' };

  const open = openBatches(batches, now);
  const refundableSeatCount = countSeats(open);
  if (refundableSeatCount === 0) {
    const since = latest(batches.map((batch) => batch.refundableUntil));
    return {
      allowed: false,
      reason: 'windowClosed',
      refundableSeatCount,
      insteadAction: 'scheduleSeats',
      ...(since && { since }),
    };
  }
  if (seatCount > refundableSeatCount) {
    return { allowed: false, reason: 'tooManySeats', refundableSeatCount, insteadAction: 'scheduleSeats' };
  }
  return { allowed: true, refundableSeatCount, refundableUntil: stillEnoughUntil(open, seatCount) };
}

/**
 * May the subscription be cancelled now, and what comes back? In the extended service term it may at any time.
 *
 * @source Partner Center, "Subscription resources", `CancellationAllowedUntilDate` and `refundOptions`
 */
export function answerCancellation(
  subscription: Pick<
    SubscriptionState,
    'cancellationAllowedUntil' | 'refundOptions' | 'isExtendedServiceTerm' | 'term'
  >,
  now: Temporal.Instant,
): CancellationAnswer {
  const termEnd = startOfUtcDay(subscription.term.endsBefore);
  const cancellableUntil = subscription.isExtendedServiceTerm ? termEnd : cancellationWindowEnd(subscription, termEnd);
  if (!cancellableUntil) return { allowed: false, reason: 'windowUnknown', insteadAction: 'cancelAtTermEnd' };
  if (!isInstantBefore(now, cancellableUntil)) {
    return { allowed: false, reason: 'windowClosed', since: cancellableUntil, insteadAction: 'cancelAtTermEnd' };
  }

  const full = subscription.refundOptions.find(
    (option) => option.type === 'Full' && (!option.expiresAt || isInstantBefore(now, option.expiresAt)),
  );
  if (!full) return { allowed: true, cancellableUntil, refund: 'prorated' };
  return { allowed: true, cancellableUntil, refund: 'full', fullRefundUntil: full.expiresAt ?? cancellableUntil };
}

/** The batches that can still be given back, the one that closes first in front. */
export function openBatches(batches: readonly SeatBatch[], now: Temporal.Instant): SeatBatch[] {
  return batches
    .filter((batch) => isInstantBefore(now, batch.refundableUntil))
    .sort((left, right) => Temporal.Instant.compare(left.refundableUntil, right.refundableUntil));
}

export function countSeats(batches: readonly SeatBatch[]): number {
  return batches.reduce((count, batch) => count + batch.seatCount, 0);
}

/** The field made for it decides; without it, the last of the refund options. */
function cancellationWindowEnd(
  { cancellationAllowedUntil, refundOptions }: Pick<SubscriptionState, 'cancellationAllowedUntil' | 'refundOptions'>,
  termEnd: Temporal.Instant,
): Temporal.Instant | undefined {
  return cancellationAllowedUntil ?? latest(refundOptions.map((option) => option.expiresAt ?? termEnd));
}

/** When batches close one after the other, the closing after which too few seats are left. */
function stillEnoughUntil(open: readonly SeatBatch[], seatCount: number): Temporal.Instant {
  let left = countSeats(open);
  for (const batch of open) {
    left -= batch.seatCount;
    if (left < seatCount) return batch.refundableUntil;
  }
  throw new RangeError(`${seatCount} seats were never refundable`);
}

function latest(instants: readonly Temporal.Instant[]): Temporal.Instant | undefined {
  return [...instants].sort(Temporal.Instant.compare).at(-1);
}
