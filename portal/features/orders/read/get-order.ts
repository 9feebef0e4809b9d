import { asc, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { offer } from '#features/catalogue/catalogue.ts';
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { customerOrder, orderLine, orderStep } from '../tables.ts';
import { meaningOf, OrderDetail, type OrderParts, orderDetail, ProviderOrder, providerStep } from './order-output.ts';

/** One order of the account, with where it stands. */
export const getOrder = operation({
  name: 'orders.getOrder',
  kind: 'read',
  permission: 'orders.read',
  input: z.object({ orderId: idOf('order') }),
  output: OrderDetail,
  refusals: ['orders.notFound'],
  run: async ({ tx }, { orderId }) => orderDetail(await getOrderParts(tx, orderId)),
});

/** One order of any customer, with attempts, ids and what the vendor said. */
export const getAnyOrder = operation({
  name: 'orders.getAnyOrder',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: z.object({ orderId: idOf('order') }),
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
      ...orderDetail(parts),
      accountId: parts.order.accountId,
      accountName: customer.name,
      meaning: meaningOf(parts.order.failureFacts, vendor),
      steps: parts.steps.map((step) => providerStep(step, vendor)),
      answers: await answersWithQuestions(tx, parts.lines),
    };
  },
});

/** An answer whose question has left the product's order form stands under its own key. */
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

/** @throws Refusal `orders.notFound`, also for another account's: the row policy hides it */
export async function getOrderParts(tx: Tx, orderId: Id<'order'>): Promise<OrderParts> {
  const [order] = await tx.select().from(customerOrder).where(eq(customerOrder.id, orderId));
  if (order === undefined) throw new Refusal('orders.notFound');
  const lines = await tx
    .select()
    .from(orderLine)
    .where(eq(orderLine.orderId, orderId))
    .orderBy(asc(orderLine.position));
  const steps = await tx
    .select()
    .from(orderStep)
    .where(eq(orderStep.orderId, orderId))
    .orderBy(asc(orderStep.position));
  return { order, lines, steps };
}
