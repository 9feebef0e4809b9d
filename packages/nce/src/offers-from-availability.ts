import type { AvailableOffers } from './action-answer.ts';

/**
 * The fields of Microsoft's availability that the rules read, in its own spelling; all others are ignored.
 *
 * @source Partner Center, "Product resources", `Availability`
 */
export type PartnerCenterAvailability = Readonly<{
  isRenewable?: boolean | undefined;
  terms?: readonly Readonly<{ duration: string; billingCycle?: string | undefined }>[] | undefined;
}>;

/**
 * What may be chosen of a SKU, by its availability for the customer: the terms and billing cycles that it is sold in,
 * and whether it renews. What Microsoft did not send is left out and forbids nothing.
 */
export function offersFromAvailability({ isRenewable, terms }: PartnerCenterAvailability): AvailableOffers {
  const plans = terms?.flatMap(({ duration, billingCycle }) =>
    billingCycle === undefined ? [] : [{ termDuration: duration, billingCycle: billingCycle.toLowerCase() }],
  );
  return { isRenewable, plans };
}
