import { missingPrerequisites } from '@licence-portal/nce';
import { inArray, sql } from 'drizzle-orm';
import { asOwned, type Offer, offer } from '#features/catalogue/catalogue.ts';
import { ownedSkus } from '#features/subscriptions/subscriptions.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';

/** Titles in a sentence, at most. */
const TITLES_MAX = 3;

/**
 * Add-ons whose base product is neither owned nor in the cart: for each, titles of products that would do.
 *
 * @param offers  all that is in the cart
 */
export async function addOnsWithoutBase(
  tx: Tx,
  offers: readonly Offer[],
): Promise<ReadonlyMap<Id<'offer'>, readonly string[]>> {
  if (offers.every(({ prerequisites }) => prerequisites.length === 0)) return new Map();
  const had = [...(await ownedSkus(tx)), ...offers.map(asOwned)];
  const missing = offers.flatMap(({ id, prerequisites }) => {
    const bases = missingPrerequisites(prerequisites, had).map((key) => key.toUpperCase());
    return bases.length === 0 ? [] : [{ id, bases }];
  });
  if (missing.length === 0) return new Map();
  const sold = await tx
    .select({ title: offer.title, key: KEY })
    .from(offer)
    .where(
      inArray(
        KEY,
        missing.flatMap(({ bases }) => bases),
      ),
    );
  return new Map(
    missing.map(({ id, bases }) => {
      const titles = sold.filter(({ key }) => bases.includes(key)).map(({ title }) => title);
      return [id, [...new Set(titles)].slice(0, TITLES_MAX)];
    }),
  );
}

/** `PRODUCT:SKU`, as prerequisites are written. */
const KEY = sql<string>`upper(${offer.vendorProductId} || ':' || ${offer.vendorSkuId})`;
