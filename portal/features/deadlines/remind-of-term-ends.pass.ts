import { startOfUtcDay, utcDate } from '@licence-portal/nce';
import { and, eq, gt, inArray, lte } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { notify } from '#features/notifications/notifications.ts';
import { type SubscriptionRow, subscription } from '#features/subscriptions/subscriptions.ts';
import type { Pass } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { paths } from '#ui/paths.ts';
import { inactionCosts } from './inaction-costs.ts';
import { deadlinesOf, dueReminder, REMINDED_DAYS_BEFORE } from './rules.ts';
import { toRunningSubscription } from './running-subscription.ts';
import { deadlineNotice } from './tables.ts';
import { termEndsMail } from './term-ends.mail.ts';

const BATCH_SIZE = 500;

/**
 * Reminds administrators 30, 7 and 1 days before a term ends, on the movable clock, of the outcome and its cost. The
 * unique row of the notice ensures that each is sent once.
 */
export const remindOfTermEnds: Pass = {
  name: 'deadlines.remindOfTermEnds',
  everySeconds: 15,
  async run(context) {
    const { tx, clock } = context;
    const today = utcDate(clock.now());
    const ending = await tx
      .select({ row: subscription, accountName: account.name })
      .from(subscription)
      .innerJoin(account, eq(account.id, subscription.accountId))
      .where(
        and(
          eq(subscription.status, 'active'),
          gt(subscription.endsBefore, today),
          lte(subscription.endsBefore, today.add({ days: REMINDED_DAYS_BEFORE })),
          inArray(subscription.termEndOutcome, ['renews', 'ends', 'extendsMonthly']),
        ),
      )
      .limit(BATCH_SIZE);
    for (const { row, accountName } of ending) await remind(context, row, accountName);
  },
};

async function remind(context: OperationContext, row: SubscriptionRow, accountName: string): Promise<void> {
  const { tx, clock } = context;
  const now = clock.now();
  const kind = dueReminder(toRunningSubscription(row), utcDate(now));
  if (kind === undefined) return;
  const recorded = await tx
    .insert(deadlineNotice)
    .values({ accountId: row.accountId, subscriptionId: row.id, kind, dueOn: row.endsBefore, createdAt: now })
    .onConflictDoNothing()
    .returning({ id: deadlineNotice.id });
  if (recorded.length === 0) return;

  const termEnd = startOfUtcDay(row.endsBefore);
  const deadline = deadlinesOf(toRunningSubscription(row), now).find(({ at }) => at.equals(termEnd));
  const [cost] = deadline ? await inactionCosts(tx, [{ row, deadline }], now) : [];
  await notify(context, {
    accountId: row.accountId,
    to: 'administrators',
    kind: 'termEnds',
    facts: {
      name: row.name,
      days: utcDate(now).until(row.endsBefore).days,
      outcome: row.termEndOutcome,
      seatCount: row.seatCount,
    },
    link: paths.subscription(row.id),
    mail: (t, reader) =>
      termEndsMail(t, {
        accountName,
        name: row.name,
        seatCount: row.seatCount,
        endsBefore: row.endsBefore.toString(),
        outcome: row.termEndOutcome,
        isExtensionChosen: toRunningSubscription(row).isExtensionChosen,
        cost,
        url: `${context.services.publicUrl}${paths.subscription(row.id)}`,
        locale: reader.locale,
      }),
  });
}
