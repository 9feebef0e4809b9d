import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { answerPage } from '#platform/page.server.ts';
import { listElectronicInvoices } from '../read/list-electronic-invoices.ts';
import type { Route } from './+types/electronic-invoices.ts';

const FILES_AT_A_TIME = 100;

/** The electronic invoices of a month in one ZIP file, for the intermediary. */
export const loader = (args: Route.LoaderArgs) =>
  answerPage(args, async (caller) => {
    const { month } = args.params;
    const zip = new ZipFile();
    for (let page = 1; ; page += 1) {
      const { items } = await caller.call(listElectronicInvoices, { month, page, pageSize: FILES_AT_A_TIME });
      for (const { fileName, xml } of items) zip.addBuffer(Buffer.from(xml, 'utf8'), fileName);
      if (items.length < FILES_AT_A_TIME) break;
    }
    zip.end();
    const body = Readable.toWeb(Readable.from(zip.outputStream)) as ReadableStream;
    return new Response(body, {
      headers: {
        'Content-Type': 'application/zip',
        'Content-Disposition': `attachment; filename="fatture-${month}.zip"`,
        'Cache-Control': 'private, no-store',
      },
    });
  });
