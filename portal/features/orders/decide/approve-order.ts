import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { type Id, idOf } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { tellFailed } from '../notify/order-notifications.ts';
import { getOrderParts } from '../read/get-order.ts';
import { advanceOrder } from '../steps/advance-order.job.ts';
import { cancelOpenOrder } from '../steps/finish-order.ts';
import { customerOrder, orderStep } from '../tables.ts';
import { holdOrder } from './cancel-order.ts';

const Note = z.string().trim().max(500).default('');

/** The provider lets an order go on that waited for approval. */
export const approveOrder = operation({
  name: 'orders.approve',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({ orderId: idOf('order') }),
  output: z.object({ orderId: z.string() }),
  refusals: ['orders.notFound', 'orders.notAwaitingApproval'],
  async run(context, { orderId }) {
    const { tx, clock, audit, jobs } = context;
    const order = await getAwaiting(context, orderId);
    const now = clock.now();
    await tx
      .update(orderStep)
      .set({ status: 'done', startedAt: order.placedAt, finishedAt: now })
      .where(and(eq(orderStep.orderId, orderId), eq(orderStep.name, 'approval')));
    await tx.update(customerOrder).set({ status: 'running' }).where(eq(customerOrder.id, orderId));
    await audit.record('orders.approved', { orderId, number: order.number }, order.accountId);
    await jobs.start(advanceOrder, { accountId: order.accountId, orderId });
    return { orderId };
  },
});

/** The provider turns an order down that waited for approval. Nothing was charged. */
export const declineOrder = operation({
  name: 'orders.decline',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({ orderId: idOf('order'), note: Note }),
  output: z.object({ orderId: z.string() }),
  refusals: ['orders.notFound', 'orders.notAwaitingApproval'],
  async run(context, { orderId, note }) {
    await getAwaiting(context, orderId);
    await context.tx
      .update(orderStep)
      .set({ status: 'failed', providerNote: note === '' ? null : note, finishedAt: context.clock.now() })
      .where(and(eq(orderStep.orderId, orderId), eq(orderStep.name, 'approval')));
    await cancelOpenOrder(context, orderId, { code: 'declined', facts: {} });
    await tellFailed(context, orderId);
    return { orderId };
  },
});

async function getAwaiting({ tx }: OperationContext, orderId: Id<'order'>) {
  await holdOrder(tx, orderId);
  const { order } = await getOrderParts(tx, orderId);
  if (order.status !== 'awaitingApproval') throw new Refusal('orders.notAwaitingApproval', { number: order.number });
  return order;
}
