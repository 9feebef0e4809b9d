import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { holdBillingCustomer } from '../../billing-customer.ts';
import { bankLine } from '../../tables.ts';
import { findReturnOf, getPayment } from '../find-payment.ts';
import { writeReturn } from '../return-payment.ts';
import { holdOpenLine } from './book-bank-line.ts';

export const bookBankReturn = operation({
  name: 'billing.bookBankReturn',
  description:
    'Books a movement by which the bank took a payment back: the payment is returned, and its invoices are open again.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    lineId: idOf('bankLine').describe('The movement.'),
    accountId: idOf('account').describe('The customer of the payment.'),
    paymentId: idOf('payment').describe('The payment that was taken back, of the same amount.'),
  }),
  output: z.object({ invoiceIds: z.array(idOf('invoice')).describe('Invoices that are open again.') }),
  refusals: [
    'billing.account.notFound',
    'billing.bankLine.notFound',
    'billing.bankLineNotOpen',
    'billing.payment.notFound',
    'billing.paymentAlreadyReturned',
  ],
  async run(context, { lineId, accountId, paymentId }) {
    const { tx } = context;
    await holdBillingCustomer(tx, accountId);
    const line = await holdOpenLine(tx, lineId);
    const returned = await getPayment(tx, accountId, paymentId);
    if (!returned.amount.equals(line.amount.negated())) throw new Refusal('billing.payment.notFound');
    const invoiceIds = await writeReturn(context, returned, {
      on: line.bookedOn,
      reason: line.reference ?? line.payerName ?? line.fileName,
      externalKey: `bank:${line.lineKey}`,
      source: 'bankStatement',
    });
    const entry = await findReturnOf(tx, paymentId);
    assert(entry !== undefined, 'the return was written');
    await tx.update(bankLine).set({ status: 'booked', paymentId: entry.id }).where(eq(bankLine.id, lineId));
    return { invoiceIds };
  },
});
