import type { NextTermInstructions, RefundOption, ScheduledAction, SeatBatch, Term } from '@licence-portal/nce';
import type { Services } from '#platform/operation.server.ts';

/**
 * A subscription as a vendor reports it, in the portal's terms. Each vendor's adapter makes it from its own answer;
 * values that the vendor does not report are null, `unknown` or empty, never guessed.
 */
export type SubscriptionReading = Readonly<{
  vendorSubscriptionId: string;
  /** The offer that is subscribed to now: it may change when a trial becomes paid, or by an upgrade. */
  vendorOffer: Readonly<{ vendorProductId: string; vendorSkuId: string }> | null;
  name: string;
  seatCount: number;
  term: Term;
  /** ISO 8601, `P1Y`. */
  termDuration: string;
  billingCycle: string;
  /** The billing cycle from the next charge on, where the vendor has a change scheduled. */
  nextBillingCycle: string | null;
  /** Open enum: an unknown status is shown as it came. */
  status: string;
  isSuspended: boolean;
  isTrial: boolean;
  /** In the month-to-month extension after a term that nobody renewed or ended. */
  isExtended: boolean;
  autoRenew: boolean;
  purchasedOrRenewedAt: Temporal.Instant;
  /** Exclusive. */
  cancellationAllowedUntil: Temporal.Instant | null;
  refundable: readonly SeatBatch[] | 'unknown';
  refundOptions: readonly RefundOption[];
  scheduledNextTerm: NextTermInstructions | null;
  scheduledActions: readonly ScheduledAction[];
  /** The vendor's whole answer. */
  resource: Readonly<Record<string, unknown>>;
}>;

export type ReadingRequest = Readonly<{
  services: Services;
  /** The customer as the vendor knows it. */
  vendorCustomerId: string;
  vendorSubscriptionId: string;
  requestId: string;
  signal: AbortSignal;
}>;

/**
 * Reads one subscription from a vendor.
 *
 * @returns undefined where the vendor does not know it any more
 * @throws VendorFault
 */
export type SubscriptionReader = (request: ReadingRequest) => Promise<SubscriptionReading | undefined>;
