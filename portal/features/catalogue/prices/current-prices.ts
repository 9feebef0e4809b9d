import type { Money } from '@licence-portal/nce';
import { and, desc, eq, gt, lte, type SQL, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { offer, price, priceRule } from '../tables.ts';
import { customerPrice, ruleFor } from './price-rules.ts';

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

const { compare } = Temporal.Instant;

/**
 * Reads the prices that hold at a moment for an account: those of its country, in its currency. Where several hold, the
 * one with the latest end counts, and of equal ends the one with the latest start.
 *
 * This is the only place that decides which price holds; pages, cart, quotes and renewals all read it.
 *
 * @param offers  the offers to price, as a condition on the table `offer`
 * @returns one price for each offer, term and way to pay, in no order
 * @source Partner Center, "Get a price sheet": where dates overlap, the latest EffectiveEndDate is right
 */
export async function readCurrentPrices(
  tx: Tx,
  { accountId, at, offers }: Readonly<{ accountId: AccountId; at: Temporal.Instant; offers: SQL | undefined }>,
): Promise<CurrentPrice[]> {
  // As values, by which the index of prices is asked even where the database has no statistics yet.
  const offerIds = tx.select({ id: offer.id }).from(offer).where(offers);
  const rows = await tx
    .selectDistinctOn([price.offerId, price.termDuration, price.billingCycle], {
      offer: { offerId: offer.id, productId: offer.productId, segment: offer.segment, isAddOn: offer.isAddOn },
      option: { termDuration: price.termDuration, billingCycle: price.billingCycle },
      price: {
        costPerTerm: price.costPerTerm,
        retailPricePerTerm: price.retailPricePerTerm,
        currency: price.currency,
      },
      sold: { isSold: price.isSold, from: offer.soldFrom, until: offer.soldUntil },
    })
    .from(price)
    .innerJoin(offer, and(eq(offer.id, price.offerId), eq(offer.segment, price.segment)))
    .innerJoin(account, and(eq(account.country, price.market), eq(account.currency, price.currency)))
    .where(
      and(
        eq(account.id, accountId),
        sql`${price.offerId} = any(array(${offerIds}))`,
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
  const rules = rows.length === 0 ? [] : await tx.select().from(priceRule);
  return rows.map(({ offer, option, price, sold }) => ({
    ...offer,
    ...option,
    isSold: sold.isSold && compare(sold.from, at) <= 0 && compare(at, sold.until) < 0,
    pricePerTerm: customerPrice(price, ruleFor(offer, rules)),
  }));
}
