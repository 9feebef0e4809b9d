import { utcDate } from '@licence-portal/nce';
import { and, asc, eq, getTableColumns, gt, inArray, lte, not, notExists, type SQL, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { type SubscriptionRow, subscription } from '#features/subscriptions/subscriptions.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Pass } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { type Page, rowsAfter, visitRows } from '#platform/visit-rows.server.ts';
import { DEFAULT_REMINDER_DAYS, dueReminder, REMINDED_DAYS_BEFORE } from './rules.ts';
import { toRunningSubscription } from './running-subscription.ts';
import { sendReminders } from './send-reminders.ts';
import { deadlineNotice, type ReminderKind, reminderSetting } from './tables.ts';

/**
 * Reminds administrators before a term ends, on the movable clock, of the outcome and its cost: on the days that their
 * account has chosen, and of all terms of the account in one e-mail. Two rounds: the first notes each reminder that is
 * due, whose unique row ensures that it is sent once; the second sends what is noted, account by account.
 */
export const remindOfTermEnds: Pass = {
  name: 'deadlines.remindOfTermEnds',
  everySeconds: 15,
  async run(pass) {
    const today = utcDate(pass.clock.now());
    await visitRows(pass, {
      list: (tx, page) => listDue(tx, today, page),
      keyOf: ({ row }) => [row.endsBefore, row.id],
      run: noteReminders,
    });
    await visitRows(pass, {
      list: listAccountsToRemind,
      keyOf: ({ accountId }) => [accountId],
      run: (context, accounts) =>
        sendReminders(
          context,
          accounts.map(({ accountId }) => accountId),
        ),
    });
  },
};

type DueRow = Readonly<{ row: SubscriptionRow; days: readonly number[] | null }>;

function listDue(tx: Tx, today: Temporal.PlainDate, { after, limit }: Page): Promise<DueRow[]> {
  const due = dueReminderColumn(today);
  return tx
    .select({ row: getTableColumns(subscription), days: reminderSetting.days })
    .from(subscription)
    .leftJoin(reminderSetting, eq(reminderSetting.accountId, subscription.accountId))
    .where(
      and(
        eq(subscription.status, 'active'),
        gt(subscription.endsBefore, today),
        lte(subscription.endsBefore, today.add({ days: REMINDED_DAYS_BEFORE })),
        inArray(subscription.termEndOutcome, ['renews', 'ends', 'extendsMonthly']),
        // The rule's short terms, in the durations that are sold.
        not(
          sql`(${subscription.termDuration} = 'P1M' and ${subscription.termEndOutcome} = 'renews'
            and not ${subscription.isTrial})`,
        ),
        sql`${due} is not null`,
        notExists(
          tx
            .select({ id: deadlineNotice.id })
            .from(deadlineNotice)
            .where(
              and(
                eq(deadlineNotice.subscriptionId, subscription.id),
                eq(deadlineNotice.dueOn, subscription.endsBefore),
                // A reminder nearer to the end was sent already, whatever is chosen now.
                sql`substring(${deadlineNotice.kind} from 'termEndsIn([0-9]+)')::int <= ${due}`,
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
  const chosen = sql`coalesce(${reminderSetting.days}, ${`{${DEFAULT_REMINDER_DAYS.join()}}`}::int[])`;
  return sql`(select min(days) from unnest(${chosen}) days
    where ${endsBefore} - ${today.toString()}::date <= days and days * 2 <= ${endsBefore} - ${startsOn})`;
}

async function noteReminders({ tx, clock }: OperationContext, due: readonly DueRow[]): Promise<void> {
  const now = clock.now();
  const notices = due.flatMap(({ row, days: chosen }) => {
    const days = dueReminder(toRunningSubscription(row), utcDate(now), chosen ?? DEFAULT_REMINDER_DAYS);
    if (days === undefined) return [];
    const { accountId, id: subscriptionId, endsBefore: dueOn } = row;
    return [{ accountId, subscriptionId, kind: reminderKind(days), dueOn, createdAt: now, notifiedAt: null }];
  });
  if (notices.length > 0) await tx.insert(deadlineNotice).values(notices).onConflictDoNothing();
}

function reminderKind(days: number): ReminderKind {
  return `termEndsIn${days}Day${days === 1 ? '' : 's'}`;
}

/** The accounts with reminders that wait for their e-mail. */
function listAccountsToRemind(tx: Tx, { after, limit }: Page) {
  const { accountId, notifiedAt } = deadlineNotice;
  return tx
    .selectDistinct({ accountId })
    .from(deadlineNotice)
    .innerJoin(account, eq(account.id, accountId))
    .where(and(sql`${notifiedAt} is null`, rowsAfter([accountId], after)))
    .orderBy(asc(accountId))
    .limit(limit);
}
