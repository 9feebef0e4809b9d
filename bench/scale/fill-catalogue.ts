import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'csv-parse/sync';
import { importPriceSheet } from '#features/catalogue/catalogue.ts';
import { systemActor } from '#platform/actor.ts';
import { csvText } from '#platform/csv-text.ts';
import { type AppContext, runOperation } from '#platform/operation.server.ts';

export const PRODUCT_COUNT = 20_000;
const PRICES_OF_EACH = 2;
/** Words that tell the copies of a product apart, so that searches find few products and not all. */
const EDITIONS = ['Alfa', 'Bravo', 'Delta', 'Eco', 'Kilo', 'Lima', 'Oscar', 'Quebec', 'Sierra', 'Tango', 'Zulu'];

/**
 * Imports a price sheet with that many products more than the demo's: each row of the demo's sheet again and again,
 * under other product ids and titles.
 */
export async function fillCatalogue(app: AppContext): Promise<void> {
  const { imported } = await runOperation(
    app,
    importPriceSheet,
    { file: await sheetOfManyProducts(), isComplete: false },
    { actor: systemActor(), requestId: 'bench' },
  );
  if (imported === 0) throw new Error('no price was imported');
}

async function sheetOfManyProducts(): Promise<File> {
  const path = fileURLToPath(import.meta.resolve('@licence-portal/partner-center-simulator/data/price-sheet-it.csv'));
  const sold: Record<string, string>[] = parse(await readFile(path), { bom: true, columns: true });
  const rows = sold.filter(({ ProductId }, index) => ProductId !== sold[index - PRICES_OF_EACH]?.ProductId);
  const lines = [Object.keys(rows[0] ?? {})];
  const productIds = new Set<string>();
  for (let copy = 1; productIds.size < PRODUCT_COUNT; copy += 1) {
    for (const row of rows) {
      const ProductId = `${row.ProductId}${copy}`;
      if (productIds.size >= PRODUCT_COUNT && !productIds.has(ProductId)) continue;
      productIds.add(ProductId);
      const edition = `${EDITIONS[copy % EDITIONS.length]} ${copy}`;
      const ProductTitle = `${row.ProductTitle} ${edition}`;
      const SkuTitle = `${row.SkuTitle} ${edition}`;
      lines.push(
        Object.values<string | undefined>({ ...row, ProductId, ProductTitle, SkuTitle }).map((cell) => cell ?? ''),
      );
    }
  }
  return new File([csvText(lines)], 'many-products.csv');
}
