import { Decimal } from './decimal.ts';
import { instantOf } from './partner-center-instant.ts';
import type { Promotion } from './promotions.ts';
import { startOfUtcDay, utcDate } from './time.ts';

/**
 * The fields of Microsoft's promotion resource that the rules read, in its own spelling; all others are ignored.
 *
 * @source Partner Center, "Promotion resources"; "Get a list of product promotions"
 */
export type PartnerCenterPromotion = Readonly<{
  id: string;
  startDate?: string | undefined;
  endDate?: string | undefined;
  requiredProducts: readonly Readonly<{
    productId: string;
    skuId: string;
    term?: Readonly<{ duration: string; billingCycle?: string | undefined }> | undefined;
    pricingPolicies?:
      | readonly Readonly<{
          policyType?: string | undefined;
          type?: string | undefined;
          value?: string | number | undefined;
        }>[]
      | undefined;
  }>[];
  constraints?: readonly PromotionConstraint[] | undefined;
}>;

/** `SeatCount` has bounds; other kinds depend on what the customer has bought, and Microsoft answers them. */
type PromotionConstraint = Readonly<{
  type?: string | undefined;
  minimum?: number | undefined;
  maximum?: number | undefined;
}>;

/**
 * The discounts of a promotion on one SKU, one for each term and billing cycle.
 *
 * An end that is not 00:00 UTC belongs to the last day. What is not a percentage of the price cannot be quoted and is
 * left out, as is a discount whose term, billing cycle or start Microsoft did not send.
 *
 * @param sku  by Microsoft's ids, which are compared without case
 */
export function promotionsFromPartnerCenter(
  { id, startDate, endDate, requiredProducts, constraints = [] }: PartnerCenterPromotion,
  sku: Readonly<{ productId: string; skuId: string }>,
): Promotion[] {
  const isSame = (left: string, right: string) => left.toUpperCase() === right.toUpperCase();
  const seats = constraints.find(({ type = '' }) => isSame(type, 'SeatCount'));
  return requiredProducts.flatMap(({ productId, skuId, term, pricingPolicies = [] }) => {
    if (!isSame(productId, sku.productId) || !isSame(skuId, sku.skuId)) return [];
    const policy = pricingPolicies.find((one) => isSame(one.policyType ?? one.type ?? '', 'PercentDiscount'));
    if (term?.billingCycle === undefined || policy?.value === undefined || startDate === undefined) return [];
    return [
      {
        promotionId: id,
        startsOn: utcDate(instantOf(startDate)),
        endsBefore: endDate === undefined ? undefined : firstDayAfter(instantOf(endDate)),
        termDuration: term.duration,
        billingCycle: term.billingCycle.toLowerCase(),
        percentOff: new Decimal(policy.value),
        seatCountMin: seats?.minimum,
        seatCountMax: seats?.maximum,
      },
    ];
  });
}

function firstDayAfter(end: Temporal.Instant): Temporal.PlainDate {
  const day = utcDate(end);
  return startOfUtcDay(day).equals(end) ? day : day.add({ days: 1 });
}
