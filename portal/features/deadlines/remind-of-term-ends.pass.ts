import { startOfUtcDay, utcDate } from '@licence-portal/nce';
import { and, asc, eq, gt, inArray, lte, notExists, type SQL, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { type NewNotification, notifyOfMany } from '#features/notifications/notifications.ts';
import { type SubscriptionRow, subscription } from '#features/subscriptions/subscriptions.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Pass } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { type Page, rowsAfter, visitRows } from '#platform/visit-rows.server.ts';
import { paths } from '#ui/paths.ts';
import { inactionCosts } from './inaction-costs.ts';
import { type Deadline, deadlinesOf, dueReminder, REMINDED_DAYS_BEFORE, REMINDERS } from './rules.ts';
import { toRunningSubscription } from './running-subscription.ts';
import { deadlineNotice } from './tables.ts';
import { termEndsMail } from './term-ends.mail.ts';

/**
 * Reminds administrators 30, 7 and 1 days before a term ends, on the movable clock, of the outcome and its cost; the
 * terms that end first, first. A reminder that was sent is not due any more; its unique row ensures that.
 */
export const remindOfTermEnds: Pass = {
  name: 'deadlines.remindOfTermEnds',
  everySeconds: 15,
  async run(pass) {
    const today = utcDate(pass.clock.now());
    await visitRows(pass, {
      list: (tx, page) => listDue(tx, today, page),
      keyOf: ({ row }) => [row.endsBefore, row.id],
      run: remind,
    });
  },
};

type DueRow = Readonly<{ row: SubscriptionRow; accountName: string }>;

function listDue(tx: Tx, today: Temporal.PlainDate, { after, limit }: Page): Promise<DueRow[]> {
  const reminder = dueReminderColumn(today);
  return tx
    .select({ row: subscription, accountName: account.name })
    .from(subscription)
    .innerJoin(account, eq(account.id, subscription.accountId))
    .where(
      and(
        eq(subscription.status, 'active'),
        gt(subscription.endsBefore, today),
        lte(subscription.endsBefore, today.add({ days: REMINDED_DAYS_BEFORE })),
        inArray(subscription.termEndOutcome, ['renews', 'ends', 'extendsMonthly']),
        sql`${reminder} is not null`,
        notExists(
          tx
            .select({ id: deadlineNotice.id })
            .from(deadlineNotice)
            .where(
              and(
                eq(deadlineNotice.subscriptionId, subscription.id),
                eq(deadlineNotice.kind, reminder),
                eq(deadlineNotice.dueOn, subscription.endsBefore),
              ),
            ),
        ),
        rowsAfter([subscription.endsBefore, subscription.id], after),
      ),
    )
    .orderBy(asc(subscription.endsBefore), asc(subscription.id))
    .limit(limit);
}

/** The rule `dueReminder`, in terms of the database. */
function dueReminderColumn(today: Temporal.PlainDate): SQL {
  const { startsOn, endsBefore } = subscription;
  const cases = REMINDERS.map(
    ({ days, kind }) =>
      sql`when ${endsBefore} - ${today.toString()}::date <= ${days}::int
        and ${days * 2}::int <= ${endsBefore} - ${startsOn} then ${kind}::text`,
  );
  return sql`case ${sql.join(cases, sql` `)} end`;
}

async function remind(context: OperationContext, due: readonly DueRow[]): Promise<void> {
  const { tx, clock } = context;
  const now = clock.now();
  const notices = due.flatMap(({ row }) => {
    const kind = dueReminder(toRunningSubscription(row), utcDate(now));
    if (kind === undefined) return [];
    return [{ accountId: row.accountId, subscriptionId: row.id, kind, dueOn: row.endsBefore, createdAt: now }];
  });
  if (notices.length === 0) return;
  const recorded = await tx
    .insert(deadlineNotice)
    .values(notices)
    .onConflictDoNothing()
    .returning({ subscriptionId: deadlineNotice.subscriptionId });
  const recordedIds = new Set(recorded.map(({ subscriptionId }) => subscriptionId));
  const reminded = due.filter(({ row }) => recordedIds.has(row.id));
  const costs = await costsOfTermEnds(tx, reminded, now);
  await notifyOfMany(
    context,
    reminded.map((one) => notificationOf(context, one, costs.get(one.row.id))),
  );
}

type Cost = Awaited<ReturnType<typeof inactionCosts>>[number];

/** The cost of doing nothing until the end of each term; absent where there is none, or the price is not known. */
async function costsOfTermEnds(tx: Tx, reminded: readonly DueRow[], now: Temporal.Instant) {
  const deadlines = reminded.flatMap(({ row }) => {
    const deadline = termEndOf(row, now);
    return deadline === undefined ? [] : [{ row, deadline }];
  });
  const costs = await inactionCosts(tx, deadlines, now);
  return new Map<SubscriptionRow['id'], Cost>(deadlines.map(({ row }, index) => [row.id, costs[index]]));
}

function termEndOf(row: SubscriptionRow, now: Temporal.Instant): Deadline | undefined {
  const termEnd = startOfUtcDay(row.endsBefore);
  return deadlinesOf(toRunningSubscription(row), now).find(({ at }) => at.equals(termEnd));
}

function notificationOf(context: OperationContext, { row, accountName }: DueRow, cost: Cost): NewNotification {
  const link = paths.subscription(row.id);
  return {
    accountId: row.accountId,
    to: { with: 'subscriptions.manage' },
    kind: 'termEnds',
    facts: {
      name: row.name,
      days: utcDate(context.clock.now()).until(row.endsBefore).days,
      outcome: row.termEndOutcome,
      seatCount: row.seatCount,
    },
    link,
    mail: (t, reader) =>
      termEndsMail(t, {
        accountName,
        name: row.name,
        seatCount: row.seatCount,
        endsBefore: row.endsBefore.toString(),
        outcome: row.termEndOutcome,
        isExtensionChosen: toRunningSubscription(row).isExtensionChosen,
        cost,
        url: `${context.services.publicUrl}${link}`,
        locale: reader.locale,
      }),
  };
}
