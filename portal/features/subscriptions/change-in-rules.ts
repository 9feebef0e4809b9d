import type { SubscriptionChange } from '@licence-portal/nce';
import type { Change } from '#features/orders/orders.ts';

/** A change of the portal as the rules of New Commerce know it. @throws Error for a purchase, which changes no subscription */
export function changeInRules(change: Change): SubscriptionChange {
  switch (change.kind) {
    case 'seats':
      return { kind: 'seats', seatCount: change.seatCount };
    case 'renewal':
      return { kind: 'renewal', outcome: change.outcome };
    case 'cancel':
      return { kind: 'cancelNow' };
    case 'purchase':
      throw new Error('a purchase changes no subscription');
  }
}
