import type { ChangeKind } from '#features/orders/orders.ts';
import { quoteSubscriptionChange } from './quote-subscription-change.ts';

/** More or fewer seats, now. */
export const seatChange: ChangeKind<'seats'> = {
  kind: 'seats',
  quote: (context, change) => quoteSubscriptionChange(context, change, ['sendSeatChange', 'readBackChange']),
};
