import type { z } from 'zod';
import type { InvoiceFile } from '../read/invoice-file.ts';

/** A file as a download. Its content belongs to one account: no cache keeps it. */
export function fileResponse({ fileName, contentType, contentBase64 }: z.output<typeof InvoiceFile>): Response {
  return new Response(Buffer.from(contentBase64, 'base64'), {
    headers: {
      'Content-Type': contentType,
      'Content-Disposition': `attachment; filename="${fileName}"`,
      'Cache-Control': 'private, no-store',
    },
  });
}
