import { eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { customerOrder, quote } from '../tables.ts';
import type { PossibleView } from './quote-view.ts';

/** The quote that an order was placed from, as its customer confirmed it; undefined for an order that is not there. */
export async function findOrderedView(tx: Tx, orderId: Id<'order'>): Promise<PossibleView | undefined> {
  const [ordered] = await tx
    .select({ view: quote.view })
    .from(customerOrder)
    .innerJoin(quote, eq(quote.id, customerOrder.quoteId))
    .where(eq(customerOrder.id, orderId));
  return ordered?.view.possible ? ordered.view : undefined;
}
