import type { OfferOption, PriceList } from '#features/catalogue/catalogue.ts';
import type { Id } from '#platform/ids.ts';

/** An option of an offer that is on sale, with the customer's price. */
export type PlanOnSale = OfferOption & Readonly<{ termDuration: string; billingCycle: string }>;

/** The terms with their billing in which an offer is on sale, the shortest and most frequent first. */
export function plansOnSale(priceList: PriceList, offerId: Id<'offer'>): PlanOnSale[] {
  return PLANS.flatMap(([termDuration, billingCycle]) => {
    const option = priceList({ offerId, termDuration, billingCycle });
    return option?.isSold ? [{ ...option, termDuration, billingCycle }] : [];
  });
}

const PLANS = [
  ['P1M', 'monthly'],
  ['P1Y', 'monthly'],
  ['P1Y', 'annual'],
  ['P3Y', 'monthly'],
  ['P3Y', 'annual'],
  ['P3Y', 'triennial'],
] as const;
