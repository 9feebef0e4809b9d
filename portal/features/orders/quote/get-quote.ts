import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { InstantText } from '#platform/wire.ts';
import { Change } from '../change.ts';
import { orders, quote } from '../tables.ts';
import { QuoteView } from './quote-view.ts';

/** A quote as it was shown, and the order that it has become, if it has. */
export const getQuote = operation({
  name: 'orders.getQuote',
  kind: 'read',
  permission: 'orders.place',
  input: z.object({ quoteId: idOf('quote') }),
  output: z.object({
    quoteId: z.string(),
    change: Change,
    view: QuoteView,
    createdAt: InstantText,
    orderId: z.string().nullable(),
  }),
  refusals: ['orders.quoteNotFound'],
  async run({ tx }, { quoteId }) {
    const [row] = await tx.select().from(quote).where(eq(quote.id, quoteId));
    if (row === undefined) throw new Refusal('orders.quoteNotFound');
    const [order] = await tx.select({ id: orders.id }).from(orders).where(eq(orders.quoteId, quoteId));
    return {
      quoteId: row.id,
      change: row.change,
      view: row.view,
      createdAt: row.createdAt.toString(),
      orderId: order?.id ?? null,
    };
  },
});
