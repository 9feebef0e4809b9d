import { startOfUtcDay } from '@licence-portal/nce';
import type { SubscriptionReading } from './reading.ts';

const USUALLY = Temporal.Duration.from({ hours: 24 });
/** While the vendor is processing the end of the term, or is still preparing the subscription. */
const WHILE_UNSETTLED = Temporal.Duration.from({ minutes: 10 });
/** So that the answer is of a time after the instant, not of the instant itself. */
const AFTER_A_MOMENT = Temporal.Duration.from({ seconds: 1 });

/**
 * The instant at which a subscription is to be read from its vendor again: right after each instant at which its answer
 * changes by itself, and once a day because it may be changed elsewhere.
 *
 * @returns undefined for a subscription that cannot change any more
 */
export function readAgainAt(reading: SubscriptionReading, now: Temporal.Instant): Temporal.Instant | undefined {
  if (reading.status === 'deleted') return undefined;
  const isRunning = reading.status === 'active' || reading.status === 'suspended';
  const termEnd = startOfUtcDay(reading.term.endsBefore);
  if (reading.status === 'pending' || (isRunning && !isAfter(termEnd, now))) return now.add(WHILE_UNSETTLED);

  const changeInstants = [
    ...(isRunning ? [termEnd] : []),
    ...(reading.cancellationAllowedUntil ? [reading.cancellationAllowedUntil] : []),
    ...(reading.refundable === 'unknown' ? [] : reading.refundable.map((batch) => batch.refundableUntil)),
    ...reading.refundOptions.flatMap((option) => (option.expiresAt ? [option.expiresAt] : [])),
  ];
  return changeInstants
    .filter((instant) => isAfter(instant, now))
    .map((instant) => instant.add(AFTER_A_MOMENT))
    .reduce((first, instant) => (isAfter(first, instant) ? instant : first), now.add(USUALLY));
}

function isAfter(left: Temporal.Instant, right: Temporal.Instant): boolean {
  return Temporal.Instant.compare(left, right) > 0;
}
