import { and, asc, eq, isNull, lt, or, sql } from 'drizzle-orm';
import { machineClock } from '#platform/clock.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import type { Pass } from '#platform/job.ts';
import { type Page, rowsAfter, visitRows } from '#platform/visit-rows.server.ts';
import { customerOrder, orderStep } from '../tables.ts';
import { startAdvance } from './advance-order.job.ts';

/** An order that is this long past its time was left by a worker that died. */
const OVERDUE = Temporal.Duration.from({ seconds: 30 });

/** Resumes orders whose claim has run out, or whose next attempt is overdue. Machine time. */
export const resumeOrders: Pass = {
  name: 'orders.resume',
  everySeconds: 10,
  async run(pass) {
    const now = machineClock.now();
    await visitRows(pass, {
      list: (tx, page) => listLeftOrders(tx, now, page),
      keyOf: ({ orderId }) => [orderId],
      async run({ jobs }, left) {
        for (const order of left) await startAdvance(jobs, order, { ifWaiting: 'keep' });
      },
    });
  },
};

type LeftOrder = Readonly<{ accountId: AccountId; orderId: Id<'order'> }>;

function listLeftOrders(tx: Tx, now: Temporal.Instant, { after, limit }: Page): Promise<LeftOrder[]> {
  return tx
    .selectDistinct({ accountId: customerOrder.accountId, orderId: customerOrder.id })
    .from(orderStep)
    .innerJoin(customerOrder, eq(customerOrder.id, orderStep.orderId))
    .where(
      and(
        eq(customerOrder.status, 'running'),
        eq(orderStep.status, 'running'),
        or(isNull(orderStep.waitingOn), sql`${orderStep.waitingOn} <> 'provider'`),
        or(isNull(orderStep.claimedUntil), lt(orderStep.claimedUntil, now)),
        or(isNull(orderStep.checkAgainAt), lt(orderStep.checkAgainAt, now.subtract(OVERDUE))),
        rowsAfter([customerOrder.id], after),
      ),
    )
    .orderBy(asc(customerOrder.id))
    .limit(limit);
}
