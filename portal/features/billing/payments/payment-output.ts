import { Decimal } from '@licence-portal/nce';
import { and, desc, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type AccountId, type Id, idOf } from '#platform/ids.ts';
import { DateText, DecimalText, offsetOf, type PageRequest } from '#platform/wire.ts';
import { invoiceNumber } from '../invoices/invoice-number.ts';
import { invoice, PAYMENT_SOURCES, payment, paymentAllocation } from '../tables.ts';
import { availableOfPayment } from './open-amounts.ts';

/** A payment or a return, as its customer reads it. */
export const PaymentOutput = z.object({
  id: idOf('payment').describe('The payment or return.'),
  receivedOn: DateText.describe('Day on which the money came, or was returned.'),
  amount: DecimalText.describe('Amount; negative for a return.'),
  currency: z.string().describe('Currency of the amounts, ISO 4217.'),
  source: z.enum(PAYMENT_SOURCES).describe('How it was recorded.'),
  payerName: z.string().nullable().describe('Name of the payer; null: not known.'),
  reference: z.string().nullable().describe('What the payer wrote; null: nothing.'),
  returnsPaymentId: idOf('payment').nullable().describe('The payment that this entry returns; null for payments.'),
  isReturned: z.boolean().describe('A later entry returns this payment.'),
  reason: z.string().nullable().describe('Why a payment was returned; null for payments.'),
  unallocated: DecimalText.describe('What pays no invoice yet; zero for a return.'),
  allocated: z
    .array(
      z.object({
        invoiceId: idOf('invoice').describe('The invoice.'),
        number: z.string().describe('Its number.'),
        amount: DecimalText.describe('What the payment pays of it.'),
      }),
    )
    .describe('The invoices that it pays.'),
});

/** The payments and returns of an account, the newest first. */
export async function readPayments(tx: Tx, accountId: AccountId, page: z.output<typeof PageRequest>) {
  const ofAccount = eq(payment.accountId, accountId);
  const rows = await tx
    .select({ row: payment, left: sql<string>`(${availableOfPayment})::text` })
    .from(payment)
    .where(ofAccount)
    .orderBy(desc(payment.receivedOn), desc(payment.id))
    .limit(page.pageSize)
    .offset(offsetOf(page));
  const [counted] = await tx.select({ total: sql<number>`count(*)::int` }).from(payment).where(ofAccount);
  const ids = rows.map(({ row }) => row.id);
  const allocated = await readAllocated(tx, ids);
  const returned = await readReturned(tx, accountId, ids);
  const items = rows.map(({ row, left }) => ({
    row,
    output: {
      id: row.id,
      receivedOn: row.receivedOn.toString(),
      amount: row.amount.toFixed(),
      currency: row.currency,
      source: row.source,
      payerName: row.payerName,
      reference: row.reference,
      returnsPaymentId: row.returnsPaymentId,
      isReturned: returned.has(row.id),
      reason: row.returnsPaymentId === null ? null : row.note,
      unallocated: row.returnsPaymentId === null ? left : '0',
      allocated: allocated.filter(({ paymentId }) => paymentId === row.id).map(({ paymentId: _, ...one }) => one),
    },
  }));
  return { items, total: counted?.total ?? 0 };
}

/** Those of some payments that another entry returns. */
async function readReturned(tx: Tx, accountId: AccountId, ids: readonly Id<'payment'>[]) {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ id: payment.returnsPaymentId })
    .from(payment)
    .where(and(eq(payment.accountId, accountId), inArray(payment.returnsPaymentId, [...ids])));
  return new Set(rows.map(({ id }) => id));
}

async function readAllocated(tx: Tx, paymentIds: readonly Id<'payment'>[]) {
  if (paymentIds.length === 0) return [];
  const rows = await tx
    .select({
      paymentId: paymentAllocation.paymentId,
      invoiceId: invoice.id,
      series: invoice.series,
      year: invoice.year,
      number: invoice.number,
      amount: sql<string>`(sum(${paymentAllocation.amount}))::text`,
    })
    .from(paymentAllocation)
    .innerJoin(invoice, eq(invoice.id, paymentAllocation.invoiceId))
    .where(inArray(paymentAllocation.paymentId, [...paymentIds]))
    .groupBy(paymentAllocation.paymentId, invoice.id)
    .orderBy(invoice.dueOn, invoice.year, invoice.number);
  return rows
    .map(({ paymentId, invoiceId, amount, ...numbered }) => ({
      paymentId,
      invoiceId,
      number: invoiceNumber(numbered),
      amount,
    }))
    .filter(({ amount }) => !new Decimal(amount).isZero());
}
