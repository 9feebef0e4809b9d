import { and, eq } from 'drizzle-orm';
import { answerPayment, takeCredit } from '#features/billing/payment.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { creditEntry, customerOrder } from '../tables.ts';
import type { StepOutcome, VendorStep } from '../vendor.ts';

/** The one step that is the portal's own: takes prepaid credit, or looks once more whether the account may owe so much. */
export const paymentStep: VendorStep = ({ order, inTransaction }) => inTransaction((context) => pay(context, order.id));

async function pay(
  context: OperationContext,
  orderId: (typeof customerOrder.$inferSelect)['id'],
): Promise<StepOutcome> {
  const [order] = await context.tx.select().from(customerOrder).where(eq(customerOrder.id, orderId));
  assert(order !== undefined, 'the order is there');
  const payable = { ...order, orderId };
  if (await isTaken(context, orderId)) return { status: 'done' };

  const payment = await answerPayment(context, payable);
  if (!payment.covered) return { status: 'failed', code: payment.code, facts: payment.facts, note: payment.code };
  await takeCredit(context, payable);
  return { status: 'done' };
}

async function isTaken({ tx }: OperationContext, orderId: (typeof customerOrder.$inferSelect)['id']): Promise<boolean> {
  const [row] = await tx
    .select({ id: creditEntry.id })
    .from(creditEntry)
    .where(and(eq(creditEntry.orderId, orderId), eq(creditEntry.kind, 'taken')));
  return row !== undefined;
}
