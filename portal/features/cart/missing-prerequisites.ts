import { inArray, sql } from 'drizzle-orm';
import { type Offer, offer } from '#features/catalogue/catalogue.ts';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';

/** At most so many titles stand in a sentence. */
const TITLES_MAX = 3;

/**
 * Add-ons whose base product is neither owned nor in the cart: for each, titles of products that would do.
 *
 * @param offers  all that is in the cart
 */
export async function missingPrerequisites(
  { tx, services }: OperationContext,
  offers: readonly Offer[],
): Promise<ReadonlyMap<Id<'offer'>, readonly string[]>> {
  const dependent = offers.filter(({ prerequisites }) => prerequisites.length > 0);
  if (dependent.length === 0) return new Map();
  const keys = [...new Set(dependent.flatMap(({ prerequisites }) => prerequisites.map((key) => key.toUpperCase())))];
  const bases = await tx.select({ id: offer.id, title: offer.title, key: KEY }).from(offer).where(inArray(KEY, keys));
  const owned = await services.ownedSeats(tx);
  const inCart = new Set<string>(offers.map(({ id }) => id));
  const had = new Set(bases.filter(({ id }) => owned.has(id) || inCart.has(id)).map(({ key }) => key));
  const missing = dependent.filter(({ prerequisites }) => !prerequisites.some((key) => had.has(key.toUpperCase())));
  return new Map(
    missing.map(({ id, prerequisites }) => {
      const wanted = new Set(prerequisites.map((key) => key.toUpperCase()));
      const titles = bases.filter(({ key }) => wanted.has(key)).map(({ title }) => title);
      return [id, [...new Set(titles)].slice(0, TITLES_MAX)];
    }),
  );
}

/** `PRODUCT:SKU`, as prerequisites are written. */
const KEY = sql<string>`upper(${offer.vendorProductId} || ':' || ${offer.vendorSkuId})`;
