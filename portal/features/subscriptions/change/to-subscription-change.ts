import type { SubscriptionChange } from '@licence-portal/nce';
import type { DirectChange } from './ordered-change.ts';

/** Translates a change that an order makes into the terms of the rules of New Commerce. */
export function toSubscriptionChange(change: DirectChange): SubscriptionChange {
  switch (change.kind) {
    case 'seats':
      return { kind: 'seats', seatCount: change.seatCount };
    case 'renewal':
      return { kind: 'renewal', outcome: change.outcome };
    case 'cancel':
      return { kind: 'cancelNow' };
  }
}
