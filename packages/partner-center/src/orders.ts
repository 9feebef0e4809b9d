import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import { Attributes, Link } from './collection.ts';
import { DecimalText, Pricing } from './pricing.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

/**
 * The next term. Documented as one object and as a list: both are read.
 *
 * @source Partner Center, "Order resources", RenewsTo
 */
const RenewalTerm = z.looseObject({ termDuration: z.string().optional() });
export const RenewsTo = z.union([RenewalTerm, z.array(RenewalTerm)]).optional();

/** @source Partner Center, "Order resources" */
export const OrderLineItem = z.looseObject({
  lineItemNumber: z.number().int(),
  /** The catalogue item, `productId:skuId:availabilityId`. */
  offerId: z.string(),
  /** Absent until some time after the order. */
  subscriptionId: z.string().optional(),
  termDuration: z.string().optional(),
  /** `New`, `Renew`, `AddQuantity`, …; written `new` and `renew` elsewhere: compare without case. */
  transactionType: z.string().optional(),
  friendlyName: z.string().optional(),
  quantity: z.number().int(),
  partnerIdOnRecord: z.string().optional(),
  customTermEndDate: z.string().optional(),
  promotionId: z.string().optional(),
  renewsTo: RenewsTo,
  attestationAccepted: z.boolean().optional(),
  pricing: Pricing.optional(),
  links: z
    .looseObject({
      product: Link.optional(),
      sku: Link.optional(),
      availability: Link.optional(),
      subscription: Link.optional(),
      provisioningStatus: Link.optional(),
    })
    .optional(),
});
export type OrderLineItem = Known<z.output<typeof OrderLineItem>>;

/** @source Partner Center, "Order resources" */
export const Order = z.looseObject({
  id: z.string(),
  alternateId: z.string().optional(),
  referenceCustomerId: z.string().optional(),
  billingCycle: z.string().optional(),
  currencyCode: z.string().optional(),
  currencySymbol: z.string().optional(),
  lineItems: z.array(OrderLineItem),
  creationDate: z.string().optional(),
  /** `unknown`, `completed`, `pending`, `cancelled`, `suspended`, `pending review`, `partial success`, `error`, … */
  status: z.string().optional(),
  /** `UserPurchase`; `SystemPurchase` and `SystemBilling` for Microsoft's own orders, such as renewals. */
  transactionType: z.string().optional(),
  totalPrice: DecimalText.optional(),
  links: z.looseObject({ self: Link.optional(), provisioningStatus: Link.optional() }).optional(),
  attributes: Attributes.optional(),
});
export type Order = Known<z.output<typeof Order>>;

/** @source Partner Center, "Get order provisioning status" */
export const OrderLineProvisioning = z.looseObject({
  lineItemNumber: z.number().int(),
  /** `fulfilled`, `unfulfilled`, `prefulfillmentPending`. */
  status: z.string(),
  quantityProvisioningInformation: z
    .array(z.looseObject({ quantity: z.number().int(), status: z.string() }))
    .optional(),
});
export type OrderLineProvisioning = Known<z.output<typeof OrderLineProvisioning>>;

export function orderCalls(transport: Transport) {
  return {
    /** A new order may be missing (404, code 20000) for up to 15 minutes. */
    get: (path: { customerId: string; orderId: string }, options: CallOptions = {}) =>
      transport.read(ROUTES.getOrder, { path, query: { include_price: true } }, Order, options),
    list: (customerId: string, options: CallOptions = {}) =>
      transport.list(ROUTES.listOrders, { path: { customerId }, query: { include_price: true } }, Order, options),
    pages: (customerId: string, options: CallOptions = {}) =>
      transport.pages(ROUTES.listOrders, { path: { customerId }, query: { include_price: true } }, Order, options),
    getProvisioningStatus: (path: { customerId: string; orderId: string }, options: CallOptions = {}) =>
      transport.list(ROUTES.getOrderProvisioningStatus, { path }, OrderLineProvisioning, options),
  };
}
