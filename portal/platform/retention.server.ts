import { and, inArray, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Config } from './config.server.ts';
import type { Tx } from './database.server.ts';

/** How long rows that nobody needs any more are kept. The audit, orders and the ledger are kept for ever. */
export type Retention = Readonly<{
  mails: Temporal.Duration;
  /** Quotes from which no order was placed. */
  quotes: Temporal.Duration;
  signInAttempts: Temporal.Duration;
  /** Sessions and links of mails, from their end. */
  sessions: Temporal.Duration;
  notifications: Temporal.Duration;
}>;

export function retentionOf(config: Config): Retention {
  const days = (count: number) => Temporal.Duration.from({ hours: count * 24 });
  return {
    mails: days(config.KEEP_MAILS_DAYS),
    quotes: days(config.KEEP_QUOTES_DAYS),
    signInAttempts: days(config.KEEP_SIGN_INS_DAYS),
    sessions: days(config.KEEP_SESSIONS_DAYS),
    notifications: days(config.KEEP_NOTIFICATIONS_DAYS),
  };
}

/** A pass deletes this many rows of a table at most, so that its transaction stays short. The next one goes on. */
const ROWS_AT_A_TIME = 10_000;

/** Deletes rows that match, as many as one pass may. */
export async function deleteRows(tx: Tx, table: PgTable & { id: PgColumn }, condition: SQL | undefined): Promise<void> {
  const old = tx.select({ id: table.id }).from(table).where(condition).limit(ROWS_AT_A_TIME);
  await tx.delete(table).where(and(inArray(table.id, old), condition));
}
