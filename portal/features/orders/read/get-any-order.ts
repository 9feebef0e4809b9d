import { eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { offer } from '#features/catalogue/catalogue.ts';
import type { Tx } from '#platform/database.server.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { meaningOf, orderDetail, ProviderOrder, providerStep } from './order-output.ts';
import { getOrderParts, type OrderParts } from './order-parts.ts';

export const getAnyOrder = operation({
  name: 'orders.getAnyOrder',
  description: "Returns one order of any customer with attempts, request ids and the vendor's own messages.",
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: z.object({ orderId: idOf('order').describe('Id of the order.') }),
  output: ProviderOrder,
  refusals: ['orders.notFound'],
  async run({ tx, services }, { orderId }) {
    const parts = await getOrderParts(tx, orderId);
    const [customer] = await tx
      .select({ name: account.name })
      .from(account)
      .where(eq(account.id, parts.order.accountId));
    assert(customer !== undefined, 'an order has its account');
    const vendor = services.vendors[parts.order.vendor];
    return {
      ...orderDetail(services, parts),
      accountId: parts.order.accountId,
      accountName: customer.name,
      meaning: meaningOf(parts.order.failureFacts, vendor),
      steps: parts.steps.map((step) => providerStep(step, vendor)),
      answers: await answersWithQuestions(tx, parts.lines),
    };
  },
});

/** An answer whose question has left the product's order form is shown under its own key. */
async function answersWithQuestions(tx: Tx, lines: OrderParts['lines']): Promise<ProviderOrder['answers']> {
  const answered = lines.flatMap(({ name, offerId, answers }) =>
    answers === null ? [] : [{ name, offerId, answers }],
  );
  const offerIds = answered.flatMap(({ offerId }) => (offerId === null ? [] : [offerId]));
  const forms = await tx
    .select({ id: offer.id, orderForm: offer.orderForm })
    .from(offer)
    .where(inArray(offer.id, offerIds));
  return answered.map(({ name, offerId, answers }) => {
    const questions = forms.find(({ id }) => id === offerId)?.orderForm ?? [];
    const values = Object.entries(answers).map(([key, value]) => ({
      label: questions.find((question) => question.name === key)?.label ?? { it: key, en: key },
      value,
    }));
    return { name, values };
  });
}
