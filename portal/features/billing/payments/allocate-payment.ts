import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { holdBillingCustomer } from '../billing-customer.ts';
import { ALLOCATION_REFUSALS, AllocationChoice, allocatedOutput, chooseAllocations } from './allocation-choice.ts';
import { AllocatedOutput } from './money-output.ts';
import { readAvailableMoney } from './open-amounts.ts';
import { writeAllocations } from './write-allocations.ts';

export const allocatePayment = operation({
  name: 'billing.allocatePayment',
  description: 'Allocates what is left of a payment or of a credit note to unpaid invoices of its customer.',
  kind: 'write',
  permission: 'provider.manage',
  scope: 'provider',
  input: z.object({
    accountId: idOf('account').describe('The customer.'),
    moneyId: z.uuid().toLowerCase().describe('The payment or the credit note.'),
    allocation: AllocationChoice,
  }),
  output: z.object({ allocated: z.array(AllocatedOutput).describe('The invoices that it pays.') }),
  refusals: ['billing.account.notFound', 'billing.nothingAvailable', ...ALLOCATION_REFUSALS],
  async run(context, { accountId, moneyId, allocation }) {
    const { tx, audit } = context;
    await holdBillingCustomer(tx, accountId);
    const money = (await readAvailableMoney(tx, accountId)).find(({ source }) => source.id === moneyId);
    if (money === undefined) throw new Refusal('billing.nothingAvailable');
    const { allocations, invoices } = await chooseAllocations(tx, accountId, money, allocation);
    await writeAllocations(context, accountId, allocations);
    const facts = { [`${money.source.kind}Id`]: moneyId, invoiceCount: allocations.length };
    await audit.record('billing.paymentAllocated', facts, accountId);
    return { allocated: allocatedOutput(allocations, invoices) };
  },
});
