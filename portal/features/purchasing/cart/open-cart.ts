import { eq } from 'drizzle-orm';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { cart } from '../tables.ts';

export type Cart = typeof cart.$inferSelect;

/** The caller's own cart, undefined before the first line. */
export async function findCart({ tx, personId }: OperationContext): Promise<Cart | undefined> {
  const [found] = await tx.select().from(cart).where(eq(cart.personId, personId));
  return found;
}

/** The caller's own cart, created when there is none, and held until the transaction ends: two tabs take turns. */
export async function openCart({ tx, accountId, personId, clock }: OperationContext): Promise<Cart> {
  const [opened] = await tx
    .insert(cart)
    .values({ accountId, personId, updatedAt: clock.now() })
    .onConflictDoUpdate({ target: cart.personId, set: { updatedAt: clock.now() } })
    .returning();
  assert(opened !== undefined, 'the cart was not opened');
  return opened;
}
