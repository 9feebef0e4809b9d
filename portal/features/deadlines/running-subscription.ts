import type { SubscriptionRow } from '#features/subscriptions/subscriptions.ts';
import type { Running } from './rules.ts';

/** A stored subscription as the rules of deadlines see it. */
export function runningOf(row: SubscriptionRow): Running {
  return {
    term: { startsOn: row.startsOn, endsBefore: row.endsBefore },
    termDuration: row.termDuration,
    isTrial: row.isTrial,
    termEndOutcome: row.termEndOutcome,
    cancellationAllowedUntil: row.cancellationAllowedUntil,
    hasDifferences: row.differences !== null,
  };
}
