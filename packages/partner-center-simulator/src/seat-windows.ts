import type { SubscriptionRecord } from './state.ts';
import { isDue, wireInstant } from './wire-json.ts';

/**
 * The days in which seats can be returned and a subscription be cancelled, as in Microsoft's error descriptions.
 *
 * @source Partner Center, "Cancel a subscription in new commerce": seven calendar days
 */
export const WINDOW_DAYS = 7;
const REFUND_WINDOW = Temporal.Duration.from({ hours: WINDOW_DAYS * 24 });
/** Guess: one page documents a full refund on the first day, another only a partial refund; both options are shown. */
export const FULL_REFUND_WINDOW = Temporal.Duration.from({ hours: 24 });

/**
 * Opens the windows of a purchase or a renewal: for seven days all seats can be returned and the subscription
 * cancelled. Trials have none.
 */
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

/**
 * Sets the number of seats; added seats get a window of their own. The caller has checked that the change is allowed.
 */
export function setSeats(record: SubscriptionRecord, quantity: number, now: Temporal.Instant): void {
  const added = quantity - record.resource.quantity;
  if (added > 0) addSeatBatch(record, added, now);
  else removeFromBatches(record, -added, now);
  record.resource.quantity = quantity;
}

/** The number of seats that can be returned now. */
export function refundableSeatCount(record: SubscriptionRecord, now: Temporal.Instant): number {
  return openBatches(record, now).reduce((total, batch) => total + batch.quantity, 0);
}

/** The batches whose seats can be returned now. */
export function openBatches(record: SubscriptionRecord, now: Temporal.Instant) {
  return record.seatBatches.filter((batch) => !isDue(batch.allowedUntil, now));
}

/** Seats added now can be returned for seven days, independently of the other batches. */
function addSeatBatch(record: SubscriptionRecord, quantity: number, now: Temporal.Instant): void {
  record.seatBatches.push({ quantity, allowedUntil: wireInstant(now.add(REFUND_WINDOW)) });
}

/** Takes seats out of the open batches. Guess: out of the one that closes first. */
function removeFromBatches(record: SubscriptionRecord, quantity: number, now: Temporal.Instant): void {
  const closingFirst = openBatches(record, now).toSorted((a, b) =>
    Temporal.Instant.compare(Temporal.Instant.from(a.allowedUntil), Temporal.Instant.from(b.allowedUntil)),
  );
  let left = quantity;
  record.seatBatches = closingFirst.flatMap((batch) => {
    const taken = Math.min(left, batch.quantity);
    left -= taken;
    return taken === batch.quantity ? [] : [{ ...batch, quantity: batch.quantity - taken }];
  });
  if (left > 0) throw new Error(`${left} more seats are returned than can be`);
}
