import { REFUND_WINDOW, withoutSeats } from '@licence-portal/nce';
import type { SubscriptionRecord } from './state.ts';
import { isDue, wireInstant } from './wire-json.ts';

/** For the sentences of Microsoft's refusals. */
export const WINDOW_DAYS = REFUND_WINDOW.total('days');
/** Guess: the documentation names a full refund on the first day in one place and only a partial one in another; both are shown. */
export const FULL_REFUND_WINDOW = Temporal.Duration.from({ hours: 24 });

/** A purchase or a renewal: all seats may go back for seven days, and the subscription with them. Trials have no windows. */
export function openWindows(record: SubscriptionRecord, since: Temporal.Instant): void {
  record.seatBatches = [];
  if (record.resource.isTrial) return;
  addSeatBatch(record, record.resource.quantity, since);
  record.resource.cancellationAllowedUntilDate = wireInstant(since.add(REFUND_WINDOW));
  record.resource.refundOptions = [
    { type: 'Full', expiresAt: wireInstant(since.add(FULL_REFUND_WINDOW)) },
    { type: 'Partial', expiresAt: wireInstant(since.add(REFUND_WINDOW)) },
  ];
}

/** Another number of seats: those that are added have a window of their own. Whether that is allowed has been decided before. */
export function setSeats(record: SubscriptionRecord, quantity: number, now: Temporal.Instant): void {
  const added = quantity - record.resource.quantity;
  if (added > 0) addSeatBatch(record, added, now);
  else takeSeats(record, -added, now);
  record.resource.quantity = quantity;
}

/** Seats that may go back now. */
export function refundableSeatCount(record: SubscriptionRecord, now: Temporal.Instant): number {
  return openBatches(record, now).reduce((total, batch) => total + batch.quantity, 0);
}

/** Batches whose seats may go back now. */
export function openBatches(record: SubscriptionRecord, now: Temporal.Instant) {
  return record.seatBatches.filter((batch) => !isDue(batch.allowedUntil, now));
}

/** Seats added now may go back for seven days, whatever the windows of the others. */
function addSeatBatch(record: SubscriptionRecord, quantity: number, now: Temporal.Instant): void {
  record.seatBatches.push({ quantity, allowedUntil: wireInstant(now.add(REFUND_WINDOW)) });
}

/** Takes seats out of the open batches. Guess, as in the rules of New Commerce: out of the one that closes first. */
function takeSeats(record: SubscriptionRecord, quantity: number, now: Temporal.Instant): void {
  const batches = openBatches(record, now).map((batch) => ({
    seatCount: batch.quantity,
    refundableUntil: Temporal.Instant.from(batch.allowedUntil),
  }));
  record.seatBatches = withoutSeats(batches, quantity, now).map((batch) => ({
    quantity: batch.seatCount,
    allowedUntil: wireInstant(batch.refundableUntil),
  }));
}
