import { desc, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import { customerOrder } from '../tables.ts';

/** The orders that meet a condition, in short form, the newest first. */
export async function listOrderHeadlines(tx: Tx, condition: SQL | undefined, limit: number) {
  const found = await tx
    .select({
      orderId: customerOrder.id,
      number: customerOrder.number,
      kind: customerOrder.kind,
      // Of the first line. The outer id is named with its table, which the selection of one table leaves out.
      name: sql<string>`coalesce((select name from order_line
        where order_line.order_id = customer_order.id order by position limit 1), '')`,
      seatCount: sql<number>`coalesce((select seat_count from order_line
        where order_line.order_id = customer_order.id order by position limit 1), 0)`,
      lineCount: sql<number>`(select count(*)::int from order_line where order_line.order_id = customer_order.id)`,
      status: customerOrder.status,
      placedAt: customerOrder.placedAt,
    })
    .from(customerOrder)
    .where(condition)
    .orderBy(desc(customerOrder.placedAt), desc(customerOrder.id))
    .limit(limit);
  return found.map(({ placedAt, ...order }) => ({ ...order, placedAt: placedAt.toString() }));
}
