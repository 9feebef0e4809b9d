import type { Money } from '@licence-portal/nce';
import { and, eq, gt, type SQL, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { isSegmentOffered } from '../segments.ts';
import { offer, price, priceRule } from '../tables.ts';
import { isBuyable } from './plans.ts';
import { customerPrice, type PriceRule, ruleFor } from './price-rules.ts';

/** The price of one licence of an offer, for one term and one way to pay. Net, not rounded. */
export type CurrentPrice = Readonly<{
  offerId: Id<'offer'>;
  productId: Id<'product'>;
  segment: string;
  isAddOn: boolean;
  termDuration: string;
  billingCycle: string;
  /** The customer's price of the whole term, by the price rules. */
  pricePerTerm: Money;
  /** It can be bought; otherwise only what runs renews so. */
  isSold: boolean;
}>;

/**
 * The prices that hold at an instant, not before the one that they were read for, and for a number of licences, which
 * decides the price tier (1 when left out): one for each offer, term and way to pay, in no order.
 */
export type PricesInTime = (at: Temporal.Instant, seatCount?: number) => CurrentPrice[];

const { compare } = Temporal.Instant;

/**
 * Reads the prices that hold from an instant on for an account: those of its country, in its currency, of each offer's
 * segment. Where several hold, the one with the latest start counts, and of equal starts the one with the latest end.
 *
 * This is the only place that decides which price holds; pages, cart, quotes and renewals all read it.
 *
 * @param offers  the offers to price, as a condition on the table `offer`
 */
export async function readPricesFrom(
  tx: Tx,
  { accountId, from, offers }: Readonly<{ accountId: AccountId; from: Temporal.Instant; offers: SQL | undefined }>,
): Promise<PricesInTime> {
  // As values, by which the index of prices is asked even where the database has no statistics yet.
  const offerIds = tx.select({ id: offer.id }).from(offer).where(offers);
  const rows = await tx
    .select({
      offer: { offerId: offer.id, productId: offer.productId, segment: offer.segment, isAddOn: offer.isAddOn },
      option: { termDuration: price.termDuration, billingCycle: price.billingCycle },
      price: {
        costPerTerm: price.costPerTerm,
        retailPricePerTerm: price.retailPricePerTerm,
        currency: price.currency,
      },
      holds: { from: price.effectiveFrom, until: price.effectiveUntil, seatCountFrom: price.seatCountFrom },
      sold: { isSold: price.isSold, market: price.market, from: offer.soldFrom, until: offer.soldUntil },
    })
    .from(price)
    .innerJoin(offer, and(eq(offer.id, price.offerId), eq(offer.segment, price.segment)))
    .innerJoin(account, and(eq(account.country, price.market), eq(account.currency, price.currency)))
    .where(
      and(eq(account.id, accountId), sql`${price.offerId} = any(array(${offerIds}))`, gt(price.effectiveUntil, from)),
    );
  const rules = rows.length === 0 ? [] : await tx.select().from(priceRule);
  return (at, seatCount = 1) => {
    const winners = new Map<string, PriceRow>();
    for (const row of rows) {
      if (!holdsAt(row, at) || row.holds.seatCountFrom > seatCount) continue;
      const key = `${row.offer.offerId} ${row.option.termDuration} ${row.option.billingCycle}`;
      const best = winners.get(key);
      if (best === undefined || comesBefore(row, best)) winners.set(key, row);
    }
    return [...winners.values()].map((row) => pricedAt(row, at, rules));
  };
}

/** The prices of an account at one instant, for one licence. */
export async function readCurrentPrices(
  tx: Tx,
  { at, ...query }: Readonly<{ accountId: AccountId; at: Temporal.Instant; offers: SQL | undefined }>,
): Promise<CurrentPrice[]> {
  return (await readPricesFrom(tx, { ...query, from: at }))(at);
}

type PriceRow = Readonly<{
  offer: Pick<CurrentPrice, 'offerId' | 'productId' | 'segment' | 'isAddOn'>;
  option: Pick<CurrentPrice, 'termDuration' | 'billingCycle'>;
  price: Parameters<typeof customerPrice>[0];
  holds: Readonly<{ from: Temporal.Instant; until: Temporal.Instant; seatCountFrom: number }>;
  sold: Readonly<{ isSold: boolean; market: string; from: Temporal.Instant; until: Temporal.Instant }>;
}>;

function holdsAt({ holds }: PriceRow, at: Temporal.Instant): boolean {
  return compare(holds.from, at) <= 0 && compare(at, holds.until) < 0;
}

function comesBefore({ holds: one }: PriceRow, { holds: other }: PriceRow): boolean {
  const difference =
    one.seatCountFrom - other.seatCountFrom || compare(one.from, other.from) || compare(one.until, other.until);
  return difference > 0;
}

function pricedAt({ offer, option, price, sold }: PriceRow, at: Temporal.Instant, rules: PriceRule[]): CurrentPrice {
  const isOffered = isBuyable(option) && isSegmentOffered(offer.segment, sold.market);
  return {
    ...offer,
    ...option,
    isSold: sold.isSold && isOffered && compare(sold.from, at) <= 0 && compare(at, sold.until) < 0,
    pricePerTerm: customerPrice(price, ruleFor(offer, rules)),
  };
}
