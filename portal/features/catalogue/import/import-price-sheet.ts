import { startOfUtcDay } from '@licence-portal/nce';
import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Tx } from '#platform/database.server.ts';
import { type Id, newId } from '#platform/ids.ts';
import { type AskContext, ask, type OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { DateText } from '#platform/wire.ts';
import { priceSheetVendorOf } from '../catalogue-vendor.ts';
import { priceImport } from '../tables.ts';
import { compareStagedPrices } from './compare-staged-prices.ts';
import { getLastPublication, lockPriceList } from './get-import-for-update.ts';
import { getHeldAbovePercent } from './held-above-percent.ts';
import { planForNewRows } from './plan-for-new-rows.ts';
import { readPriceSheet, type SheetBatch } from './price-sheet-reader.ts';
import { PriceSheetReport } from './price-sheet-report.ts';
import type { RejectedRow } from './price-sheet-row.ts';
import { publishImport } from './publish-import.ts';
import { refuseToEmptyShelf } from './refuse-to-empty-shelf.ts';
import { resolveStagedRows } from './resolve-staged-rows.ts';
import { readSheetRows } from './sheet-rows.ts';
import { clearStaged, stageBatch } from './staged-prices.ts';

/** Rows left out that a report lists one by one. */
const REJECTED_LISTED_MAX = 1_000;
const IMPORT_TIMEOUT_MS = 10 * 60_000;

/**
 * The file is read into staging tables first, in short transactions, so that nobody waits for a slow upload; one
 * transaction then compares the staged rows with the price list, writes down what they change, and publishes it unless
 * a draft was asked for. The import as a whole happens or does not.
 */
export const importPriceSheet = ask({
  name: 'catalogue.importPriceSheet',
  description:
    'Imports a price sheet in the format of Partner Center: CSV or XLSX, or a zip that contains one. It changes only ' +
    'what its columns say. Rows that cannot be read are reported and the rest is imported; the same file again changes ' +
    'nothing. Prices that look like an error wait for the provider’s word.',
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
    holdsOn: DateText.optional().describe(
      'Day from which the sheet holds, from its first moment in UTC; from now on without it, or when it has begun. A ' +
        'price that begins later holds from its own start.',
    ),
    isComplete: z
      .boolean()
      .default(true)
      .describe(
        'The sheet is the whole list of its markets: plans that it no longer has leave the shelf. Where that would be a ' +
          'large part of them, only a draft is accepted.',
      ),
    isDraft: z.boolean().default(false).describe('Keeps the import as a draft, to be looked at and published later.'),
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
    'catalogue.withdrawsTooMuch',
  ],
  timeoutMs: IMPORT_TIMEOUT_MS,
  async run(context, { file, vendor, market, holdsOn, ...options }) {
    const source = {
      importId: newId<'priceImport'>(),
      vendor: priceSheetVendorOf(context.services, vendor),
      fileName: file.name,
      market,
      holdsFrom: holdsFromOf(holdsOn, context.clock.now()),
      ...options,
    };
    try {
      const read = await stageSheet(context, source, file);
      const report = await compareSheet(context, source, read);
      return { importId: options.isDryRun ? null : source.importId, ...report, isDryRun: options.isDryRun };
    } finally {
      await context.inTransaction(({ tx, clock }) => clearStaged(tx, source.importId, clock.now()));
    }
  },
});

function holdsFromOf(holdsOn: string | undefined, now: Temporal.Instant): Temporal.Instant {
  if (holdsOn === undefined) return now;
  const day = startOfUtcDay(Temporal.PlainDate.from(holdsOn));
  return Temporal.Instant.compare(day, now) > 0 ? day : now;
}

type SheetSource = Readonly<{
  importId: Id<'priceImport'>;
  vendor: string;
  fileName: string;
  market: string | undefined;
  holdsFrom: Temporal.Instant;
  isComplete: boolean;
  isDraft: boolean;
  isDryRun: boolean;
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

type ComparedSheet = Omit<PriceSheetReport, 'importId' | 'isDryRun'>;

async function compareSheet(context: AskContext, source: SheetSource, staged: StagedSheet): Promise<ComparedSheet> {
  const { importId, vendor, fileName } = source;
  let report: ComparedSheet | undefined;
  try {
    await context.inTransaction(async (inside) => {
      const { tx } = inside;
      await lockPriceList(tx);
      await planForNewRows(tx);
      await removeSuperseded(tx, importId, staged.supersededLines);
      const unresolved = await resolveStagedRows(tx, source);
      const rejected = [...staged.rejected, ...unresolved].sort((one, other) => one.line - other.line);
      await recordImport(inside, source, {
        ...staged.counts,
        rejectedCount: staged.counts.rejectedCount + unresolved.length,
        rejected: rejected.slice(0, REJECTED_LISTED_MAX),
        market: source.market ?? [...staged.markets].sort().join(', '),
      });
      await compareStagedPrices(tx, { ...source, heldAbovePercent: (await getHeldAbovePercent(tx)).toFixed() });
      const counts = await countChanges(tx, source);
      if (!source.isDraft && !source.isDryRun) await refuseToEmptyShelf(tx, source, counts.withdrawnCount);
      await tx.update(priceImport).set(counts).where(eq(priceImport.id, importId));
      report = {
        ...staged.counts,
        ...counts,
        rejectedCount: staged.counts.rejectedCount + unresolved.length,
        rejected: rejected.slice(0, REJECTED_LISTED_MAX),
      };
      if (source.isDryRun) throw new DryRunEnds();
      if (!source.isDraft) await publishImport(inside, { id: importId, vendor });
      const action = source.isDraft ? 'catalogue.priceSheetDrafted' : 'catalogue.priceSheetImported';
      await inside.audit.record(action, { importId, vendor, fileName, ...counts }, null);
    });
  } catch (error) {
    if (!(error instanceof DryRunEnds)) throw error;
  }
  assert(report !== undefined, 'the sheet was compared');
  return report;
}

async function removeSuperseded(tx: Tx, importId: Id<'priceImport'>, lines: readonly number[]): Promise<void> {
  if (lines.length === 0) return;
  await tx.execute(sql`
    delete from staged_price
    where import_id = ${importId} and line = any(${`{${lines.join(',')}}`}::integer[])`);
}

async function recordImport(
  { tx, actor, clock }: OperationContext,
  { importId, vendor, fileName, holdsFrom }: SheetSource,
  read: Pick<typeof priceImport.$inferInsert, 'rowsRead' | 'duplicates' | 'rejectedCount' | 'rejected' | 'market'>,
): Promise<void> {
  await tx.insert(priceImport).values({
    id: importId,
    vendor,
    fileName,
    ...read,
    imported: 0,
    unchanged: 0,
    offersAdded: 0,
    status: 'draft',
    holdsFrom,
    comparedWith: await getLastPublication(tx),
    personId: actor.personId,
    createdAt: clock.now(),
  });
}

/** What the import changes, for its report. A plan is withdrawn from a market when none of its prices is left there. */
async function countChanges(
  tx: Tx,
  { importId, vendor }: SheetSource,
): Promise<Pick<PriceSheetReport, 'imported' | 'unchanged' | 'offersAdded' | 'heldCount' | 'withdrawnCount'>> {
  const { rows } = (await tx.execute(sql`
    select
      (select count(*)::integer from price_change where import_id = ${importId} and kind <> 'gone' and held_for = '{}')
        as imported,
      (select count(*)::integer from (
        select from staged_price where import_id = ${importId}
        group by vendor_product_id, vendor_sku_id, segment, market, currency, term_duration, billing_cycle,
          seat_count_from
      ) keys) - (select count(*)::integer from price_change where import_id = ${importId} and kind <> 'gone')
        as unchanged,
      (select count(*)::integer from price_change where import_id = ${importId} and held_for <> '{}') as held,
      (select count(distinct (c.vendor_product_id, c.vendor_sku_id, c.segment))::integer from price_change c
        where c.import_id = ${importId} and c.kind = 'gone' and not exists (
          select from staged_price s
          where s.import_id = c.import_id and s.vendor_product_id = c.vendor_product_id
            and s.vendor_sku_id = c.vendor_sku_id and s.segment = c.segment and s.market = c.market
        )) as withdrawn,
      (select count(*)::integer from staged_offer s
        where s.import_id = ${importId} and not exists (
          select from offer o
          where o.vendor = ${vendor} and o.vendor_product_id = s.vendor_product_id
            and o.vendor_sku_id = s.vendor_sku_id and o.segment = s.segment
        )) as added`)) as unknown as {
    rows: { imported: number; unchanged: number; held: number; withdrawn: number; added: number }[];
  };
  const [counted] = rows;
  assert(counted !== undefined, 'counts are one row');
  const { held: heldCount, withdrawn: withdrawnCount, added: offersAdded, ...others } = counted;
  return { ...others, heldCount, withdrawnCount, offersAdded };
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
