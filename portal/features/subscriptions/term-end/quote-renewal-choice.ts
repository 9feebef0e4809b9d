import { type ChangeKind, quoteOperation } from '#features/orders/orders.ts';
import { RenewalChange } from '../change/ordered-change.ts';
import { quoteSubscriptionChange } from '../change/quote-subscription-change.ts';

/**
 * Chooses what follows the term: renewal, end, or extension month to month. Ending is auto-renew off together
 * with an explicit cancellation for the last day, because off alone would extend month to month at a higher price.
 */
export const renewalChoice: ChangeKind<'renewal'> = {
  kind: 'renewal',
  schema: RenewalChange,
  permission: 'subscriptions.manage',
  opensServices: false,
  refusals: ['subscriptions.notFound'],
  quote: quoteSubscriptionChange,
};

export const quoteRenewalChoice = quoteOperation({
  name: 'subscriptions.quoteRenewalChoice',
  description:
    'Quotes a choice for the end of the term of a subscription and stores the quote, which `orders.placeOrder` can ' +
    'order. The choice itself costs nothing; the quote shows the price of the next term.',
  kind: renewalChoice,
  input: RenewalChange.omit({ kind: true }),
  changeOf: (input) => ({ kind: 'renewal', ...input }),
});
