import { and, eq, isNull, lt, notExists, or } from 'drizzle-orm';
import type { Pass } from '#platform/job.ts';
import { deleteRows } from '#platform/retention.server.ts';
import { customerOrder, quote } from '../tables.ts';

/** Deletes quotes after their time. One from which an order was placed stays with the order. */
export const forgetQuotes: Pass = {
  name: 'orders.forgetQuotes',
  everySeconds: 3600,
  async run(pass) {
    const now = pass.clock.now();
    const before = now.subtract(pass.services.retention.quotes);
    await deleteRows(pass, quote.createdAt, (tx) =>
      and(
        lt(quote.createdAt, before),
        or(isNull(quote.validUntil), lt(quote.validUntil, now)),
        notExists(tx.select({ id: customerOrder.id }).from(customerOrder).where(eq(customerOrder.quoteId, quote.id))),
      ),
    );
  },
};
