import { z } from 'zod';
import type { OperationContext } from '#platform/operation.server.ts';
import { fatturapaFileName, fatturapaXml, type StoredInvoice } from '../fatturapa/fatturapa-xml.ts';
import { invoiceNumber } from '../invoice-number.ts';
import { invoicePdf } from '../pdf/invoice-pdf.server.ts';

/** `pdf` for people, `xml`: the electronic invoice. */
export const INVOICE_FILE_FORMATS = ['pdf', 'xml'] as const;
export type InvoiceFileFormat = (typeof INVOICE_FILE_FORMATS)[number];

export const InvoiceFile = z.object({
  fileName: z.string().describe('Name of the file.'),
  contentType: z.string().describe('Its media type.'),
  contentBase64: z.string().describe('Its bytes, Base64.'),
});

export const InvoiceFileFormat = z
  .enum(INVOICE_FILE_FORMATS)
  .describe('`pdf`: the courtesy copy. `xml`: the electronic invoice, FatturaPA 1.2.3.');

/** A document as a file. */
export async function invoiceFile(
  { services }: Pick<OperationContext, 'services'>,
  stored: StoredInvoice,
  format: InvoiceFileFormat,
): Promise<z.input<typeof InvoiceFile>> {
  if (format === 'xml') {
    const contentBase64 = Buffer.from(fatturapaXml(stored), 'utf8').toString('base64');
    return { fileName: fatturapaFileName(stored.row), contentType: 'application/xml', contentBase64 };
  }
  const { row } = stored;
  const pdf = await invoicePdf(stored, services.translators[row.buyer.locale]);
  return {
    fileName: `${invoiceNumber(row).replaceAll('/', '-')}.pdf`,
    contentType: 'application/pdf',
    contentBase64: pdf.toString('base64'),
  };
}
