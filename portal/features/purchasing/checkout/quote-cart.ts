import { z } from 'zod';
import { quoteAndStore, StoredQuote } from '#features/orders/orders.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { findCart } from '../cart/open-cart.ts';
import { purchase } from '../purchase/purchase.ts';
import { purchaseOfCart } from './purchase-of-cart.ts';

/** What the whole cart costs and commits to if it is ordered now; stored, to be placed. */
export const quoteCart = operation({
  name: 'purchasing.quote',
  kind: 'write',
  permission: 'purchasing.manage',
  input: z.object({}),
  output: StoredQuote,
  refusals: ['purchasing.empty', 'purchasing.tenantMissing', ...purchase.refusals],
  async run(context) {
    const cart = await findCart(context);
    const asked = cart && (await purchaseOfCart(context, cart));
    if (asked === undefined) throw new Refusal('purchasing.empty');
    if (asked.needsTenant && asked.change.tenantId === null) throw new Refusal('purchasing.tenantMissing');
    return quoteAndStore(context, purchase, asked.change);
  },
});
