import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { machineClock } from '#platform/clock.ts';
import type { Pass } from '#platform/job.ts';
import { customerOrder, orderStep } from '../tables.ts';
import { startAdvance } from './advance-order.job.ts';

/** An order that is this long past its time was left by a worker that died. */
const OVERDUE = Temporal.Duration.from({ seconds: 30 });

/** Resumes orders whose claim has run out, or whose next attempt is overdue. Machine time. */
export const resumeOrders: Pass = {
  name: 'orders.resume',
  everySeconds: 10,
  async run({ tx, jobs }) {
    const overdue = machineClock.now().subtract(OVERDUE);
    const left = await tx
      .selectDistinct({ accountId: customerOrder.accountId, orderId: customerOrder.id })
      .from(orderStep)
      .innerJoin(customerOrder, eq(customerOrder.id, orderStep.orderId))
      .where(
        and(
          eq(customerOrder.status, 'running'),
          eq(orderStep.status, 'running'),
          or(isNull(orderStep.waitingOn), sql`${orderStep.waitingOn} <> 'provider'`),
          or(isNull(orderStep.claimedUntil), lt(orderStep.claimedUntil, machineClock.now())),
          or(isNull(orderStep.checkAgainAt), lt(orderStep.checkAgainAt, overdue)),
        ),
      );
    for (const { accountId, orderId } of left) {
      await startAdvance(jobs, { accountId, orderId }, { ifWaiting: 'keep' });
    }
  },
};
