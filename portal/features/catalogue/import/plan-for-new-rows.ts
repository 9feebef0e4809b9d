import { sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';

/** A sheet of 100,000 rows is sorted in some 20 MB; the default of 4 MB would write it to disk four times. */
const SORTED_IN_MEMORY = '32MB';

/**
 * Makes the planner join by hashing or merging, in memory, until the transaction ends. It has no statistics of rows
 * that the transaction or one just before it wrote, takes them for a handful, and would compare each of 100,000 with
 * each. `analyze` is for the owner of a table, whom the role of an operation is not.
 */
export async function planForNewRows(tx: Tx): Promise<void> {
  await tx.execute(sql`
    select set_config('enable_nestloop', 'off', true), set_config('work_mem', ${SORTED_IN_MEMORY}, true)`);
}
