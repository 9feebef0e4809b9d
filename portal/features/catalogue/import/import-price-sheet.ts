import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Id, newId } from '#platform/ids.ts';
import { type AskContext, ask, type OperationContext } from '#platform/operation.server.ts';
import { priceSheetVendorOf } from '../catalogue-vendor.ts';
import { readSkuFacts } from '../read-sku-facts.job.ts';
import { priceImport } from '../tables.ts';
import { mergeStagedPrices } from './merge-staged-prices.ts';
import { readPriceSheet, type SheetBatch } from './price-sheet-reader.ts';
import { PriceSheetReport } from './price-sheet-report.ts';
import type { RejectedRow } from './price-sheet-row.ts';
import { readSheetRows } from './sheet-rows.ts';
import { clearStaged, stageBatch } from './staged-prices.ts';

/** Rows left out that a report lists one by one. */
const REJECTED_LISTED_MAX = 1_000;
const IMPORT_TIMEOUT_MS = 10 * 60_000;

/**
 * The file is read into staging tables first, in short transactions, so that nobody waits for a slow upload; one
 * transaction then merges the staged rows into the catalogue. The import as a whole happens or does not.
 */
export const importPriceSheet = ask({
  name: 'catalogue.importPriceSheet',
  description:
    'Imports a price sheet in the format of Partner Center: CSV or XLSX, or a zip that contains one. Rows that ' +
    'cannot be read are reported and the rest is imported; the same file again changes nothing. New plans can be searched at once.',
  permission: 'catalogue.import',
  scope: 'provider',
  input: z.object({
    file: z
      .file()
      .describe(
        'The price sheet: CSV in UTF-8, UTF-16 or Windows-1252, a workbook of Excel (XLSX), or a zip with one of them.',
      ),
    vendor: z
      .string()
      .max(40)
      .optional()
      .describe('Id of the vendor; may be left out when a single vendor publishes price sheets.'),
    market: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/, 'input.notMarket')
      .optional()
      .describe(
        'Country code of two letters. Rows of other markets are left out; required for a sheet without `Market`.',
      ),
    isDryRun: z.boolean().default(false).describe('Reads and compares, and changes nothing.'),
  }),
  output: PriceSheetReport,
  refusals: [
    'catalogue.vendorUnknown',
    'catalogue.sheetEmpty',
    'catalogue.notAPriceSheet',
    'catalogue.sheetTooLarge',
    'catalogue.sheetEncodingUnknown',
    'catalogue.zipDamaged',
    'catalogue.zipWithoutSheet',
    'catalogue.zipWithSeveralSheets',
  ],
  timeoutMs: IMPORT_TIMEOUT_MS,
  async run(context, { file, vendor, market, isDryRun }) {
    const source = {
      importId: newId<'priceImport'>(),
      vendor: priceSheetVendorOf(context.services, vendor),
      fileName: file.name,
      market,
    };
    try {
      const read = await stageSheet(context, source, file);
      const merged = await mergeSheet(context, source, read, isDryRun);
      return { ...read.counts, ...merged, rejected: read.rejected, isDryRun };
    } finally {
      await context.inTransaction(({ tx, clock }) => clearStaged(tx, source.importId, clock.now()));
    }
  },
});

type SheetSource = Readonly<{
  importId: Id<'priceImport'>;
  vendor: string;
  fileName: string;
  market: string | undefined;
}>;

type StagedSheet = Readonly<{
  counts: { rowsRead: number; duplicates: number; rejectedCount: number };
  rejected: RejectedRow[];
  supersededLines: number[];
  markets: ReadonlySet<string>;
}>;

/** Puts the rows of the file into the staging tables. */
async function stageSheet(context: AskContext, { importId, market }: SheetSource, file: Blob): Promise<StagedSheet> {
  const counts = { rowsRead: 0, duplicates: 0, rejectedCount: 0 };
  const rejected: RejectedRow[] = [];
  const supersededLines: number[] = [];
  const markets = new Set<string>();
  for await (const batch of inLargeBatches(readPriceSheet(readSheetRows(file), market))) {
    context.signal.throwIfAborted();
    counts.rowsRead += batch.rowsRead;
    counts.duplicates += batch.supersededLines.length;
    counts.rejectedCount += batch.rejected.length;
    rejected.push(...batch.rejected.slice(0, REJECTED_LISTED_MAX - rejected.length));
    for (const line of batch.supersededLines) supersededLines.push(line);
    for (const price of batch.prices) markets.add(price.market);
    await context.inTransaction(({ tx, clock }) => stageBatch(tx, importId, batch, clock.now()));
  }
  rejected.sort((one, other) => one.line - other.line);
  return { counts, rejected, supersededLines, markets };
}

/** Rolls the transaction of a dry run back. */
class DryRunEnds extends Error {}

async function mergeSheet(
  context: AskContext,
  source: SheetSource,
  staged: StagedSheet,
  isDryRun: boolean,
): Promise<{ imported: number; unchanged: number; offersAdded: number }> {
  const { importId, vendor, fileName } = source;
  let merged = { imported: 0, unchanged: 0, offersAdded: 0 };
  try {
    await context.inTransaction(async (inside) => {
      await inside.tx.execute(sql`select pg_advisory_xact_lock(hashtext('catalogue.importPriceSheet'))`);
      merged = await mergeStagedPrices(inside, { importId, vendor, supersededLines: staged.supersededLines }, () =>
        recordImport(inside, source, staged),
      );
      if (isDryRun) throw new DryRunEnds();
      await inside.tx.update(priceImport).set(merged).where(eq(priceImport.id, importId));
      const facts = { importId, vendor, fileName, ...staged.counts, ...merged };
      await inside.audit.record('catalogue.priceSheetImported', facts, null);
      await inside.jobs.start(readSkuFacts, {}, { key: 'catalogue.readSkuFacts' });
    });
  } catch (error) {
    if (!(error instanceof DryRunEnds)) throw error;
  }
  return merged;
}

async function recordImport(
  { tx, actor, clock }: OperationContext,
  { importId, vendor, fileName, market }: SheetSource,
  staged: StagedSheet,
): Promise<void> {
  await tx.insert(priceImport).values({
    id: importId,
    vendor,
    fileName,
    market: market ?? [...staged.markets].sort().join(', '),
    ...staged.counts,
    imported: 0,
    unchanged: 0,
    offersAdded: 0,
    rejected: staged.rejected,
    personId: actor.personId,
    createdAt: clock.now(),
  });
}

/** Enough to be worth a transaction, and so few that their arrays are made within some milliseconds of the thread. */
const ROWS_PER_TRANSACTION = 2_000;

/** Joins the batches of the reader to some that are worth a transaction. */
async function* inLargeBatches(batches: AsyncIterable<SheetBatch>): AsyncGenerator<SheetBatch> {
  let rowsRead = 0;
  let waiting: SheetBatch[] = [];
  for await (const batch of batches) {
    waiting.push(batch);
    rowsRead += batch.rowsRead;
    if (rowsRead < ROWS_PER_TRANSACTION) continue;
    yield joined(waiting);
    waiting = [];
    rowsRead = 0;
  }
  if (waiting.length > 0) yield joined(waiting);
}

function joined(batches: readonly SheetBatch[]): SheetBatch {
  return {
    rowsRead: batches.reduce((count, batch) => count + batch.rowsRead, 0),
    prices: batches.flatMap((batch) => batch.prices),
    offers: batches.flatMap((batch) => batch.offers),
    rejected: batches.flatMap((batch) => batch.rejected),
    supersededLines: batches.flatMap((batch) => batch.supersededLines),
  };
}
