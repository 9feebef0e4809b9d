import { z } from 'zod';
import { quoteAndStore, StoredQuote } from '#features/orders/orders.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { findCart } from '../cart/open-cart.ts';
import { purchase } from '../purchase/purchase.ts';
import { purchaseOfCart } from './purchase-of-cart.ts';

export const quoteCart = operation({
  name: 'purchasing.quoteCart',
  description:
    "Quotes the purchase of the caller's whole cart and stores the quote, which `purchasing.placeCart` can order.",
  kind: 'write',
  permission: 'purchasing.manage',
  input: z.object({}),
  output: StoredQuote,
  refusals: ['purchasing.empty', 'purchasing.tenantMissing', ...purchase.refusals],
  async run(context) {
    const cart = await findCart(context);
    const wanted = cart && (await purchaseOfCart(context, cart));
    if (wanted === undefined) throw new Refusal('purchasing.empty');
    if (wanted.needsTenant && wanted.change.tenantId === null) throw new Refusal('purchasing.tenantMissing');
    return quoteAndStore(context, purchase, wanted.change);
  },
});
