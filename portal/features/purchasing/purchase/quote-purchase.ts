import { quoteOperation } from '#features/orders/orders.ts';
import { purchase } from './purchase.ts';
import { PurchaseChange } from './purchase-change.ts';

export const quotePurchase = quoteOperation({
  name: 'purchasing.quotePurchase',
  description:
    'Quotes a purchase of one or more offers, without the cart, and stores the quote, which `orders.placeOrder` can order. ' +
    'Nothing is ordered or charged by it.',
  kind: purchase,
  input: PurchaseChange.omit({ kind: true }),
  changeOf: (input) => ({ kind: 'purchase', ...input }),
});
