import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { InvoiceFile, InvoiceFileFormat, invoiceFile } from './invoice-file.ts';
import { readInvoice } from './read-invoice.ts';

export const getInvoiceFile = operation({
  name: 'billing.getInvoiceFile',
  description: 'Returns one invoice or credit note of the account as a file: PDF, or electronic invoice.',
  kind: 'read',
  permission: 'billing.read',
  input: z.object({
    invoiceId: idOf('invoice').describe('The document.'),
    format: InvoiceFileFormat,
  }),
  output: InvoiceFile,
  refusals: ['billing.invoiceNotFound'],
  run: async (context, { invoiceId, format }) => invoiceFile(context, await readInvoice(context.tx, invoiceId), format),
});
