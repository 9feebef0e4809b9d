import type { SubscriptionChange } from '@licence-portal/nce';
import type { DirectChange } from './ordered-change.ts';

/** The vendor's ids of the product that a next term names. */
export type NextProduct = Readonly<{ vendorProductId: string; vendorSkuId: string }>;

/**
 * Translates a change that an order makes into the terms of the rules of New Commerce.
 *
 * @param product  of the next term that the change names, if any
 * @param isTrial  the subscription is a trial: its next term is the paid product that it becomes
 */
export function toSubscriptionChange(
  change: DirectChange,
  product?: NextProduct,
  isTrial: boolean = false,
): SubscriptionChange {
  switch (change.kind) {
    case 'seats':
      return { kind: 'seats', seatCount: change.seatCount };
    case 'renewal': {
      const { outcome, next } = change;
      if (outcome !== 'renews' || next === undefined) return { kind: 'renewal', outcome };
      if (next === null) return { kind: 'nextTerm', instructions: {} };
      const { seatCount, termDuration, billingCycle } = next;
      const ids = product && { productId: product.vendorProductId, skuId: product.vendorSkuId };
      if (isTrial)
        return { kind: 'convertTrial', when: 'atTermEnd', seatCount, to: { termDuration, billingCycle, ...ids } };
      return { kind: 'nextTerm', instructions: { seatCount, termDuration, billingCycle, ...ids } };
    }
    case 'cancel':
      return { kind: 'cancelNow' };
  }
}
