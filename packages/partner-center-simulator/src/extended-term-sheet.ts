import { parse } from 'csv-parse/sync';
import { type Catalogue, findOffer } from './catalogue.ts';
import { extendedTermPrice } from './extended-term-price.ts';

const sheets = new WeakMap<Catalogue, Uint8Array>();

/**
 * The view `licensebasedest` of the price sheet: what a month of the extended service term costs, under SKUs of its own
 * that nobody can buy. It has a row for each plan that is sold by the month.
 *
 * Guess: the ids of the SKUs, which Microsoft gives without a rule, and the recommended prices, three per cent above
 * those of the monthly term as the costs are.
 *
 * @source the view is named by an open-source client of 2026; rows of November 2025: "… - Extended Service Term"
 */
export function extendedTermSheet(catalogue: Catalogue): Uint8Array {
  const known = sheets.get(catalogue);
  if (known !== undefined) return known;
  const rows: string[][] = parse(Buffer.from(catalogue.priceSheet), { bom: true });
  const [header = [], ...sold] = rows;
  const at = (name: string) => header.indexOf(name);
  const extended = sold.flatMap((row) => {
    const isMonth = row[at('TermDuration')] === 'P1M' && row[at('BillingPlan')] === 'Monthly';
    const sku = catalogue.skuById.get(`${row[at('ProductId')]}:${(row[at('SkuId')] ?? '').padStart(4, '0')}`);
    if (!isMonth || sku === undefined || findOffer(sku, 'P1M', 'monthly') === undefined) return [];
    const price = extendedTermPrice(sku);
    if (price === undefined) return [];
    const made = [...row];
    made[at('SkuId')] = `E${sku.skuId.slice(1)}`;
    made[at('SkuTitle')] = `${row[at('SkuTitle')]} - Extended Service Term`;
    made[at('UnitPrice')] = price.toString();
    made[at('ERP Price')] = dearer(row[at('ERP Price')] ?? '0');
    made[at('PreviousValues')] = '';
    return [made];
  });
  const text = [header, ...extended].map((row) => row.map(quoted).join(',')).join('\r\n');
  const sheet = Buffer.from(`\uFEFF${text}\r\n`);
  sheets.set(catalogue, sheet);
  return sheet;
}

function dearer(amount: string): string {
  return (Math.round(Number(amount) * 103) / 100).toString();
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
