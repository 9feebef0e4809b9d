import type { Difference, TermEndOutcome } from '../tables.ts';
import type { SubscriptionReading } from './reading.ts';
import { termEndOutcomeOf } from './term-end-outcome.ts';

/** What a change asked for; a part that it did not touch is left out. */
export type Wanted = Readonly<{
  seatCount?: number;
  status?: string;
  autoRenew?: boolean;
  termEndOutcome?: TermEndOutcome;
  /** The vendor's word for what is put down for the end of the term. */
  termEndAction?: string;
}>;

/** What a change asked for and the vendor's answer, read afterwards, does not show. Empty when all is as asked. */
export function differencesFrom(wanted: Wanted, reading: SubscriptionReading): Difference[] {
  return Object.entries(wanted).flatMap(([field, value]) => {
    const found = shown(field, reading);
    return found === String(value) ? [] : [{ field, wanted: String(value), found }];
  });
}

/** The differences of an earlier answer that the newest one still shows. */
export function differencesLeft(before: readonly Difference[], reading: SubscriptionReading): Difference[] {
  return before
    .map((difference) => ({ ...difference, found: shown(difference.field, reading) }))
    .filter(({ wanted, found }) => wanted !== found);
}

function shown(field: string, reading: SubscriptionReading): string {
  switch (field) {
    case 'seatCount':
      return String(reading.seatCount);
    case 'status':
      return reading.status;
    case 'autoRenew':
      return String(reading.autoRenew);
    case 'termEndOutcome':
      return termEndOutcomeOf(reading);
    case 'termEndAction':
      return reading.scheduledActions.find((action) => action.scheduleType === 'TermEnd')?.actionType ?? 'none';
    default:
      throw new Error(`no difference is known of ${field}`);
  }
}
