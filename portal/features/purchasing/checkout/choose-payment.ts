import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { openCart } from '../cart/open-cart.ts';
import { cart } from '../tables.ts';

/** Says how the cart will be paid, and the customer's own reference. */
export const choosePayment = operation({
  name: 'purchasing.choosePayment',
  kind: 'write',
  permission: 'purchasing.manage',
  input: z.object({
    paymentMethod: z.enum(['onAccount', 'prepaidCredit']),
    ownReference: z.string().trim().max(100).default(''),
  }),
  output: z.object({}),
  async run(context, { paymentMethod, ownReference }) {
    const { id } = await openCart(context);
    await context.tx
      .update(cart)
      .set({ paymentMethod, ownReference: ownReference === '' ? null : ownReference })
      .where(eq(cart.id, id));
    await context.audit.record('purchasing.paymentChosen', { paymentMethod });
    return {};
  },
});
