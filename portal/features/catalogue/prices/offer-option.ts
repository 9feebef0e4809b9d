import { type Decimal, money, type OwnedSku } from '@licence-portal/nce';
import { and, desc, eq, gt, inArray, lte } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { offer, price, priceRule } from '../tables.ts';
import { perCycle, priceOf, ruleFor } from './price-rules.ts';

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

type Option = Readonly<{ offerId: Id<'offer'>; termDuration: string; billingCycle: string }>;
/** Answers for the offers that it was read for; undefined for what is not sold so. */
export type PriceList = (asked: Option) => OfferOption | undefined;

/** One way to buy an offer, priced at a moment; undefined when it is not sold so. */
export async function getOfferOption(
  tx: Tx,
  { at, ...asked }: Option & Readonly<{ at: Temporal.Instant }>,
  market: Market = HOME_MARKET,
): Promise<OfferOption | undefined> {
  const priceList = await readPriceList(tx, { offerIds: [asked.offerId], at }, market);
  return priceList(asked);
}

/** The price list of a moment for some offers, in two statements however many they are. */
export async function readPriceList(
  tx: Tx,
  { offerIds, at }: Readonly<{ offerIds: readonly Id<'offer'>[]; at: Temporal.Instant }>,
  { market, currency }: Market = HOME_MARKET,
): Promise<PriceList> {
  if (offerIds.length === 0) return () => undefined;
  const listed = await tx
    .select({ offer, price })
    .from(price)
    .innerJoin(offer, and(eq(offer.id, price.offerId), eq(offer.segment, price.segment)))
    .where(
      and(
        inArray(price.offerId, [...new Set(offerIds)]),
        eq(price.market, market),
        eq(price.currency, currency),
        lte(price.effectiveFrom, at),
        gt(price.effectiveUntil, at),
      ),
    )
    .orderBy(desc(price.effectiveUntil), desc(price.effectiveFrom));
  const rules = listed.length === 0 ? [] : await tx.select().from(priceRule);
  return (asked) => {
    const found = listed.find(
      ({ price }) =>
        price.offerId === asked.offerId &&
        price.termDuration === asked.termDuration &&
        price.billingCycle === asked.billingCycle,
    );
    return found && optionOf(found, rules, asked);
  };
}

type Listed = Readonly<{ offer: Offer; price: typeof price.$inferSelect }>;

function optionOf(
  { offer, price }: Listed,
  rules: readonly (typeof priceRule.$inferSelect)[],
  asked: Option,
): OfferOption | undefined {
  const { currency } = price;
  const customer = perCycle(priceOf(price, ruleFor({ ...offer, offerId: offer.id }, rules)), asked);
  const cost = perCycle(money(price.unitCost, currency), asked);
  if (customer === undefined || cost === undefined) return undefined;
  return {
    offer,
    priceId: price.id,
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
 * What each trial becomes when it is paid for, by the trial's id; one is left out where the price list does not tell for certain.
 *
 * Guess: the paid offer of the same product, customers and title. Microsoft names it in the SKU (`conversionInstructions`), without
 * an example of how.
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
