import { count, eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { cart, cartLine } from '../tables.ts';

/** How many lines wait in the caller's cart: for the header. */
export const countLines = operation({
  name: 'purchasing.countLines',
  kind: 'read',
  permission: 'purchasing.manage',
  input: z.object({}),
  output: z.object({ count: z.number().int() }),
  async run({ tx, personId }) {
    const [row] = await tx
      .select({ count: count() })
      .from(cartLine)
      .innerJoin(cart, eq(cart.id, cartLine.cartId))
      .where(eq(cart.personId, personId));
    return { count: row?.count ?? 0 };
  },
});
