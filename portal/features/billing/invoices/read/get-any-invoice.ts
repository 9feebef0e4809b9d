import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { InvoiceDetail, invoiceDetail, todayOf } from './invoice-output.ts';
import { readInvoice } from './read-invoice.ts';

export const getAnyInvoice = operation({
  name: 'billing.getAnyInvoice',
  description: 'Returns one invoice or credit note of any customer with its lines and its tax by rate.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: z.object({ invoiceId: idOf('invoice').describe('The document.') }),
  output: InvoiceDetail.extend({
    accountId: idOf('account').describe('The customer account.'),
    accountName: z.string().describe('Name of the customer now.'),
  }),
  refusals: ['billing.invoiceNotFound'],
  async run({ tx, clock }, { invoiceId }) {
    const read = await readInvoice(tx, invoiceId);
    const { row, accountName } = read;
    return { ...invoiceDetail(read, todayOf(clock.now(), read)), accountId: row.accountId, accountName };
  },
});
