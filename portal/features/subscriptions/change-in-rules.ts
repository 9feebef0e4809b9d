import type { Change as ChangeInRules } from '@licence-portal/nce';
import type { SubscriptionChange } from './subscription-change.ts';

/** A change of a subscription in the terms of the rules of New Commerce. */
export function changeInRules(change: SubscriptionChange): ChangeInRules {
  switch (change.kind) {
    case 'seats':
      return { kind: 'seats', seatCount: change.seatCount };
    case 'renewal':
      return { kind: 'renewal', outcome: change.outcome };
    case 'cancel':
      return { kind: 'cancelNow' };
  }
}
