import { answerPage } from '#platform/page.server.ts';
import { getAnyInvoiceFile } from '../read/get-any-invoice-file.ts';
import { InvoiceFileFormat } from '../read/invoice-file.ts';
import type { Route } from './+types/provider-invoice-file.ts';
import { fileResponse } from './file-response.ts';

/** The document as PDF or as electronic invoice. */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { invoiceId, format } = args.params;
    const known = InvoiceFileFormat.safeParse(format);
    if (!known.success) throw new Response(null, { status: 404 });
    return fileResponse(await caller.call(getAnyInvoiceFile, { invoiceId, format: known.data }));
  });
