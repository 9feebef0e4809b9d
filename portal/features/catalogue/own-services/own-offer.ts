import { and, eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';
import { offer, product } from '../tables.ts';

/** The vendor of services that the provider fulfils by hand. */
export const OWN_VENDOR = 'manual';
export const OWN_SEGMENT = 'commercial';
/** As Microsoft writes "without an end". */
export const NO_END = Temporal.Instant.from('9999-11-30T00:00:00Z');

/** An own service: a product with one plan. */
export type OwnOffer = Readonly<{ product: typeof product.$inferSelect; offer: typeof offer.$inferSelect }>;

/** @throws Refusal `catalogue.ownService.notFound`, also for a product of another vendor */
export async function getOwnOffer(tx: Tx, productId: Id<'product'>): Promise<OwnOffer> {
  const [found] = await ownOffers(tx).where(isOwn(productId));
  if (found === undefined) throw new Refusal('catalogue.ownService.notFound');
  return found;
}

/** As {@link getOwnOffer}, and holds the rows until the transaction ends. */
export async function getOwnOfferForUpdate(tx: Tx, productId: Id<'product'>): Promise<OwnOffer> {
  const [found] = await ownOffers(tx).where(isOwn(productId)).for('no key update');
  if (found === undefined) throw new Refusal('catalogue.ownService.notFound');
  return found;
}

export function isOnSale({ soldFrom, soldUntil }: OwnOffer['offer'], at: Temporal.Instant): boolean {
  const { compare } = Temporal.Instant;
  return compare(soldFrom, at) <= 0 && compare(at, soldUntil) < 0;
}

function ownOffers(tx: Tx) {
  return tx.select({ product, offer }).from(product).innerJoin(offer, eq(offer.productId, product.id));
}

function isOwn(productId: Id<'product'>) {
  return and(eq(product.id, productId), eq(product.vendor, OWN_VENDOR));
}
