import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { canCancel } from '../read/order-parts.ts';
import { refuseKindOfOthers } from '../refuse-kind-of-others.ts';
import { cancelOpenOrder } from '../steps/finish-order.ts';
import { getOrderForUpdate } from './held-order.ts';

export const cancelOrder = operation({
  name: 'orders.cancelOrder',
  description: 'Cancels an order of which nothing was bought at the vendor yet. Nothing is charged.',
  kind: 'write',
  permission: 'orders.place',
  input: z.object({ orderId: idOf('order').describe('Id of the order.') }),
  output: z.object({ orderId: z.string().describe('Id of the order.') }),
  refusals: ['orders.notFound', 'orders.tooLateToCancel'],
  async run(context, { orderId }) {
    const parts = await getOrderForUpdate(context.tx, orderId);
    refuseKindOfOthers(context, parts.order.kind);
    if (!canCancel(parts, context.services.vendors[parts.order.vendor]))
      throw new Refusal('orders.tooLateToCancel', { number: parts.order.number });

    await cancelOpenOrder(context, orderId, null);
    return { orderId };
  },
});
