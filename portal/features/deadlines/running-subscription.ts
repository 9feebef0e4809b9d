import { endOfTerm } from '@licence-portal/nce';
import { nextTermInstructions } from '@licence-portal/nce/internals';
import { type SubscriptionRow, subscriptionState } from '#features/subscriptions/subscriptions.ts';
import type { RunningSubscription } from './rules.ts';

/** A stored subscription as the rules of deadlines see it. */
export function toRunningSubscription(row: SubscriptionRow): RunningSubscription {
  const state = subscriptionState(row, undefined);
  const { refundable } = state;
  return {
    term: { startsOn: row.startsOn, endsBefore: row.endsBefore },
    termDuration: row.termDuration,
    isTrial: row.isTrial,
    termEndOutcome: row.termEndOutcome,
    isExtensionChosen: isExtensionChosen(row),
    cancellationAllowedUntil: row.cancellationAllowedUntil,
    nextSeatCount: nextTermInstructions(state).seatCount ?? row.seatCount,
    batches: refundable === 'unknown' ? [] : refundable,
    hasDifferences: row.differences !== null,
  };
}

/** In a month of the extended service term Microsoft itself schedules the next one, so nobody has chosen it. */
function isExtensionChosen(row: SubscriptionRow): boolean {
  const end = endOfTerm(subscriptionState(row, undefined));
  return end?.outcome === 'extendsMonthly' && end.isExplicit && !row.isExtended;
}
