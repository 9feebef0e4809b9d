import type {
  DirectChange,
  NextProduct,
  RenewalChange,
  RequestedState,
} from '#features/subscriptions/subscriptions.ts';

/** The state that Microsoft must show once a change has taken effect. */
export function expectedAfter(change: DirectChange, product?: NextProduct): RequestedState {
  switch (change.kind) {
    case 'seats':
      return { seatCount: change.seatCount };
    case 'renewal':
      return {
        ...endOfTermState(change.outcome),
        ...(change.outcome === 'renews' && nextTermOf(change.next, product)),
      };
    case 'cancel':
      return { status: 'deleted' };
  }
}

/** Auto-renew off is not enough for an end or an extension: the action must be set too. */
export function endOfTermState(outcome: RenewalChange['outcome']): RequestedState {
  if (outcome === 'renews') return { autoRenew: true, termEndOutcome: 'renews' };
  return { autoRenew: false, termEndAction: outcome === 'ends' ? 'Cancel' : 'RenewToExtendedServiceTerm' };
}

function nextTermOf(next: RenewalChange['next'], product: NextProduct | undefined): RequestedState {
  if (!next || product === undefined) return {};
  const { seatCount, termDuration, billingCycle } = next;
  return {
    nextSeatCount: seatCount,
    nextPlan: `${termDuration} ${billingCycle}`,
    nextProduct: `${product.vendorProductId}:${product.vendorSkuId}`.toUpperCase(),
  };
}
