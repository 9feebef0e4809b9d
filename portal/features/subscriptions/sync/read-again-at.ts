import { startOfUtcDay } from '@licence-portal/nce';
import type { SubscriptionReading } from './reading.ts';

const USUALLY = Temporal.Duration.from({ hours: 24 });
/** While the vendor is at work on what follows the term, or has not made the subscription ready. */
const WHILE_UNSETTLED = Temporal.Duration.from({ minutes: 10 });
/** Answers show a moment that has just passed. */
const AFTER_A_MOMENT = Temporal.Duration.from({ seconds: 1 });

/**
 * When a subscription is to be read from its vendor again: right after each instant at which its answer changes by
 * itself, and once a day for what somebody changes elsewhere.
 *
 * @returns undefined for what cannot change any more
 */
export function readAgainAt(reading: SubscriptionReading, now: Temporal.Instant): Temporal.Instant | undefined {
  if (reading.status === 'deleted') return undefined;
  const isRunning = reading.status === 'active' || reading.status === 'suspended';
  const termEnd = startOfUtcDay(reading.term.endsBefore);
  if (reading.status === 'pending' || (isRunning && !isAfter(termEnd, now))) return now.add(WHILE_UNSETTLED);

  const turningPoints = [
    ...(isRunning ? [termEnd] : []),
    ...(reading.cancellationAllowedUntil ? [reading.cancellationAllowedUntil] : []),
    ...(reading.refundable === 'unknown' ? [] : reading.refundable.map((batch) => batch.refundableUntil)),
    ...reading.refundOptions.flatMap((option) => (option.expiresAt ? [option.expiresAt] : [])),
  ];
  return turningPoints
    .filter((moment) => isAfter(moment, now))
    .map((moment) => moment.add(AFTER_A_MOMENT))
    .reduce((first, moment) => (isAfter(first, moment) ? moment : first), now.add(USUALLY));
}

function isAfter(left: Temporal.Instant, right: Temporal.Instant): boolean {
  return Temporal.Instant.compare(left, right) > 0;
}
