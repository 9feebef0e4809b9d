import { and, eq } from 'drizzle-orm';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { cart, cartLine } from '../tables.ts';

/**
 * A line of the caller's own cart, held until the transaction ends.
 *
 * @throws Refusal `purchasing.lineNotFound` for no line, another person's or another account's
 */
export async function getLine(
  { tx, personId }: OperationContext,
  lineId: Id<'cartLine'>,
): Promise<typeof cartLine.$inferSelect> {
  const [found] = await tx
    .select({ line: cartLine })
    .from(cartLine)
    .innerJoin(cart, eq(cart.id, cartLine.cartId))
    .where(and(eq(cartLine.id, lineId), eq(cart.personId, personId)))
    .for('no key update');
  if (found === undefined) throw new Refusal('purchasing.lineNotFound');
  return found.line;
}
