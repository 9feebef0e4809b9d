import { sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';

/**
 * Makes the planner hash or merge until the transaction ends. It has no statistics of rows that the transaction or one
 * just before it wrote, takes them for a handful, and would compare each of 100,000 with each. `analyze` is for the
 * owner of a table, whom the role of an operation is not.
 */
export async function avoidNestedLoops(tx: Tx): Promise<void> {
  await tx.execute(sql`select set_config('enable_nestloop', 'off', true)`);
}
