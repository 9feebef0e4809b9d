import type { ChangeKind } from '#features/orders/orders.ts';
import { quoteSubscriptionChange } from './quote-subscription-change.ts';

/** More or fewer seats, now. */
export const seatChange: ChangeKind<'seats'> = {
  kind: 'seats',
  quote: (context, { subscriptionId, seatCount }) =>
    quoteSubscriptionChange(context, {
      kind: 'seats',
      subscriptionId,
      change: { kind: 'seats', seatCount },
      steps: ['sendSeatChange', 'readBackChange'],
    }),
};
