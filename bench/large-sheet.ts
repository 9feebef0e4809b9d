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
  const rows = await demoRows();
  const lines = [Object.keys(rows[0] ?? {})];
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

/**
 * A price sheet of as many products, each with one price for everybody: the demo's products as they are, then again
 * under other ids and with two further words in their titles, of 1,600 different ones.
 */
export async function manyProductsSheet(productCount: number): Promise<File> {
  const rows = await demoRows();
  const products = [...new Map(rows.map((row) => [row.ProductId, row])).values()];
  const lines = [Object.keys(rows[0] ?? {})];
  for (let number = 0; number < productCount; number += 1) {
    const row = products[number % products.length] ?? {};
    const copy = Math.floor(number / products.length);
    const words = copy === 0 ? '' : ` ${inventedWord(number)} ${inventedWord(number * 7 + copy)}`;
    const changed = {
      ...row,
      ProductId: copy === 0 ? row.ProductId : `${row.ProductId}${copy}`,
      ProductTitle: `${row.ProductTitle}${words}`,
      SkuTitle: `${row.SkuTitle}${words}`,
      SkuDescription: `${row.SkuDescription}${DESCRIPTION}`,
      Segment: 'Commercial',
      Tags: 'License',
    };
    lines.push(Object.values<string | undefined>(changed).map((cell) => cell ?? ''));
  }
  return new File([csvText(lines)], 'many-products.csv');
}

const SYLLABLES = (
  'bra cen dol fer gan hil jor kas lum mir nov orb pan qui ras sol tur ul vel wen xan yor zet ' +
  'ark bel cor dan elm fol gri hor ist jun kol lan mas nor oph pel'
).split(' ');

function inventedWord(number: number): string {
  const { length } = SYLLABLES;
  const place = number % length ** 2;
  return `${SYLLABLES[place % length]}${SYLLABLES[Math.floor(place / length)]}`;
}

async function demoRows(): Promise<Record<string, string>[]> {
  const path = fileURLToPath(import.meta.resolve('@licence-portal/partner-center-simulator/data/price-sheet-it.csv'));
  return parse(await readFile(path), { bom: true, columns: true });
}
