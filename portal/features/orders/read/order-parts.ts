import { asc, eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';
import { customerOrder, type OrderLineRow, type OrderRow, type OrderStepRow, orderLine, orderStep } from '../tables.ts';
import type { AnyVendor } from '../vendor.ts';

export type OrderParts = Readonly<{
  order: OrderRow;
  lines: readonly OrderLineRow[];
  steps: readonly OrderStepRow[];
}>;

/** @throws Refusal `orders.notFound`, also for another account's: the row policy hides it */
export async function getOrderParts(tx: Tx, orderId: Id<'order'>): Promise<OrderParts> {
  const [order] = await tx.select().from(customerOrder).where(eq(customerOrder.id, orderId));
  if (order === undefined) throw new Refusal('orders.notFound');
  const lines = await tx
    .select()
    .from(orderLine)
    .where(eq(orderLine.orderId, orderId))
    .orderBy(asc(orderLine.position));
  const steps = await tx
    .select()
    .from(orderStep)
    .where(eq(orderStep.orderId, orderId))
    .orderBy(asc(orderStep.position));
  return { order, lines, steps };
}

/** The customer may cancel an order as long as no step of the vendor has begun that could buy anything. */
export function canCancel(
  { order, steps }: Pick<OrderParts, 'order' | 'steps'>,
  vendor: Pick<AnyVendor, 'cancellableSteps'> | undefined,
): boolean {
  if (order.status !== 'awaitingApproval' && order.status !== 'running') return false;
  const cancellable: readonly string[] = ['approval', 'payment', ...(vendor?.cancellableSteps ?? [])];
  return steps.every(({ name, startedAt }) => cancellable.includes(name) || startedAt === null);
}
