import { z } from 'zod';
import { DecimalText } from './pricing.ts';
import type { Known } from './read-answer.ts';

/**
 * A charge or a refund. Amounts are the partner's.
 *
 * @source Partner Center, "Invoice resources", OneTimeInvoiceLineItem
 */
export const InvoiceLine = z.looseObject({
  partnerId: z.string().optional(),
  customerId: z.string(),
  customerName: z.string().optional(),
  customerDomainName: z.string().optional(),
  customerCountry: z.string().optional(),
  /** Empty or absent while unbilled. */
  invoiceNumber: z.string().optional(),
  mpnId: z.string().optional(),
  orderId: z.string().optional(),
  orderDate: z.string().optional(),
  productId: z.string().optional(),
  skuId: z.string().optional(),
  availabilityId: z.string().optional(),
  productName: z.string().optional(),
  skuName: z.string().optional(),
  /** `new`, `renew`, `cycleCharge`, `addQuantity`, `removeQuantity`, `cancelImmediate`, `convert`, … */
  chargeType: z.string(),
  unitPrice: DecimalText.optional(),
  /** After discount and proration. */
  effectiveUnitPrice: DecimalText.optional(),
  unitType: z.string().optional(),
  /** Negative for a refund. */
  quantity: z.number().optional(),
  billableQuantity: z.number().optional(),
  subtotal: DecimalText,
  taxTotal: DecimalText.optional(),
  /** Subtotal and tax: what the partner pays for this customer. */
  totalForCustomer: DecimalText.optional(),
  currency: z.string(),
  pricingCurrency: z.string().optional(),
  /** From the pricing to the billing currency. */
  pcToBCExchangeRate: DecimalText.optional(),
  pcToBCExchangeRateDate: z.string().optional(),
  publisherName: z.string().optional(),
  subscriptionDescription: z.string().optional(),
  subscriptionId: z.string().optional(),
  /** First and last day of the charged period, both included. */
  chargeStartDate: z.string().optional(),
  chargeEndDate: z.string().optional(),
  termAndBillingCycle: z.string().optional(),
  alternateId: z.string().optional(),
  priceAdjustmentDescription: z.string().optional(),
  creditReasonCode: z.string().optional(),
  discountDetails: z.string().optional(),
  billingFrequency: z.string().optional(),
  productQualifiers: z.union([z.string(), z.array(z.string())]).optional(),
  promotionId: z.string().optional(),
  /** `billing_line_items`. */
  invoiceLineItemType: z.string().optional(),
  /** `one_time`. */
  billingProvider: z.string().optional(),
});
export type InvoiceLine = Known<z.output<typeof InvoiceLine>>;
