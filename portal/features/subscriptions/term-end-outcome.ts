import { endOfTerm, zero } from '@licence-portal/nce';
import type { SubscriptionReading } from './reading.ts';
import type { TermEndOutcome } from './tables.ts';

/** What happens when the term of a subscription is over, by what its vendor says now. */
export function termEndOutcomeOf(reading: SubscriptionReading): TermEndOutcome {
  const end = endOfTerm({
    ...reading,
    isExtendedServiceTerm: reading.isExtended,
    // The price plays no part in what happens.
    unitPricePerCycle: zero('EUR'),
    autoRenewEnabled: reading.autoRenew,
    cancellationAllowedUntil: reading.cancellationAllowedUntil ?? undefined,
    scheduledNextTerm: reading.scheduledNextTerm ?? undefined,
  });
  return end?.outcome ?? 'ended';
}
