import { windowsOpenedAt } from '@licence-portal/nce';
import { and, asc, desc, eq, gt, inArray, lte, or } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type Id, idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { InstantText } from '#platform/wire.ts';
import { CATEGORIES } from './categories.ts';
import { descriptionLanguage } from './description-language.ts';
import { OrderForm } from './order-form.ts';
import { ComparedOption, compareOptions } from './prices/compare-options.ts';
import { HOME_MARKET, type Offer } from './prices/offer-option.ts';
import { priceOf, ruleFor } from './prices/price-rules.ts';
import { offer, price, priceRule, product } from './tables.ts';

const ShownOffer = z.object({
  offerId: idOf('offer'),
  vendorProductId: z.string(),
  vendorSkuId: z.string(),
  title: z.string(),
  description: z.string(),
  segment: z.string(),
  isTrial: z.boolean(),
  isAddOn: z.boolean(),
  seatCountMin: z.number().int(),
  /** Null: no limit is known. */
  seatCountMax: z.number().int().nullable(),
  /** One of these must be owned or bought too. A title is null where the catalogue does not have it. */
  prerequisites: z.array(
    z.object({ vendorIds: z.string(), title: z.string().nullable(), productId: idOf('product').nullable() }),
  ),
  ownedSeatCount: z.number().int(),
  orderForm: OrderForm.nullable(),
  /** The cheapest by the month first. */
  options: z.array(ComparedOption),
});
export type ShownOffer = z.infer<typeof ShownOffer>;

/** A product with all that one may buy of it, priced now. */
export const getProduct = operation({
  name: 'catalogue.getProduct',
  kind: 'read',
  permission: 'catalogue.read',
  input: z.object({ productId: idOf('product') }),
  output: z.object({
    productId: idOf('product'),
    vendor: z.string(),
    vendorProductId: z.string(),
    title: z.string(),
    publisher: z.string(),
    category: z.enum(CATEGORIES),
    description: z.string(),
    /** In which it and those of the plans are written. */
    descriptionLanguage: z.enum(['it', 'en']),
    offers: z.array(ShownOffer),
    /** Until when a purchase made now could be undone; null where the vendor has no such window. */
    undoUntil: InstantText.nullable(),
  }),
  refusals: ['catalogue.productNotFound'],
  async run({ tx, clock, services }, { productId }) {
    const [found] = await tx.select().from(product).where(eq(product.id, productId));
    if (found === undefined) throw new Refusal('catalogue.productNotFound');

    const at = clock.now();
    const offers = await tx
      .select()
      .from(offer)
      .where(and(eq(offer.productId, productId), lte(offer.soldFrom, at), gt(offer.soldUntil, at)))
      .orderBy(
        desc(eq(offer.segment, 'commercial')),
        asc(offer.isTrial),
        asc(offer.isAddOn),
        desc(eq(offer.title, found.title)),
        asc(offer.title),
        asc(offer.vendorSkuId),
      );
    const options = await optionsOf(tx, offers, at);
    const names = await namesOf(tx, offers);
    const owned = await services.ownedSeats(tx);
    return {
      productId: found.id,
      vendor: found.vendor,
      vendorProductId: found.vendorProductId,
      title: found.title,
      publisher: found.publisher,
      category: z.enum(CATEGORIES).parse(found.category),
      description: found.description,
      descriptionLanguage: descriptionLanguage(found.vendor),
      undoUntil: found.vendor === 'microsoft' ? windowsOpenedAt(at).cancellationAllowedUntil.toString() : null,
      offers: offers
        .map((row) => ({
          offerId: row.id,
          vendorProductId: row.vendorProductId,
          vendorSkuId: row.vendorSkuId,
          title: row.title,
          description: row.description,
          segment: row.segment,
          isTrial: row.isTrial,
          isAddOn: row.isAddOn,
          seatCountMin: row.seatCountMin,
          seatCountMax: row.seatCountMax,
          prerequisites: row.prerequisites.map((vendorIds) => ({
            vendorIds,
            ...(names.get(vendorIds) ?? { title: null, productId: null }),
          })),
          ownedSeatCount: owned.get(row.id) ?? 0,
          orderForm: row.orderForm,
          options: options.get(row.id) ?? [],
        }))
        .filter((shown) => shown.options.length > 0),
    };
  },
});

async function optionsOf(
  tx: Tx,
  offers: readonly Offer[],
  at: Temporal.Instant,
): Promise<Map<Id<'offer'>, ComparedOption[]>> {
  if (offers.length === 0) return new Map();
  const prices = await tx
    .selectDistinctOn([price.offerId, price.termDuration, price.billingCycle], { price })
    .from(price)
    .innerJoin(offer, and(eq(offer.id, price.offerId), eq(offer.segment, price.segment)))
    .where(
      and(
        inArray(
          price.offerId,
          offers.map((row) => row.id),
        ),
        eq(price.market, HOME_MARKET.market),
        eq(price.currency, HOME_MARKET.currency),
        lte(price.effectiveFrom, at),
        gt(price.effectiveUntil, at),
      ),
    )
    .orderBy(
      price.offerId,
      price.termDuration,
      price.billingCycle,
      desc(price.effectiveUntil),
      desc(price.effectiveFrom),
    );
  const rules = await tx.select().from(priceRule);
  return new Map(
    offers.map((row) => {
      const rule = ruleFor({ offerId: row.id, productId: row.productId, segment: row.segment }, rules);
      const ways = prices
        .filter((found) => found.price.offerId === row.id)
        .map(({ price: { termDuration, billingCycle, ...amounts } }) => ({
          termDuration,
          billingCycle,
          wholeTerm: priceOf(amounts, rule),
        }));
      return [row.id, compareOptions(ways)];
    }),
  );
}

/** The offers that prerequisites speak of, by `ProductId:SkuId`. */
async function namesOf(
  tx: Tx,
  offers: readonly Offer[],
): Promise<Map<string, { title: string; productId: Id<'product'> }>> {
  const pairs = [...new Set(offers.flatMap((row) => row.prerequisites))];
  if (pairs.length === 0) return new Map();
  const rows = await tx
    .select({
      title: offer.title,
      productId: offer.productId,
      vendorProductId: offer.vendorProductId,
      vendorSkuId: offer.vendorSkuId,
    })
    .from(offer)
    .where(
      or(
        ...pairs.map((pair) => {
          const [vendorProductId = '', vendorSkuId = ''] = pair.split(':');
          return and(eq(offer.vendorProductId, vendorProductId), eq(offer.vendorSkuId, vendorSkuId));
        }),
      ),
    );
  return new Map(
    rows.map(({ title, productId, vendorProductId, vendorSkuId }) => [
      `${vendorProductId}:${vendorSkuId}`,
      { title, productId },
    ]),
  );
}
