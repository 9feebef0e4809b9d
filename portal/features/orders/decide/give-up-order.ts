import { operation } from '#platform/operation.server.ts';
import { failOrder } from '../steps/finish-order.ts';
import { getStuckOrder, StuckOrderInput, StuckOrderOutput } from './held-order.ts';

export const giveUpOrder = operation({
  name: 'orders.giveUpOrder',
  description:
    'Ends a stuck order as failed: nothing is charged, credit that it had taken is returned, the customer is notified.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: StuckOrderInput,
  output: StuckOrderOutput,
  refusals: ['orders.notFound', 'orders.notStuck'],
  async run(context, { orderId }) {
    const { order } = await getStuckOrder(context.tx, orderId);
    await failOrder(context, orderId, { code: 'givenUp', facts: {} });
    await context.audit.record('orders.givenUp', { orderId }, order.accountId);
    return { orderId };
  },
});
