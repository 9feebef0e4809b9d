import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { type Id, idOf } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { getOrderParts } from '../read/get-order.ts';
import { advanceOrder } from '../steps/advance-order.job.ts';
import { failOrder } from '../steps/finish-order.ts';
import { customerOrder, orderStep } from '../tables.ts';
import { holdOrder } from './cancel-order.ts';

/** The provider tries a stuck step again: with the same request id where no answer had come, with a new one where it was no. */
export const retryStep = operation({
  name: 'orders.retryStep',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({ orderId: idOf('order') }),
  output: z.object({ orderId: z.string() }),
  refusals: ['orders.notFound', 'orders.notStuck'],
  async run(context, { orderId }) {
    const { tx, audit, jobs } = context;
    const { order, step } = await getStuck(context, orderId);
    await tx
      .update(orderStep)
      .set({ status: 'waiting', attemptCount: 0, failureCode: null, failureFacts: null, providerNote: null })
      .where(eq(orderStep.id, step.id));
    await tx
      .update(customerOrder)
      .set({ status: 'running', failureCode: null, failureFacts: null })
      .where(eq(customerOrder.id, orderId));
    await audit.record('orders.stepRetried', { orderId, step: step.name }, order.accountId);
    await jobs.start(advanceOrder, { accountId: order.accountId, orderId });
    return { orderId };
  },
});

/** The provider gives a stuck order up: it has failed, and what was paid comes back. */
export const giveUpOrder = operation({
  name: 'orders.giveUp',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({ orderId: idOf('order') }),
  output: z.object({ orderId: z.string() }),
  refusals: ['orders.notFound', 'orders.notStuck'],
  async run(context, { orderId }) {
    const { order } = await getStuck(context, orderId);
    await failOrder(context, orderId, { code: 'givenUp', facts: {} });
    await context.audit.record('orders.givenUp', { orderId }, order.accountId);
    return { orderId };
  },
});

async function getStuck({ tx }: OperationContext, orderId: Id<'order'>) {
  await holdOrder(tx, orderId);
  const { order, steps } = await getOrderParts(tx, orderId);
  if (order.status !== 'stuck') throw new Refusal('orders.notStuck', { number: order.number });
  const step = steps.find(({ status }) => status === 'failed');
  assert(step !== undefined, 'a stuck order has a failed step');
  return { order, step };
}
