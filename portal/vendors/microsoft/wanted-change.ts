import type { Change } from '#features/orders/orders.ts';
import type { Wanted } from '#features/subscriptions/subscriptions.ts';

/** What Microsoft must show once a change has taken effect. */
export function wantedBy(change: Change): Wanted {
  switch (change.kind) {
    case 'seats':
      return { seatCount: change.seatCount };
    case 'renewal':
      // Off alone is not an end: the explicit cancellation must be there too.
      return change.outcome === 'ends'
        ? { autoRenew: false, termEndAction: 'Cancel' }
        : { autoRenew: true, termEndOutcome: 'renews' };
    case 'cancel':
      return { status: 'deleted' };
    case 'purchase':
      throw new Error('a purchase changes no subscription');
  }
}
