import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { failOrder } from '../steps/finish-order.ts';
import { getStuckOrder } from './held-order.ts';

export const giveUpOrder = operation({
  name: 'orders.giveUpOrder',
  description:
    'Ends a stuck order as failed: nothing is charged, credit that it had taken is returned, the customer is notified.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({ orderId: idOf('order').describe('Id of the order.') }),
  output: z.object({ orderId: z.string().describe('Id of the order.') }),
  refusals: ['orders.notFound', 'orders.notStuck'],
  async run(context, { orderId }) {
    const { order } = await getStuckOrder(context.tx, orderId);
    await failOrder(context, orderId, { code: 'givenUp', facts: {} });
    await context.audit.record('orders.givenUp', { orderId }, order.accountId);
    return { orderId };
  },
});
