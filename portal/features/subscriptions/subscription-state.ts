import { money, type NextCharge, type SubscriptionState } from '@licence-portal/nce';
import { zero } from '@licence-portal/nce/money';
import type { SubscriptionReading } from './sync/reading.ts';
import { reviveAction, reviveBatches, reviveInstructions, reviveRefundOptions } from './sync/stored-terms.ts';
import type { SubscriptionRow } from './tables.ts';

/** A stored subscription as the rules of New Commerce see it, with the customer's price. */
export function subscriptionState(
  row: SubscriptionRow,
  seatBounds: Readonly<{ seatCountMin: number | null; seatCountMax: number | null }> | undefined,
): SubscriptionState {
  return {
    status: row.status,
    isSuspended: row.isSuspended,
    isTrial: row.isTrial,
    isExtendedServiceTerm: row.isExtended,
    neverExtends: row.neverExtends,
    seatCount: row.seatCount,
    seatCountMin: seatBounds?.seatCountMin ?? undefined,
    seatCountMax: seatBounds?.seatCountMax ?? undefined,
    term: { startsOn: row.startsOn, endsBefore: row.endsBefore },
    termDuration: row.termDuration,
    billingCycle: row.billingCycle,
    renewalTermDuration: row.renewalTermDuration ?? undefined,
    unitPricePerCycle: money(row.unitPricePerCycle, row.currency),
    purchasedOrRenewedAt: row.purchasedOrRenewedAt,
    autoRenewEnabled: row.autoRenew,
    cancellationAllowedUntil: row.cancellationAllowedUntil ?? undefined,
    refundable: reviveBatches(row.refundable),
    refundOptions: reviveRefundOptions(row.refundOptions),
    scheduledNextTerm: row.scheduled.nextTerm === null ? undefined : reviveInstructions(row.scheduled.nextTerm),
    nextCharge: nextChargeOf(row),
    scheduledActions: row.scheduled.actions.map(reviveAction),
  };
}

/** A vendor's answer as the rules of New Commerce see it, for questions that do not depend on the customer's price. */
export function unpricedState(reading: SubscriptionReading): SubscriptionState {
  const { nextBillingCycle, scheduledNextTerm, cancellationAllowedUntil } = reading;
  return {
    ...reading,
    isExtendedServiceTerm: reading.isExtended,
    unitPricePerCycle: zero('EUR'),
    nextCharge:
      nextBillingCycle === null ? undefined : { billingCycle: nextBillingCycle, unitPricePerCycle: zero('EUR') },
    autoRenewEnabled: reading.autoRenew,
    cancellationAllowedUntil: cancellationAllowedUntil ?? undefined,
    scheduledNextTerm: scheduledNextTerm ?? undefined,
  };
}

function nextChargeOf({ nextBillingCycle, nextUnitPricePerCycle, currency }: SubscriptionRow): NextCharge | undefined {
  if (nextBillingCycle === null || nextUnitPricePerCycle === null) return undefined;
  return { billingCycle: nextBillingCycle, unitPricePerCycle: money(nextUnitPricePerCycle, currency) };
}
