import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { type Id, newId } from '#platform/ids.ts';
import { type AskContext, ask, type OperationContext } from '#platform/operation.server.ts';
import { readSkuFacts } from '../read-sku-facts.job.ts';
import { priceImport } from '../tables.ts';
import { mergeStagedPrices } from './merge-staged-prices.ts';
import { readPriceSheet, type SheetBatch } from './price-sheet-reader.ts';
import { RejectedRow } from './price-sheet-row.ts';
import { readSheetText } from './sheet-text.ts';
import { clearStaged, stageBatch } from './staged-prices.ts';

/** Of the rows that were left out, so many are told one by one. */
const REJECTED_TOLD_MAX = 1_000;
const IMPORT_TIMEOUT_MS = 10 * 60_000;

export const PriceSheetReport = z.object({
  /** Rows after the header. */
  rowsRead: z.number().int(),
  /** Prices that are new or have changed. */
  imported: z.number().int(),
  unchanged: z.number().int(),
  /** Rows whose key another row of the file has too; the one with the latest end counts. */
  duplicates: z.number().int(),
  offersAdded: z.number().int(),
  rejectedCount: z.number().int(),
  /** The first thousand of them, in the order of the file. */
  rejected: z.array(RejectedRow),
  isDryRun: z.boolean(),
});
export type PriceSheetReport = z.infer<typeof PriceSheetReport>;

/**
 * Imports a price sheet of Microsoft's: CSV, or a zip that holds it. Rows that cannot be read are reported and the rest is
 * imported; the import as a whole happens or does not. The same file again changes nothing.
 *
 * The file is read into staging tables first, in short transactions, so that nobody waits for a slow upload; one transaction then
 * takes it over.
 */
export const importPriceSheet = ask({
  name: 'catalogue.importPriceSheet',
  permission: 'catalogue.import',
  scope: 'provider',
  input: z.object({
    file: z.file(),
    /** Two letters. Rows of other markets are left out; needed where the sheet has no such column. */
    market: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/)
      .optional(),
    /** Reads and compares, and changes nothing. */
    isDryRun: z.boolean().default(false),
  }),
  output: PriceSheetReport,
  refusals: [
    'catalogue.sheetEmpty',
    'catalogue.notAPriceSheet',
    'catalogue.sheetTooLarge',
    'catalogue.sheetIsWorkbook',
    'catalogue.zipDamaged',
    'catalogue.zipWithoutSheet',
    'catalogue.zipWithSeveralSheets',
  ],
  timeoutMs: IMPORT_TIMEOUT_MS,
  async run(context, { file, market, isDryRun }) {
    const importId = newId<'priceImport'>();
    try {
      const read = await stageSheet(context, importId, file, market);
      const merged = await takeOver(context, importId, read, { fileName: file.name, market, isDryRun });
      return { ...read.counts, ...merged, rejected: read.rejected, isDryRun };
    } finally {
      await context.inTransaction(({ tx, clock }) => clearStaged(tx, importId, clock.now()));
    }
  },
});

type ReadSheet = Readonly<{
  counts: { rowsRead: number; duplicates: number; rejectedCount: number };
  rejected: RejectedRow[];
  supersededLines: number[];
  markets: ReadonlySet<string>;
}>;

async function stageSheet(
  context: AskContext,
  importId: Id<'priceImport'>,
  file: Blob,
  market: string | undefined,
): Promise<ReadSheet> {
  const counts = { rowsRead: 0, duplicates: 0, rejectedCount: 0 };
  const rejected: RejectedRow[] = [];
  const supersededLines: number[] = [];
  const markets = new Set<string>();
  for await (const batch of gathered(readPriceSheet(readSheetText(file), market))) {
    context.signal.throwIfAborted();
    counts.rowsRead += batch.rowsRead;
    counts.duplicates += batch.supersededLines.length;
    counts.rejectedCount += batch.rejected.length;
    rejected.push(...batch.rejected.slice(0, REJECTED_TOLD_MAX - rejected.length));
    for (const line of batch.supersededLines) supersededLines.push(line);
    for (const price of batch.prices) markets.add(price.market);
    await context.inTransaction(({ tx, clock }) => stageBatch(tx, importId, batch, clock.now()));
  }
  return { counts, rejected, supersededLines, markets };
}

class DryRunEnds extends Error {}

async function takeOver(
  context: AskContext,
  importId: Id<'priceImport'>,
  read: ReadSheet,
  given: { fileName: string; market: string | undefined; isDryRun: boolean },
): Promise<{ imported: number; unchanged: number; offersAdded: number }> {
  let merged = { imported: 0, unchanged: 0, offersAdded: 0 };
  try {
    await context.inTransaction(async (inside) => {
      await inside.tx.execute(sql`select pg_advisory_xact_lock(hashtext('catalogue.importPriceSheet'))`);
      merged = await mergeStagedPrices(inside, importId, read.supersededLines, () =>
        recordImport(inside, importId, read, given),
      );
      if (given.isDryRun) throw new DryRunEnds();
      await inside.tx.update(priceImport).set(merged).where(sql`${priceImport.id} = ${importId}`);
      await inside.audit.record(
        'catalogue.priceSheetImported',
        { importId, fileName: given.fileName, ...read.counts, ...merged },
        null,
      );
      await inside.jobs.start(readSkuFacts, {}, { key: 'catalogue.readSkuFacts' });
    });
  } catch (error) {
    // The way to undo everything that the transaction did.
    if (!(error instanceof DryRunEnds)) throw error;
  }
  return merged;
}

async function recordImport(
  { tx, actor, clock }: OperationContext,
  importId: Id<'priceImport'>,
  read: ReadSheet,
  given: { fileName: string; market: string | undefined },
): Promise<void> {
  await tx.insert(priceImport).values({
    id: importId,
    vendor: 'microsoft',
    fileName: given.fileName,
    market: given.market ?? [...read.markets].sort().join(', '),
    ...read.counts,
    imported: 0,
    unchanged: 0,
    offersAdded: 0,
    rejected: read.rejected,
    personId: actor.personId,
    createdAt: clock.now(),
  });
}

const ROWS_STAGED_TOGETHER = 5_000;

/** Batches of a size that is worth a transaction. */
async function* gathered(batches: AsyncIterable<SheetBatch>): AsyncGenerator<SheetBatch> {
  let rowsRead = 0;
  let waiting: SheetBatch[] = [];
  for await (const batch of batches) {
    waiting.push(batch);
    rowsRead += batch.rowsRead;
    if (rowsRead < ROWS_STAGED_TOGETHER) continue;
    yield together(waiting);
    waiting = [];
    rowsRead = 0;
  }
  if (waiting.length > 0) yield together(waiting);
}

function together(batches: readonly SheetBatch[]): SheetBatch {
  return {
    rowsRead: batches.reduce((count, batch) => count + batch.rowsRead, 0),
    prices: batches.flatMap((batch) => batch.prices),
    offers: batches.flatMap((batch) => batch.offers),
    rejected: batches.flatMap((batch) => batch.rejected),
    supersededLines: batches.flatMap((batch) => batch.supersededLines),
  };
}
