import { type ChangeKind, quoteOperation } from '#features/orders/orders.ts';
import { SeatChange } from './ordered-change.ts';
import { quoteSubscriptionChange } from './quote-subscription-change.ts';

/** Changes the number of seats now. */
export const seatChange: ChangeKind<'seats'> = {
  kind: 'seats',
  schema: SeatChange,
  permission: 'subscriptions.manage',
  opensServices: false,
  refusals: ['subscriptions.notFound'],
  quote: quoteSubscriptionChange,
};

export const quoteSeatChange = quoteOperation({
  name: 'subscriptions.quoteSeatChange',
  description:
    'Quotes a new number of licences of a subscription and stores the quote, which `orders.placeOrder` can order. ' +
    'Nothing is ordered or charged by it.',
  kind: seatChange,
  input: SeatChange.omit({ kind: true }),
  changeOf: (input) => ({ kind: 'seats', ...input }),
});
