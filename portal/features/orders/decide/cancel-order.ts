import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { getOrderParts } from '../read/get-order.ts';
import { canCancel } from '../read/order-output.ts';
import { cancelOpenOrder } from '../steps/finish-order.ts';
import { customerOrder } from '../tables.ts';

/** Stops an order of which nothing was sent to the vendor yet. */
export const cancelOrder = operation({
  name: 'orders.cancelOrder',
  kind: 'write',
  permission: 'orders.place',
  input: z.object({ orderId: idOf('order') }),
  output: z.object({ orderId: z.string() }),
  refusals: ['orders.notFound', 'orders.tooLateToCancel'],
  async run(context, { orderId }) {
    await holdOrder(context.tx, orderId);
    const parts = await getOrderParts(context.tx, orderId);
    if (!canCancel(parts)) throw new Refusal('orders.tooLateToCancel', { number: parts.order.number });

    await cancelOpenOrder(context, orderId, null);
    return { orderId };
  },
});

/** Holds the order's row, so that no worker takes a step meanwhile. */
export async function holdOrder(tx: Tx, orderId: Id<'order'>): Promise<void> {
  await tx.select({ id: customerOrder.id }).from(customerOrder).where(eq(customerOrder.id, orderId)).for('update');
}
