import { and, asc, eq, isNull, lt, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import type { Pass } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { type Page, rowsAfter, visitRows } from '#platform/visit-rows.server.ts';
import { billingMonth, billingStatement, billingStatementLine, charge, waitingStatement } from '../tables.ts';
import { composeDocuments, documentsOf } from './compose-documents.ts';
import { issueStatement } from './issue-statement.ts';
import { columnsOfPlacement, ENTRY_COLUMNS, readEarlierEntries } from './read-entries.ts';
import { totalsOfDocuments } from './tax-summary.ts';

/**
 * Hours of the account's day before its month is closed: the last charges of the month have arrived by then. Entries
 * are dated in UTC, which is behind the account's time zone.
 */
const CLOSES_AFTER_HOURS = 6;

/** Of one transaction: each account locks its rows and the series of numbers. */
const ACCOUNTS_AT_A_TIME = 20;

/**
 * Closes the months of accounts that are over: their charges and refunds become a statement, and the statement becomes
 * invoices and credit notes. Entries that arrive later stand in the next month's statement.
 */
export const closeMonths: Pass = {
  name: 'billing.closeMonths',
  everySeconds: 300,
  async run(pass) {
    const now = pass.clock.now().subtract({ hours: CLOSES_AFTER_HOURS });
    await visitRows(pass, {
      rowsAtATime: ACCOUNTS_AT_A_TIME,
      list: (tx, page) => listAccounts(tx, now, page),
      keyOf: ({ accountId }) => [accountId],
      async run(context, rows) {
        for (const row of rows) await closeAccount(context, row, now);
      },
    });
  },
};

/** The first day of the month after the last one that was closed; for a new account, of the month in which it began. */
const NEXT_MONTH = sql<string>`coalesce(
  (select max(month) + interval '1 month' from billing_month where billing_month.account_id = ${account.id}),
  date_trunc('month', ${account.createdAt} at time zone ${account.timeZone})
)::date`;

type DueAccount = Readonly<{ accountId: AccountId; timeZone: string; nextMonth: string }>;

function listAccounts(tx: Tx, now: Temporal.Instant, { after, limit }: Page): Promise<DueAccount[]> {
  return tx
    .select({ accountId: account.id, timeZone: account.timeZone, nextMonth: NEXT_MONTH })
    .from(account)
    .where(
      and(
        eq(account.kind, 'customer'),
        lt(NEXT_MONTH, sql`date_trunc('month', ${now.toString()}::timestamptz at time zone ${account.timeZone})`),
        rowsAfter([account.id], after),
      ),
    )
    .orderBy(asc(account.id))
    .limit(limit);
}

async function closeAccount(
  context: OperationContext,
  { accountId, timeZone, nextMonth }: DueAccount,
  now: Temporal.Instant,
): Promise<void> {
  const { tx } = context;
  await tx.select({ id: account.id }).from(account).where(eq(account.id, accountId)).for('no key update');
  const current = now.toZonedDateTimeISO(timeZone).toPlainDate().with({ day: 1 });
  const first = Temporal.PlainDate.from(nextMonth);
  for (let month = first; Temporal.PlainDate.compare(month, current) < 0; month = month.add({ months: 1 }))
    await closeMonth(context, accountId, month);
}

/** Closes one month of an account; a second call changes nothing. */
async function closeMonth(context: OperationContext, accountId: AccountId, month: Temporal.PlainDate): Promise<void> {
  const { tx, clock } = context;
  const closedAt = clock.now();
  const closed = await tx
    .insert(billingMonth)
    .values({ accountId, month, closedAt })
    .onConflictDoNothing()
    .returning({ month: billingMonth.month });
  if (closed.length === 0) return;

  const entries = await readOpenEntries(tx, accountId, month.add({ months: 1 }));
  for (const [currency, ofCurrency] of Map.groupBy(entries, (entry) => entry.currency)) {
    const lines = composeDocuments(ofCurrency, await readEarlierEntries(tx, accountId, currency, ofCurrency));
    const totals = totalsOfDocuments(documentsOf(lines), currency);
    const [statement] = await tx
      .insert(billingStatement)
      .values({ accountId, month, currency, closedAt, ...totals })
      .returning();
    assert(statement !== undefined, 'the statement was not stored');
    await tx.insert(billingStatementLine).values(
      lines.map(({ chargeId, placement }, index) => ({
        chargeId,
        accountId,
        statementId: statement.id,
        position: index + 1,
        ...columnsOfPlacement(placement),
      })),
    );
    await tx.insert(waitingStatement).values({ statementId: statement.id, accountId, month });
    await issueStatement(context, statement);
  }
}

/** The entries before a date that stand in no statement yet, in the order in which they were charged. */
async function readOpenEntries(tx: Tx, accountId: AccountId, before: Temporal.PlainDate) {
  return tx
    .select({ ...ENTRY_COLUMNS, currency: charge.currency })
    .from(charge)
    .leftJoin(billingStatementLine, eq(billingStatementLine.chargeId, charge.id))
    .where(and(eq(charge.accountId, accountId), lt(charge.chargedOn, before), isNull(billingStatementLine.chargeId)))
    .orderBy(asc(charge.chargedOn), asc(charge.createdAt), asc(charge.id));
}
