import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import { Link } from './collection.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

/** @source Partner Center, "Product resources" */
export const Product = z.looseObject({
  id: z.string(),
  title: z.string(),
  description: z.string().optional(),
  /** `OnlineServicesNCE` for New Commerce services by licence. */
  productType: z.looseObject({ id: z.string(), displayName: z.string().optional() }).optional(),
  isMicrosoftProduct: z.boolean().optional(),
  publisherName: z.string().optional(),
});
export type Product = Known<z.output<typeof Product>>;

/** @source Partner Center, "Product resources", Sku and its dynamic attributes */
export const Sku = z.looseObject({
  id: z.string(),
  productId: z.string(),
  title: z.string(),
  description: z.string().optional(),
  minimumQuantity: z.number().int().optional(),
  maximumQuantity: z.number().int().optional(),
  isTrial: z.boolean().optional(),
  supportedBillingCycles: z.array(z.string()).optional(),
  purchasePrerequisites: z.array(z.string()).optional(),
  inventoryVariables: z.array(z.string()).optional(),
  provisioningVariables: z.array(z.string()).optional(),
  actions: z.array(z.string()).optional(),
  dynamicAttributes: z
    .looseObject({
      isAddon: z.boolean().optional(),
      /** `productId:skuId` each. */
      prerequisiteSkus: z.array(z.string()).optional(),
      upgradeTargetOffers: z.array(z.string()).optional(),
      /** Id of the licence pool: `productSku.id` of a subscribed SKU. */
      provisioningId: z.string().optional(),
      hasConstraints: z.boolean().optional(),
    })
    .optional(),
  attestationProperties: z
    .looseObject({ attestationType: z.string().optional(), enforceAttestation: z.boolean().optional() })
    .optional(),
});
export type Sku = Known<z.output<typeof Sku>>;

export const AvailabilityTerm = z.looseObject({
  id: z.string().optional(),
  /** ISO 8601: `P1M`, `P1Y`, `P3Y`. */
  duration: z.string(),
  description: z.string().optional(),
  /** Written `Annual` here and `annual` in carts: compare without case. */
  billingCycle: z.string().optional(),
  cancellationPolicies: z
    .array(
      z.looseObject({
        refundOptions: z
          .array(
            z.looseObject({
              sequenceId: z.number().optional(),
              /** `Full` or `Partial`. */
              type: z.string(),
              /** ISO 8601 duration from purchase: `P1D`, `P7D`. */
              expiresAfter: z.string().optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});
export type AvailabilityTerm = Known<z.output<typeof AvailabilityTerm>>;

/**
 * A form in which a SKU can be bought. Its id changes over time: look it up when buying.
 *
 * @source Partner Center, "Product resources"
 */
export const Availability = z.looseObject({
  id: z.string(),
  productId: z.string(),
  skuId: z.string(),
  /** `productId:skuId:availabilityId`, for the cart. */
  catalogItemId: z.string(),
  defaultCurrency: z.looseObject({ code: z.string(), symbol: z.string().optional() }).optional(),
  segment: z.string().optional(),
  country: z.string().optional(),
  isPurchasable: z.boolean().optional(),
  isRenewable: z.boolean().optional(),
  renewalInstructions: z
    .array(
      z.looseObject({
        applicableTermIds: z.array(z.string()).optional(),
        renewalOptions: z
          .array(z.looseObject({ renewToId: z.string(), isAutoRenewable: z.boolean().optional() }))
          .optional(),
      }),
    )
    .optional(),
  terms: z.array(AvailabilityTerm).optional(),
  links: z.looseObject({ self: Link.optional() }).optional(),
});
export type Availability = Known<z.output<typeof Availability>>;

export type MarketQuery = Readonly<{
  /** ISO 3166, two letters. */
  country: string;
  /** `commercial`, `education`, `government`, `nonprofit`. Offers for a segment are listed only if it is named. */
  targetSegment?: string;
}>;
/** `OnlineServices` is the view that holds New Commerce services by licence. */
type ViewQuery = Readonly<{ targetView: string }>;
type SegmentQuery = Readonly<{ targetSegment?: string }>;
type SkuIds = Readonly<{ productId: string; skuId: string }>;
type ForCustomer = Readonly<{ customerId: string }>;

/** The catalogue of a market. It has no prices: those are in the price sheet and in the lines of a cart. */
export function catalogueCalls(transport: Transport) {
  return {
    listProducts: (query: MarketQuery & ViewQuery, options: CallOptions = {}) =>
      transport.list(ROUTES.listProducts, { query }, Product, options),
    pagesOfProducts: (query: MarketQuery & ViewQuery, options: CallOptions = {}) =>
      transport.pages(ROUTES.listProducts, { query }, Product, options),
    getProduct: (productId: string, query: Pick<MarketQuery, 'country'>, options: CallOptions = {}) =>
      transport.read(ROUTES.getProduct, { path: { productId }, query }, Product, options),
    listSkus: (productId: string, query: MarketQuery, options: CallOptions = {}) =>
      transport.list(ROUTES.listSkus, { path: { productId }, query }, Sku, options),
    getSku: (path: SkuIds, query: Pick<MarketQuery, 'country'>, options: CallOptions = {}) =>
      transport.read(ROUTES.getSku, { path, query }, Sku, options),
    listAvailabilities: (path: SkuIds, query: MarketQuery, options: CallOptions = {}) =>
      transport.list(ROUTES.listAvailabilities, { path, query }, Availability, options),
    getAvailability: (
      path: SkuIds & { availabilityId: string },
      query: Pick<MarketQuery, 'country'>,
      options: CallOptions = {},
    ) => transport.read(ROUTES.getAvailability, { path, query }, Availability, options),
  };
}

/**
 * The catalogue as one customer may buy it: the customer's country and qualifications are applied by Partner Center.
 */
export function customerCatalogueCalls(transport: Transport) {
  return {
    listProducts: (customerId: string, query: ViewQuery & SegmentQuery, options: CallOptions = {}) =>
      transport.list(ROUTES.listCustomerProducts, { path: { customerId }, query }, Product, options),
    pagesOfProducts: (customerId: string, query: ViewQuery & SegmentQuery, options: CallOptions = {}) =>
      transport.pages(ROUTES.listCustomerProducts, { path: { customerId }, query }, Product, options),
    getProduct: (path: ForCustomer & { productId: string }, options: CallOptions = {}) =>
      transport.read(ROUTES.getCustomerProduct, { path }, Product, options),
    listSkus: (path: ForCustomer & { productId: string }, query: SegmentQuery = {}, options: CallOptions = {}) =>
      transport.list(ROUTES.listCustomerSkus, { path, query }, Sku, options),
    getSku: (path: ForCustomer & SkuIds, options: CallOptions = {}) =>
      transport.read(ROUTES.getCustomerSku, { path }, Sku, options),
    listAvailabilities: (path: ForCustomer & SkuIds, query: SegmentQuery = {}, options: CallOptions = {}) =>
      transport.list(ROUTES.listCustomerAvailabilities, { path, query }, Availability, options),
    getAvailability: (path: ForCustomer & SkuIds & { availabilityId: string }, options: CallOptions = {}) =>
      transport.read(ROUTES.getCustomerAvailability, { path }, Availability, options),
  };
}
