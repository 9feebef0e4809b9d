import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import { Attributes } from './collection.ts';
import { Order, RenewsTo } from './orders.ts';
import { Pricing } from './pricing.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

/** The reason why a line cannot be bought as it is. @source Partner Center, "Cart resources", CartError */
export const CartLineError = z.looseObject({
  errorCode: z.union([z.string(), z.number()]).optional(),
  errorDescription: z.string().optional(),
  additionalInformation: z
    .looseObject({ availableQuantity: z.number().optional(), purchasedQuantity: z.number().optional() })
    .optional(),
});
export type CartLineError = Known<z.output<typeof CartLineError>>;

/** @source Partner Center, "Cart resources" */
export const CartLineItem = z.looseObject({
  /** Number of the line; a text in some answers. */
  id: z.coerce.number().int(),
  catalogItemId: z.string(),
  friendlyName: z.string().optional(),
  quantity: z.number().int(),
  currencyCode: z.string().optional(),
  billingCycle: z.string().optional(),
  termDuration: z.string().optional(),
  promotionId: z.string().optional(),
  customTermEndDate: z.string().optional(),
  participants: z.array(z.looseObject({ key: z.string(), value: z.string() })).optional(),
  provisioningContext: z.unknown().optional(),
  renewsTo: RenewsTo,
  /** Of a SKU whose `attestationProperties.enforceAttestation` is set. */
  attestationAccepted: z.boolean().optional(),
  /** Lines of one group become one order. */
  orderGroup: z.string().optional(),
  pricing: Pricing.optional(),
  error: CartLineError.optional(),
});
export type CartLineItem = Known<z.output<typeof CartLineItem>>;

/** @source Partner Center, "Cart resources" */
export const Cart = z.looseObject({
  id: z.string(),
  creationTimestamp: z.string().optional(),
  lastModifiedTimestamp: z.string().optional(),
  /** Seven days after the last change, as a rule. */
  expirationTimestamp: z.string().optional(),
  lastModifiedUser: z.string().optional(),
  /** `Active`, `Ordered`. */
  status: z.string().optional(),
  partnerOnRecordAttestationAccepted: z.boolean().optional(),
  lineItems: z.array(CartLineItem),
  attributes: Attributes.optional(),
});
export type Cart = Known<z.output<typeof Cart>>;

export const OrderError = z.looseObject({
  orderGroupId: z.string().optional(),
  code: z.coerce.number().int(),
  description: z.string().optional(),
});
export type OrderError = Known<z.output<typeof OrderError>>;

/** Orders made, and order groups refused: both lists may have entries. @source Partner Center, "Check out a cart" */
export const CheckoutResult = z.looseObject({
  orders: z.array(Order).default([]),
  orderErrors: z.array(OrderError).default([]),
});
export type CheckoutResult = Known<z.output<typeof CheckoutResult>>;

/** @source Partner Center, "Create a cart" */
export type NewCartLineItem = Readonly<{
  /** Number of the line, from 0. */
  id: number;
  catalogItemId: string;
  friendlyName?: string;
  quantity: number;
  /** `monthly`, `annual`, `triennial`, `one_time`, `none`. */
  billingCycle: string;
  /** `P1M`, `P1Y`, `P3Y`. */
  termDuration?: string;
  promotionId?: string;
  /** Date and time in UTC. */
  customTermEndDate?: string;
  participants?: readonly Readonly<{ key: string; value: string }>[];
  provisioningContext?: Readonly<Record<string, string>>;
  renewsTo?: readonly Readonly<{ termDuration: string }>[];
  /**
   * The buyer's attestation, for a SKU that requires one (`attestationProperties.enforceAttestation`). Without it the
   * line has the error 10012.
   */
  attestationAccepted?: boolean;
}>;

export type NewCart = Readonly<{
  /**
   * The provider's attestation for the resellers that `participants` names. Without it the cart is refused with 900206.
   */
  partnerOnRecordAttestationAccepted?: boolean;
  lineItems: readonly NewCartLineItem[];
}>;

type CartIds = Readonly<{ customerId: string; cartId: string }>;

export function cartCalls(transport: Transport) {
  return {
    /** A cart is created even if a line has an `error`: check the lines. */
    create: (
      customerId: string,
      { partnerOnRecordAttestationAccepted, lineItems }: NewCart,
      options: CallOptions = {},
    ) =>
      transport.read(
        ROUTES.createCart,
        // The only name that Microsoft's documentation writes with a capital.
        {
          path: { customerId },
          body: { PartnerOnRecordAttestationAccepted: partnerOnRecordAttestationAccepted, lineItems },
        },
        Cart,
        options,
      ),
    get: (path: CartIds, options: CallOptions = {}) => transport.read(ROUTES.getCart, { path }, Cart, options),
    /** Replaces all lines of a cart. */
    update: (path: CartIds, lineItems: readonly NewCartLineItem[], options: CallOptions = {}) =>
      transport.read(ROUTES.updateCart, { path, body: { id: path.cartId, lineItems } }, Cart, options),
    /** Buys. Keep the request id and send the same request again after a time-out, so that nothing is bought twice. */
    checkout: (path: CartIds, options: CallOptions = {}) =>
      transport.read(ROUTES.checkoutCart, { path }, CheckoutResult, options),
  };
}
