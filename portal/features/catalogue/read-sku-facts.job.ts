import { and, asc, eq, inArray, isNull, lte, min, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { job } from '#platform/job.ts';
import type { SkuFacts } from './catalogue-vendor.ts';
import { offer, price } from './tables.ts';

/** Facts older than this are read again. */
const FACTS_LIFETIME = Temporal.Duration.from({ hours: 24 * 7 });
/** Products that one job reads before it starts the next one, so that each stays short. */
const PRODUCTS_PER_JOB = 25;

/** Reads seat bounds, prerequisites and licence pools of offers whose facts are missing or old, product by product. */
export const readSkuFacts = job({
  name: 'catalogue.readSkuFacts',
  data: z.object({}),
  accountIdOf: () => null,
  attempts: 6,
  retryAfterSeconds: 30,
  async run({ inTransaction, services, clock, requestId, signal, log }) {
    const dueAt = clock.now().subtract(FACTS_LIFETIME);
    const vendors = Object.keys(services.catalogueVendors).filter((id) => services.catalogueVendors[id]?.readSkuFacts);
    const due = await inTransaction(({ tx }) => listDueProducts(tx, vendors, dueAt));
    for (const { vendor, productId, vendorProductId, segment, market } of due) {
      const read = services.catalogueVendors[vendor]?.readSkuFacts;
      if (read === undefined) continue;
      const facts = market === null ? [] : await read({ services, vendorProductId, segment, market, signal });
      await inTransaction(({ tx }) => storeFacts(tx, { productId, segment, facts, readAt: clock.now() }));
    }
    log.debug({ products: due.length, readBy: requestId }, 'facts of offers read');
    if (due.length === PRODUCTS_PER_JOB) await inTransaction(({ jobs }) => jobs.start(readSkuFacts, {}));
  },
});

/** The next products to read, each with a market in which it has a price. Seat bounds are the same in all markets. */
async function listDueProducts(tx: Tx, vendors: readonly string[], dueAt: Temporal.Instant) {
  if (vendors.length === 0) return [];
  const markets = tx
    .select({ market: min(price.market).as('market') })
    .from(price)
    .where(eq(price.offerId, offer.id))
    .as('priced');
  return tx
    .select({
      vendor: offer.vendor,
      productId: offer.productId,
      vendorProductId: offer.vendorProductId,
      segment: offer.segment,
      market: min(markets.market),
    })
    .from(offer)
    .leftJoinLateral(markets, sql`true`)
    .where(and(inArray(offer.vendor, [...vendors]), or(isNull(offer.factsReadAt), lte(offer.factsReadAt, dueAt))))
    .groupBy(offer.vendor, offer.productId, offer.vendorProductId, offer.segment)
    .orderBy(asc(offer.vendorProductId), asc(offer.segment))
    .limit(PRODUCTS_PER_JOB);
}

/** An offer that the vendor does not name keeps its facts, and is not read again at once. */
async function storeFacts(
  tx: Tx,
  read: { productId: Id<'product'>; segment: string; facts: readonly SkuFacts[]; readAt: Temporal.Instant },
): Promise<void> {
  const ofProduct = and(eq(offer.productId, read.productId), eq(offer.segment, read.segment));
  await tx.update(offer).set({ factsReadAt: read.readAt }).where(ofProduct);
  for (const { vendorSkuId, ...facts } of read.facts) {
    await tx
      .update(offer)
      .set(facts)
      .where(and(ofProduct, eq(offer.vendorSkuId, vendorSkuId)));
  }
}
