import type { BillingCycle, TermDuration } from './terms.ts';

/** A term and billing cycle in which a product is sold, from `availability.terms`. */
export type Plan = Readonly<{ termDuration: TermDuration; billingCycle: BillingCycle }>;

/** A SKU that is on sale, by Microsoft's ids, which are compared without case. */
export type ProductOnSale = Readonly<{
  productId: string;
  skuId: string;
  plans: readonly Plan[];
  seatCountMin?: number | undefined;
  seatCountMax?: number | undefined;
}>;

/** Is this plan among those on sale? Without a list nothing is forbidden. */
export function isOnSale({ termDuration, billingCycle }: Plan, plans: readonly Plan[] | undefined): boolean {
  const isSame = (plan: Plan) => plan.termDuration === termDuration && plan.billingCycle === billingCycle;
  return plans === undefined || plans.some(isSame);
}
