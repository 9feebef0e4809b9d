import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { InvoiceDetail, invoiceDetail, todayOf } from './invoice-output.ts';
import { readInvoice } from './read-invoice.ts';

export const getInvoice = operation({
  name: 'billing.getInvoice',
  description: 'Returns one invoice or credit note of the account with its lines and its tax by rate.',
  kind: 'read',
  permission: 'billing.read',
  input: z.object({ invoiceId: idOf('invoice').describe('The document.') }),
  output: InvoiceDetail,
  refusals: ['billing.invoiceNotFound'],
  async run({ tx, clock }, { invoiceId }) {
    const read = await readInvoice(tx, invoiceId);
    return invoiceDetail(read, todayOf(clock.now(), read));
  },
});
