import { type Money, monthsInTerm } from '@licence-portal/nce';
import { compare, divide, roundLineHalfUp } from '@licence-portal/nce/money';
import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { MoneyWire, moneyWire } from '#platform/wire.ts';
import { offer } from '../tables.ts';
import { type CurrentPrice, readCurrentPrices } from './current-prices.ts';

export const LowestPrice = z
  .object({
    price: MoneyWire.describe('Price of one licence, net, rounded to the cent.'),
    per: z.enum(['month', 'once']).describe('`month`: for a month of the term; `once`: for an offer without a term.'),
  })
  .describe('The lowest price at which a plan of the product is sold now.');
export type LowestPrice = z.infer<typeof LowestPrice>;

/**
 * The lowest price of each product's paid plans for an account at a moment, a year's price spread over its months.
 * Trials do not count; add-ons and free plans count only where there is nothing else. Without a segment, prices for all
 * customers come before those of schools and charities.
 */
export async function lowestPrices(
  tx: Tx,
  query: Readonly<{
    productIds: readonly Id<'product'>[];
    segment: string | undefined;
    accountId: AccountId;
    at: Temporal.Instant;
  }>,
): Promise<Map<string, LowestPrice>> {
  const { productIds, segment, accountId, at } = query;
  if (productIds.length === 0) return new Map();
  const offers = and(
    inArray(offer.productId, [...productIds]),
    eq(offer.isTrial, false),
    segment === undefined ? undefined : eq(offer.segment, segment),
  );
  const lowest = new Map<string, Candidate>();
  for (const price of await readCurrentPrices(tx, { accountId, at, offers })) {
    if (!price.isSold) continue;
    const candidate = candidateOf(price);
    const best = lowest.get(price.productId);
    if (best === undefined || isBetter(candidate, best)) lowest.set(price.productId, candidate);
  }
  return new Map(
    [...lowest].map(([productId, best]) => [
      productId,
      { price: moneyWire(roundLineHalfUp(best.price)), per: best.per },
    ]),
  );
}

type Candidate = Readonly<{ price: Money; per: LowestPrice['per']; isForAll: boolean; isAddOn: boolean }>;

function candidateOf({ segment, isAddOn, termDuration, pricePerTerm }: CurrentPrice): Candidate {
  const months = monthsInTerm(termDuration);
  return {
    price: months === undefined ? pricePerTerm : divide(pricePerTerm, months),
    per: months === undefined ? 'once' : 'month',
    isForAll: segment === 'commercial',
    isAddOn,
  };
}

function isBetter(one: Candidate, other: Candidate): boolean {
  if (one.isForAll !== other.isForAll) return one.isForAll;
  if (one.isAddOn !== other.isAddOn) return other.isAddOn;
  if (one.price.amount.isZero() !== other.price.amount.isZero()) return other.price.amount.isZero();
  if (one.per !== other.per) return one.per === 'month';
  return compare(one.price, other.price) < 0;
}
