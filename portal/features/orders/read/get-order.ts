import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { OrderDetail, orderDetail } from './order-output.ts';
import { getOrderParts } from './order-parts.ts';

export const getOrder = operation({
  name: 'orders.getOrder',
  description: 'Returns one order of the account with its lines and the progress of its steps.',
  kind: 'read',
  permission: 'orders.read',
  input: z.object({ orderId: idOf('order').describe('Id of the order.') }),
  output: OrderDetail,
  refusals: ['orders.notFound'],
  run: async ({ tx, services }, { orderId }) => orderDetail(services, await getOrderParts(tx, orderId)),
});
