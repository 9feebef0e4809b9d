import type { Change } from '#features/orders/orders.ts';
import type { Wanted } from '#features/subscriptions/subscriptions.ts';

/** What Microsoft must show once a change has taken effect. */
export function wantedBy(change: Change): Wanted {
  switch (change.kind) {
    case 'seats':
      return { seatCount: change.seatCount };
    case 'renewal':
      if (change.outcome === 'renews') return { autoRenew: true, termEndOutcome: 'renews' };
      // Off alone is no choice: the action must be there too.
      return {
        autoRenew: false,
        termEndAction: change.outcome === 'ends' ? 'Cancel' : 'RenewToExtendedServiceTerm',
      };
    case 'cancel':
      return { status: 'deleted' };
    case 'purchase':
      throw new Error('a purchase changes no subscription');
  }
}
