import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { notifyFailed } from '../notify/order-notifications.ts';
import { cancelOpenOrder } from '../steps/finish-order.ts';
import { orderStep } from '../tables.ts';
import { getOrderAwaitingApproval } from './held-order.ts';

export const declineOrder = operation({
  name: 'orders.declineOrder',
  description:
    'Declines an order that waits for the provider: it is cancelled, nothing is charged, the customer is notified.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    orderId: idOf('order').describe('Id of the order.'),
    note: z.string().trim().max(500).default('').describe('Reason, for the provider only; at most 500 characters.'),
  }),
  output: z.object({ orderId: z.string().describe('Id of the order.') }),
  refusals: ['orders.notFound', 'orders.notAwaitingApproval'],
  async run(context, { orderId, note }) {
    await getOrderAwaitingApproval(context.tx, orderId);
    await context.tx
      .update(orderStep)
      .set({ status: 'failed', providerNote: note === '' ? null : note, finishedAt: context.clock.now() })
      .where(and(eq(orderStep.orderId, orderId), eq(orderStep.name, 'approval')));
    await cancelOpenOrder(context, orderId, { code: 'declined', facts: {} });
    await notifyFailed(context, orderId);
    return { orderId };
  },
});
