import { and, asc, lte } from 'drizzle-orm';
import type { AccountId, Id } from '#platform/ids.ts';
import type { Pass } from '#platform/job.ts';
import { rowsAfter, visitRows } from '#platform/visit-rows.server.ts';
import { subscription } from '../tables.ts';
import { startReading } from './read-subscription.job.ts';

type DueRow = Readonly<{ accountId: AccountId; subscriptionId: Id<'subscription'>; dueAt: Temporal.Instant | null }>;

/**
 * Starts a reading of each subscription that is due on the movable clock: a window has closed, a term has ended, or a
 * day has passed. The longest due first.
 */
export const readDueSubscriptions: Pass = {
  name: 'subscriptions.readDueSubscriptions',
  everySeconds: 10,
  async run(pass) {
    const now = pass.clock.now();
    const { readAgainAt, id, accountId } = subscription;
    await visitRows(pass, {
      list: (tx, { after, limit }): Promise<DueRow[]> =>
        tx
          .select({ accountId, subscriptionId: id, dueAt: readAgainAt })
          .from(subscription)
          .where(and(lte(readAgainAt, now), rowsAfter([readAgainAt, id], after)))
          .orderBy(asc(readAgainAt), asc(id))
          .limit(limit),
      keyOf: ({ dueAt, subscriptionId }) => [dueAt, subscriptionId],
      async run({ jobs }, due) {
        for (const { accountId, subscriptionId } of due)
          await startReading(jobs, { accountId, subscriptionId }, 'keep');
      },
    });
  },
};
