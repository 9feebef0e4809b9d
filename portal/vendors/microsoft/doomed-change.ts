import { type ActionName, allowedActions, zero } from '@licence-portal/nce';
import type { FailureCode, StepOutcome } from '#features/orders/orders.ts';
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
  return notSent(action, answer.reason);
}

/** The order fails with a sentence of its own; the provider reads the rule. */
export function notSent(action: ActionName, reason: string): StepOutcome {
  return { status: 'failed', code: failureCode(action, reason), facts: {}, note: `not sent: ${action}, ${reason}` };
}

function failureCode(action: ActionName, reason: string): FailureCode {
  switch (reason) {
    case 'windowClosed':
    case 'windowUnknown':
    case 'tooManySeats':
      return action === 'cancelNow' ? 'cancellationWindowClosed' : 'reductionWindowClosed';
    case 'suspended':
      return 'subscriptionSuspended';
    case 'ended':
    case 'deleted':
      return 'subscriptionGone';
    case 'atSeatMaximum':
    case 'atSeatMinimum':
      return 'seatCountOutOfRange';
    default:
      return 'refusedByVendor';
  }
}
