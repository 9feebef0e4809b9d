import { cyclesPerTerm, money } from '@licence-portal/nce';
import { divide } from '@licence-portal/nce/money';
import { and, asc, count, eq, gte, inArray, lte, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { customerPricing, offer, priceChange, type TouchedRenewalsReader } from '#features/catalogue/catalogue.ts';
import { subscription } from '../tables.ts';

/**
 * The running subscriptions that renew, as they are planned now, after a price of theirs has changed. What the customer
 * pays now is compared with the price after, by the provider's price rules.
 */
export const touchedRenewals: TouchedRenewalsReader = async (tx, { importId, limit, offset }) => {
  const isTouched = and(
    eq(priceChange.importId, importId),
    inArray(priceChange.kind, ['dearer', 'cheaper', 'gone']),
    inArray(subscription.status, ['active', 'suspended']),
    eq(subscription.termEndOutcome, 'renews'),
    gte(subscription.endsBefore, sql`(${priceChange.changesAt} at time zone 'UTC')::date`),
    lte(priceChange.seatCountFrom, subscription.seatCount),
  );
  const isOffer = and(
    eq(offer.vendorProductId, priceChange.vendorProductId),
    eq(offer.vendorSkuId, priceChange.vendorSkuId),
    eq(offer.segment, priceChange.segment),
  );
  const isPlan = and(
    eq(subscription.offerId, offer.id),
    eq(subscription.termDuration, priceChange.termDuration),
    eq(subscription.billingCycle, priceChange.billingCycle),
  );
  const isShop = and(
    eq(account.id, subscription.accountId),
    eq(account.country, priceChange.market),
    eq(account.currency, priceChange.currency),
  );
  const rows = await tx
    .select({ change: priceChange, offer, row: subscription, accountName: account.name })
    .from(priceChange)
    .innerJoin(offer, isOffer)
    .innerJoin(subscription, isPlan)
    .innerJoin(account, isShop)
    .where(isTouched)
    .orderBy(asc(subscription.endsBefore), asc(account.name), asc(subscription.id))
    .limit(limit)
    .offset(offset);
  const [all] = await tx
    .select({ total: count() })
    .from(priceChange)
    .innerJoin(offer, isOffer)
    .innerJoin(subscription, isPlan)
    .innerJoin(account, isShop)
    .where(isTouched);
  const priceOf = await customerPricing(tx);
  return {
    items: rows.map(({ change, offer, row, accountName }) => {
      const { retailAfter, costAfter, currency } = change;
      const cycles = cyclesPerTerm(row.termDuration, row.billingCycle) ?? 1;
      const after =
        costAfter === null
          ? null
          : priceOf(
              { offerId: offer.id, productId: offer.productId, segment: offer.segment },
              { costPerTerm: costAfter, retailPricePerTerm: retailAfter, currency },
            );
      return {
        accountId: row.accountId,
        accountName,
        subscriptionId: row.id,
        name: row.name,
        seatCount: row.seatCount,
        renewsOn: row.endsBefore.toString(),
        currency: row.currency,
        priceBefore: money(row.unitPricePerCycle, row.currency).amount.toFixed(),
        priceAfter: after === null ? null : divide(after, cycles).amount.toFixed(),
      };
    }),
    total: all?.total ?? 0,
  };
};
