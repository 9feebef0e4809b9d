import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf } from '#platform/ids.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { getOrderParts, type OrderParts } from '../read/order-parts.ts';
import { customerOrder, type OrderRow, type OrderStepRow } from '../tables.ts';

/** The input and output of operations on a stuck order, by the provider. */
export const StuckOrderInput = z.object({ orderId: idOf('order').describe('Id of the order.') });
export const StuckOrderOutput = z.object({ orderId: z.string().describe('Id of the order.') });

/**
 * Holds the order's row until the transaction ends, so that no worker takes a step meanwhile.
 *
 * @throws Refusal `orders.notFound`
 */
export async function getOrderForUpdate(tx: Tx, orderId: Id<'order'>): Promise<OrderParts> {
  await tx
    .select({ id: customerOrder.id })
    .from(customerOrder)
    .where(eq(customerOrder.id, orderId))
    .for('no key update');
  return getOrderParts(tx, orderId);
}

/** @throws Refusal `orders.notFound` or `orders.notAwaitingApproval` */
export async function getOrderAwaitingApproval(tx: Tx, orderId: Id<'order'>): Promise<OrderRow> {
  const { order } = await getOrderForUpdate(tx, orderId);
  if (order.status !== 'awaitingApproval') throw new Refusal('orders.notAwaitingApproval', { number: order.number });
  return order;
}

/** @throws Refusal `orders.notFound` or `orders.notStuck` */
export async function getStuckOrder(tx: Tx, orderId: Id<'order'>): Promise<{ order: OrderRow; step: OrderStepRow }> {
  const { order, steps } = await getOrderForUpdate(tx, orderId);
  if (order.status !== 'stuck') throw new Refusal('orders.notStuck', { number: order.number });
  const step = steps.find(({ status }) => status === 'failed');
  assert(step !== undefined, 'a stuck order has a failed step');
  return { order, step };
}
