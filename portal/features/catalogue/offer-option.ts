import { money, type OwnedSku } from '@licence-portal/nce';
import type { Decimal } from 'decimal.js';
import { and, desc, eq, gt, lte } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { perCycle, priceOf, ruleFor } from './rules.ts';
import { offer, price, priceRule } from './tables.ts';

export type Offer = typeof offer.$inferSelect;

/** Where and in what money one buys. */
export type Market = Readonly<{ market: string; currency: string }>;
export const HOME_MARKET: Market = { market: 'IT', currency: 'EUR' };

export type OfferOption = Readonly<{
  offer: Offer;
  priceId: Id<'price'>;
  /** What the customer pays for one licence and charge cycle, net, not rounded. */
  unitPricePerCycle: Decimal;
  /** What the provider pays for it, net, not rounded. */
  unitCostPerCycle: Decimal;
  currency: string;
  /** A whole number, 1 or more. */
  cyclesPerTerm: number;
}>;

/** One way to buy an offer, priced at a moment; undefined when it is not sold so. */
export async function getOfferOption(
  tx: Tx,
  asked: Readonly<{ offerId: Id<'offer'>; termDuration: string; billingCycle: string; at: Temporal.Instant }>,
  { market, currency }: Market = HOME_MARKET,
): Promise<OfferOption | undefined> {
  const [found] = await tx
    .select({ offer, price })
    .from(price)
    .innerJoin(offer, and(eq(offer.id, price.offerId), eq(offer.segment, price.segment)))
    .where(
      and(
        eq(price.offerId, asked.offerId),
        eq(price.market, market),
        eq(price.currency, currency),
        eq(price.termDuration, asked.termDuration),
        eq(price.billingCycle, asked.billingCycle),
        lte(price.effectiveFrom, asked.at),
        gt(price.effectiveUntil, asked.at),
      ),
    )
    .orderBy(desc(price.effectiveUntil), desc(price.effectiveFrom))
    .limit(1);
  if (found === undefined) return undefined;

  const rules = await tx.select().from(priceRule);
  const rule = ruleFor({ ...found.offer, offerId: found.offer.id }, rules);
  const customer = perCycle(priceOf(found.price, rule), asked);
  const cost = perCycle(money(found.price.unitCost, currency), asked);
  if (customer === undefined || cost === undefined) return undefined;
  return {
    offer: found.offer,
    priceId: found.price.id,
    unitPricePerCycle: customer.price.amount,
    unitCostPerCycle: cost.price.amount,
    currency,
    cyclesPerTerm: customer.cyclesPerTerm,
  };
}

export async function getOffer(tx: Tx, offerId: Id<'offer'>): Promise<Offer | undefined> {
  const [found] = await tx.select().from(offer).where(eq(offer.id, offerId));
  return found;
}

/** An offer that is bought in the same order, which for the rules of add-ons is as good as owned. */
export function asOwned({ vendorProductId, vendorSkuId }: Offer): OwnedSku {
  return { productId: vendorProductId, skuId: vendorSkuId, status: 'active' };
}

/** The offer that Microsoft means by a pair of its ids. Ids are compared without case. */
export async function findOfferByVendorIds(
  tx: Tx,
  ids: Readonly<{ vendor?: string; vendorProductId: string; vendorSkuId: string }>,
): Promise<Offer | undefined> {
  const [found] = await tx
    .select()
    .from(offer)
    .where(
      and(
        eq(offer.vendor, ids.vendor ?? 'microsoft'),
        eq(offer.vendorProductId, ids.vendorProductId.toUpperCase()),
        eq(offer.vendorSkuId, ids.vendorSkuId.toUpperCase()),
      ),
    );
  return found;
}

/**
 * What a trial becomes when it is paid for; undefined where the price list does not tell for certain.
 *
 * Guess: the paid offer of the same product, customers and title. Microsoft names it in the SKU (`conversionInstructions`), without
 * an example of how.
 */
export async function findPaidOffer(tx: Tx, trialId: Id<'offer'>): Promise<Offer | undefined> {
  const trial = await getOffer(tx, trialId);
  if (trial === undefined) return undefined;
  const found = await tx
    .select()
    .from(offer)
    .where(
      and(
        eq(offer.productId, trial.productId),
        eq(offer.segment, trial.segment),
        eq(offer.title, trial.title),
        eq(offer.isTrial, false),
      ),
    )
    .limit(2);
  return found.length === 1 ? found[0] : undefined;
}
