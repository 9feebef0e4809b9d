import { checkSubscriptionChange, type QuoteRefusalReason } from '@licence-portal/nce';
import type { Change, FailureCode, StepOutcome } from '#features/orders/orders.ts';
import { changeInRules, type SubscriptionReading, unpricedState } from '#features/subscriptions/subscriptions.ts';

/**
 * A change that the rules forbid on what Microsoft shows now: the window may have closed since the order was placed. It
 * is not sent, and the order fails with the rule's reason; undefined for one that may be sent.
 */
export function doomed(change: Change, reading: SubscriptionReading, now: Temporal.Instant): StepOutcome | undefined {
  const refused = checkSubscriptionChange(unpricedState(reading), changeInRules(change), now);
  if (!refused || NO_REFUSALS.has(refused.reason)) return undefined;
  const { reason } = refused;
  const note = `not sent: ${change.kind}, ${reason}`;
  return { status: 'failed', code: failureCode(change, reason), facts: {}, note };
}

/** While a renewal is at work Microsoft answers "later"; and what is so in part already does no harm. */
const NO_REFUSALS: ReadonlySet<QuoteRefusalReason> = new Set(['renewalInProgress', 'endAlreadySet', 'nothingChanges']);

function failureCode({ kind }: Change, reason: QuoteRefusalReason): FailureCode {
  switch (reason) {
    case 'windowClosed':
    case 'windowUnknown':
    case 'tooManySeats':
      return kind === 'cancel' ? 'cancellationWindowClosed' : 'reductionWindowClosed';
    case 'suspended':
      return 'subscriptionSuspended';
    case 'ended':
    case 'deleted':
      return 'subscriptionGone';
    case 'atSeatMaximum':
    case 'atSeatMinimum':
    case 'aboveSeatMaximum':
    case 'belowSeatMinimum':
      return 'seatCountOutOfRange';
    default:
      return 'refusedByVendor';
  }
}
