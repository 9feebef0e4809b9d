import { count, eq } from 'drizzle-orm';
import { z } from 'zod';
import { operation } from '#platform/operation.server.ts';
import { cart, cartLine } from '../tables.ts';

export const countLines = operation({
  name: 'purchasing.countLines',
  description: "Returns the number of lines in the caller's cart.",
  kind: 'read',
  permission: 'purchasing.manage',
  input: z.object({}),
  output: z.object({ count: z.number().int().describe('Number of lines.') }),
  async run({ tx, personId }) {
    const [row] = await tx
      .select({ count: count() })
      .from(cartLine)
      .innerJoin(cart, eq(cart.id, cartLine.cartId))
      .where(eq(cart.personId, personId));
    return { count: row?.count ?? 0 };
  },
});
