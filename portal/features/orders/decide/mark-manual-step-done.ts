import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { getOrderParts } from '../read/get-order.ts';
import { advanceOrder } from '../steps/advance-order.job.ts';
import { orderStep } from '../tables.ts';
import { holdOrder } from './cancel-order.ts';

/** The provider has done by hand what a step waits for. */
export const markManualStepDone = operation({
  name: 'orders.markManualStepDone',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    orderId: idOf('order'),
    /** The supplier's own id of what was done, for support. */
    vendorReference: z.string().trim().max(100).default(''),
  }),
  output: z.object({ orderId: z.string() }),
  refusals: ['orders.notFound', 'orders.notWaitingForProvider'],
  async run({ tx, clock, audit, jobs }, { orderId, vendorReference }) {
    await holdOrder(tx, orderId);
    const { order, steps } = await getOrderParts(tx, orderId);
    const step = steps.find(({ status, waitingOn }) => status === 'running' && waitingOn === 'provider');
    if (order.status !== 'running' || step === undefined)
      throw new Refusal('orders.notWaitingForProvider', { number: order.number });

    const mark = { markedDoneAt: clock.now().toString(), vendorReference };
    await tx
      .update(orderStep)
      .set({ result: { ...step.result, ...mark } })
      .where(eq(orderStep.id, step.id));
    await audit.record('orders.markedDone', { orderId, step: step.name }, order.accountId);
    await jobs.start(advanceOrder, { accountId: order.accountId, orderId });
    return { orderId };
  },
});
