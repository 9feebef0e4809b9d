import { z } from 'zod';
import { EXTENDED_TERM, isBuyable } from '../prices/plans.ts';
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
  'planNotSold',
  'extendedPlanUnknown',
  'tierInvalid',
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
  /** Null: the sheet has no column for it. */
  segment: string | null;
  termDuration: string;
  billingCycle: string;
  /** The smallest number of licences that has this price; 1 without price tiers. */
  seatCountFrom: number;
  costPerTerm: string;
  retailPricePerTerm: string | null;
  effectiveFrom: string;
  effectiveUntil: string;
  /** Of a month of the extended service term: the title of the plan that it extends; null for a plan of its own. */
  extendedTitle: string | null;
}>;

/** The description of an SKU. Sheets repeat it on every row. Null: the sheet has no column for it. */
export type SheetOffer = Readonly<{
  productTitle: string | null;
  skuTitle: string | null;
  publisher: string | null;
  description: string | null;
  isTrial: boolean | null;
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
  'PricingTierRangeMin',
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
  isOfferNew: (price: SheetPrice) => boolean,
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
  const billingCycle = readBillingPlan(cell('BillingPlan'));
  if (!isBuyable({ termDuration, billingCycle })) return reject('planNotSold', `${termDuration} ${billingCycle}`);
  const seatCountFrom = readTier(cell('PricingTierRangeMin'));
  if (seatCountFrom === undefined) return reject('tierInvalid', cell('PricingTierRangeMin'));
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

  const has = (column: Column) => columns.at.has(column);
  const hasTitle = has('SkuTitle') || has('ProductTitle');
  const title = cell('SkuTitle') || cell('ProductTitle');
  if (hasTitle && title === '') return reject('titleMissing');

  const extendedTitle = EXTENDED_TITLE.exec(cell('SkuTitle'))?.[1] ?? null;
  const isMonth = termDuration === EXTENDED_TERM.termDuration && billingCycle === 'monthly';
  if (extendedTitle !== null && !isMonth) return reject('planNotSold', `${termDuration} ${billingCycle}`);
  const price = {
    line,
    vendorProductId,
    vendorSkuId,
    market: rowMarket,
    currency,
    segment: has('Segment') ? cell('Segment').toLowerCase() || 'commercial' : null,
    termDuration,
    billingCycle: extendedTitle === null ? billingCycle : EXTENDED_TERM.billingCycle,
    seatCountFrom,
    costPerTerm: cost.amount,
    retailPricePerTerm: retail.amount,
    effectiveFrom,
    effectiveUntil,
    extendedTitle,
  };
  if (extendedTitle !== null || !isOfferNew(price)) return { price, offer: undefined };
  const textOf = (column: Column) => (has(column) ? cell(column) : null);
  return {
    price,
    offer: {
      productTitle: textOf('ProductTitle') || null,
      skuTitle: has('SkuTitle') ? title : null,
      publisher: textOf('Publisher'),
      description: has('SkuDescription') ? cleanParagraphs(cells[columns.at.get('SkuDescription') ?? -1] ?? '') : null,
      isTrial: has('Tags') ? isTrial(cell('Tags')) : null,
    },
  };
}

/**
 * The title of an SKU that nobody can buy: what a month of the extended service term of another one costs.
 *
 * @source price list of November 2025: "… - Extended Service Term"
 */
const EXTENDED_TITLE = /^(.+?)\s*[-–—(]\s*extended service term\)?$/i;

function isTrial(tags: string): boolean {
  return tags.split(';').some((tag) => tag.trim().toLowerCase() === 'trial');
}

/** A price without tiers, or for the first tier, begins at one licence. */
function readTier(text: string): number | undefined {
  if (text === '') return 1;
  return /^\d{1,7}$/.test(text) ? Math.max(1, Number(text)) : undefined;
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
