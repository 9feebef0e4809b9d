import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import { Attributes } from './collection.ts';
import { DecimalText } from './pricing.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

const PromotionTerm = z.looseObject({
  /** `P1M`, `P1Y`, `P3Y`. */
  duration: z.string(),
  billingCycle: z.string().optional(),
});

/** @source Partner Center, "Promotion resources"; "Get a list of product promotions" */
export const Promotion = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  description: z.string().optional(),
  /** Instants; the end is exclusive. */
  startDate: z.string().optional(),
  endDate: z.string().optional(),
  /** Applies to every purchase that fits, without being named. */
  isAutoApplicable: z.boolean().optional(),
  requiredProducts: z
    .array(
      z.looseObject({
        productId: z.string(),
        skuId: z.string(),
        term: PromotionTerm.optional(),
        /** `PercentDiscount` with a value from 0 to 100, in one field or in its newer spelling. */
        pricingPolicies: z
          .array(
            z.looseObject({
              policyType: z.string().optional(),
              type: z.string().optional(),
              value: DecimalText.optional(),
            }),
          )
          .optional(),
      }),
    )
    .default([]),
  /** `SeatCount` with `minimum` and `maximum`, among others. */
  constraints: z
    .array(
      z.looseObject({
        type: z.string().optional(),
        minimum: z.number().int().optional(),
        maximum: z.number().int().optional(),
      }),
    )
    .optional(),
  properties: z.looseObject({ isAutoApplicable: z.boolean().optional() }).optional(),
  attributes: Attributes.optional(),
});
export type Promotion = Known<z.output<typeof Promotion>>;

/** The reason why a promotion does not apply; `type` decides which numbers are present. */
export const PromotionEligibilityError = z.looseObject({
  /** `SeatCount`, `Term`, `RedemptionLimit`, `InvalidPromotion`, `InvalidCatalogItemId`, … */
  type: z.string(),
  description: z.string().optional(),
  minimumRequiredSeats: z.number().int().optional(),
  maximumRequiredSeats: z.number().int().optional(),
  availableSeats: z.number().int().optional(),
  maxPromotionRedemptionCount: z.number().int().optional(),
  remainingPromotionRedemptionCount: z.number().int().optional(),
  eligibleTerms: z.array(PromotionTerm).optional(),
});
export type PromotionEligibilityError = Known<z.output<typeof PromotionEligibilityError>>;

/** The promotions that a customer may have for one purchase. @source Partner Center, "Promotion resources" */
export const PromotionEligibilities = z.looseObject({
  /** The id of the query. */
  id: z.number().int(),
  catalogItemId: z.string().optional(),
  quantity: z.number().int().optional(),
  termDuration: z.string().optional(),
  billingCycle: z.string().optional(),
  eligibilities: z
    .array(
      z.looseObject({
        promotionId: z.string(),
        isEligible: z.boolean(),
        errors: z.array(PromotionEligibilityError).default([]),
      }),
    )
    .default([]),
});
export type PromotionEligibilities = Known<z.output<typeof PromotionEligibilities>>;

export type PromotionQuestion = Readonly<{
  /** Number of the query, from 0. */
  id: number;
  catalogItemId: string;
  quantity: number;
  termDuration: string;
  billingCycle: string;
  /** If absent, all promotions of the item. */
  promotionId?: string;
}>;

export function promotionCalls(transport: Transport) {
  return {
    /** @param query  country by ISO 3166, two letters; segment `commercial`, `education`, … */
    list: (query: { country: string; segment?: string }, options: CallOptions = {}) =>
      transport.list(ROUTES.listPromotions, { query }, Promotion, options),
    get: (promotionId: string, query: { country: string; segment?: string }, options: CallOptions = {}) =>
      transport.read(ROUTES.getPromotion, { path: { promotionId }, query }, Promotion, options),
    /**
     * Whether the customer may buy an item with a promotion. A cart drops a promotion that does not fit without an
     * error.
     */
    checkEligibilities: (customerId: string, items: readonly PromotionQuestion[], options: CallOptions = {}) =>
      transport.list(
        ROUTES.checkPromotionEligibilities,
        { path: { customerId }, body: { items } },
        PromotionEligibilities,
        options,
      ),
  };
}
