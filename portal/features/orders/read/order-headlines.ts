import { desc, type SQL } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import { customerOrder } from '../tables.ts';

/** The orders that meet a condition, in short form, the newest first. */
export async function listOrderHeadlines(tx: Tx, condition: SQL | undefined, limit: number) {
  const found = await tx
    .select({
      orderId: customerOrder.id,
      number: customerOrder.number,
      kind: customerOrder.kind,
      status: customerOrder.status,
      placedAt: customerOrder.placedAt,
    })
    .from(customerOrder)
    .where(condition)
    .orderBy(desc(customerOrder.placedAt), desc(customerOrder.id))
    .limit(limit);
  return found.map(({ placedAt, ...order }) => ({ ...order, placedAt: placedAt.toString() }));
}
