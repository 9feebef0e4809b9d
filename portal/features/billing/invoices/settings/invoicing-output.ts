import { z } from 'zod';
import type { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import { DecimalText } from '#platform/wire.ts';
import { currentPurchaseOrder, readInvoicingDetails } from '../legal-data.ts';
import { invoicedOnOrder } from '../warn-of-purchase-order.ts';

export const InvoicingDetails = z.object({
  recipientCode: z.string().nullable().describe('Codice destinatario; null: not given.'),
  certifiedEmail: z.string().nullable().describe('Certified e-mail address (PEC); null: not given.'),
  isPublicBody: z.boolean().describe('True: invoices go to a public body, as FPA12.'),
  hasSplitPayment: z.boolean().describe('True: the customer pays the tax to the state.'),
  taxNature: z.string().nullable().describe('Natura: why no tax is charged; null: tax is charged.'),
  paymentDays: z.number().int().describe('Days from the date of an invoice to its due date.'),
  dueAtMonthEnd: z.boolean().describe('True: the due date moves to the end of its month.'),
  currency: z.string().describe('Currency of the amounts, ISO 4217.'),
  purchaseOrder: z
    .object({
      number: z.string().describe('Its number.'),
      amount: DecimalText.nullable().describe('Net amount that it comes to; null: no limit.'),
      invoiced: DecimalText.describe('Net sum of its invoices, less credit notes.'),
      remaining: DecimalText.nullable().describe('Net amount that is left; negative when passed; null: no limit.'),
      cig: z.string().nullable().describe('Codice identificativo di gara.'),
      cup: z.string().nullable().describe('Codice unico di progetto.'),
    })
    .nullable()
    .describe('The purchase order that stands on the next invoices; null: none.'),
});

export async function invoicingDetailsOf(
  tx: Tx,
  { id, currency }: Pick<typeof account.$inferSelect, 'id' | 'currency'>,
): Promise<z.input<typeof InvoicingDetails>> {
  const details = await readInvoicingDetails(tx, id);
  const { recipientCode, certifiedEmail, isPublicBody, hasSplitPayment, taxNature, paymentDays, dueAtMonthEnd } =
    details;
  const order = await currentPurchaseOrder(tx, id);
  const invoiced = order === undefined ? undefined : await invoicedOnOrder(tx, order.id);
  return {
    recipientCode,
    certifiedEmail,
    isPublicBody,
    hasSplitPayment,
    taxNature,
    paymentDays,
    dueAtMonthEnd,
    currency,
    purchaseOrder:
      order === undefined || invoiced === undefined
        ? null
        : {
            number: order.number,
            amount: order.amount?.toFixed(2) ?? null,
            invoiced: invoiced.toFixed(2),
            remaining: order.amount?.minus(invoiced).toFixed(2) ?? null,
            cig: order.cig,
            cup: order.cup,
          },
  };
}
