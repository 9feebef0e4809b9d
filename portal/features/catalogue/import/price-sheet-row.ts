import { z } from 'zod';
import type { AmountReader } from './amounts.ts';
import { cleanLine, cleanParagraphs } from './clean-text.ts';
import { isAmbiguousDate, OLDEST_START, OPEN_END, readSheetDate, readSheetEnd } from './sheet-date.ts';

const RejectReason = z.enum([
  'columnCount',
  'quoting',
  'productIdInvalid',
  'skuIdInvalid',
  'titleMissing',
  'currencyInvalid',
  'marketMissing',
  'marketOther',
  'termInvalid',
  'priceInvalid',
  'priceAmbiguous',
  'priceOtherSign',
  'dateInvalid',
  'dateAmbiguous',
  'datesReversed',
]);
export type RejectReason = z.infer<typeof RejectReason>;

export const RejectedRow = z
  .object({
    line: z.number().int().describe('First line of the row in the file, counted from 1 with the header.'),
    reason: RejectReason.describe('Why the row was left out.'),
    value: z.string().describe('The cell that was wrong, at most 80 characters; may be empty.'),
  })
  .describe('A row that was left out.');
export type RejectedRow = z.infer<typeof RejectedRow>;

/** A price of the sheet; instants as ISO text, amounts as decimal text of the whole term. */
export type SheetPrice = Readonly<{
  line: number;
  vendorProductId: string;
  vendorSkuId: string;
  market: string;
  currency: string;
  segment: string;
  termDuration: string;
  billingCycle: string;
  costPerTerm: string;
  retailPricePerTerm: string | null;
  effectiveFrom: string;
  effectiveUntil: string;
}>;

/** The description of an SKU. Sheets repeat it on every row. */
export type SheetOffer = Readonly<{
  productTitle: string;
  skuTitle: string;
  publisher: string;
  description: string;
  isTrial: boolean;
}>;

/** Columns that a price sheet must have; the others have defaults. */
export const KEY_COLUMNS = ['ProductId', 'SkuId', 'TermDuration', 'BillingPlan', 'Currency', 'UnitPrice'] as const;
const OTHER_COLUMNS = [
  'ProductTitle',
  'SkuTitle',
  'Publisher',
  'SkuDescription',
  'Market',
  'EffectiveStartDate',
  'EffectiveEndDate',
  'Tags',
  'ERP Price',
  'Segment',
] as const;
type Column = (typeof KEY_COLUMNS)[number] | (typeof OTHER_COLUMNS)[number];

/** The position of each column. Names are compared without case and spaces; other columns are ignored. */
export type SheetColumns = Readonly<{ count: number; at: ReadonlyMap<Column, number> }>;

/** Quotes that a word processor makes of plain ones. */
const TYPOGRAPHIC_QUOTES = /["“”„‟«»‘’]/g;

/** Finds the columns in a header; the key columns that are missing are named. */
export function findColumns(header: readonly string[]): SheetColumns | { missing: string[] } {
  const plain = (name: string) => cleanLine(name).replace(TYPOGRAPHIC_QUOTES, '').replaceAll(' ', '').toLowerCase();
  const names = header.map(plain);
  const at = new Map<Column, number>();
  for (const column of [...KEY_COLUMNS, ...OTHER_COLUMNS]) {
    const position = names.indexOf(plain(column));
    if (position !== -1) at.set(column, position);
  }
  const missing = KEY_COLUMNS.filter((column) => !at.has(column));
  return missing.length > 0 ? { missing } : { count: header.length, at };
}

/**
 * Reads one row.
 *
 * @param market  the market that is imported: rows of others are left out; undefined takes every row by its own
 * @param amounts  of the whole file; with its answer `priceAmbiguous` the row can be read again later
 * @param isOfferNew  called once a row; titles and descriptions of an SKU are read only when it returns true
 * @source Partner Center, "Get a price sheet"
 */
export function readSheetRow(
  { line, cells }: Readonly<{ line: number; cells: readonly string[] }>,
  columns: SheetColumns,
  market: string | undefined,
  amounts: AmountReader,
  isOfferNew: (vendorProductId: string, vendorSkuId: string) => boolean,
): { price: SheetPrice; offer: SheetOffer | undefined } | RejectedRow {
  const reject = (reason: RejectReason, value = ''): RejectedRow => ({ line, reason, value: value.slice(0, 80) });
  const hasSpareCells = cells.slice(columns.count).some((spare) => spare.trim() !== '');
  if (cells.length < columns.count || hasSpareCells) return reject('columnCount', String(cells.length));
  const cell = (column: Column): string => {
    const position = columns.at.get(column);
    return position === undefined ? '' : cleanLine(cells[position] ?? '');
  };

  const vendorProductId = cell('ProductId').toUpperCase();
  if (!/^[A-Z0-9]{4,20}$/.test(vendorProductId)) return reject('productIdInvalid', vendorProductId);
  const skuId = cell('SkuId').toUpperCase();
  if (!/^[A-Z0-9]{1,8}$/.test(skuId)) return reject('skuIdInvalid', skuId);
  const vendorSkuId = skuId.padStart(4, '0'); // A workbook that was saved again loses the zeros: 1 is 0001.

  const currency = cell('Currency').toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) return reject('currencyInvalid', currency);
  const rowMarket = cell('Market').toUpperCase() || (market ?? '');
  if (rowMarket === '') return reject('marketMissing');
  if (market !== undefined && rowMarket !== market) return reject('marketOther', rowMarket);

  const termDuration = readTerm(cell('TermDuration'));
  if (termDuration === undefined) return reject('termInvalid', cell('TermDuration'));
  const retailCell = cell('ERP Price');
  // Either of the two may show the decimal sign of both.
  amounts.observe(cell('UnitPrice'));
  amounts.observe(retailCell);
  const cost = amounts.read(cell('UnitPrice'));
  if ('fault' in cost) return reject(cost.fault, cell('UnitPrice'));
  const retail = retailCell === '' ? { amount: null } : amounts.read(retailCell);
  if ('fault' in retail) return reject(retail.fault, retailCell);

  const effectiveFrom = readOr(cell('EffectiveStartDate'), OLDEST_START, readSheetDate);
  if (effectiveFrom === undefined) return reject(dateFault(cell('EffectiveStartDate')), cell('EffectiveStartDate'));
  const effectiveUntil = readOr(cell('EffectiveEndDate'), OPEN_END, readSheetEnd);
  if (effectiveUntil === undefined) return reject(dateFault(cell('EffectiveEndDate')), cell('EffectiveEndDate'));
  if (effectiveUntil <= effectiveFrom) return reject('datesReversed', `${effectiveFrom} – ${effectiveUntil}`);

  const skuTitle = cell('SkuTitle') || cell('ProductTitle');
  if (skuTitle === '') return reject('titleMissing');

  return {
    price: {
      line,
      vendorProductId,
      vendorSkuId,
      market: rowMarket,
      currency,
      segment: cell('Segment').toLowerCase() || 'commercial',
      termDuration,
      billingCycle: readBillingPlan(cell('BillingPlan')),
      costPerTerm: cost.amount,
      retailPricePerTerm: retail.amount,
      effectiveFrom,
      effectiveUntil,
    },
    offer: isOfferNew(vendorProductId, vendorSkuId) ? readOffer(cell, skuTitle, columns, cells) : undefined,
  };
}

function readOffer(
  cell: (column: Column) => string,
  skuTitle: string,
  columns: SheetColumns,
  cells: readonly string[],
): SheetOffer {
  return {
    productTitle: cell('ProductTitle') || skuTitle,
    skuTitle,
    publisher: cell('Publisher'),
    description: cleanParagraphs(cells[columns.at.get('SkuDescription') ?? -1] ?? ''),
    isTrial: cell('Tags')
      .split(';')
      .some((tag) => tag.trim().toLowerCase() === 'trial'),
  };
}

/** Software has no term: the sheet says `OneTime`, `NoTerm` or nothing. */
function readTerm(text: string): string | undefined {
  const term = text.toUpperCase();
  if (/^P\d{1,2}[MY]$/.test(term)) return term;
  return ['', 'ONETIME', 'NOTERM', 'NONE'].includes(term) ? 'OneTime' : undefined;
}

/** The billing cycle as Partner Center’s other interfaces spell it. An unknown one is kept. */
function readBillingPlan(text: string): string {
  const plan = text.toLowerCase();
  return plan === '' || plan === 'onetime' ? 'one_time' : plan;
}

function dateFault(text: string): RejectReason {
  return isAmbiguousDate(text) ? 'dateAmbiguous' : 'dateInvalid';
}

function readOr(text: string, whenEmpty: string, read: (text: string) => string | undefined): string | undefined {
  return text === '' ? whenEmpty : read(text);
}
