import { eq } from 'drizzle-orm';
import { type Offer, offer } from '#features/catalogue/catalogue.ts';
import type { StepContext } from '#features/orders/orders.ts';
import type { DirectChange } from '#features/subscriptions/subscriptions.ts';
import { assert } from '#platform/refusal.ts';

/** The offer of the next term that a change names; undefined where it names none. */
export async function nextProductOf({ inTransaction }: StepContext, change: DirectChange): Promise<Offer | undefined> {
  const offerId = change.kind === 'renewal' ? change.next?.offerId : undefined;
  if (offerId === undefined) return undefined;
  const [found] = await inTransaction(({ tx }) => tx.select().from(offer).where(eq(offer.id, offerId)));
  assert(found !== undefined, 'the product of the next term is in the catalogue');
  return found;
}
