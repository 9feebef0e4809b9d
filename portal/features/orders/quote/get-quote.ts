import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { InstantText } from '#platform/wire.ts';
import { parseChange } from '../change-kind.ts';
import { ChangeKindText } from '../changes.ts';
import { customerOrder, quote } from '../tables.ts';
import { QuoteView } from './quote-view.ts';

/** A quote as it was shown, and the order that it has become. */
export const getQuote = operation({
  name: 'orders.getQuote',
  description:
    'Returns a stored quote: the change, what it costs and commits to, and the order that was placed from it.',
  kind: 'read',
  permission: 'orders.place',
  input: z.object({ quoteId: idOf('quote').describe('Id of the quote.') }),
  output: z.object({
    quoteId: z.string().describe('Id of the quote.'),
    change: z
      .looseObject({ kind: ChangeKindText })
      .describe('The change that was quoted, with its `kind` and the fields of the operation that quoted it.'),
    view: QuoteView,
    createdAt: InstantText.describe('When it was quoted.'),
    orderId: z.string().nullable().describe('Order that was placed from this quote; null when there is none.'),
  }),
  refusals: ['orders.quoteNotFound'],
  async run({ tx, services }, { quoteId }) {
    const [row] = await tx.select().from(quote).where(eq(quote.id, quoteId));
    if (row === undefined) throw new Refusal('orders.quoteNotFound');
    const [order] = await tx
      .select({ id: customerOrder.id })
      .from(customerOrder)
      .where(eq(customerOrder.quoteId, quoteId));
    return {
      quoteId: row.id,
      change: parseChange(services, row.kind, row.change),
      view: row.view,
      createdAt: row.createdAt.toString(),
      orderId: order?.id ?? null,
    };
  },
});
