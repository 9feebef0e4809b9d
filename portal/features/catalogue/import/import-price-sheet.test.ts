import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { zipOf } from '#platform/testing/zip.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildShopper, demoSheetFile, PROVIDER, sheetFile, sheetText } from '../builders.ts';
import { getOfferOption } from '../prices/price-list.ts';
import { importPriceSheet } from './import-price-sheet.ts';

async function everything(world: World) {
  return world.db({ kind: 'system' }, async (tx) => {
    const read = async (query: string) => ((await tx.execute(sql.raw(query))) as unknown as { rows: object[] }).rows;
    return {
      products: await read('select * from product order by vendor_product_id'),
      offers: await read('select * from offer order by vendor_product_id, vendor_sku_id'),
      prices: await read('select * from price order by id'),
    };
  });
}

function importing(world: World, file: File, more: { market?: string; isDryRun?: boolean } = {}) {
  return world.as(PROVIDER).call(importPriceSheet, { file, ...more });
}

test('imports the demo sheet, and the same file again changes nothing', async () => {
  const world = await startWorld();
  const first = await importing(world, await demoSheetFile());
  expect(first).toMatchObject({ rowsRead: 1190, unchanged: 0, rejectedCount: 0, rejected: [], isDryRun: false });
  expect(first.imported + first.duplicates).toBe(1190);
  // Three of its 404 SKUs are prices of the extended service term, which nobody can buy.
  expect(first.offersAdded).toBe(401);

  const before = await everything(world);
  const second = await importing(world, await demoSheetFile());
  expect(second).toMatchObject({ imported: 0, unchanged: first.imported, offersAdded: 0 });
  expect(await everything(world)).toEqual(before);
});

test('leaves out malformed rows with line and reason, and imports the rest', async () => {
  const world = await startWorld();
  const rows = sheetText([
    { SkuId: '1', SkuDescription: 'Two\nlines' },
    { TermDuration: 'P3Y', UnitPrice: 'free' },
    { TermDuration: 'P1M', BillingPlan: 'Monthly', UnitPrice: '9.6' },
  ]);
  const report = await importing(world, new File([`${rows}"never closed,1\r\n`, 'too,short\r\n'], 'sheet.csv'));
  expect(report).toMatchObject({ rowsRead: 5, imported: 2, rejectedCount: 3 });
  expect(report.rejected).toEqual([
    { line: 4, reason: 'priceInvalid', value: 'free' },
    { line: 6, reason: 'quoting', value: '"never closed,1' },
    { line: 7, reason: 'columnCount', value: '2' },
  ]);
});

test('of rows with one key the latest end counts', async () => {
  const world = await startWorld();
  const ends = { long: '9999-11-30T00:00:00Z', short: '2026-12-31T00:00:00Z' };
  const report = await importing(
    world,
    sheetFile([
      { UnitPrice: '1', EffectiveEndDate: ends.short },
      { UnitPrice: '2', EffectiveEndDate: ends.long },
      { UnitPrice: '3', EffectiveEndDate: ends.short },
    ]),
  );
  expect(report).toMatchObject({ rowsRead: 3, imported: 1, duplicates: 2 });
  expect((await everything(world)).prices).toMatchObject([{ cost_per_term: '2' }]);
});

test('where ranges overlap the latest end wins, and of open ends the latest start', async () => {
  const world = await startWorld();
  await importing(
    world,
    sheetFile([
      { 'ERP Price': '100', EffectiveStartDate: '10/1/2026 12:00:00 AM', EffectiveEndDate: '11/3/2026 6:57:00 AM' },
      { 'ERP Price': '120', EffectiveStartDate: '11/1/2026 12:00:00 AM', EffectiveEndDate: '11/30/9999 11:59:59 PM' },
      { 'ERP Price': '132', EffectiveStartDate: '2026-12-01T00:00:00Z' },
    ]),
  );
  const { accountId } = await buildShopper(world);
  if (accountId === null) throw new Error('a shopper has an account');
  const priceAt = (at: string) =>
    world.db({ kind: 'system' }, async (tx) => {
      const { rows } = (await tx.execute(sql`select id from offer`)) as unknown as { rows: { id: never }[] };
      const [row] = rows;
      if (row === undefined) throw new Error('no offer');
      const option = { offerId: row.id, termDuration: 'P1Y', billingCycle: 'annual' };
      const price = await getOfferOption(tx, { ...option, accountId, at: Temporal.Instant.from(at) });
      return price?.unitPricePerCycle.toFixed();
    });
  expect(await priceAt('2026-09-30T23:59:59Z')).toBeUndefined();
  expect(await priceAt('2026-10-15T00:00:00Z')).toBe('100');
  expect(await priceAt('2026-11-02T00:00:00Z')).toBe('120');
  expect(await priceAt('2026-12-02T00:00:00Z')).toBe('132');
});

test('currency is part of the key', async () => {
  const world = await startWorld();
  const report = await importing(world, sheetFile([{}, { Currency: 'USD', UnitPrice: '104' }]));
  expect(report).toMatchObject({ imported: 2, duplicates: 0, offersAdded: 1 });
});

test('a changed price is imported, the others stay', async () => {
  const world = await startWorld();
  await importing(world, sheetFile([{}, { TermDuration: 'P1M', BillingPlan: 'Monthly' }]));
  const report = await importing(
    world,
    sheetFile([{}, { TermDuration: 'P1M', BillingPlan: 'Monthly', UnitPrice: '10' }]),
  );
  expect(report).toMatchObject({ imported: 1, unchanged: 1, offersAdded: 0 });
});

test('a dry run reports and changes nothing', async () => {
  const world = await startWorld();
  const report = await importing(world, sheetFile([{}]), { isDryRun: true });
  expect(report).toMatchObject({ rowsRead: 1, imported: 1, offersAdded: 1, isDryRun: true });
  expect(await everything(world)).toEqual({ products: [], offers: [], prices: [] });
});

test('an import that fails half way changes nothing', async () => {
  const world = await startWorld();
  await importing(world, sheetFile([{}]));
  const before = await everything(world);
  const failing = new File([sheetText([{ UnitPrice: '50' }])], 'sheet.csv');
  Object.defineProperty(failing, 'stream', {
    value: () =>
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(sheetText([{ UnitPrice: '50' }])));
        },
        pull() {
          throw new Error('the upload broke off');
        },
      }),
  });
  await expect(importing(world, failing)).rejects.toThrow('the upload broke off');
  expect(await everything(world)).toEqual(before);
  const staged = await world.db({ kind: 'system' }, (tx) => tx.execute(sql`select * from staged_price`));
  expect((staged as unknown as { rows: object[] }).rows).toEqual([]);
});

test('takes the market from the input, and leaves out rows of others', async () => {
  const world = await startWorld();
  const report = await importing(world, sheetFile([{ Market: '' }, { Market: 'DE', TermDuration: 'P3Y' }]), {
    market: 'it',
  });
  expect(report).toMatchObject({
    imported: 1,
    rejected: [{ line: 3, reason: 'marketOther', value: 'DE' }],
  });
});

test('reads a sheet inside a zip', async () => {
  const world = await startWorld();
  const zip = zipOf({ 'Nov_NCE_LicenseBasedPL_GA_IT.csv': sheetText([{}]) });
  expect(await importing(world, new File([zip], 'sheet.zip'))).toMatchObject({ imported: 1 });
});

test('refuses files that are no price sheet', async () => {
  const world = await startWorld();
  const refusalOf = async (content: (string | Uint8Array<ArrayBuffer>)[]) =>
    importing(world, new File(content, 'file')).then(
      () => 'imported',
      (error: Error) => error.message,
    );
  expect(await refusalOf([''])).toBe('catalogue.sheetEmpty');
  expect(await refusalOf([sheetText([])])).toBe('catalogue.sheetEmpty');
  expect(await refusalOf(['%PDF-1.7 a picture of a price list'])).toBe('catalogue.notAPriceSheet');
  expect(await refusalOf(['Name,Price\nE1,120\n'])).toBe('catalogue.notAPriceSheet');
  const zip = zipOf({ 'sheet.csv': sheetText([{}]) });
  expect(await refusalOf([zip.slice(0, zip.length - 30)])).toBe('catalogue.zipDamaged');
  expect(await refusalOf([zip.slice(0, 60)])).toBe('catalogue.zipDamaged');
  expect(await refusalOf([zipOf({ 'readme.md': 'hello' })])).toBe('catalogue.zipWithoutSheet');
  expect(await refusalOf([zipOf({ 'a.csv': sheetText([{}]), 'b.csv': sheetText([{}]) })])).toBe(
    'catalogue.zipWithSeveralSheets',
  );
  expect(await refusalOf([zipOf({ '[Content_Types].xml': '<Types/>' })])).toBe('catalogue.zipDamaged');
  expect(await refusalOf([zipOf({ 'bomb.csv': 'x' }, { claimedSize: 2_000_000_000 })])).toBe('catalogue.sheetTooLarge');
  expect(await refusalOf([zipOf({ 'bomb.csv': 'x'.repeat(10_000) }, { claimedSize: 5 })])).toBe('catalogue.zipDamaged');
});

test('two imports at once both succeed', async () => {
  const world = await startWorld();
  const reports = await Promise.all([importing(world, sheetFile([{}])), importing(world, sheetFile([{}]))]);
  expect(reports.map((report) => report.imported).sort()).toEqual([0, 1]);
});

test('a price sheet belongs to a vendor that publishes price sheets', async () => {
  const world = await startWorld();
  const importAs = (vendor: string) => world.as(PROVIDER).call(importPriceSheet, { file: sheetFile([{}]), vendor });
  await expect(importAs('manual')).rejects.toMatchObject({ code: 'catalogue.vendorUnknown' });
  await expect(importAs('nobody')).rejects.toMatchObject({ code: 'catalogue.vendorUnknown' });
  expect(await importAs('microsoft')).toMatchObject({ imported: 1 });
  expect((await everything(world)).products).toMatchObject([{ vendor: 'microsoft' }]);
});

test('the decimal sign is decided once for the file, and what stays ambiguous is left out with its line', async () => {
  const world = await startWorld();
  const open = await importing(world, sheetFile([{ UnitPrice: '1,234', 'ERP Price': '1,470' }]));
  expect(open).toMatchObject({ imported: 0, rejected: [{ line: 2, reason: 'priceAmbiguous', value: '1,234' }] });

  const decided = [
    { UnitPrice: '1,234', 'ERP Price': '1,470' },
    { TermDuration: 'P3Y', UnitPrice: '3,456.78', 'ERP Price': '4,115.21' },
  ];
  expect(await importing(world, sheetFile(decided))).toMatchObject({ imported: 2, rejectedCount: 0 });
  const { prices } = await everything(world);
  expect(prices).toContainEqual(expect.objectContaining({ cost_per_term: '1234', retail_price_per_term: '1470' }));
});

test('an Italian sheet with semicolons has commas as decimal signs', async () => {
  const world = await startWorld();
  const italian = sheetText([{ UnitPrice: '1.234,56', 'ERP Price': '1.543' }]).replaceAll(',', ';');
  const sheet = italian.replace('1.234;56', '1.234,56').replaceAll('"', '');
  expect(await importing(world, new File([sheet], 'listino.csv'))).toMatchObject({ imported: 1 });
  const { prices } = await everything(world);
  expect(prices).toMatchObject([{ cost_per_term: '1234.56', retail_price_per_term: '1543' }]);
});
