import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import { placeOrder } from '#features/orders/orders.ts';
import { operation } from '#platform/operation.server.ts';
import { findCart } from './open-cart.ts';
import { cart, cartLine } from './tables.ts';

/**
 * Orders what `cart.quote` promised and empties the cart, both or neither. Asked again with the same quote it answers with the
 * same order, and does not touch what was put into the cart since.
 */
export const placeCart = operation({
  name: 'cart.place',
  kind: 'write',
  permission: 'cart.manage',
  input: placeOrder.input,
  output: placeOrder.output,
  refusals: placeOrder.refusals ?? [],
  async run(context, input): Promise<z.input<typeof placeOrder.output>> {
    const answer = await placeOrder.run(context, input);
    if (!answer.placed || answer.isAgain) return answer;
    const own = await findCart(context);
    if (own !== undefined) {
      await context.tx.delete(cartLine).where(eq(cartLine.cartId, own.id));
      await context.tx.update(cart).set({ ownReference: null, updatedAt: context.clock.now() }).where(eq(cart.id, own.id));
    }
    return answer;
  },
});
