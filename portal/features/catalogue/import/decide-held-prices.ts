import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { priceChange, priceImport } from '../tables.ts';
import { getImportForUpdate, getLastPublication } from './get-import-for-update.ts';
import { publishPriceChanges } from './publish-price-changes.ts';

export const decideHeldPrices = operation({
  name: 'catalogue.decideHeldPrices',
  description:
    'Decides on prices of a published import that wait for the provider’s word: released ones hold from now or from ' +
    'their own start, declined ones stay as they were.',
  kind: 'write',
  permission: 'catalogue.import',
  scope: 'provider',
  input: z.object({
    importId: idOf('priceImport').describe('Id of the import.'),
    keys: z.array(z.string().max(120)).min(1).max(500).describe('Keys of the prices, 1 to 500.'),
    decision: z.enum(['released', 'declined']).describe('`released`: the price holds; `declined`: it does not.'),
  }),
  output: z.object({ decidedCount: z.number().int().describe('Prices that were waiting and are decided now.') }),
  refusals: ['catalogue.importNotFound', 'catalogue.importNotPublished'],
  async run({ tx, clock, actor, audit }, { importId, keys, decision }) {
    const { status, vendor } = await getImportForUpdate(tx, importId);
    if (status !== 'published') throw new Refusal('catalogue.importNotPublished');
    const now = clock.now();
    const decided = await tx
      .update(priceChange)
      .set({ decision, decidedBy: actor.personId, decidedAt: now })
      .where(
        and(
          eq(priceChange.importId, importId),
          inArray(priceChange.key, keys),
          isNull(priceChange.decision),
          sql`${priceChange.heldFor} <> '{}'`,
        ),
      )
      .returning({ key: priceChange.key });
    if (decision === 'released' && decided.length > 0) {
      const released = sql`${`{${decided.map(({ key }) => `"${key}"`).join(',')}}`}::text[]`;
      await publishPriceChanges(tx, { importId, vendor, which: sql`c.key = any(${released})`, notBefore: now });
      const publication = (await getLastPublication(tx)) + 1;
      await tx.update(priceImport).set({ publication }).where(eq(priceImport.id, importId));
    }
    await audit.record('catalogue.heldPricesDecided', { importId, decision, count: decided.length }, null);
    return { decidedCount: decided.length };
  },
});
