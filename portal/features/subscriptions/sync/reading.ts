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
  /** Of the next term where it differs. */
  renewalTermDuration?: string | undefined;
  /** The billing cycle from the next charge on, where the vendor has a change scheduled. */
  nextBillingCycle: string | null;
  /** Open enum: an unknown status is shown as it came. */
  status: string;
  isSuspended: boolean;
  isTrial: boolean;
  /** In the month-to-month extension after a term that nobody renewed or ended. */
  isExtended: boolean;
  /** It has no month-to-month extension: without a renewal it ends. */
  neverExtends: boolean;
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

/** The customer as the vendor knows it. */
export type CustomerRequest = Readonly<{ services: Services; vendorCustomerId: string; signal: AbortSignal }>;

/** Reads subscriptions from a vendor. Both throw a `VendorFault` where it gives no clear answer. */
export type SubscriptionReader = Readonly<{
  /** @returns undefined where the vendor does not know it any more */
  readOne(request: CustomerRequest & { vendorSubscriptionId: string }): Promise<SubscriptionReading | undefined>;
  /** All of a customer, page by page: fewer requests than one for each, where many are to be read. */
  readAll(request: CustomerRequest): AsyncIterable<readonly SubscriptionReading[]>;
}>;
