import type { ChangeKind } from '#features/orders/orders.ts';
import { quoteSubscriptionChange } from './quote-subscription-change.ts';

/**
 * Renew at the end of the term, end, or go on month by month. Ending is auto-renew off together with an explicit
 * cancellation for the last day, because off alone would go on month by month at a higher price.
 */
export const renewalChoice: ChangeKind<'renewal'> = {
  kind: 'renewal',
  quote: (context, change) => quoteSubscriptionChange(context, change, ['sendRenewalChoice', 'readBackChange']),
};
