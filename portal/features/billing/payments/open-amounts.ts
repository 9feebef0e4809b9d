import { Decimal } from '@licence-portal/nce';
import { and, asc, eq, gt, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { invoice, payment, paymentAllocation } from '../tables.ts';
import type { Money } from './plan-allocations.ts';

/*
 * What is open of an invoice, and what is left of a payment or a credit note: sums over the allocations, never stored.
 */

/** Exact text of a sum, which the driver would give as a number. */
export const exact = (sum: SQL) => sql<string>`(${sum})::text`;

const allocatedTo = sql`coalesce((
  select sum(${paymentAllocation.amount}) from ${paymentAllocation} where ${paymentAllocation.invoiceId} = ${invoice.id}
), 0)`;
/** The part of an invoice that is not paid. */
export const openAmount: SQL = sql`${invoice.payable} - ${allocatedTo}`;

/** Invoices that wait for money: credit notes and what prepaid credit has paid have no due date. */
export const isInvoiceToPay = and(eq(invoice.kind, 'invoice'), isNotNull(invoice.dueOn));

export type OpenInvoice = Readonly<{
  id: Id<'invoice'>;
  series: string;
  year: number;
  number: number;
  issuedOn: Temporal.PlainDate;
  dueOn: Temporal.PlainDate;
  currency: string;
  /** What payments settle in all. */
  payable: Decimal;
  open: Decimal;
}>;

/** The unpaid invoices of an account, the one that is due first, first. */
export async function readOpenInvoices(
  tx: Tx,
  accountId: AccountId,
  { ids }: { ids?: readonly Id<'invoice'>[] } = {},
): Promise<OpenInvoice[]> {
  if (ids?.length === 0) return [];
  const rows = await tx
    .select({
      id: invoice.id,
      series: invoice.series,
      year: invoice.year,
      number: invoice.number,
      issuedOn: invoice.issuedOn,
      dueOn: invoice.dueOn,
      currency: invoice.currency,
      payable: invoice.payable,
      open: exact(openAmount),
    })
    .from(invoice)
    .where(
      and(
        eq(invoice.accountId, accountId),
        isInvoiceToPay,
        gt(openAmount, sql`0`),
        ids === undefined ? undefined : inArray(invoice.id, [...ids]),
      ),
    )
    .orderBy(asc(invoice.dueOn), asc(invoice.issuedOn), asc(invoice.year), asc(invoice.number));
  return rows.flatMap(({ dueOn, open, ...row }) =>
    dueOn === null ? [] : [{ ...row, dueOn, open: new Decimal(open) }],
  );
}

const allocatedOfPayment = sql`coalesce((
  select sum(${paymentAllocation.amount}) from ${paymentAllocation} where ${paymentAllocation.paymentId} = ${payment.id}
), 0)`;
const returnedOfPayment = sql`coalesce((
  select sum(returned.amount) from payment as returned where returned.returns_payment_id = ${payment.id}
), 0)`;
/** The part of a payment that pays nothing yet. */
export const availableOfPayment: SQL = sql`${payment.amount} + ${returnedOfPayment} - ${allocatedOfPayment}`;

const allocatedOfCreditNote = sql`coalesce((
  select sum(${paymentAllocation.amount}) from ${paymentAllocation}
  where ${paymentAllocation.creditNoteId} = ${invoice.id}
), 0)`;
const availableOfCreditNote: SQL = sql`${invoice.payable} - ${allocatedOfCreditNote}`;

/** What is left of the payments and credit notes of an account, the oldest first. */
export async function readAvailableMoney(tx: Tx, accountId: AccountId): Promise<Money[]> {
  const creditNotes = await tx
    .select({ id: invoice.id, on: invoice.issuedOn, currency: invoice.currency, left: exact(availableOfCreditNote) })
    .from(invoice)
    .where(and(eq(invoice.accountId, accountId), eq(invoice.kind, 'creditNote'), gt(availableOfCreditNote, sql`0`)));
  const payments = await tx
    .select({ id: payment.id, on: payment.receivedOn, currency: payment.currency, left: exact(availableOfPayment) })
    .from(payment)
    .where(and(eq(payment.accountId, accountId), gt(payment.amount, new Decimal(0)), gt(availableOfPayment, sql`0`)));
  return [
    ...creditNotes.map(({ id, ...rest }) => ({ source: { kind: 'creditNote' as const, id }, ...rest })),
    ...payments.map(({ id, ...rest }) => ({ source: { kind: 'payment' as const, id }, ...rest })),
  ]
    .toSorted((left, right) => Temporal.PlainDate.compare(left.on, right.on))
    .map(({ source, currency, left }) => ({ source, currency, available: new Decimal(left) }));
}
