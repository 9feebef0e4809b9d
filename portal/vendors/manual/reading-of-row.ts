import type { SubscriptionState } from '@licence-portal/nce';
import type { SubscriptionReading, SubscriptionRow } from '#features/subscriptions/subscriptions.ts';

/** The stored subscription with a new state, in place of a vendor's answer. */
export function readingOfRow(row: SubscriptionRow, state: SubscriptionState): SubscriptionReading {
  return {
    vendorSubscriptionId: row.vendorSubscriptionId,
    vendorOffer: null,
    name: row.name,
    seatCount: state.seatCount,
    term: state.term,
    termDuration: state.termDuration,
    billingCycle: state.billingCycle,
    nextBillingCycle: state.nextCharge?.billingCycle ?? null,
    status: state.status,
    isSuspended: state.isSuspended,
    isTrial: state.isTrial,
    isExtended: row.isExtended,
    neverExtends: true,
    autoRenew: state.autoRenewEnabled,
    purchasedOrRenewedAt: state.purchasedOrRenewedAt,
    cancellationAllowedUntil: state.cancellationAllowedUntil ?? null,
    refundable: state.refundable,
    refundOptions: state.refundOptions,
    scheduledNextTerm: state.scheduledNextTerm ?? null,
    scheduledActions: state.scheduledActions,
    resource: row.resource,
  };
}
