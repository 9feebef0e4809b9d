import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { DecimalText } from '#platform/wire.ts';
import { holdBillingCustomer } from '../billing-customer.ts';
import { getPayment, readAllocationsOf } from './find-payment.ts';
import { writeAllocations } from './write-allocations.ts';

export const takeBackAllocation = operation({
  name: 'billing.takeBackAllocation',
  description:
    'Takes back what a payment pays of an invoice: the invoice is open again, and the amount can be allocated to ' +
    'another one.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    accountId: idOf('account').describe('The customer.'),
    paymentId: idOf('payment').describe('The payment.'),
    invoiceId: idOf('invoice').describe('The invoice that it pays.'),
  }),
  output: z.object({ amount: DecimalText.describe('The amount that was taken back.') }),
  refusals: ['billing.account.notFound', 'billing.payment.notFound', 'billing.nothingAllocated'],
  async run(context, { accountId, paymentId, invoiceId }) {
    const { tx, audit } = context;
    await holdBillingCustomer(tx, accountId);
    await getPayment(tx, accountId, paymentId);
    const found = (await readAllocationsOf(tx, paymentId)).find((one) => one.invoiceId === invoiceId);
    if (found === undefined) throw new Refusal('billing.nothingAllocated');
    await writeAllocations(context, accountId, [{ ...found, amount: found.amount.negated() }]);
    const amount = found.amount.toFixed();
    await audit.record('billing.allocationTakenBack', { paymentId, invoiceId, amount }, accountId);
    return { amount };
  },
});
