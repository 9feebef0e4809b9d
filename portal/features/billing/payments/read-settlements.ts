import { Decimal } from '@licence-portal/nce';
import { eq, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { invoice, payment, paymentAllocation } from '../tables.ts';

/** A payment, or a credit note, as far as it pays one invoice. */
export type Settlement = Readonly<{
  on: Temporal.PlainDate;
  amount: Decimal;
  /** Null for a payment. */
  creditNote: Readonly<{ id: Id<'invoice'>; series: string; year: number; number: number }> | null;
}>;

/** What pays an invoice, the earliest first; what was taken back again is left out. */
export async function readSettlements(tx: Tx, invoiceId: Id<'invoice'>): Promise<Settlement[]> {
  const rows = await tx
    .select({
      receivedOn: payment.receivedOn,
      creditNoteId: invoice.id,
      series: invoice.series,
      year: invoice.year,
      number: invoice.number,
      issuedOn: invoice.issuedOn,
      amount: sql<string>`(sum(${paymentAllocation.amount}))::text`,
    })
    .from(paymentAllocation)
    .leftJoin(payment, eq(payment.id, paymentAllocation.paymentId))
    .leftJoin(invoice, eq(invoice.id, paymentAllocation.creditNoteId))
    .where(eq(paymentAllocation.invoiceId, invoiceId))
    .groupBy(payment.id, invoice.id)
    .having(sql`sum(${paymentAllocation.amount}) <> 0`);
  return rows
    .flatMap(({ receivedOn, creditNoteId: id, series, year, number, issuedOn, amount: sum }): Settlement[] => {
      const amount = new Decimal(sum);
      if (receivedOn !== null) return [{ on: receivedOn, amount, creditNote: null }];
      if (id === null || series === null || year === null || number === null || issuedOn === null) return [];
      return [{ on: issuedOn, amount, creditNote: { id, series, year, number } }];
    })
    .toSorted((left, right) => Temporal.PlainDate.compare(left.on, right.on));
}
