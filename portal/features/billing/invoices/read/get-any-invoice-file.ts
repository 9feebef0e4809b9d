import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { InvoiceFile, InvoiceFileFormat, invoiceFile } from './invoice-file.ts';
import { readInvoice } from './read-invoice.ts';

export const getAnyInvoiceFile = operation({
  name: 'billing.getAnyInvoiceFile',
  description: 'Returns one invoice or credit note of any customer as a file: PDF, or electronic invoice.',
  kind: 'read',
  permission: 'provider.read',
  scope: 'provider',
  input: z.object({
    invoiceId: idOf('invoice').describe('The document.'),
    format: InvoiceFileFormat,
  }),
  output: InvoiceFile,
  refusals: ['billing.invoiceNotFound'],
  run: async (context, { invoiceId, format }) => invoiceFile(context, await readInvoice(context.tx, invoiceId), format),
});
