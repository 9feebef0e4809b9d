import { Decimal } from '@licence-portal/nce';
import { and, desc, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { DateText, DecimalText } from '#platform/wire.ts';
import { invoiceNumber } from '../invoices/invoice-number.ts';
import { invoice } from '../tables.ts';
import { OpenInvoiceOutput, openInvoiceOutput } from './money-output.ts';
import { readAvailableMoney, readOpenInvoices } from './open-amounts.ts';
import { paymentReason } from './payment-reason.ts';

/** What an account has to pay, in one currency. */
export const Receivable = {
  currency: z.string().describe('Currency of all amounts, ISO 4217.'),
  open: DecimalText.describe('Sum of the unpaid invoices.'),
  overdue: DecimalText.describe('Part of it whose due date has passed.'),
  oldestDueOn: DateText.nullable().describe('The earliest due date; null when nothing is open.'),
  credit: DecimalText.describe('Payments and credit notes that pay nothing yet; later invoices are paid from them.'),
  invoices: z.array(OpenInvoiceOutput).describe('The unpaid invoices, the one that is due first, first.'),
  transfer: z
    .object({
      beneficiary: z.string().describe('Name of the seller.'),
      iban: z.string().nullable().describe('IBAN of the seller; null: it is not known.'),
      bankName: z.string().nullable().describe('Its bank.'),
      reason: z.string().describe('What to write as the reason of the transfer.'),
    })
    .nullable()
    .describe('How to pay by bank transfer; null when nothing is open.'),
};

/** The unpaid invoices of an account with their sums, and how to pay them. */
export async function readReceivable(
  tx: Tx,
  accountId: AccountId,
  { currency, today }: Readonly<{ currency: string; today: Temporal.PlainDate }>,
) {
  const invoices = (await readOpenInvoices(tx, accountId)).filter((one) => one.currency === currency);
  const money = (await readAvailableMoney(tx, accountId)).filter((one) => one.currency === currency);
  const isOverdue = ({ dueOn }: { dueOn: Temporal.PlainDate }) => Temporal.PlainDate.compare(dueOn, today) < 0;
  const sumOf = (amounts: readonly Decimal[]) => amounts.reduce((sum, one) => sum.plus(one), new Decimal(0)).toFixed();
  return {
    currency,
    open: sumOf(invoices.map(({ open }) => open)),
    overdue: sumOf(invoices.filter(isOverdue).map(({ open }) => open)),
    oldestDueOn: invoices[0]?.dueOn.toString() ?? null,
    credit: sumOf(money.map(({ available }) => available)),
    invoices: invoices.map((one) => openInvoiceOutput(one, today)),
    transfer: invoices.length === 0 ? null : await transferOf(tx, accountId, invoices.map(invoiceNumber)),
  };
}

/** The bank details stand on the invoices: a customer does not see the provider's own account. */
async function transferOf(tx: Tx, accountId: AccountId, numbers: readonly string[]) {
  const [newest] = await tx
    .select({ seller: invoice.seller, buyer: invoice.buyer })
    .from(invoice)
    .where(and(eq(invoice.accountId, accountId), eq(invoice.kind, 'invoice')))
    .orderBy(desc(invoice.issuedOn), desc(invoice.id))
    .limit(1);
  if (newest === undefined) return null;
  const { seller, buyer } = newest;
  return {
    beneficiary: seller.name,
    iban: seller.iban,
    bankName: seller.bankName,
    reason: paymentReason(numbers, buyer),
  };
}
