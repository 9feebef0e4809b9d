import { z } from 'zod';
import { idOf, newId } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DecimalText } from '#platform/wire.ts';
import { ALLOCATION_REFUSALS } from './allocation-choice.ts';
import { AllocatedOutput } from './money-output.ts';
import { planPayment } from './new-payment.ts';
import { PaymentInput } from './payment-fields.ts';

export const quotePayment = operation({
  name: 'billing.quotePayment',
  description:
    'Returns what `billing.recordPayment` would do: the invoices that the payment pays, what stays as credit, and what ' +
    'the customer owes before and after. Nothing is recorded.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: PaymentInput,
  output: z.object({
    paymentId: idOf('payment').describe('A new id, for `billing.recordPayment`.'),
    amount: DecimalText.describe('The amount as it would be recorded.'),
    currency: z.string().describe('Currency of all amounts, ISO 4217.'),
    allocated: z.array(AllocatedOutput).describe('The invoices that it pays, the one that is due first, first.'),
    unallocated: DecimalText.describe('What stays as credit of the customer, for later invoices.'),
    owedBefore: DecimalText.describe('Amount on account that the customer owes now, open orders included.'),
    owedAfter: DecimalText.describe('The same afterwards; below zero: the customer has credit.'),
  }),
  refusals: ['billing.account.notFound', ...ALLOCATION_REFUSALS],
  async run(context, input) {
    const paymentId = newId<'payment'>();
    const plan = await planPayment(context, { kind: 'payment', id: paymentId }, input);
    return {
      paymentId,
      amount: plan.amount.toFixed(),
      currency: plan.customer.currency,
      allocated: plan.allocated,
      unallocated: plan.unallocated.toFixed(),
      owedBefore: plan.owedBefore.toFixed(),
      owedAfter: plan.owedAfter.toFixed(),
    };
  },
});
