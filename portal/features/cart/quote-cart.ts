import { asc, eq } from 'drizzle-orm';
import { z } from 'zod';
import { offer } from '#features/catalogue/catalogue.ts';
import { type PurchaseChange, QuoteView, quoteChange } from '#features/orders/orders.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { findCart } from './open-cart.ts';
import { cartLine } from './tables.ts';

/** What the whole cart costs and commits to if it is ordered now; stored, to be placed. */
export const quoteCart = operation({
  name: 'cart.quote',
  kind: 'write',
  permission: 'cart.manage',
  input: z.object({}),
  output: z.object({ quoteId: z.string(), view: QuoteView }),
  refusals: ['cart.empty', 'cart.tenantMissing', ...(quoteChange.refusals ?? [])],
  async run(context) {
    return quoteChange.run(context, { change: await changeOf(context) });
  },
});

/**
 * The cart as a change.
 *
 * @throws Refusal `cart.empty`, or `cart.tenantMissing` when Microsoft's lines have no Microsoft account yet
 */
async function changeOf(context: OperationContext): Promise<PurchaseChange> {
  const cart = await findCart(context);
  const rows =
    cart === undefined
      ? []
      : await context.tx
          .select({ line: cartLine, vendor: offer.vendor })
          .from(cartLine)
          .innerJoin(offer, eq(offer.id, cartLine.offerId))
          .where(eq(cartLine.cartId, cart.id))
          .orderBy(asc(cartLine.createdAt), asc(cartLine.id));
  if (cart === undefined || rows.length === 0) throw new Refusal('cart.empty');
  const needsTenant = rows.some(({ vendor }) => vendor === 'microsoft');
  if (needsTenant && cart.tenantId === null) throw new Refusal('cart.tenantMissing');
  return {
    kind: 'purchase',
    tenantId: needsTenant ? cart.tenantId : null,
    lines: rows.map(({ line: { offerId, termDuration, billingCycle, seatCount, answers } }) => ({
      offerId,
      termDuration,
      billingCycle,
      seatCount,
      ...(answers === null ? {} : { answers: { ...answers } }),
    })),
  };
}
