import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { getImportForUpdate, getLastPublication } from './get-import-for-update.ts';
import { publishImport } from './publish-import.ts';

export const publishPriceImport = operation({
  name: 'catalogue.publishPriceImport',
  description:
    'Publishes a draft: its prices hold from the date that it was made for, or from now if that has passed. Prices ' +
    'that wait for the provider’s word stay as they were. Customers whose next renewal changes are notified.',
  kind: 'write',
  permission: 'catalogue.import',
  scope: 'provider',
  input: z.object({ importId: idOf('priceImport').describe('Id of the import.') }),
  output: z.object({ imported: z.number().int().describe('Prices that are new or have changed.') }),
  refusals: ['catalogue.importNotFound', 'catalogue.importNotDraft', 'catalogue.draftOutdated'],
  async run(context, { importId }) {
    const { tx, audit } = context;
    const found = await getImportForUpdate(tx, importId);
    if (found.status !== 'draft') throw new Refusal('catalogue.importNotDraft');
    if ((await getLastPublication(tx)) !== found.comparedWith) throw new Refusal('catalogue.draftOutdated');

    const published = await publishImport(context, found);
    await audit.record(
      'catalogue.priceSheetImported',
      { importId, vendor: found.vendor, fileName: found.fileName, ...published },
      null,
    );
    return { imported: published.imported };
  },
});
