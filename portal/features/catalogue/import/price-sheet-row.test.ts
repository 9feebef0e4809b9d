import { expect, test } from 'vitest';
import { AmountReader } from './amounts.ts';
import { findColumns, readSheetRow, type SheetColumns } from './price-sheet-row.ts';
import { readSheetDate, readSheetEnd } from './sheet-date.ts';

const ROW: Record<string, string> = {
  ProductTitle: 'Office 365 E1',
  ProductId: 'CFQ7TTC0LF8Q',
  SkuId: '0001',
  SkuTitle: 'Office 365 E1',
  Publisher: 'Microsoft Corporation',
  SkuDescription: 'Mail, calls.',
  TermDuration: 'P1Y',
  BillingPlan: 'Annual',
  Market: 'IT',
  Currency: 'EUR',
  UnitPrice: '96',
  EffectiveStartDate: '2026-11-01T00:00:00.0000000Z',
  EffectiveEndDate: '9999-11-30T00:00:00.0000000Z',
  Tags: 'License',
  'ERP Price': '120',
  Segment: 'Commercial',
};
const HEADER = Object.keys(ROW);

function columnsOf(header: string[]): SheetColumns {
  const columns = findColumns(header);
  if ('missing' in columns) throw new Error(`missing ${columns.missing}`);
  return columns;
}

function read(changed: Record<string, string>, market: string | undefined = 'IT') {
  const row = { ...ROW, ...changed };
  const cells = HEADER.map((name) => row[name] ?? '');
  return readSheetRow({ line: 7, cells }, columnsOf(HEADER), market, new AmountReader(), () => true);
}

test('finds columns by name, passes over unknown ones, names the missing', () => {
  const columns = columnsOf([
    'Surprise',
    '\uFEFFskuid',
    'ProductId',
    'Term Duration',
    'BillingPlan',
    'Currency',
    'UnitPrice',
  ]);
  expect(columns.at.get('SkuId')).toBe(1);
  expect(findColumns(['Name', 'ProductId', 'Currency'])).toEqual({
    missing: ['SkuId', 'TermDuration', 'BillingPlan', 'UnitPrice'],
  });
});

test('reads a plain row', () => {
  expect(read({})).toEqual({
    price: {
      line: 7,
      vendorProductId: 'CFQ7TTC0LF8Q',
      vendorSkuId: '0001',
      market: 'IT',
      currency: 'EUR',
      segment: 'commercial',
      termDuration: 'P1Y',
      billingCycle: 'annual',
      costPerTerm: '96',
      retailPricePerTerm: '120',
      effectiveFrom: '2026-11-01T00:00:00Z',
      effectiveUntil: '9999-12-31T00:00:00Z',
    },
    offer: {
      productTitle: 'Office 365 E1',
      skuTitle: 'Office 365 E1',
      publisher: 'Microsoft Corporation',
      description: 'Mail, calls.',
      isTrial: false,
    },
  });
});

test.each([
  [{ SkuId: '1' }, { price: { vendorSkuId: '0001' } }],
  [{ SkuId: 'f' }, { price: { vendorSkuId: '000F' } }],
  [{ ProductId: '\u200BCFQ7TTC0LF8Q\u00A0' }, { price: { vendorProductId: 'CFQ7TTC0LF8Q' } }],
  [{ SkuTitle: 'Office\u00A0365\u200B  E1 ' }, { offer: { skuTitle: 'Office 365 E1' } }],
  [{ SkuDescription: 'One\r\ntwo\u00A0 three' }, { offer: { description: 'One\ntwo three' } }],
  [{ SkuTitle: '' }, { offer: { skuTitle: 'Office 365 E1' } }],
  [{ Tags: 'License;Trial' }, { offer: { isTrial: true } }],
  [{ Segment: '' }, { price: { segment: 'commercial' } }],
  [{ Segment: 'Charity' }, { price: { segment: 'charity' } }],
  [{ UnitPrice: '57.60' }, { price: { costPerTerm: '57.6' } }],
  [{ UnitPrice: '0.00' }, { price: { costPerTerm: '0' } }],
  [{ UnitPrice: '1184.4000000000001' }, { price: { costPerTerm: '1184.4' } }],
  [{ UnitPrice: '57,6' }, { price: { costPerTerm: '57.6' } }],
  [{ UnitPrice: '1,234.50' }, { price: { costPerTerm: '1234.5' } }],
  [{ UnitPrice: '1.234,56', 'ERP Price': '1.543' }, { price: { costPerTerm: '1234.56', retailPricePerTerm: '1543' } }],
  [{ UnitPrice: '1,234', 'ERP Price': '1,543.20' }, { price: { costPerTerm: '1234', retailPricePerTerm: '1543.2' } }],
  [{ 'ERP Price': '' }, { price: { retailPricePerTerm: null } }],
  [{ TermDuration: '', BillingPlan: '' }, { price: { termDuration: 'OneTime', billingCycle: 'one_time' } }],
  [{ TermDuration: 'P1M', BillingPlan: 'None' }, { price: { termDuration: 'P1M', billingCycle: 'none' } }],
  [{ Market: '' }, { price: { market: 'IT' } }],
  [{ EffectiveStartDate: '', EffectiveEndDate: '' }, { price: { effectiveFrom: '1753-01-01T00:00:00Z' } }],
  [{ EffectiveStartDate: '1753-01-02T00:00:00.0000000Z' }, { price: { effectiveFrom: '1753-01-02T00:00:00Z' } }],
])('reads %j', (changed, expected) => {
  expect(read(changed)).toMatchObject(expected);
});

test.each([
  [{ ProductId: '' }, 'productIdInvalid', ''],
  [{ SkuId: '' }, 'skuIdInvalid', ''],
  [{ SkuTitle: '', ProductTitle: '\u200B' }, 'titleMissing', ''],
  [{ Currency: 'Euro' }, 'currencyInvalid', 'EURO'],
  [{ Market: 'DE' }, 'marketOther', 'DE'],
  [{ TermDuration: '1 year' }, 'termInvalid', '1 year'],
  [{ UnitPrice: '' }, 'priceInvalid', ''],
  [{ UnitPrice: '-5' }, 'priceInvalid', '-5'],
  [{ UnitPrice: '1,234' }, 'priceAmbiguous', '1,234'],
  [{ UnitPrice: '1.234' }, 'priceAmbiguous', '1.234'],
  [{ UnitPrice: '57,6', 'ERP Price': '72.5' }, 'priceOtherSign', '72.5'],
  [{ UnitPrice: '1,23,4' }, 'priceInvalid', '1,23,4'],
  [{ 'ERP Price': 'n/a' }, 'priceInvalid', 'n/a'],
  [{ EffectiveStartDate: '31/12/2026' }, 'dateInvalid', '31/12/2026'],
  [{ EffectiveStartDate: '3/12/2026' }, 'dateAmbiguous', '3/12/2026'],
  [{ EffectiveEndDate: '2026-11-01' }, 'datesReversed', '2026-11-01T00:00:00Z – 2026-11-01T00:00:00Z'],
])('leaves out %j: %s', (changed, reason, value) => {
  expect(read(changed)).toEqual({ line: 7, reason, value });
});

test('leaves out a row with too few or too many cells', () => {
  const columns = columnsOf(HEADER);
  const cells = HEADER.map((name) => ROW[name] ?? '');
  const readCells = (given: string[]) =>
    readSheetRow({ line: 2, cells: given }, columns, 'IT', new AmountReader(), () => true);
  expect(readCells(cells.slice(1))).toEqual({ line: 2, reason: 'columnCount', value: '15' });
  expect(readCells([...cells, 'more'])).toEqual({ line: 2, reason: 'columnCount', value: '17' });
  expect(readCells([...cells, ''])).toHaveProperty('price');
});

test('reads both styles of date', () => {
  expect(readSheetDate('2/1/2019 12:00:00 AM')).toBe('2019-02-01T00:00:00Z');
  expect(readSheetDate('2/4/2021 8:35:31 PM')).toBe('2021-02-04T20:35:31Z');
  expect(readSheetDate('12/31/2021 12:05:00 PM')).toBe('2021-12-31T12:05:00Z');
  expect(readSheetDate('2026-02-30T00:00:00Z')).toBeUndefined();
  expect(readSheetEnd('11/30/9999 11:59:59 PM')).toBe('9999-12-31T00:00:00Z');
  expect(readSheetEnd('2021-11-03T06:57:00.0000000Z')).toBe('2021-11-03T06:57:00Z');
  expect(readSheetEnd('2026-11-30T23:59:59.9999999Z')).toBe('2026-12-01T00:00:00Z');
});
