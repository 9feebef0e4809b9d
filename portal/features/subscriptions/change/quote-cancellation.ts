import { type ChangeKind, quoteOperation } from '#features/orders/orders.ts';
import { CancelChange } from './ordered-change.ts';
import { quoteSubscriptionChange } from './quote-subscription-change.ts';

/**
 * Cancels now, while the vendor's window is open. After it the quote gives the instant at which the window closed, and
 * offers the end of the term.
 */
export const cancellation: ChangeKind<'cancel'> = {
  kind: 'cancel',
  schema: CancelChange,
  permission: 'subscriptions.manage',
  opensServices: false,
  refusals: ['subscriptions.notFound'],
  quote: quoteSubscriptionChange,
};

export const quoteCancellation = quoteOperation({
  name: 'subscriptions.quoteCancellation',
  description:
    'Quotes the cancellation of a subscription, with its refund, and stores the quote, which `orders.placeOrder` can ' +
    'order. After the cancellation window the quote says so and names the end of the term instead.',
  kind: cancellation,
  input: CancelChange.omit({ kind: true }),
  changeOf: (input) => ({ kind: 'cancel', ...input }),
});
