import type { Decimal } from '@licence-portal/nce';
import { z } from 'zod';
import type { account } from '#features/accounts/accounts.ts';
import { idOf } from '#platform/ids.ts';
import { DateText, DecimalText } from '#platform/wire.ts';
import type { Settlement } from '../../payments/read-settlements.ts';
import type { invoice } from '../../tables.ts';
import type { StoredInvoice } from '../fatturapa/fatturapa-xml.ts';
import { invoiceNumber } from '../invoice-number.ts';
import { taxByRateOf } from '../tax-summary.ts';

type InvoiceRow = typeof invoice.$inferSelect;

/**
 * `due` and `overdue` by the date of the reader, while a part is open; `paid`: payments or credit notes have settled
 * all of it; `settled`: nothing was to be paid.
 */
export const INVOICE_STATUSES = ['due', 'overdue', 'paid', 'settled'] as const;
export type InvoiceStatus = (typeof INVOICE_STATUSES)[number];

export const InvoiceSummary = z.object({
  id: idOf('invoice').describe('The document.'),
  kind: z.enum(['invoice', 'creditNote']).describe('An invoice, or a credit note, which lessens what is owed.'),
  number: z.string().describe('Series, year and number: `P/2026/12`.'),
  issuedOn: DateText.describe('Date of the document.'),
  dueOn: DateText.nullable().describe('Last day for payment; null where nothing is to be paid.'),
  status: z
    .enum(INVOICE_STATUSES)
    .describe('`due` or `overdue` while a part is open, `paid`, or `settled`: nothing was to be paid.'),
  currency: z.string().describe('Currency of all amounts, ISO 4217.'),
  net: DecimalText.describe('Sum without tax; positive for a credit note too.'),
  tax: DecimalText.describe('Tax.'),
  gross: DecimalText.describe('Sum with tax.'),
  payable: DecimalText.describe('The part that payments settle: without the tax under split payment, 0 when prepaid.'),
  open: DecimalText.describe('The part that is not paid yet; 0 for a credit note.'),
  isPrepaid: z.boolean().describe('True: prepaid credit has paid it, or gets it back.'),
  ownReference: z.string().nullable().describe("The customer's internal reference, where all lines have the same."),
  purchaseOrderNumber: z.string().nullable().describe('Number of the purchase order.'),
});

export const ProviderInvoiceSummary = InvoiceSummary.extend({
  accountId: idOf('account').describe('The customer account.'),
  accountName: z.string().describe('Name of the customer.'),
});

export const InvoiceDetail = InvoiceSummary.extend({
  month: DateText.describe('First day of the month of the statement.'),
  cig: z.string().nullable().describe('Codice identificativo di gara.'),
  cup: z.string().nullable().describe('Codice unico di progetto.'),
  corrected: z
    .object({ id: idOf('invoice').describe('The invoice.'), number: z.string().describe('Its number.') })
    .nullable()
    .describe('Of a credit note: the invoice that it corrects.'),
  creditNotes: z
    .array(
      z.object({
        id: idOf('invoice').describe('The credit note.'),
        number: z.string().describe('Its number.'),
        gross: DecimalText.describe('Its sum with tax.'),
      }),
    )
    .describe('Credit notes that correct this invoice, the earliest first.'),
  settlements: z
    .array(
      z.object({
        kind: z.enum(['payment', 'creditNote']).describe('A payment, or a credit note that lessens the invoice.'),
        on: DateText.describe('Day of the payment, or date of the credit note.'),
        amount: DecimalText.describe('What it pays of the invoice.'),
        creditNote: z
          .object({ id: idOf('invoice').describe('The credit note.'), number: z.string().describe('Its number.') })
          .nullable()
          .describe('The credit note; null for a payment.'),
      }),
    )
    .describe('What pays the invoice, the earliest first.'),
  buyerName: z.string().describe('Name of the buyer as at issue.'),
  payTo: z
    .object({
      name: z.string().describe('Name of the seller.'),
      iban: z.string().nullable().describe('Account to pay to.'),
      bankName: z.string().nullable().describe('Its bank.'),
    })
    .describe('Where payments go.'),
  hasSplitPayment: z.boolean().describe('True: the buyer pays the tax to the state.'),
  taxes: z
    .array(
      z.object({
        ratePercent: DecimalText.describe('Rate, 0 to 100.'),
        net: DecimalText.describe('Sum of the lines of this rate.'),
        tax: DecimalText.describe('Tax on the sum.'),
      }),
    )
    .describe('Tax by rate.'),
  lines: z
    .array(
      z.object({
        position: z.number().int().describe('1 for the first.'),
        name: z.string().describe('Product.'),
        seatCount: z.number().int().describe('Licences.'),
        unitPrice: DecimalText.describe('Price of one licence for a whole charge cycle, net, not rounded.'),
        net: DecimalText.describe('Amount without tax; negative for a refund within an invoice.'),
        ratePercent: DecimalText.describe('Rate of the tax, 0 to 100.'),
        startsOn: DateText.describe('First day of the charge cycle.'),
        endsBefore: DateText.describe('First day after the charge cycle.'),
        ownReference: z.string().nullable().describe("The customer's internal reference of the order."),
      }),
    )
    .describe('Lines in their order.'),
});

/** A stored document with the part of it that is open. */
type OpenRow = Readonly<{ row: InvoiceRow; open: Decimal }>;

export function invoiceSummary(document: OpenRow, today: Temporal.PlainDate): z.input<typeof InvoiceSummary> {
  const { row, open } = document;
  return {
    id: row.id,
    kind: row.kind,
    number: invoiceNumber(row),
    issuedOn: row.issuedOn.toString(),
    dueOn: row.dueOn?.toString() ?? null,
    status: statusOf(document, today),
    currency: row.currency,
    net: row.net.toFixed(2),
    tax: row.tax.toFixed(2),
    gross: row.gross.toFixed(2),
    payable: row.payable.toFixed(2),
    open: isToPay(row) ? open.toFixed(2) : '0.00',
    isPrepaid: row.paymentMethod === 'prepaidCredit',
    ownReference: row.ownReference,
    purchaseOrderNumber: row.purchaseOrderNumber,
  };
}

function isToPay({ kind, dueOn }: InvoiceRow): boolean {
  return kind === 'invoice' && dueOn !== null;
}

function statusOf({ row, open }: OpenRow, today: Temporal.PlainDate): InvoiceStatus {
  const { dueOn } = row;
  if (!isToPay(row) || dueOn === null) return 'settled';
  if (open.lte(0)) return 'paid';
  return Temporal.PlainDate.compare(dueOn, today) < 0 ? 'overdue' : 'due';
}

/** The date of a reader of an account. */
export function todayOf(now: Temporal.Instant, { timeZone }: Pick<typeof account.$inferSelect, 'timeZone'>) {
  return now.toZonedDateTimeISO(timeZone).toPlainDate();
}

type Read = StoredInvoice &
  Readonly<{
    month: Temporal.PlainDate;
    correctedId: InvoiceRow['id'] | null;
    creditNotes: readonly InvoiceRow[];
    open: Decimal;
    settlements: readonly Settlement[];
  }>;

export function invoiceDetail(read: Read, today: Temporal.PlainDate): z.input<typeof InvoiceDetail> {
  const { row, lines, corrected, correctedId } = read;
  return {
    ...invoiceSummary(read, today),
    month: read.month.toString(),
    cig: row.cig,
    cup: row.cup,
    corrected:
      corrected === null || correctedId === null ? null : { id: correctedId, number: invoiceNumber(corrected) },
    creditNotes: read.creditNotes.map((note) => ({
      id: note.id,
      number: invoiceNumber(note),
      gross: note.gross.toFixed(2),
    })),
    settlements: read.settlements.map(({ on, amount, creditNote }) => ({
      kind: creditNote === null ? 'payment' : 'creditNote',
      on: on.toString(),
      amount: amount.toFixed(2),
      creditNote: creditNote === null ? null : { id: creditNote.id, number: invoiceNumber(creditNote) },
    })),
    buyerName: row.buyer.name,
    payTo: { name: row.seller.name, iban: row.seller.iban, bankName: row.seller.bankName },
    hasSplitPayment: row.buyer.hasSplitPayment,
    taxes: taxByRateOf(lines, row.currency).map(({ taxRate, net, tax }) => ({
      ratePercent: taxRate.times(100).toFixed(),
      net: net.toFixed(2),
      tax: tax.toFixed(2),
    })),
    lines: lines.map((line) => ({
      position: line.position,
      name: line.name,
      seatCount: line.seatCount,
      unitPrice: line.unitPrice.toFixed(),
      net: line.net.toFixed(2),
      ratePercent: line.taxRate.times(100).toFixed(),
      startsOn: line.cycleStartsOn.toString(),
      endsBefore: line.cycleEndsBefore.toString(),
      ownReference: line.ownReference,
    })),
  };
}
