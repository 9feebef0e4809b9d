import type { SheetRow } from '#platform/csv-rows.ts';
import { Refusal } from '#platform/refusal.ts';
import { AmountReader } from './amounts.ts';
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
  /** Titles and descriptions of SKUs, each once for a segment in the whole file: from its first good row. */
  offers: readonly (SheetOffer & Pick<SheetPrice, 'vendorProductId' | 'vendorSkuId' | 'segment'>)[];
  rejected: readonly RejectedRow[];
  /** Lines of prices, of this batch or an earlier one, that another row with the same key supersedes. */
  supersededLines: readonly number[];
}>;

/**
 * Reads a price sheet from its rows, in order, holding one piece at a time; rows with an amount that could be read in
 * two ways are held until another row shows which it is. Of rows with the same key and start the one with the latest
 * end counts, and of equal ends the last.
 *
 * @throws Refusal `catalogue.notAPriceSheet` when key columns are missing, `catalogue.sheetEmpty` when no row follows
 *   the header
 * @source Partner Center, "Get a price sheet": where dates overlap, the latest EffectiveEndDate is right
 */
export async function* readPriceSheet(
  rows: AsyncIterable<readonly SheetRow[]>,
  market: string | undefined,
): AsyncGenerator<SheetBatch> {
  let reading: PriceSheetReading | undefined;
  let rowsRead = 0;
  for await (const piece of rows) {
    let below = piece;
    if (reading === undefined) {
      const [header] = piece;
      if (header === undefined) continue;
      reading = new PriceSheetReading(headerOf('cells' in header ? header.cells : []), market);
      below = piece.slice(1);
    }
    const batch = reading.read(below);
    rowsRead += batch.rowsRead;
    yield batch;
  }
  if (reading === undefined || rowsRead === 0) throw new Refusal('catalogue.sheetEmpty');
  yield reading.end();
}

type Batch = { rowsRead: number; prices: SheetPrice[]; offers: SheetBatch['offers'][number][] } & {
  rejected: RejectedRow[];
  supersededLines: number[];
};

class PriceSheetReading {
  readonly #columns: SheetColumns;
  readonly #market: string | undefined;
  readonly #amounts = new AmountReader();
  readonly #knownSkus = new Set<string>();
  readonly #winners = new Map<string, { line: number; effectiveUntil: string }>();
  /** Rows with an amount that can be read in two ways, as long as no other amount has decided. */
  #ambiguous: (SheetRow & { cells: readonly string[] })[] = [];

  constructor(columns: SheetColumns, market: string | undefined) {
    this.#columns = columns;
    this.#market = market;
  }

  read(rows: readonly SheetRow[]): SheetBatch {
    const batch = emptyBatch();
    for (const row of rows) {
      batch.rowsRead += 1;
      if ('cells' in row) this.#take(row, batch);
      else batch.rejected.push({ line: row.line, reason: 'quoting', value: row.brokenText.slice(0, 80) });
    }
    if (this.#amounts.isDecided) this.#takeHeld(batch);
    return batch;
  }

  /** The rows that stay ambiguous are left out. */
  end(): SheetBatch {
    const batch = emptyBatch();
    this.#takeHeld(batch);
    for (const row of this.#ambiguous) {
      const read = this.#readRow(row);
      if ('reason' in read) batch.rejected.push(read);
    }
    return batch;
  }

  #takeHeld(batch: Batch): void {
    const held = this.#ambiguous;
    this.#ambiguous = [];
    for (const row of held) this.#take(row, batch);
  }

  #take(row: SheetRow & { cells: readonly string[] }, batch: Batch): void {
    const read = this.#readRow(row);
    if ('reason' in read) {
      if (read.reason === 'priceAmbiguous') this.#ambiguous.push(row);
      else batch.rejected.push(read);
      return;
    }
    const { price, offer } = read;
    if (offer !== undefined) {
      const { vendorProductId, vendorSkuId, segment } = price;
      this.#knownSkus.add(skuOf(price));
      batch.offers.push({ vendorProductId, vendorSkuId, segment, ...offer });
    }
    const key = keyOf(price);
    const before = this.#winners.get(key);
    if (before !== undefined && isSuperseded(price, before)) {
      batch.supersededLines.push(price.line);
      return;
    }
    if (before !== undefined) batch.supersededLines.push(before.line);
    this.#winners.set(key, { line: price.line, effectiveUntil: price.effectiveUntil });
    batch.prices.push(price);
  }

  #readRow(row: SheetRow & { cells: readonly string[] }) {
    const isNew = (price: SheetPrice) => !this.#knownSkus.has(skuOf(price));
    return readSheetRow(row, this.#columns, this.#market, this.#amounts, isNew);
  }
}

/** Held rows are taken after later ones. */
function isSuperseded(price: SheetPrice, by: Readonly<{ line: number; effectiveUntil: string }>): boolean {
  if (price.effectiveUntil === by.effectiveUntil) return price.line < by.line;
  return price.effectiveUntil < by.effectiveUntil;
}

function emptyBatch(): Batch {
  return { rowsRead: 0, prices: [], offers: [], rejected: [], supersededLines: [] };
}

function headerOf(cells: readonly string[]): SheetColumns {
  const columns = findColumns(cells);
  if (!('missing' in columns)) return columns;
  throw new Refusal('catalogue.notAPriceSheet', {
    missing: columns.missing.join(', '),
    isNothingFound: columns.missing.length === KEY_COLUMNS.length,
  });
}

function skuOf({ vendorProductId, vendorSkuId, segment }: SheetPrice): string {
  return `${vendorProductId}:${vendorSkuId}:${segment ?? ''}`;
}

function keyOf(price: SheetPrice): string {
  const { market, currency, termDuration, billingCycle, seatCountFrom, effectiveFrom } = price;
  return [skuOf(price), market, currency, termDuration, billingCycle, seatCountFrom, effectiveFrom].join(':');
}
