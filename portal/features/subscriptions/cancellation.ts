import type { ChangeKind } from '#features/orders/orders.ts';
import { quoteSubscriptionChange } from './quote-subscription-change.ts';

/** Cancel now, while the vendor's window is open; after it the answer says since when not, and offers the end of the term. */
export const cancellation: ChangeKind<'cancel'> = {
  kind: 'cancel',
  quote: (context, change) => quoteSubscriptionChange(context, change, ['sendCancellation', 'readBackChange']),
};
