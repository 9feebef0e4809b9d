import { endOfTerm } from '@licence-portal/nce';
import { unpricedState } from '../subscription-state.ts';
import type { TermEndOutcome } from '../tables.ts';
import type { SubscriptionReading } from './reading.ts';

/** What happens when the term of a subscription is over, by what its vendor says now. */
export function termEndOutcomeOf(reading: SubscriptionReading): TermEndOutcome {
  const end = endOfTerm(unpricedState(reading));
  return end?.outcome ?? 'ended';
}
