import { asc, lte } from 'drizzle-orm';
import type { Pass } from '#platform/job.ts';
import { subscription } from '../tables.ts';
import { startReading } from './read-subscription.job.ts';

const BATCH_SIZE = 200;

/**
 * Starts a reading of each subscription that is due on the movable clock: a window has closed, a term has ended, or a
 * day has passed.
 */
export const readDueSubscriptions: Pass = {
  name: 'subscriptions.readDueSubscriptions',
  everySeconds: 10,
  async run({ tx, clock, jobs }) {
    const due = await tx
      .select({ accountId: subscription.accountId, subscriptionId: subscription.id })
      .from(subscription)
      .where(lte(subscription.readAgainAt, clock.now()))
      .orderBy(asc(subscription.readAgainAt))
      .limit(BATCH_SIZE);
    for (const row of due) await startReading(jobs, row, 'keep');
  },
};
