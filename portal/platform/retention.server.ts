import { and, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Config } from './config.server.ts';
import type { Tx } from './database.server.ts';
import type { PassContext } from './job.ts';

/** How long rows that nobody needs any more are kept. The audit, orders and the ledger are kept for ever. */
export type Retention = Readonly<{
  mails: Temporal.Duration;
  /** Quotes from which no order was placed. */
  quotes: Temporal.Duration;
  signInAttempts: Temporal.Duration;
  /** Sessions and links of mails, from their end. */
  sessions: Temporal.Duration;
  notifications: Temporal.Duration;
  /** The addresses in audit records; the records themselves are kept. */
  auditAddresses: Temporal.Duration;
}>;

export function retentionOf(config: Config): Retention {
  const days = (count: number) => Temporal.Duration.from({ hours: count * 24 });
  return {
    mails: days(config.KEEP_MAILS_DAYS),
    quotes: days(config.KEEP_QUOTES_DAYS),
    signInAttempts: days(config.KEEP_SIGN_INS_DAYS),
    sessions: days(config.KEEP_SESSIONS_DAYS),
    notifications: days(config.KEEP_NOTIFICATIONS_DAYS),
    auditAddresses: days(config.KEEP_AUDIT_ADDRESSES_DAYS),
  };
}

/** Rows of one transaction. */
const ROWS_AT_A_TIME = 5_000;

/**
 * Deletes all rows that match, the oldest first, so many at a time that no transaction becomes long.
 *
 * @param by  the indexed time of a row
 */
export async function deleteRows(pass: PassContext, by: PgColumn, condition: (tx: Tx) => SQL | undefined) {
  const { table } = by;
  while (!pass.signal.aborted) {
    const deletedCount = await pass.inTransaction(async ({ tx }) => {
      const old = tx.select({ ctid: sql`ctid` }).from(table).where(condition(tx)).orderBy(by).limit(ROWS_AT_A_TIME);
      // Read again: a row may have changed meanwhile.
      const { rowCount } = await tx.delete(table).where(and(sql`ctid = any(array(${old}))`, condition(tx)));
      return rowCount ?? 0;
    });
    pass.countRows('done', deletedCount);
    // The row policy may keep the rest.
    if (deletedCount < ROWS_AT_A_TIME) return;
  }
}
