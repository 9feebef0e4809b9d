import { and, eq } from 'drizzle-orm';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { customerOrder, orderStep } from '../tables.ts';
import { startAdvance } from './advance-order.job.ts';

/** Lets the orders for a Microsoft account that wait for the customer look again at once. */
export async function resumeWaitingOrders({ tx, jobs }: OperationContext, tenantId: Id<'tenant'>): Promise<void> {
  const waiting = await tx
    .select({ accountId: customerOrder.accountId, orderId: customerOrder.id, stepId: orderStep.id })
    .from(orderStep)
    .innerJoin(customerOrder, eq(customerOrder.id, orderStep.orderId))
    .where(
      and(
        eq(customerOrder.tenantId, tenantId),
        eq(customerOrder.status, 'running'),
        eq(orderStep.status, 'running'),
        eq(orderStep.waitingOn, 'customer'),
      ),
    );
  for (const { accountId, orderId, stepId } of waiting) {
    await tx.update(orderStep).set({ checkAgainAt: null }).where(eq(orderStep.id, stepId));
    await startAdvance(jobs, { accountId, orderId });
  }
}
