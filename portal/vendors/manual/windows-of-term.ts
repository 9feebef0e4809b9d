import { startOfUtcDay, type Term } from '@licence-portal/nce';
import { REFUND_WINDOW, seatBatches, windowsOpenedAt } from '@licence-portal/nce/internals';
import type { SubscriptionReading } from '#features/subscriptions/subscriptions.ts';
import { MANUAL_POLICY } from './cancellation-policy.ts';

type Windows = Pick<SubscriptionReading, 'purchasedOrRenewedAt' | 'refundable' | 'refundOptions'> &
  Readonly<{ cancellationAllowedUntil: Temporal.Instant | null }>;

/** The windows that a term opens at its beginning; one that is over before its window has none. */
export function windowsOfTerm(
  kind: 'purchase' | 'renewal',
  { term, seatCount, at }: Readonly<{ term: Term; seatCount: number; at: Temporal.Instant }>,
): Windows {
  const { cancellationAllowedUntil, refundOptions } = windowsOpenedAt(at, MANUAL_POLICY);
  const isOpen =
    cancellationAllowedUntil !== undefined &&
    Temporal.Instant.compare(cancellationAllowedUntil, startOfUtcDay(term.endsBefore)) < 0;
  return {
    purchasedOrRenewedAt: at,
    cancellationAllowedUntil: isOpen ? cancellationAllowedUntil : null,
    refundable: isOpen ? seatBatches([{ kind, seatCount, at }], REFUND_WINDOW) : [],
    refundOptions: isOpen ? refundOptions : [],
  };
}
