import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { startAdvance } from '../steps/advance-order.job.ts';
import { customerOrder, orderStep } from '../tables.ts';
import { getOrderAwaitingApproval } from './held-order.ts';
import { requoteOrder } from './requote-order.ts';

export const approveOrder = operation({
  name: 'orders.approveOrder',
  description:
    'Approves an order that waits for the provider. It is quoted again first: where it would cost more than the ' +
    'customer has confirmed, or is no longer possible, nothing is approved. Its steps start at once.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({ orderId: idOf('order').describe('Id of the order.') }),
  output: z.object({ orderId: z.string().describe('Id of the order.') }),
  refusals: ['orders.notFound', 'orders.notAwaitingApproval', 'orders.priceMoved', 'orders.noLongerPossible'],
  async run(context, { orderId }) {
    const { tx, clock, audit, jobs } = context;
    const order = await getOrderAwaitingApproval(tx, orderId);
    await requoteOrder(context, order);
    await tx
      .update(orderStep)
      .set({ status: 'done', startedAt: order.placedAt, finishedAt: clock.now() })
      .where(and(eq(orderStep.orderId, orderId), eq(orderStep.name, 'approval')));
    await tx.update(customerOrder).set({ status: 'running' }).where(eq(customerOrder.id, orderId));
    await audit.record('orders.approved', { orderId, number: order.number }, order.accountId);
    await startAdvance(jobs, { accountId: order.accountId, orderId });
    return { orderId };
  },
});
