import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { startAdvance } from '../steps/advance-order.job.ts';
import { orderStep } from '../tables.ts';
import { getOrderForUpdate } from './held-order.ts';

export const markManualStepDone = operation({
  name: 'orders.markManualStepDone',
  description: 'Marks the manual step that an order waits for as done by the provider. The order then continues.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    orderId: idOf('order').describe('Id of the order.'),
    vendorReference: z
      .string()
      .trim()
      .max(100)
      .default('')
      .describe("The manufacturer's own reference, for support; at most 100 characters."),
  }),
  output: z.object({ orderId: z.string().describe('Id of the order.') }),
  refusals: ['orders.notFound', 'orders.notWaitingForProvider'],
  async run({ tx, clock, audit, jobs }, { orderId, vendorReference }) {
    const { order, steps } = await getOrderForUpdate(tx, orderId);
    const step = steps.find(({ status, waitingOn }) => status === 'running' && waitingOn === 'provider');
    if (order.status !== 'running' || step === undefined)
      throw new Refusal('orders.notWaitingForProvider', { number: order.number });

    const mark = { markedDoneAt: clock.now().toString(), vendorReference };
    await tx
      .update(orderStep)
      .set({ result: { ...step.result, ...mark } })
      .where(eq(orderStep.id, step.id));
    await audit.record('orders.markedDone', { orderId, step: step.name }, order.accountId);
    await startAdvance(jobs, { accountId: order.accountId, orderId });
    return { orderId };
  },
});
