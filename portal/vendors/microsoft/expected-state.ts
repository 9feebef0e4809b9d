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
      if (change.outcome === 'renews') {
        return { autoRenew: true, termEndOutcome: 'renews', ...nextTermOf(change.next, product) };
      }
      // Auto-renew off is not enough: the action must be set too.
      return {
        autoRenew: false,
        termEndAction: change.outcome === 'ends' ? 'Cancel' : 'RenewToExtendedServiceTerm',
      };
    case 'cancel':
      return { status: 'deleted' };
  }
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
