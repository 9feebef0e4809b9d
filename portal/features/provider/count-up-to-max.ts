import { type SQLWrapper, sql } from 'drizzle-orm';
import { COUNTED_MAX } from '#platform/counted-max.ts';
import type { Tx } from '#platform/database.server.ts';

/** The rows of a query, counted up to `COUNTED_MAX`; one more where there are more. */
export async function countUpToMax(tx: Tx, query: { limit(rowCount: number): SQLWrapper }): Promise<number> {
  const { rows } = await tx.execute<{ count: number }>(
    sql`select count(*)::int as count from ${query.limit(COUNTED_MAX + 1)} as counted`,
  );
  return rows[0]?.count ?? 0;
}
