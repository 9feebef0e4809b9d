import { type ActionName, allowedActions, zero } from '@licence-portal/nce';
import type { StepOutcome } from '#features/orders/orders.ts';
import type { SubscriptionReading } from '#features/subscriptions/subscriptions.ts';

/**
 * A change that the rules forbid on what Microsoft shows now: the window may have closed since the order was placed. It
 * is not sent, and the order fails with the rule's reason.
 */
export function doomed(
  action: ActionName,
  reading: SubscriptionReading,
  now: Temporal.Instant,
): StepOutcome | undefined {
  const answer = allowedActions(
    {
      ...reading,
      isExtendedServiceTerm: reading.isExtended,
      // The price plays no part in what is allowed.
      unitPricePerCycle: zero('EUR'),
      autoRenewEnabled: reading.autoRenew,
      cancellationAllowedUntil: reading.cancellationAllowedUntil ?? undefined,
      scheduledNextTerm: reading.scheduledNextTerm ?? undefined,
    },
    now,
  )[action];
  // While a renewal is at work Microsoft answers "later": that is not a no.
  if (answer.allowed || answer.reason === 'renewalInProgress') return undefined;
  return { status: 'failed', code: answer.reason, facts: {}, note: `not sent: ${answer.reason}` };
}
