import { Decimal } from '@licence-portal/nce';
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';
import { payment, paymentAllocation } from '../tables.ts';
import type { Allocation } from './plan-allocations.ts';

export type PaymentRow = typeof payment.$inferSelect;

/**
 * A payment of the account; returns are none.
 *
 * @throws Refusal `billing.payment.notFound`
 */
export async function getPayment(tx: Tx, accountId: AccountId, paymentId: Id<'payment'>): Promise<PaymentRow> {
  const [row] = await tx
    .select()
    .from(payment)
    .where(and(eq(payment.id, paymentId), eq(payment.accountId, accountId), gt(payment.amount, new Decimal(0))));
  if (row === undefined) throw new Refusal('billing.payment.notFound');
  return row;
}

/** The entry that returns a payment, if any. */
export async function findReturnOf(tx: Tx, paymentId: Id<'payment'>): Promise<PaymentRow | undefined> {
  const [row] = await tx.select().from(payment).where(eq(payment.returnsPaymentId, paymentId));
  return row;
}

/** What a payment pays now, by invoice. */
export async function readAllocationsOf(tx: Tx, paymentId: Id<'payment'>): Promise<Allocation[]> {
  const sum = sql<string>`(sum(${paymentAllocation.amount}))::text`;
  const rows = await tx
    .select({ invoiceId: paymentAllocation.invoiceId, amount: sum })
    .from(paymentAllocation)
    .where(eq(paymentAllocation.paymentId, paymentId))
    .groupBy(paymentAllocation.invoiceId);
  return rows
    .map(({ invoiceId, amount }) => ({
      source: { kind: 'payment' as const, id: paymentId },
      invoiceId,
      amount: new Decimal(amount),
    }))
    .filter(({ amount }) => !amount.isZero());
}
