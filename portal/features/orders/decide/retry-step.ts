import { eq } from 'drizzle-orm';
import { operation } from '#platform/operation.server.ts';
import { startAdvance } from '../steps/advance-order.job.ts';
import { customerOrder, orderStep } from '../tables.ts';
import { getStuckOrder, StuckOrderInput, StuckOrderOutput } from './held-order.ts';

export const retryStep = operation({
  name: 'orders.retryStep',
  description:
    'Retries the failed step of a stuck order: with the same request id where the vendor gave no clear answer, so that ' +
    'nothing is bought twice, and with a new one where the vendor had refused.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: StuckOrderInput,
  output: StuckOrderOutput,
  refusals: ['orders.notFound', 'orders.notStuck'],
  async run({ tx, audit, jobs }, { orderId }) {
    const { order, step } = await getStuckOrder(tx, orderId);
    await tx
      .update(orderStep)
      .set({ status: 'waiting', attemptCount: 0, failureCode: null, failureFacts: null, providerNote: null })
      .where(eq(orderStep.id, step.id));
    await tx
      .update(customerOrder)
      .set({ status: 'running', failureCode: null, failureFacts: null })
      .where(eq(customerOrder.id, orderId));
    await audit.record('orders.stepRetried', { orderId, step: step.name }, order.accountId);
    await startAdvance(jobs, { accountId: order.accountId, orderId });
    return { orderId };
  },
});
