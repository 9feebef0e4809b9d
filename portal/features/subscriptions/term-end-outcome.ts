import { endOfTerm } from '@licence-portal/nce';
import type { SubscriptionReading } from './reading.ts';
import { unpricedState } from './subscription-state.ts';
import type { TermEndOutcome } from './tables.ts';

/** What happens when the term of a subscription is over, by what its vendor says now. */
export function termEndOutcomeOf(reading: SubscriptionReading): TermEndOutcome {
  const end = endOfTerm(unpricedState(reading));
  return end?.outcome ?? 'ended';
}
