import type { Difference, TermEndOutcome } from '../tables.ts';
import type { SubscriptionReading } from './reading.ts';
import { termEndOutcomeOf } from './term-end-outcome.ts';

/** The values that a change requested; a part that it did not touch is left out. */
export type RequestedState = Readonly<{
  seatCount?: number;
  status?: string;
  termDuration?: string;
  billingCycle?: string;
  autoRenew?: boolean;
  termEndOutcome?: TermEndOutcome;
  /** The vendor's name of the action scheduled for the end of the term. */
  termEndAction?: string;
}>;

/** The requested values that the vendor's answer, read afterwards, does not show. Empty when it shows all. */
export function differencesFrom(requested: RequestedState, reading: SubscriptionReading): Difference[] {
  return Object.entries(requested).flatMap(([field, value]) => {
    const found = shownValue(field, reading);
    return found === String(value) ? [] : [{ field, requested: String(value), found }];
  });
}

/** The differences of an earlier answer that the newest one still shows. */
export function differencesLeft(before: readonly Difference[], reading: SubscriptionReading): Difference[] {
  return before
    .map((difference) => ({ ...difference, found: shownValue(difference.field, reading) }))
    .filter(({ requested, found }) => requested !== found);
}

function shownValue(field: string, reading: SubscriptionReading): string {
  switch (field) {
    case 'seatCount':
      return String(reading.seatCount);
    case 'status':
      return reading.status;
    case 'termDuration':
      return reading.termDuration;
    case 'billingCycle':
      return reading.billingCycle;
    case 'autoRenew':
      return String(reading.autoRenew);
    case 'termEndOutcome':
      return termEndOutcomeOf(reading);
    case 'termEndAction':
      return reading.scheduledActions.find((action) => action.scheduleType === 'TermEnd')?.actionType ?? 'none';
    default:
      throw new Error(`a reading has no field ${field} to compare`);
  }
}
