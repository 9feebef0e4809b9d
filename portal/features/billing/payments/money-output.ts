import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { DateText, DecimalText } from '#platform/wire.ts';
import { invoiceNumber } from '../invoices/invoice-number.ts';
import type { OpenInvoice } from './open-amounts.ts';

/** An invoice that waits for money, as pages show it. */
export const OpenInvoiceOutput = z.object({
  id: idOf('invoice').describe('The invoice.'),
  number: z.string().describe('Its number: `P/2026/12`.'),
  issuedOn: DateText.describe('Date of the invoice.'),
  dueOn: DateText.describe('Day until which it is to be paid.'),
  daysOverdue: z.number().int().describe('Days since the due date; zero or less: it is not overdue.'),
  payable: DecimalText.describe('What is to be paid in all.'),
  open: DecimalText.describe('What is not paid yet.'),
  currency: z.string().describe('Currency of the amounts, ISO 4217.'),
});

export function openInvoiceOutput(
  { id, issuedOn, dueOn, payable, open, currency, ...numbered }: OpenInvoice,
  today: Temporal.PlainDate,
): z.input<typeof OpenInvoiceOutput> {
  return {
    id,
    number: invoiceNumber(numbered),
    issuedOn: issuedOn.toString(),
    dueOn: dueOn.toString(),
    daysOverdue: dueOn.until(today).days,
    payable: payable.toFixed(),
    open: open.toFixed(),
    currency,
  };
}

/** An invoice with the part of a payment that pays it. */
export const AllocatedOutput = z.object({
  invoiceId: idOf('invoice').describe('The invoice.'),
  number: z.string().describe('Its number.'),
  amount: DecimalText.describe('What the payment pays of it.'),
  openBefore: DecimalText.describe('What is open of it before.'),
  openAfter: DecimalText.describe('What stays open of it afterwards.'),
});
