import { and, asc, eq, inArray, isNull, lte, or } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { job } from '#platform/job.ts';
import type { Services } from '#platform/operation.server.ts';
import type { OrderForm } from './order-form.ts';
import { HOME_MARKET } from './prices/offer-option.ts';
import { offer } from './tables.ts';

/** What a vendor says of an offer that no price sheet says. */
export type SkuFacts = Readonly<{
  vendorSkuId: string;
  seatCountMin: number;
  /** Null: no limit. */
  seatCountMax: number | null;
  isTrial: boolean;
  isAddOn: boolean;
  /** `ProductId:SkuId` each; one of them must be owned or bought too. */
  prerequisites: readonly string[];
  provisioningId: string | null;
  /** What the vendor wants to hear with each order. */
  orderForm: OrderForm | null;
}>;

/**
 * Asks a vendor for the offers of one product, in one segment.
 *
 * @returns those that the vendor knows in this market; none for a product that it does not know
 * @throws VendorFault
 */
export type SkuFactsReader = (
  asked: Readonly<{
    services: Services;
    vendorProductId: string;
    segment: string;
    market: string;
    signal: AbortSignal;
  }>,
) => Promise<readonly SkuFacts[]>;

/** Facts older than this are asked for again. */
const FACTS_LIFETIME = Temporal.Duration.from({ hours: 24 * 7 });
/** A job takes so many products and starts the next one, so that each stays short. */
const PRODUCTS_TOGETHER = 25;

/** Reads seat bounds, prerequisites and licence pools of offers whose facts are missing or old, product by product. */
export const readSkuFacts = job({
  name: 'catalogue.readSkuFacts',
  data: z.object({}),
  accountIdOf: () => null,
  attempts: 6,
  retryAfterSeconds: 30,
  async run({ inTransaction, services, clock, requestId, signal, log }) {
    const dueAt = clock.now().subtract(FACTS_LIFETIME);
    const vendors = Object.keys(services.skuFactsReaders);
    if (vendors.length === 0) return;
    const due = await inTransaction(({ tx }) =>
      tx
        .selectDistinct({
          vendor: offer.vendor,
          productId: offer.productId,
          vendorProductId: offer.vendorProductId,
          segment: offer.segment,
        })
        .from(offer)
        .where(and(inArray(offer.vendor, vendors), or(isNull(offer.factsReadAt), lte(offer.factsReadAt, dueAt))))
        .orderBy(asc(offer.vendorProductId), asc(offer.segment))
        .limit(PRODUCTS_TOGETHER),
    );
    for (const { vendor, productId, vendorProductId, segment } of due) {
      const read = services.skuFactsReaders[vendor];
      if (read === undefined) continue;
      const facts = await read({ services, vendorProductId, segment, market: HOME_MARKET.market, signal });
      await inTransaction(({ tx }) => storeFacts(tx, { productId, segment, facts, readAt: clock.now() }));
    }
    log.debug({ products: due.length, readBy: requestId }, 'facts of offers read');
    if (due.length === PRODUCTS_TOGETHER) await inTransaction(({ jobs }) => jobs.start(readSkuFacts, {}));
  },
});

/** An offer that the vendor does not name keeps what it had, and is not asked for again at once. */
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
