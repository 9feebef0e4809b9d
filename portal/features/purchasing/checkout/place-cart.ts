import { and, desc, eq, gte, sql } from 'drizzle-orm';
import type { z } from 'zod';
import { customerOrder, getQuote, placeOrder } from '#features/orders/orders.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { openCart } from '../cart/open-cart.ts';
import { PurchaseChange } from '../purchase/purchase-change.ts';
import { cart, cartLine } from '../tables.ts';
import { purchaseOfCart } from './purchase-of-cart.ts';

/**
 * Orders the quote of the cart and empties the cart, both or neither. A cart is ordered once: a second click, or a
 * click in another tab with a summary of the same cart, returns the same order; lines added since then stay in the
 * cart.
 */
export const placeCart = operation({
  name: 'purchasing.placeCart',
  description:
    'Orders the quoted cart and empties it, both or neither. A cart is ordered once: a second call returns the same order.',
  kind: 'write',
  permission: 'purchasing.manage',
  input: placeOrder.input,
  output: placeOrder.output,
  refusals: ['purchasing.changed', ...(placeOrder.refusals ?? [])],
  async run(context, input): Promise<z.input<typeof placeOrder.output>> {
    const own = await openCart(context); // Held from here: of two tabs, the second finds the first one's order.
    const quoted = await getQuote.run(context, { quoteId: input.quoteId });
    const parsed = PurchaseChange.safeParse(quoted.change);
    if (!parsed.success) throw new Refusal('orders.quoteNotFound');
    const change = parsed.data;
    if (quoted.orderId !== null) return placeOrder.run(context, input);

    const wanted = await purchaseOfCart(context, own);
    if (!(await isSame(context, wanted?.change, change))) {
      const before = await findOrderSince(context, change, Temporal.Instant.from(quoted.createdAt));
      if (before === undefined) throw new Refusal('purchasing.changed');
      await context.audit.record('orders.placedAgain', { orderId: before.id });
      return { placed: true, orderId: before.id, number: before.number, isAgain: true };
    }
    const answer = await placeOrder.run(context, input);
    if (!answer.placed) return answer;
    await context.tx.delete(cartLine).where(eq(cartLine.cartId, own.id));
    await context.tx.update(cart).set({ ownReference: null }).where(eq(cart.id, own.id));
    return answer;
  },
});

/** Compared by the database, which keeps both: the order of keys and what is absent do not matter there. */
async function isSame(
  { tx }: OperationContext,
  left: PurchaseChange | undefined,
  right: PurchaseChange,
): Promise<boolean> {
  if (left === undefined) return false;
  const { rows } = (await tx.execute(
    sql`select ${JSON.stringify(left)}::jsonb = ${JSON.stringify(right)}::jsonb as same`,
  )) as unknown as { rows: { same: boolean }[] };
  return rows[0]?.same === true;
}

/** The person's own order of the same purchase, placed after the summary was shown: another tab was quicker. */
async function findOrderSince({ tx, personId }: OperationContext, change: PurchaseChange, since: Temporal.Instant) {
  const [found] = await tx
    .select({ id: customerOrder.id, number: customerOrder.number })
    .from(customerOrder)
    .where(
      and(
        eq(customerOrder.personId, personId),
        gte(customerOrder.placedAt, since),
        sql`${customerOrder.change} = ${JSON.stringify(change)}::jsonb`,
      ),
    )
    .orderBy(desc(customerOrder.placedAt), desc(customerOrder.id))
    .limit(1);
  return found;
}
