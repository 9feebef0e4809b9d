import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { DateText } from '#platform/wire.ts';
import { holdBillingCustomer } from '../billing-customer.ts';
import { bankLine, payment } from '../tables.ts';
import { findReturnOf, getPayment, type PaymentRow, readAllocationsOf } from './find-payment.ts';
import { writeAllocations } from './write-allocations.ts';

/** Returns a payment by an entry with the opposite amount that names it; its invoices are open again. */
export const returnPayment = operation({
  name: 'billing.returnPayment',
  description:
    'Records that a payment was returned by the bank, or was recorded by mistake: an entry with the opposite amount ' +
    'names it, and the invoices that it paid are open again. A payment is returned once.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    accountId: idOf('account').describe('The customer of the payment.'),
    paymentId: idOf('payment').describe('The payment.'),
    returnedOn: DateText.describe('Day on which it was returned; not before it came.'),
    reason: z.string().trim().min(1).max(400).describe('Why. The customer reads it.'),
    isMistake: z
      .boolean()
      .default(false)
      .describe('True: it was recorded by mistake, so that its movement of the bank statement waits again.'),
  }),
  output: z.object({
    invoiceIds: z.array(idOf('invoice')).describe('Invoices that are open again.'),
  }),
  refusals: ['billing.account.notFound', 'billing.payment.notFound', 'billing.paymentAlreadyReturned'],
  async run(context, { accountId, paymentId, returnedOn, reason, isMistake }) {
    await holdBillingCustomer(context.tx, accountId);
    const returned = await getPayment(context.tx, accountId, paymentId);
    const on = Temporal.PlainDate.from(returnedOn);
    if (Temporal.PlainDate.compare(on, returned.receivedOn) < 0)
      throw new Refusal('input.invalid', {}, [{ path: 'returnedOn', code: 'input.beforePayment' }]);
    const invoiceIds = await writeReturn(context, returned, { on, reason, externalKey: null, source: 'byHand' });
    if (isMistake) {
      const isOfPayment = eq(bankLine.paymentId, paymentId);
      await context.tx.update(bankLine).set({ status: 'open', paymentId: null }).where(isOfPayment);
    }
    return { invoiceIds };
  },
});

type Return = Readonly<{
  on: Temporal.PlainDate;
  reason: string;
  externalKey: string | null;
  source: PaymentRow['source'];
}>;

/**
 * Appends the return of a payment, under the lock of the account's row.
 *
 * @throws Refusal `billing.paymentAlreadyReturned`
 */
export async function writeReturn(context: OperationContext, returned: PaymentRow, { on, reason, ...from }: Return) {
  const { tx, clock, audit, actor } = context;
  const { accountId, currency } = returned;
  if ((await findReturnOf(tx, returned.id)) !== undefined) throw new Refusal('billing.paymentAlreadyReturned');
  const allocations = await readAllocationsOf(tx, returned.id);
  await writeAllocations(
    context,
    accountId,
    allocations.map((one) => ({ ...one, amount: one.amount.negated() })),
  );
  await tx.insert(payment).values({
    accountId,
    receivedOn: on,
    amount: returned.amount.negated(),
    currency,
    ...from,
    returnsPaymentId: returned.id,
    note: reason,
    personId: actor.personId,
    createdAt: clock.now(),
  });
  const facts = { paymentId: returned.id, amount: returned.amount.toFixed(), currency };
  await audit.record('billing.paymentReturned', facts, accountId);
  return allocations.map(({ invoiceId }) => invoiceId);
}
