import { endOfTerm } from '@licence-portal/nce';
import { unpricedState } from '../subscription-state.ts';
import type { TermEndOutcome } from '../tables.ts';
import type { SubscriptionReading } from './reading.ts';

/** The outcome at the end of a subscription's term, by the present answer of its vendor. */
export function termEndOutcomeOf(reading: SubscriptionReading): TermEndOutcome {
  const end = endOfTerm(unpricedState(reading));
  return end?.outcome ?? 'ended';
}
