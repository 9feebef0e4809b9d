import { count, desc } from 'drizzle-orm';
import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { InstantText, offsetOf, PageRequest, pageOf } from '#platform/wire.ts';
import { priceImport } from '../tables.ts';
import { PRICE_IMPORT_STATUSES } from './price-change-kinds.ts';
import { PriceSheetReport } from './price-sheet-report.ts';

export const PriceImportRow = PriceSheetReport.omit({ isDryRun: true }).extend({
  status: z.enum(PRICE_IMPORT_STATUSES).describe('Whether its prices hold.'),
  holdsFrom: InstantText.nullable().describe('From when its prices hold; null for old imports.'),
  importId: idOf('priceImport').describe('Id of the import.'),
  vendor: z.string().describe('Id of the vendor whose price sheet it was.'),
  fileName: z.string().describe('Name of the file.'),
  market: z.string().describe('Markets of the prices, two letters each, with commas between.'),
  importedAt: InstantText.describe('When it was imported.'),
});

export type PriceImportRow = z.infer<typeof PriceImportRow>;

export const listPriceImports = operation({
  name: 'catalogue.listPriceImports',
  description: 'Lists the past imports of price sheets with what they changed, the newest first.',
  kind: 'read',
  permission: 'catalogue.import',
  scope: 'provider',
  input: PageRequest,
  output: pageOf(PriceImportRow),
  async run({ tx }, page) {
    const rows = await tx
      .select()
      .from(priceImport)
      .orderBy(desc(priceImport.createdAt), desc(priceImport.id))
      .limit(page.pageSize)
      .offset(offsetOf(page));
    const [all] = await tx.select({ total: count() }).from(priceImport);
    return { items: rows.map(rowOf), total: all?.total ?? 0 };
  },
});

/** An import as callers see it. */
export function rowOf(row: typeof priceImport.$inferSelect): z.input<typeof PriceImportRow> {
  const { vendor, fileName, market, rowsRead, imported, unchanged, duplicates, offersAdded, rejectedCount } = row;
  const { status, withdrawnCount, heldCount, rejected, holdsFrom, createdAt } = row;
  return {
    importId: row.id,
    ...{ vendor, fileName, market, status, rowsRead, imported, unchanged, duplicates, offersAdded, rejectedCount },
    ...{ withdrawnCount, heldCount },
    holdsFrom: holdsFrom?.toString() ?? null,
    rejected: [...rejected],
    importedAt: createdAt.toString(),
  };
}
