import { checkPayment, isCreditTaken, takeCredit } from '#features/billing/billing.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { OrderRow } from '../tables.ts';
import type { StepOutcome, VendorStep } from '../vendor.ts';

/** The one step that is the portal's own: takes prepaid credit, or checks the credit limit once more. */
export function paymentStep(order: OrderRow): VendorStep {
  return ({ inTransaction }) => inTransaction((context) => pay(context, order));
}

async function pay(context: OperationContext, order: OrderRow): Promise<StepOutcome> {
  const payable = { ...order, orderId: order.id };
  if (order.paymentMethod === 'prepaidCredit' && (await isCreditTaken(context.tx, order.id))) return { status: 'done' };

  const payment = await checkPayment(context, payable);
  if (!payment.covered) return { status: 'failed', code: payment.code, facts: payment.facts, note: payment.code };
  await takeCredit(context, payable);
  return { status: 'done' };
}
