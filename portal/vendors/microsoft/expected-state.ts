import type { DirectChange, RequestedState } from '#features/subscriptions/subscriptions.ts';

/** The state that Microsoft must show once a change has taken effect. */
export function expectedAfter(change: DirectChange): RequestedState {
  switch (change.kind) {
    case 'seats':
      return { seatCount: change.seatCount };
    case 'renewal':
      if (change.outcome === 'renews') return { autoRenew: true, termEndOutcome: 'renews' };
      // Auto-renew off is not enough: the action must be set too.
      return {
        autoRenew: false,
        termEndAction: change.outcome === 'ends' ? 'Cancel' : 'RenewToExtendedServiceTerm',
      };
    case 'cancel':
      return { status: 'deleted' };
  }
}
