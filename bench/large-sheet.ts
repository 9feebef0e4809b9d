import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { csvText } from '#platform/csv-text.ts';

/** As sheets of European markets repeat each price. */
const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'DKK'];
/** Descriptions of real sheets have about so many characters. */
const DESCRIPTION = ' A longer description, as real sheets have it on each row.'.repeat(4);

/**
 * A price sheet with a key of its own on each row: the demo's sheet in six currencies, then again under other product
 * ids.
 *
 * @param rowCount  rows below the header
 */
export async function largeSheet(rowCount: number): Promise<File> {
  const path = fileURLToPath(import.meta.resolve('@licence-portal/partner-center-simulator/data/price-sheet-it.csv'));
  const rows: Record<string, string>[] = parse(await readFile(path), { bom: true, columns: true });
  const names = Object.keys(rows[0] ?? {});
  const lines = [names];
  for (let copy = 0; lines.length <= rowCount; copy += 1) {
    const suffix = Math.floor(copy / CURRENCIES.length);
    for (const row of rows.slice(0, rowCount + 1 - lines.length)) {
      const changed = {
        ...row,
        Currency: CURRENCIES[copy % CURRENCIES.length] ?? '',
        ProductId: suffix === 0 ? row.ProductId : `${row.ProductId}${suffix}`,
        SkuDescription: `${row.SkuDescription}${DESCRIPTION}`,
      };
      lines.push(Object.values<string | undefined>(changed).map((cell) => cell ?? ''));
    }
  }
  return new File([csvText(lines)], 'large-sheet.csv');
}
