import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { priceImport } from '../tables.ts';
import { getImportForUpdate } from './get-import-for-update.ts';
import { clearStaged } from './staged-prices.ts';

export const discardPriceImport = operation({
  name: 'catalogue.discardPriceImport',
  description: 'Discards a draft. The price list stays as it is.',
  kind: 'write',
  permission: 'catalogue.import',
  scope: 'provider',
  input: z.object({ importId: idOf('priceImport').describe('Id of the import.') }),
  output: z.object({}),
  refusals: ['catalogue.importNotFound', 'catalogue.importNotDraft'],
  async run({ tx, clock, audit }, { importId }) {
    const { status, fileName } = await getImportForUpdate(tx, importId);
    if (status !== 'draft') throw new Refusal('catalogue.importNotDraft');
    await tx.update(priceImport).set({ status: 'discarded' }).where(eq(priceImport.id, importId));
    await clearStaged(tx, importId, clock.now());
    await audit.record('catalogue.priceImportDiscarded', { importId, fileName }, null);
    return {};
  },
});
