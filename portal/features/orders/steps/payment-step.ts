import { eq } from 'drizzle-orm';
import { checkPayment, isCreditTaken, takeCredit } from '#features/billing/billing.ts';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { customerOrder } from '../tables.ts';
import type { StepOutcome, VendorStep } from '../vendor.ts';

/** The one step that is the portal's own: takes prepaid credit, or checks the credit limit once more. */
export const paymentStep: VendorStep = ({ order, inTransaction }) => inTransaction((context) => pay(context, order.id));

async function pay(context: OperationContext, orderId: Id<'order'>): Promise<StepOutcome> {
  const [order] = await context.tx.select().from(customerOrder).where(eq(customerOrder.id, orderId));
  assert(order !== undefined, 'the order is there');
  const payable = { ...order, orderId };
  if (await isCreditTaken(context.tx, orderId)) return { status: 'done' };

  const payment = await checkPayment(context, payable);
  if (!payment.covered) return { status: 'failed', code: payment.code, facts: payment.facts, note: payment.code };
  await takeCredit(context, payable);
  return { status: 'done' };
}
