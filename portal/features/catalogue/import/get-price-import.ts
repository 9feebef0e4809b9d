import { and, count, eq, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { priceChange, priceImport } from '../tables.ts';
import { PriceImportRow, rowOf } from './list-price-imports.ts';
import { PRICE_CHANGE_KINDS } from './price-change-kinds.ts';

export const getPriceImport = operation({
  name: 'catalogue.getPriceImport',
  description: 'Reads one import or draft with what it changes, in counts, and the prices that still wait.',
  kind: 'read',
  permission: 'catalogue.import',
  scope: 'provider',
  input: z.object({ importId: idOf('priceImport').describe('Id of the import.') }),
  output: PriceImportRow.extend({
    kinds: z
      .array(
        z.object({
          kind: z.enum(PRICE_CHANGE_KINDS).describe('How the price changes.'),
          count: z.number().int().describe('Prices that change so, 1 or more.'),
        }),
      )
      .describe('Changes by kind; none for imports of earlier versions.'),
    waitingCount: z.number().int().describe('Prices that wait for the provider’s word now.'),
  }),
  refusals: ['catalogue.importNotFound'],
  async run({ tx }, { importId }) {
    const [found] = await tx.select().from(priceImport).where(eq(priceImport.id, importId));
    if (found === undefined) throw new Refusal('catalogue.importNotFound');
    const ofImport = eq(priceChange.importId, importId);
    const kinds = await tx
      .select({ kind: priceChange.kind, count: count() })
      .from(priceChange)
      .where(ofImport)
      .groupBy(priceChange.kind);
    const [waiting] = await tx
      .select({ count: count() })
      .from(priceChange)
      .where(and(ofImport, isNull(priceChange.decision), sql`${priceChange.heldFor} <> '{}'`));
    return {
      ...rowOf(found),
      kinds: PRICE_CHANGE_KINDS.flatMap((kind) => kinds.filter((counted) => counted.kind === kind)),
      waitingCount: waiting?.count ?? 0,
    };
  },
});
