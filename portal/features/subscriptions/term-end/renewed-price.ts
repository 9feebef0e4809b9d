import { type Decimal, extendedServiceTermUnitPrice, money } from '@licence-portal/nce';
import { multiply } from '@licence-portal/nce/money';
import { EXTENDED_TERM, getOfferOption, type PriceList, readPriceList } from '#features/catalogue/catalogue.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';

/** The net price of one seat for one charge cycle, not rounded. */
export type PricePerCycle = Readonly<{ unitPricePerCycle: Decimal; currency: string }>;

/** The price of a term that starts at a moment, by the price list of the account; undefined where it is not sold so. */
export async function renewedPrice(
  tx: Tx,
  next: Readonly<{
    accountId: AccountId;
    offerId: Id<'offer'>;
    termDuration: string;
    billingCycle: string;
    seatCount: number;
    at: Temporal.Instant;
  }>,
): Promise<PricePerCycle | undefined> {
  const option = await getOfferOption(tx, next);
  return option && { unitPricePerCycle: option.unitPricePerCycle, currency: option.currency };
}

/**
 * The price of a month of the extended service term, and the whole-term prices that it is derived from where the price
 * list has no row of its own; what the list does not have is left out.
 */
export function extensionPrices(priceList: PriceList, offerId: Id<'offer'>, at?: Temporal.Instant) {
  const when = at && { at };
  const extended = priceList({ offerId, ...EXTENDED_TERM }, when);
  const monthly = priceList({ offerId, termDuration: 'P1M', billingCycle: 'monthly' }, when);
  const annual = priceList({ offerId, termDuration: 'P1Y', billingCycle: 'annual' }, when);
  return {
    extendedTermPrice: extended && money(extended.unitPricePerCycle, extended.currency),
    monthlyTermPrice: monthly && money(monthly.unitPricePerCycle, monthly.currency),
    annualTermPrice: annual && multiply(money(annual.unitPricePerCycle, annual.currency), annual.cyclesPerTerm),
  };
}

/** The price of a month of the extended service term. */
export async function extendedPrice(
  tx: Tx,
  { offerId, ...pricedFor }: Readonly<{ accountId: AccountId; offerId: Id<'offer'>; at: Temporal.Instant }>,
): Promise<PricePerCycle | undefined> {
  const priceList = await readPriceList(tx, { ...pricedFor, offerIds: [offerId] });
  const price = extendedServiceTermUnitPrice(extensionPrices(priceList, offerId));
  return price && { unitPricePerCycle: price.amount, currency: price.currency };
}
