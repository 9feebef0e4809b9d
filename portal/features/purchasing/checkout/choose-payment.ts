import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { OwnReferenceField, PaymentMethodField } from '#features/billing/billing.ts';
import { operation } from '#platform/operation.server.ts';
import { openCart } from '../cart/open-cart.ts';
import { cart } from '../tables.ts';

export const choosePayment = operation({
  name: 'purchasing.choosePayment',
  description: "Chooses the payment method of the caller's cart and the customer's internal reference.",
  kind: 'write',
  permission: 'purchasing.manage',
  input: z.object({
    paymentMethod: PaymentMethodField,
    ownReference: OwnReferenceField.default(''),
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
