import { compare, divide, type Money, monthsInTerm, roundLineHalfUp } from '@licence-portal/nce';
import { and, desc, eq, gt, inArray, lte } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { MoneyWire, moneyWire } from '#platform/wire.ts';
import { offer, price, priceRule } from '../tables.ts';
import type { Market } from './offer-option.ts';
import { priceOf, ruleFor } from './price-rules.ts';

/** "From so much": of one licence, net, rounded to the cent for showing; `once` for what is bought without a term. */
export const FromPrice = z.object({ price: MoneyWire, per: z.enum(['month', 'once']) });
export type FromPrice = z.infer<typeof FromPrice>;

/**
 * The lowest price of each product's paid plans at a moment, a year's price spread over its months. Trials do not
 * count, and add-ons and what is free only where there is nothing else. Without a segment, prices that everybody may have go before those of schools and charities.
 */
export async function fromPrices(
  tx: Tx,
  asked: Readonly<{
    productIds: readonly Id<'product'>[];
    segment: string | undefined;
    market: Market;
    at: Temporal.Instant;
  }>,
): Promise<Map<string, FromPrice>> {
  if (asked.productIds.length === 0) return new Map();
  const rows = await tx
    .selectDistinctOn([price.offerId, price.termDuration, price.billingCycle], {
      productId: offer.productId,
      offerId: offer.id,
      segment: offer.segment,
      isAddOn: offer.isAddOn,
      termDuration: price.termDuration,
      unitCost: price.unitCost,
      retailPrice: price.retailPrice,
      currency: price.currency,
    })
    .from(offer)
    .innerJoin(price, and(eq(price.offerId, offer.id), eq(price.segment, offer.segment)))
    .where(
      and(
        inArray(offer.productId, [...asked.productIds]),
        eq(offer.isTrial, false),
        asked.segment === undefined ? undefined : eq(offer.segment, asked.segment),
        eq(price.market, asked.market.market),
        eq(price.currency, asked.market.currency),
        lte(price.effectiveFrom, asked.at),
        gt(price.effectiveUntil, asked.at),
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
  const lowest = new Map<string, Standing>();
  for (const row of rows) {
    const whole = priceOf(row, ruleFor(row, rules));
    const months = monthsInTerm(row.termDuration);
    const standing: Standing = {
      price: months === undefined ? whole : divide(whole, months),
      per: months === undefined ? 'once' : 'month',
      isForAll: row.segment === 'commercial',
      isAddOn: row.isAddOn,
    };
    const best = lowest.get(row.productId);
    if (best === undefined || goesBefore(standing, best)) lowest.set(row.productId, standing);
  }
  return new Map(
    [...lowest].map(([productId, best]) => [
      productId,
      { price: moneyWire(roundLineHalfUp(best.price)), per: best.per },
    ]),
  );
}

type Standing = Readonly<{ price: Money; per: 'month' | 'once'; isForAll: boolean; isAddOn: boolean }>;

function goesBefore(one: Standing, other: Standing): boolean {
  if (one.isForAll !== other.isForAll) return one.isForAll;
  if (one.isAddOn !== other.isAddOn) return other.isAddOn;
  if (one.price.amount.isZero() !== other.price.amount.isZero()) return other.price.amount.isZero();
  if (one.per !== other.per) return one.per === 'month';
  return compare(one.price, other.price) < 0;
}
