import { and, asc, isNotNull, lte } from 'drizzle-orm';
import type { AccountId, Id } from '#platform/ids.ts';
import type { Pass } from '#platform/job.ts';
import { rowsAfter, visitRows } from '#platform/visit-rows.server.ts';
import { subscription } from '../tables.ts';
import { startReadingDue } from './read-due-of-customer.job.ts';

type DueCustomer = Readonly<{ accountId: AccountId; tenantId: Id<'tenant'> | null; vendor: string }>;

/** Each page looks at all that is due: few pages. */
const CUSTOMERS_AT_A_TIME = 500;

/**
 * Starts a reading for each customer of whom a subscription is due on the movable clock: a window has closed, a term
 * has ended, or a day has passed.
 */
export const readDueSubscriptions: Pass = {
  name: 'subscriptions.readDueSubscriptions',
  everySeconds: 10,
  async run(pass) {
    const now = pass.clock.now();
    const { readAgainAt, tenantId, accountId, vendor } = subscription;
    await visitRows(pass, {
      rowsAtATime: CUSTOMERS_AT_A_TIME,
      list: (tx, { after, limit }): Promise<DueCustomer[]> =>
        tx
          .selectDistinct({ accountId, tenantId, vendor })
          .from(subscription)
          .where(and(isNotNull(tenantId), lte(readAgainAt, now), rowsAfter([tenantId, vendor, accountId], after)))
          .orderBy(asc(tenantId), asc(vendor), asc(accountId))
          .limit(limit),
      keyOf: ({ accountId, tenantId, vendor }) => [tenantId, vendor, accountId],
      async run({ jobs }, due) {
        await startReadingDue(
          jobs,
          due.flatMap(({ tenantId, ...rest }) => (tenantId === null ? [] : [{ ...rest, tenantId }])),
        );
      },
    });
  },
};
