import { type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Tx } from './database.server.ts';
import { isDatabaseAway } from './database-away.ts';
import type { PassContext } from './job.ts';
import type { OperationContext } from './operation.server.ts';

/** Rows of one transaction: short, so that requests wait little for the only connection of an embedded database. */
const ROWS_AT_A_TIME = 100;
/** Of a run's failed rows so many are logged one by one; all are counted. */
const LOGGED_FAILURES_MAX = 10;

/** Values of the columns in whose order rows are visited; together unique. */
export type RowKey = readonly unknown[];

/** The next rows: those after a key, if any. */
export type Page = Readonly<{ after: RowKey | undefined; limit: number }>;

/** The rows that a pass has to do something about, and how. */
export type Visit<Row> = Readonly<{
  /** Lists a page, in the order of keys (see `rowsAfter`). Its condition leaves out the rows that are done already. */
  list(tx: Tx, page: Page): Promise<Row[]>;
  /** Not changed by `run`. */
  keyOf(row: Row): RowKey;
  /** In the transaction in which the rows were read. It runs again for each row alone when it fails for several. */
  run(context: OperationContext, rows: readonly Row[]): Promise<void>;
  rowsAtATime?: number;
}>;

/**
 * Visits all rows that are due, each once in a run, in the order of their keys. Each batch is a transaction of its own,
 * so that memory and locks do not grow with the number of rows. A row that fails is logged, counted and passed over:
 * the others are done, and the next run tries it again. A process that stops ends its visit after the present batch.
 *
 * @throws DatabaseAway when the database does not answer
 */
export async function visitRows<Row>(pass: PassContext, visit: Visit<Row>): Promise<void> {
  const limit = visit.rowsAtATime ?? ROWS_AT_A_TIME;
  let failedCount = 0;
  let after: RowKey | undefined;
  while (!pass.signal.aborted) {
    const { rows, failures } = await runBatch(pass, visit, { after, limit });
    pass.countRows('done', rows.length - failures.length);
    pass.countRows('failed', failures.length);
    for (const { row, error } of failures.slice(0, Math.max(0, LOGGED_FAILURES_MAX - failedCount)))
      pass.log.error({ err: error, key: visit.keyOf(row) }, 'a row of a pass failed');
    failedCount += failures.length;
    const last = rows.at(-1);
    if (last === undefined || rows.length < limit) break;
    after = visit.keyOf(last);
  }
  if (failedCount > LOGGED_FAILURES_MAX) pass.log.error({ failedCount }, 'rows of a pass failed');
}

/** The condition "after this key", for rows in the order of these columns. */
export function rowsAfter(columns: readonly PgColumn[], after: RowKey | undefined): SQL | undefined {
  if (after === undefined) return undefined;
  const values = columns.map((column, index) => sql.param(after[index], column));
  return sql`(${sql.join([...columns], sql`, `)}) > (${sql.join(values, sql`, `)})`;
}

type Failure<Row> = Readonly<{ row: Row; error: unknown }>;
type Batch<Row> = Readonly<{ rows: readonly Row[]; failures: readonly Failure<Row>[] }>;

async function runBatch<Row>(pass: PassContext, visit: Visit<Row>, page: Page): Promise<Batch<Row>> {
  let rows: Row[] = [];
  try {
    await pass.inTransaction(async (context) => {
      rows = await visit.list(context.tx, page);
      if (rows.length > 0) await visit.run(context, rows);
    });
    return { rows, failures: [] };
  } catch (error) {
    const [row] = rows;
    if (isDatabaseAway(error) || row === undefined) throw error;
    if (rows.length === 1) return { rows, failures: [{ row, error }] };
  }
  return { rows, failures: await runOneByOne(pass, visit, rows) };
}

async function runOneByOne<Row>(pass: PassContext, visit: Visit<Row>, rows: readonly Row[]): Promise<Failure<Row>[]> {
  const failures: Failure<Row>[] = [];
  for (const row of rows) {
    try {
      await pass.inTransaction((context) => visit.run(context, [row]));
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      failures.push({ row, error });
    }
  }
  return failures;
}
