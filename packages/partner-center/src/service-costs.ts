import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import { DecimalText } from './pricing.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

/**
 * The partner's costs of a customer in the latest billed month.
 *
 * @source Partner Center, "Get a summary of a customer's service costs"
 */
export const ServiceCostsSummary = z.looseObject({
  customerId: z.string().optional(),
  billingStartDate: z.string().optional(),
  billingEndDate: z.string().optional(),
  pretaxTotal: DecimalText,
  tax: DecimalText.optional(),
  afterTaxTotal: DecimalText.optional(),
  currencyCode: z.string(),
  currencySymbol: z.string().optional(),
});
export type ServiceCostsSummary = Known<z.output<typeof ServiceCostsSummary>>;

/** @source Partner Center, "Get a customer's service costs line items" */
export const ServiceCostsLine = z.looseObject({
  customerId: z.string().optional(),
  /** First and last day. */
  startDate: z.string().optional(),
  endDate: z.string().optional(),
  subscriptionFriendlyName: z.string().optional(),
  subscriptionId: z.string().optional(),
  orderId: z.string().optional(),
  offerId: z.string().optional(),
  offerName: z.string().optional(),
  chargeType: z.string(),
  quantity: z.number().optional(),
  unitPrice: DecimalText.optional(),
  pretaxTotal: DecimalText,
  tax: DecimalText.optional(),
  afterTaxTotal: DecimalText.optional(),
  currencyCode: z.string().optional(),
  invoiceNumber: z.string().optional(),
  productId: z.string().optional(),
  skuId: z.string().optional(),
  productName: z.string().optional(),
  skuName: z.string().optional(),
  termAndBillingCycle: z.string().optional(),
});
export type ServiceCostsLine = Known<z.output<typeof ServiceCostsLine>>;

export function serviceCostCalls(transport: Transport) {
  return {
    getSummary: (customerId: string, options: CallOptions = {}) =>
      transport.read(ROUTES.getServiceCosts, { path: { customerId } }, ServiceCostsSummary, options),
    listLines: (customerId: string, options: CallOptions = {}) =>
      transport.list(ROUTES.listServiceCostLines, { path: { customerId } }, ServiceCostsLine, options),
  };
}
