import { z } from 'zod';
import type { CallOptions } from './call-options.ts';
import { Attributes, Link } from './collection.ts';
import { openFile } from './file-stream.ts';
import { InvoiceLine } from './invoice-line.ts';
import { DecimalText } from './pricing.ts';
import type { Known } from './read-answer.ts';
import { ROUTES } from './routes.ts';
import type { Transport } from './transport.ts';

/**
 * Microsoft's bill to the partner for a month; not a customer's invoice.
 *
 * @source Partner Center, "Invoice resources"
 */
export const Invoice = z.looseObject({
  id: z.string(),
  invoiceDate: z.string(),
  billingPeriodStartDate: z.string().optional(),
  billingPeriodEndDate: z.string().optional(),
  totalCharges: DecimalText.optional(),
  paidAmount: DecimalText.optional(),
  currencyCode: z.string().optional(),
  currencySymbol: z.string().optional(),
  pdfDownloadLink: z.string().optional(),
  /** The kinds of lines that it has. */
  invoiceDetails: z
    .array(
      z.looseObject({
        invoiceLineItemType: z.string(),
        billingProvider: z.string(),
        links: z.looseObject({ self: Link.optional() }).optional(),
      }),
    )
    .default([]),
  /** `invoice`, `adjustment_note`, `void_note`. */
  documentType: z.string().optional(),
  amendsOf: z.string().optional(),
  /** `OneTime`, `Recurring`. */
  invoiceType: z.string().optional(),
  attributes: Attributes.optional(),
});
export type Invoice = Known<z.output<typeof Invoice>>;

/** The partner's balance. @source Partner Center, "Invoice resources", InvoiceSummary */
export const InvoiceSummary = z.looseObject({
  balanceAmount: DecimalText,
  currencyCode: z.string(),
  currencySymbol: z.string().optional(),
  accountingDate: z.string().optional(),
  firstInvoiceCreationDate: z.string().optional(),
  lastPaymentDate: z.string().optional(),
  lastPaymentAmount: DecimalText.optional(),
  latestInvoiceDate: z.string().optional(),
});
export type InvoiceSummary = Known<z.output<typeof InvoiceSummary>>;

export type UnbilledQuery = Readonly<{
  period: 'current' | 'previous';
  /** Rows a page; at most 2,000. */
  size?: number;
}>;

/** New Commerce, by licence and by use, comes from the provider `onetime`. */
const BY_LICENSE = { provider: 'onetime', invoicelineitemtype: 'billinglineitems' };

export function invoiceCalls(transport: Transport) {
  return {
    /** Newest first. @param query  `size`: rows to return; `offset`: rows to skip before them */
    list: (query: { size?: number; offset?: number } = {}, options: CallOptions = {}) =>
      transport.list(ROUTES.listInvoices, { query }, Invoice, options),
    get: (invoiceId: string, options: CallOptions = {}) =>
      transport.read(ROUTES.getInvoice, { path: { invoiceId } }, Invoice, options),
    /** The invoice as a PDF. @source Partner Center, "Get invoice statement" */
    openStatement: (invoiceId: string, options: CallOptions = {}) =>
      openFile(transport, ROUTES.getInvoiceStatement, { path: { invoiceId } }, options),
    getSummary: (options: CallOptions = {}) => transport.read(ROUTES.getInvoiceSummary, {}, InvoiceSummary, options),
    /** One for each currency that the partner is billed in. */
    listSummaries: (options: CallOptions = {}) =>
      transport.list(ROUTES.listInvoiceSummaries, {}, InvoiceSummary, options),
    /**
     * The billed lines, for comparison with what customers were billed.
     *
     * @source Partner Center, "Get invoice line items". Microsoft keeps this route for months billed until April 2025
     *          and exports later ones through Microsoft Graph, according to the open-source partner-center-mcp of 2026
     */
    pagesOfLines: (invoiceId: string, query: { size?: number } = {}, options: CallOptions = {}) =>
      transport.pages(
        ROUTES.listInvoiceLines,
        { path: { invoiceId }, query: { ...BY_LICENSE, size: query.size } },
        InvoiceLine,
        options,
      ),
    /** Charges that are on no invoice yet: an estimate until Microsoft closes the month. */
    pagesOfUnbilledLines: (query: UnbilledQuery, options: CallOptions = {}) =>
      transport.pages(
        ROUTES.listUnbilledLines,
        { query: { ...BY_LICENSE, period: query.period, size: query.size } },
        InvoiceLine,
        options,
      ),
  };
}
