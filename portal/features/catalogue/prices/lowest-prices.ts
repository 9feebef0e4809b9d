import { type Money, monthsInTerm } from '@licence-portal/nce';
import { compare, divide, roundLineHalfUp } from '@licence-portal/nce/money';
import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type AccountId, type Id, idOf } from '#platform/ids.ts';
import { MoneyWire, moneyWire } from '#platform/wire.ts';
import { offer } from '../tables.ts';
import { type CurrentPrice, readCurrentPrices } from './current-prices.ts';

export const LowestPrice = z
  .object({
    price: MoneyWire.describe('Price of one licence, net, rounded to the cent.'),
    offerId: idOf('offer').describe('Id of the plan.'),
    per: z.enum(['month', 'once']).describe('`month`: for a month of the term; `once`: for an offer without a term.'),
  })
  .describe('The lowest price at which a plan of the product is sold now.');
export type LowestPrice = z.infer<typeof LowestPrice>;

/**
 * The lowest price of each product's paid plans for an account at a moment, a year's price spread over its months.
 * Trials do not count; add-ons, free plans and commitments of more than a year count only where there is nothing else.
 * Without a segment, prices for all customers come before those of schools and charities.
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
      { price: moneyWire(roundLineHalfUp(best.price)), offerId: best.offerId, per: best.per },
    ]),
  );
}

type Candidate = Readonly<{
  price: Money;
  offerId: Id<'offer'>;
  per: LowestPrice['per'];
  isForAll: boolean;
  isAddOn: boolean;
  isLong: boolean;
}>;

function candidateOf({ offerId, segment, isAddOn, termDuration, pricePerTerm }: CurrentPrice): Candidate {
  const months = monthsInTerm(termDuration);
  return {
    price: months === undefined ? pricePerTerm : divide(pricePerTerm, months),
    per: months === undefined ? 'once' : 'month',
    offerId,
    isForAll: segment === 'commercial',
    isAddOn,
    isLong: (months ?? 0) > 12,
  };
}

function isBetter(one: Candidate, other: Candidate): boolean {
  if (one.isForAll !== other.isForAll) return one.isForAll;
  if (one.isAddOn !== other.isAddOn) return other.isAddOn;
  if (one.price.amount.isZero() !== other.price.amount.isZero()) return other.price.amount.isZero();
  if (one.isLong !== other.isLong) return other.isLong;
  if (one.per !== other.per) return one.per === 'month';
  return compare(one.price, other.price) < 0;
}
