import { and, asc, eq, gt, gte, inArray, lte, notExists, type SQL, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { dunningHold, invoice, paymentReminder } from '../../tables.ts';
import { isInvoiceToPay, openAmount } from '../open-amounts.ts';

/** Reminders come in the morning of the customer's day, never in the night. */
const FIRST_HOUR = 8;
/** After the last step an invoice is looked at so long: a process that was down, or a hold that has ended. */
const LOOK_BACK_DAYS = 60;

export type DueReminder = Readonly<{
  accountId: AccountId;
  invoiceId: Id<'invoice'>;
  /** The latest step that the invoice has reached. */
  days: number;
}>;

type ReminderQuery = Readonly<{
  steps: readonly number[];
  now: Temporal.Instant;
  /** True: whatever the time of the customer's day. */
  atAnyHour?: boolean;
  accountIds?: readonly AccountId[];
}>;

/** Unpaid invoices that have reached a step of which their customer was not reminded, in the order of the customers. */
export async function findDueReminders(
  tx: Tx,
  { steps, now, atAnyHour = false, accountIds }: ReminderQuery,
): Promise<DueReminder[]> {
  const local = sql`(${now.toString()}::timestamptz at time zone ${account.timeZone})`;
  const today = sql`${local}::date`;
  const list = sql.join(
    steps.map((step) => sql`${step}::int`),
    sql`, `,
  );
  const days = sql`(select max(step) from unnest(array[${list}]) as step where ${invoice.dueOn} + step <= ${today})`;
  // A day more on either side: the account's day may be another one than that of UTC.
  const utcDay = now.toZonedDateTimeISO('UTC').toPlainDate();
  const rows = await tx
    .select({ accountId: invoice.accountId, invoiceId: invoice.id, days: sql<number | null>`${days}` })
    .from(invoice)
    .innerJoin(account, eq(account.id, invoice.accountId))
    .where(
      and(
        lte(invoice.dueOn, utcDay.add({ days: 1 - Math.min(...steps) })),
        gte(invoice.dueOn, utcDay.subtract({ days: LOOK_BACK_DAYS + Math.max(...steps) + 1 })),
        isInvoiceToPay,
        eq(account.status, 'active'),
        accountIds === undefined ? undefined : inArray(account.id, [...accountIds]),
        sql`${days} is not null`,
        atAnyHour ? undefined : gte(sql`extract(hour from ${local})`, sql`${FIRST_HOUR}::int`),
        isWithoutNotice(tx, days),
        notExists(
          tx.select({ id: dunningHold.accountId }).from(dunningHold).where(eq(dunningHold.accountId, account.id)),
        ),
        gt(openAmount, sql`0`),
      ),
    )
    .orderBy(asc(invoice.accountId), asc(invoice.dueOn), asc(invoice.id));
  return rows.flatMap(({ days: reached, ...row }) => (reached === null ? [] : [{ ...row, days: reached }]));
}

function isWithoutNotice(tx: Tx, days: SQL): SQL {
  return notExists(
    tx
      .select({ id: paymentReminder.invoiceId })
      .from(paymentReminder)
      .where(and(eq(paymentReminder.invoiceId, invoice.id), gte(paymentReminder.days, days))),
  );
}
