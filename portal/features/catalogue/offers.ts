import type { OwnedSku } from '@licence-portal/nce';
import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { offer } from './tables.ts';

export type Offer = typeof offer.$inferSelect;

/** A vendor's own ids of an offer, compared without case. */
type VendorIds = Readonly<{ vendorProductId: string; vendorSkuId: string }>;

export async function getOffer(tx: Tx, offerId: Id<'offer'>): Promise<Offer | undefined> {
  const [found] = await tx.select().from(offer).where(eq(offer.id, offerId));
  return found;
}

/** The offer that a vendor knows by a pair of its ids; of several segments the one for everybody. */
export async function findOfferByVendorIds(
  tx: Tx,
  { vendor, ...ids }: VendorIds & Readonly<{ vendor: string }>,
): Promise<Offer | undefined> {
  const [found] = await tx
    .select()
    .from(offer)
    .where(and(eq(offer.vendor, vendor), hasVendorIds(ids)))
    .orderBy(...GENERAL_FIRST)
    .limit(1);
  return found;
}

const GENERAL_FIRST = [desc(eq(offer.segment, 'commercial')), asc(offer.segment)];

/** The offer with these ids of the vendor that sells another offer, for the same customers where there is one. */
export async function findOfferOfSameVendor(tx: Tx, offerId: Id<'offer'>, ids: VendorIds): Promise<Offer | undefined> {
  const vendor = tx.select({ vendor: offer.vendor }).from(offer).where(eq(offer.id, offerId));
  const segment = tx.select({ segment: offer.segment }).from(offer).where(eq(offer.id, offerId));
  const [found] = await tx
    .select()
    .from(offer)
    .where(and(eq(offer.vendor, vendor), hasVendorIds(ids)))
    .orderBy(desc(eq(offer.segment, segment)), ...GENERAL_FIRST)
    .limit(1);
  return found;
}

function hasVendorIds({ vendorProductId, vendorSkuId }: VendorIds) {
  return and(
    eq(offer.vendorProductId, vendorProductId.toUpperCase()),
    eq(offer.vendorSkuId, vendorSkuId.toUpperCase()),
  );
}

/** An offer bought in the same order, which the rules of add-ons treat as owned. */
export function asOwned({ vendorProductId, vendorSkuId }: Offer): OwnedSku {
  return { productId: vendorProductId, skuId: vendorSkuId, status: 'active' };
}

/**
 * The paid offer that each trial becomes, by the trial's id; a trial is left out where the price list leaves it open.
 *
 * Guess: the paid offer of the same product, customers and title. Microsoft names it in the SKU
 * (`conversionInstructions`), without an example of how.
 */
export async function findPaidOffers(
  tx: Tx,
  trialIds: readonly Id<'offer'>[],
): Promise<ReadonlyMap<Id<'offer'>, Id<'offer'>>> {
  if (trialIds.length === 0) return new Map();
  const trial = alias(offer, 'trial');
  const found = await tx
    .select({ trialId: trial.id, paidId: offer.id })
    .from(offer)
    .innerJoin(
      trial,
      and(eq(trial.productId, offer.productId), eq(trial.segment, offer.segment), eq(trial.title, offer.title)),
    )
    .where(and(inArray(trial.id, [...new Set(trialIds)]), eq(offer.isTrial, false)));
  const timesFound = Map.groupBy(found, ({ trialId }) => trialId);
  return new Map(
    found.flatMap(({ trialId, paidId }) => (timesFound.get(trialId)?.length === 1 ? [[trialId, paidId]] : [])),
  );
}
