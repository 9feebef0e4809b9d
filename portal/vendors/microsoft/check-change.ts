import { checkSubscriptionChange, type QuoteRefusalReason } from '@licence-portal/nce';
import type { FailureCode, StepOutcome } from '#features/orders/orders.ts';
import {
  type DirectChange,
  type NextProduct,
  type SubscriptionReading,
  toSubscriptionChange,
  unpricedState,
} from '#features/subscriptions/subscriptions.ts';

/**
 * Checks a change against the rules and the present data of Microsoft: the window may have closed since the order was
 * placed. A forbidden change is not sent, and the order fails with the rule's reason.
 *
 * @returns undefined for a change that may be sent
 */
export function rejectedByRules(
  change: DirectChange,
  reading: SubscriptionReading,
  now: Temporal.Instant,
  product?: NextProduct,
): StepOutcome | undefined {
  const requested = toSubscriptionChange(change, product, reading.isTrial);
  const refused = checkSubscriptionChange(unpricedState(reading), requested, now);
  if (!refused || HARMLESS_REASONS.has(refused.reason)) return undefined;
  return rejectionOfRules(change.kind, refused.reason);
}

/** A change that is not sent, with the rule's reason. @param detail  Microsoft's own sentence, for the provider */
export function rejectionOfRules(kind: Kind, reason: QuoteRefusalReason, detail?: string): StepOutcome {
  const note = [`not sent: ${kind}, ${reason}`, ...(detail === undefined ? [] : [detail])].join('; ');
  return { status: 'failed', code: failureCode(kind, reason), facts: {}, note };
}

type Kind = DirectChange['kind'] | 'upgrade';

/** Reasons that do not stop a change: during a renewal Microsoft asks to retry, and a repeated change does no harm. */
const HARMLESS_REASONS: ReadonlySet<QuoteRefusalReason> = new Set([
  'renewalInProgress',
  'endAlreadySet',
  'nothingChanges',
]);

function failureCode(kind: Kind, reason: QuoteRefusalReason): FailureCode {
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
    case 'noUpgrade':
    case 'notEligible':
    case 'targetNotActive':
    case 'targetInCancellationWindow':
    case 'targetTermShorter':
    case 'targetEndsEarlier':
      return 'notEligible';
    case 'notOnSale':
    case 'notRenewable':
      return 'offerNotAvailable';
    default:
      return 'refusedByVendor';
  }
}
