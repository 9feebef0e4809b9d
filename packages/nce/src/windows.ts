import type { SeatBatch, SubscriptionState } from './subscription.ts';
import { isInstantBefore, startOfUtcDay } from './time.ts';

export type ReductionAnswer =
  /** `refundableUntil`: the instant from which the reduction is no longer allowed, if nothing else changes. */
  | Readonly<{ allowed: true; refundableSeatCount: number; refundableUntil: Temporal.Instant }>
  | Readonly<{ allowed: false; reason: 'tooManySeats'; refundableSeatCount: number; alternative: 'scheduleSeats' }>
  /** `since`: the end of the last window; left out when Microsoft no longer reports it. */
  | Readonly<{
      allowed: false;
      reason: 'windowClosed';
      refundableSeatCount: 0;
      since?: Temporal.Instant;
      alternative: 'scheduleSeats';
    }>
  | Readonly<{ allowed: false; reason: 'windowUnknown'; alternative: 'scheduleSeats' }>;

export type CancellationAnswer =
  /** The refund is full until `fullRefundUntil`, then the remaining days until `cancellableUntil`. */
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
      alternative: 'cancelAtTermEnd';
    }>
  | Readonly<{ allowed: false; reason: 'windowUnknown'; alternative: 'cancelAtTermEnd' }>;

/**
 * May this number of seats be returned now? Each seat batch has its own window.
 *
 * @param batches  as Microsoft reports them, in any order; may be empty
 * @param seatCount  seats to return; an integer, 1 or more
 * @source Partner Center, "Subscription resources", `refundableQuantity`; "Create a new subscription", seat reduction
 */
export function answerReduction(
  batches: readonly SeatBatch[] | 'unknown',
  seatCount: number,
  now: Temporal.Instant,
): ReductionAnswer {
  if (!Number.isInteger(seatCount) || seatCount < 1) throw new RangeError(`seatCount is ${seatCount}`);
  if (batches === 'unknown') return { allowed: false, reason: 'windowUnknown', alternative: 'scheduleSeats' };

  const open = openBatches(batches, now);
  const refundableSeatCount = countSeats(open);
  if (refundableSeatCount === 0) {
    const since = latest(batches.map((batch) => batch.refundableUntil));
    return {
      allowed: false,
      reason: 'windowClosed',
      refundableSeatCount,
      alternative: 'scheduleSeats',
      ...(since && { since }),
    };
  }
  if (seatCount > refundableSeatCount) {
    return { allowed: false, reason: 'tooManySeats', refundableSeatCount, alternative: 'scheduleSeats' };
  }
  return { allowed: true, refundableSeatCount, refundableUntil: enoughSeatsUntil(open, seatCount) };
}

/**
 * May the subscription be cancelled now, and with which refund? In the extended service term it may at any time.
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
  if (!cancellableUntil) return { allowed: false, reason: 'windowUnknown', alternative: 'cancelAtTermEnd' };
  if (!isInstantBefore(now, cancellableUntil)) {
    return { allowed: false, reason: 'windowClosed', since: cancellableUntil, alternative: 'cancelAtTermEnd' };
  }

  const full = subscription.refundOptions.find(
    (option) => option.type === 'Full' && (!option.expiresAt || isInstantBefore(now, option.expiresAt)),
  );
  if (!full) return { allowed: true, cancellableUntil, refund: 'prorated' };
  return { allowed: true, cancellableUntil, refund: 'full', fullRefundUntil: full.expiresAt ?? cancellableUntil };
}

/** The batches that are still refundable, ordered by the end of their window. */
export function openBatches(batches: readonly SeatBatch[], now: Temporal.Instant): SeatBatch[] {
  return batches
    .filter((batch) => isInstantBefore(now, batch.refundableUntil))
    .sort((left, right) => Temporal.Instant.compare(left.refundableUntil, right.refundableUntil));
}

export function countSeats(batches: readonly SeatBatch[]): number {
  return batches.reduce((count, batch) => count + batch.seatCount, 0);
}

/** `cancellationAllowedUntil` decides; without it, the latest expiry of the refund options. */
function cancellationWindowEnd(
  { cancellationAllowedUntil, refundOptions }: Pick<SubscriptionState, 'cancellationAllowedUntil' | 'refundOptions'>,
  termEnd: Temporal.Instant,
): Temporal.Instant | undefined {
  return cancellationAllowedUntil ?? latest(refundOptions.map((option) => option.expiresAt ?? termEnd));
}

/** Batches close one after the other: the instant after which too few refundable seats remain. */
function enoughSeatsUntil(open: readonly SeatBatch[], seatCount: number): Temporal.Instant {
  let remaining = countSeats(open);
  for (const batch of open) {
    remaining -= batch.seatCount;
    if (remaining < seatCount) return batch.refundableUntil;
  }
  throw new RangeError(`${seatCount} seats exceed the refundable seats`);
}

function latest(instants: readonly Temporal.Instant[]): Temporal.Instant | undefined {
  return [...instants].sort(Temporal.Instant.compare).at(-1);
}
