import { Refusal } from '#platform/refusal.ts';
import { readCsvRows } from '#platform/csv-rows.ts';
import {
  findColumns,
  KEY_COLUMNS,
  type RejectedRow,
  readSheetRow,
  type SheetColumns,
  type SheetOffer,
  type SheetPrice,
} from './price-sheet-row.ts';

/** The rows of one piece of the file. */
export type SheetBatch = Readonly<{
  rowsRead: number;
  prices: readonly SheetPrice[];
  /** Titles and descriptions of SKUs, each once in the whole file: from its first good row. */
  offers: readonly (SheetOffer & { vendorProductId: string; vendorSkuId: string })[];
  rejected: readonly RejectedRow[];
  /** Lines of prices, of this batch or an earlier one, that another row with the same key supersedes. */
  supersededLines: readonly number[];
}>;

/**
 * Reads a price sheet from the chunks of its text, in order, holding one piece at a time. Of rows with the same key and
 * start the one with the latest end counts, and of equal ends the last.
 *
 * @throws Refusal `catalogue.notAPriceSheet` when key columns are missing, `catalogue.sheetEmpty` when no row follows
 *   the header
 * @source Partner Center, "Get a price sheet": where dates overlap, the latest EffectiveEndDate is right
 */
export async function* readPriceSheet(
  text: AsyncIterable<string>,
  market: string | undefined,
): AsyncGenerator<SheetBatch> {
  let columns: SheetColumns | undefined;
  let rowsRead = 0;
  const knownSkus = new Set<string>();
  const winners = new Map<string, { line: number; effectiveUntil: string }>();

  for await (const rows of readCsvRows(text)) {
    const batch = {
      rowsRead: 0,
      prices: [] as SheetPrice[],
      offers: [] as SheetBatch['offers'][number][],
      rejected: [] as RejectedRow[],
      supersededLines: [] as number[],
    };
    for (const row of rows) {
      if (columns === undefined) {
        columns = headerOf('cells' in row ? row.cells : []);
        continue;
      }
      batch.rowsRead += 1;
      if (!('cells' in row)) {
        batch.rejected.push({ line: row.line, reason: 'quoting', value: row.brokenText.slice(0, 80) });
        continue;
      }
      const read = readSheetRow(row, columns, market, (productId, skuId) => !knownSkus.has(`${productId}:${skuId}`));
      if ('reason' in read) {
        batch.rejected.push(read);
        continue;
      }
      const { price, offer } = read;
      if (offer !== undefined) {
        const { vendorProductId, vendorSkuId } = price;
        knownSkus.add(`${vendorProductId}:${vendorSkuId}`);
        batch.offers.push({ vendorProductId, vendorSkuId, ...offer });
      }
      const key = keyOf(price);
      const before = winners.get(key);
      if (before === undefined || before.effectiveUntil <= price.effectiveUntil) {
        if (before !== undefined) batch.supersededLines.push(before.line);
        winners.set(key, { line: price.line, effectiveUntil: price.effectiveUntil });
        batch.prices.push(price);
      } else {
        batch.supersededLines.push(price.line);
      }
    }
    rowsRead += batch.rowsRead;
    yield batch;
  }
  if (columns === undefined || rowsRead === 0) throw new Refusal('catalogue.sheetEmpty');
}

function headerOf(cells: readonly string[]): SheetColumns {
  const columns = findColumns(cells);
  if (!('missing' in columns)) return columns;
  throw new Refusal('catalogue.notAPriceSheet', {
    missing: columns.missing.join(', '),
    isNothingFound: columns.missing.length === KEY_COLUMNS.length,
  });
}

function keyOf(price: SheetPrice): string {
  const { vendorProductId, vendorSkuId, market, currency, segment, termDuration, billingCycle, effectiveFrom } = price;
  const sold = `${vendorProductId}:${vendorSkuId}:${market}:${currency}:${segment}`;
  return `${sold}:${termDuration}:${billingCycle}:${effectiveFrom}`;
}
