import { nextTermInstructions, scheduledChange } from '@licence-portal/nce/internals';
import { subscriptionState, unpricedState } from '../subscription-state.ts';
import type { Difference, SubscriptionRow } from '../tables.ts';
import { differencesFrom, type RequestedState } from './differences.ts';
import type { SubscriptionReading } from './reading.ts';
import { hasEnded } from './subscription-events.ts';
import { termEndOutcomeOf } from './term-end-outcome.ts';

/**
 * The differences between the end of the term as it was chosen and as the vendor shows it now, though no order has
 * changed it: somebody did outside the portal, or the vendor has dropped it. Empty where the term is another one, or
 * the subscription has ended.
 *
 * @param before  the vendor's answer before
 */
export function findDrift(before: SubscriptionRow, reading: SubscriptionReading): readonly Difference[] {
  const isSameTerm = before.startsOn.equals(reading.term.startsOn) && before.endsBefore.equals(reading.term.endsBefore);
  if (!isSameTerm || hasEnded(before) || hasEnded(reading)) return [];
  const { termEndOutcome } = before;
  if (termEndOutcome !== 'unknown' && termEndOutcome !== termEndOutcomeOf(reading))
    return differencesFrom({ termEndOutcome }, reading);
  return differencesFrom(nextTermOf(before, reading), reading);
}

/** The next term as it was scheduled; without a schedule it is as the present one. */
function nextTermOf(before: SubscriptionRow, reading: SubscriptionReading): RequestedState {
  const state = subscriptionState(before, undefined);
  const isScheduled = scheduledChange(state) !== undefined;
  if (!isScheduled && scheduledChange(unpricedState(reading)) === undefined) return {};
  const next = isScheduled ? nextTermInstructions(state) : {};
  const { seatCount = reading.seatCount, termDuration = reading.termDuration } = next;
  const { billingCycle = reading.billingCycle } = next;
  const productId = next.productId ?? reading.vendorOffer?.vendorProductId;
  const skuId = next.skuId ?? reading.vendorOffer?.vendorSkuId;
  return {
    nextSeatCount: seatCount,
    nextPlan: `${termDuration} ${billingCycle}`,
    ...(productId !== undefined &&
      skuId !== undefined && { nextProduct: `${productId}:${skuId.padStart(4, '0')}`.toUpperCase() }),
  };
}
