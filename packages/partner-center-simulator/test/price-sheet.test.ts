import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { Decimal } from 'decimal.js';
import { expect, test } from 'vitest';
import { readCatalogue } from '../src/catalogue.ts';

type Row = Record<string, string>;
const sheetText = readFileSync(new URL('../data/price-sheet-it.csv', import.meta.url), 'utf8');
const rows: Row[] = parse(sheetText, { bom: true, columns: true });

test('the sheet has Microsoft’s header and at least 150 SKUs of all segments, trials and add-ons among them', () => {
  expect(sheetText.split('\n')[0]).toBe(
    '\uFEFFChangeIndicator,ProductTitle,ProductId,SkuId,SkuTitle,Publisher,SkuDescription,UnitOfMeasure,' +
      'TermDuration,BillingPlan,Market,Currency,UnitPrice,PricingTierRangeMin,PricingTierRangeMax,' +
      'EffectiveStartDate,EffectiveEndDate,Tags,ERP Price,Segment,PreviousValues',
  );
  const { skus } = readCatalogue();
  expect(skus.length).toBeGreaterThanOrEqual(150);
  expect(new Set(skus.map((sku) => sku.segment))).toEqual(
    new Set(['commercial', 'education', 'government', 'nonprofit']),
  );
  expect(skus.filter((sku) => sku.isTrial).length).toBeGreaterThan(10);
  expect(skus.filter((sku) => sku.isAddOn && sku.prerequisites.length > 0).length).toBeGreaterThan(5);
  expect(new Set(rows.map((row) => `${row.Market} ${row.Currency}`))).toEqual(new Set(['IT EUR']));
});

test('the sheet keeps the quirks that an importer must handle', () => {
  expect(rows.some((row) => /^\d{1,3}$/.test(row.SkuId ?? ''))).toBe(true);
  expect(rows.some((row) => row.EffectiveStartDate === '1753-01-02T00:00:00.0000000Z')).toBe(true);
  expect(rows.every((row) => row.EffectiveEndDate === '9999-11-30T00:00:00.0000000Z')).toBe(true);
  expect(rows.some((row) => row.SkuDescription?.includes('\n'))).toBe(true);
  expect(rows.some((row) => row.PreviousValues?.startsWith("{'UnitPrice'"))).toBe(true);
  expect(rows.some((row) => row['ERP Price'] === '0')).toBe(true);
  expect(new Set(rows.map((row) => row.ChangeIndicator))).toEqual(new Set(['Add', 'Change', 'Unchanged']));
});

test('prices keep Microsoft’s arithmetic', () => {
  const wrong: string[] = [];
  const of = (row: Row, term: string, plan: string) =>
    rows.find(
      (other) =>
        other.ProductId === row.ProductId &&
        other.SkuTitle === row.SkuTitle &&
        other.SkuId === row.SkuId &&
        other.TermDuration === term &&
        other.BillingPlan === plan,
    );
  for (const row of rows) {
    const [cost, recommended] = [new Decimal(row.UnitPrice ?? ''), new Decimal(row['ERP Price'] ?? '')];
    const label = `${row.SkuTitle} ${row.TermDuration}/${row.BillingPlan}`;
    if (cost.greaterThan(recommended)) wrong.push(`${label}: cost above price`);
    const cycles =
      row.BillingPlan !== 'Monthly' ? 1 : row.TermDuration === 'P3Y' ? 36 : row.TermDuration === 'P1Y' ? 12 : 1;
    for (const price of [cost, recommended]) {
      if (price.div(cycles).decimalPlaces() > 2) wrong.push(`${label}: ${price} is no whole number of cents a month`);
    }
    const annual = of(row, 'P1Y', 'Annual')?.['ERP Price'];
    if (annual === undefined || new Decimal(annual).isZero()) continue;
    const expected = { 'P1Y/Monthly': '1.05', 'P1M/Monthly': '0.1', 'P3Y/Annual': '3', 'P3Y/Triennial': '3' };
    const factor = Object.entries(expected).find(([plan]) => plan === `${row.TermDuration}/${row.BillingPlan}`)?.[1];
    if (factor === undefined) continue;
    // Whole cents a month: at most half a cent off, twelve times.
    const difference = recommended.minus(new Decimal(annual).mul(factor)).abs();
    if (difference.greaterThan('0.06')) wrong.push(`${label}: ${recommended} against ${annual} a year`);
  }
  expect(wrong).toEqual([]);
});
