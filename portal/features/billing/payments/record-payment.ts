import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { DecimalText } from '#platform/wire.ts';
import { holdBillingCustomer } from '../billing-customer.ts';
import { payment } from '../tables.ts';
import { ALLOCATION_REFUSALS } from './allocation-choice.ts';
import { planPayment } from './new-payment.ts';
import { PaymentDetails, PaymentInput } from './payment-fields.ts';
import { writeAllocations } from './write-allocations.ts';

const RecordInput = PaymentInput.extend(PaymentDetails).extend({
  paymentId: idOf('payment').describe(
    'Id for the new payment, a UUID: that of `billing.quotePayment`, or one of the caller’s own.',
  ),
});

/** Records a payment under an id that the caller chooses: a second press or a repeated request finds it. */
export const recordPayment = operation({
  name: 'billing.recordPayment',
  description:
    'Records money that a customer has paid, and allocates it to invoices. What is not allocated stays as credit and ' +
    'pays later invoices. A request with the id of a payment that is there records nothing.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: RecordInput,
  output: z.object({
    paymentId: idOf('payment').describe('The payment.'),
    unallocated: DecimalText.describe('What stays as credit of the customer; zero for a repeated request.'),
    isAgain: z.boolean().describe('The payment had been recorded by an earlier request.'),
  }),
  refusals: ['billing.account.notFound', 'billing.paymentIdUsed', ...ALLOCATION_REFUSALS],
  async run(context, input) {
    const { tx, audit } = context;
    const { accountId, paymentId } = input;
    await holdBillingCustomer(tx, accountId);
    const [known] = await tx.select().from(payment).where(eq(payment.id, paymentId));
    if (known !== undefined) {
      const isSame = known.accountId === accountId && known.amount.equals(input.amount);
      if (!isSame) throw new Refusal('billing.paymentIdUsed');
      await audit.record('billing.paymentRecordedAgain', { paymentId }, accountId);
      return { paymentId, unallocated: '0', isAgain: true };
    }
    const unallocated = await writePayment(context, input);
    return { paymentId, unallocated: unallocated.toFixed(), isAgain: false };
  },
});

async function writePayment(context: OperationContext, input: z.output<typeof RecordInput>) {
  const { tx, clock, audit, actor } = context;
  const { accountId, paymentId } = input;
  const plan = await planPayment(context, { kind: 'payment', id: paymentId }, input);
  const { amount, customer, receivedOn } = plan;
  await tx.insert(payment).values({
    id: paymentId,
    accountId,
    receivedOn,
    amount,
    currency: customer.currency,
    payerName: textOrNull(input.payerName),
    reference: textOrNull(input.reference),
    note: textOrNull(input.note),
    source: 'byHand',
    personId: actor.personId,
    createdAt: clock.now(),
  });
  await writeAllocations(context, accountId, plan.allocations);
  const facts = { paymentId, amount: amount.toFixed(), currency: customer.currency, receivedOn: receivedOn.toString() };
  await audit.record('billing.paymentRecorded', facts, accountId);
  return plan.unallocated;
}

function textOrNull(text: string): string | null {
  return text === '' ? null : text;
}
