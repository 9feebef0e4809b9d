import { and, asc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { csvText } from '#platform/csv-text.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildShopper, demoSheetFile, PROVIDER, sheetFile, sheetText } from '../builders.ts';
import { EXTENDED_TERM } from '../prices/plans.ts';
import { getOfferOption } from '../prices/price-list.ts';
import { searchCatalogue } from '../search/search-catalogue.ts';
import { offer, price, priceChange, product } from '../tables.ts';
import { decideHeldPrices } from './decide-held-prices.ts';
import { discardPriceImport } from './discard-price-import.ts';
import { importPriceSheet } from './import-price-sheet.ts';
import { publishPriceImport } from './publish-price-import.ts';
import { rollBackPriceImport } from './roll-back-price-import.ts';

const NOW = '2026-11-20T09:00:00Z';
const SYSTEM = { kind: 'system' } as const;
type Rows = Parameters<typeof sheetFile>[0];
type Options = Omit<Parameters<typeof importPriceSheet.run>[1], 'file' | 'vendor'>;

function importing(world: World, file: File | Rows, more: Partial<Options> = {}) {
  return world.as(PROVIDER).call(importPriceSheet, { file: file instanceof File ? file : sheetFile(file), ...more });
}

const SKU = { vendorProductId: 'CFQ7TTC0LF8Q', vendorSkuId: '0001', segment: 'commercial' };
const YEAR = { termDuration: 'P1Y', billingCycle: 'annual' };

/** The customer's price of a cycle, for a shopper of the demo's market unless another is given. */
async function priceAt(
  world: World,
  at: string,
  wanted: Partial<typeof SKU & typeof YEAR & { seatCount: number; country: string; currency: string }> = {},
) {
  const { seatCount = 1, country = 'IT', currency = 'EUR', ...more } = wanted;
  const { vendorSkuId, segment, termDuration, billingCycle } = { ...SKU, ...YEAR, ...more };
  const { accountId } = await buildShopper(world, { country, currency });
  if (accountId === null) throw new Error('a shopper has an account');
  return world.db(SYSTEM, async (tx) => {
    const [found] = await tx
      .select()
      .from(offer)
      .where(and(eq(offer.vendorSkuId, vendorSkuId), eq(offer.segment, segment)));
    if (found === undefined) return 'no offer';
    const option = { offerId: found.id, termDuration, billingCycle, seatCount, accountId };
    const priced = await getOfferOption(tx, { ...option, at: Temporal.Instant.from(at) });
    return priced && `${priced.unitPricePerCycle.toFixed()}${priced.isSold ? '' : ' not sold'}`;
  });
}

function withoutColumns(rows: Rows, ...names: string[]): File {
  const [header = [], ...cells] = sheetText(rows)
    .trim()
    .split('\r\n')
    .map((line) => line.split(','));
  const kept = header.flatMap((name, index) => (names.includes(name) ? [] : [index]));
  return new File([csvText([header, ...cells].map((row) => kept.map((index) => row[index] ?? '')))], 'sheet.csv');
}

test('a sheet without a column leaves what the column would say', async () => {
  const world = await startWorld({ now: NOW });
  const trial = {
    SkuId: '0002',
    SkuTitle: 'E1 trial',
    Tags: 'License;Trial',
    TermDuration: 'P1M',
    BillingPlan: 'None',
  };
  const rows = [{ Segment: 'Education' }, { ...trial, UnitPrice: '0', 'ERP Price': '0' }];
  await importing(world, rows);
  const texts = () =>
    world.db(SYSTEM, async (tx) => ({
      products: await tx.select().from(product),
      offers: (await tx.select().from(offer).orderBy(asc(offer.vendorSkuId))).map(
        ({ title, description, segment, isTrial, searchText }) => ({
          title,
          description,
          segment,
          isTrial,
          searchText,
        }),
      ),
    }));
  const before = await texts();

  const bare = withoutColumns(
    rows.map((row) => ({ ...row, 'ERP Price': '121' })),
    ...['Segment', 'Tags', 'ProductTitle', 'SkuTitle', 'SkuDescription'],
  );
  const report = await importing(world, bare);

  expect(report).toMatchObject({ rejectedCount: 0, offersAdded: 0, imported: 2 - report.heldCount });
  expect(await texts()).toEqual(before);
  expect(await priceAt(world, NOW, { segment: 'education' })).toBe('121');
});

test('a plan that is new needs a title, which a sheet without titles does not give', async () => {
  const world = await startWorld({ now: NOW });
  await importing(world, [{}]);
  const report = await importing(
    world,
    withoutColumns([{ 'ERP Price': '121' }, { SkuId: '0007' }], 'ProductTitle', 'SkuTitle'),
  );
  expect(report).toMatchObject({ imported: 1, rejected: [{ reason: 'titleMissing', value: 'CFQ7TTC0LF8Q:0007' }] });
});

test('a part of a list that is sent as the whole is refused, unless it is a draft', async () => {
  const world = await startWorld({ now: NOW });
  const plans = Array.from({ length: 100 }, (_, index) => ({ SkuId: String(index).padStart(4, '0') }));
  await importing(world, [...plans, { SkuId: 'DE01', Market: 'DE' }]);
  await expect(importing(world, plans.slice(0, 79))).rejects.toMatchObject({
    code: 'catalogue.withdrawsTooMuch',
    facts: { withdrawnCount: 21, soldCount: 100 },
  });
  expect(await importing(world, plans, { isDryRun: true })).toMatchObject({ imported: 0, withdrawnCount: 0 });
  expect(await importing(world, plans.slice(0, 79), { isDraft: true })).toMatchObject({ withdrawnCount: 21 });
  expect(await importing(world, plans.slice(0, 79), { isComplete: false })).toMatchObject({ withdrawnCount: 0 });
  expect(await importing(world, plans.slice(0, 80))).toMatchObject({ withdrawnCount: 20 });
});

test('plans that the next sheet of the market no longer has leave the shelf at its date, and are counted', async () => {
  const world = await startWorld({ now: NOW });
  const others = [
    { SkuId: '0003', Segment: 'Education' },
    { SkuId: '0004', Currency: 'USD' },
    { SkuId: '0005', Market: 'DE' },
  ];
  await importing(world, [{}, { SkuId: '0002' }, { TermDuration: 'P3Y' }, ...others]);

  const next = [{ 'ERP Price': '125', EffectiveStartDate: '2026-12-01T00:00:00Z' }];
  expect(await importing(world, next, { isComplete: false, isDryRun: true })).toMatchObject({ withdrawnCount: 0 });
  expect(await importing(world, next)).toMatchObject({ imported: 1, withdrawnCount: 1, heldCount: 0 });

  const [before, after] = ['2026-11-30T23:59:59Z', '2026-12-01T00:00:00Z'];
  expect([await priceAt(world, before), await priceAt(world, after)]).toEqual(['120', '125']);
  const gone = { vendorSkuId: '0002' };
  expect([await priceAt(world, before, gone), await priceAt(world, after, gone)]).toEqual(['120', undefined]);
  expect(await priceAt(world, after, { termDuration: 'P3Y' })).toBeUndefined();
  expect(await priceAt(world, after, { vendorSkuId: '0003', segment: 'education' })).toBe('120');
  expect(await priceAt(world, after, { vendorSkuId: '0004', currency: 'USD' })).toBe('120');
  expect(await priceAt(world, after, { vendorSkuId: '0005', country: 'DE' })).toBe('120');

  const shopper = await buildShopper(world);
  const shown = async () => (await world.as(shopper).call(searchCatalogue, { search: '0002' })).total;
  expect(await shown()).toBe(1);
  await world.advance({ days: 11 });
  expect(await shown()).toBe(0);
});

test('a price with an end beats an older open one in its time, and the older one returns', async () => {
  const world = await startWorld({ now: NOW });
  const offered = { EffectiveStartDate: '2026-11-10T00:00:00Z', EffectiveEndDate: '2026-12-10T00:00:00Z' };
  await importing(world, [{ 'ERP Price': '120' }, { 'ERP Price': '99', ...offered }]);
  const prices = ['2026-11-05', '2026-11-20', '2026-12-09', '2026-12-10', '2027-03-01'].map((day) =>
    priceAt(world, `${day}T12:00:00Z`),
  );
  expect(await Promise.all(prices)).toEqual(['120', '99', '99', '120', '120']);
});

test('the same file again changes nothing, whatever overlaps in it', async () => {
  const world = await startWorld({ now: NOW });
  const offered = { EffectiveStartDate: '2026-11-10T00:00:00Z', EffectiveEndDate: '2026-12-10T00:00:00Z' };
  const rows = [{}, { UnitPrice: '80', ...offered }, { TermDuration: 'P3Y', PricingTierRangeMin: '100' }];
  await importing(world, rows);
  const stored = () => world.db(SYSTEM, (tx) => tx.select().from(price).orderBy(asc(price.id)));
  const before = await stored();
  await world.advance({ days: 3 });
  expect(await importing(world, rows)).toMatchObject({ imported: 0, unchanged: 2, withdrawnCount: 0, heldCount: 0 });
  expect(await stored()).toEqual(before);
});

test('a SKU in several segments, with price tiers and in several currencies has the price of each', async () => {
  const world = await startWorld({ now: NOW });
  const rows = [
    { 'ERP Price': '120' },
    { 'ERP Price': '60', UnitPrice: '48', Segment: 'Education' },
    { 'ERP Price': '110', PricingTierRangeMin: '250' },
    { 'ERP Price': '130', Currency: 'USD' },
  ].map((row) => ({ ...row, Market: 'AX' }));
  expect(await importing(world, rows)).toMatchObject({ imported: 4, offersAdded: 2, duplicates: 0 });
  const inFinland = { country: 'AX' };
  expect(await priceAt(world, NOW, inFinland)).toBe('120');
  expect(await priceAt(world, NOW, { ...inFinland, segment: 'education' })).toBe('60');
  expect(await priceAt(world, NOW, { ...inFinland, seatCount: 249 })).toBe('120');
  expect(await priceAt(world, NOW, { ...inFinland, seatCount: 250 })).toBe('110');
  expect(await priceAt(world, NOW, { ...inFinland, currency: 'USD' })).toBe('130');
});

test('a row of the extended service term is the price of the plan’s monthly extension, and on no shelf', async () => {
  const world = await startWorld({ now: NOW });
  const month = { TermDuration: 'P1M', BillingPlan: 'Monthly', UnitPrice: '9.6', 'ERP Price': '12' };
  const extended = { ...month, SkuId: '00E1', UnitPrice: '9.9', 'ERP Price': '12.4' };
  const rows = [{}, month, { ...extended, SkuTitle: 'Office 365 E1 - Extended Service Term' }];
  const unknown = { ...extended, SkuId: '00E2', SkuTitle: 'Something else - Extended Service Term' };

  const report = await importing(world, [...rows, unknown]);

  expect(report).toMatchObject({ imported: 3, offersAdded: 1, rejected: [{ line: 5, reason: 'extendedPlanUnknown' }] });
  expect(await priceAt(world, NOW, EXTENDED_TERM)).toBe('12.4 not sold');
  // The list of extended terms is a file of its own, which says nothing about what is sold.
  const own = await importing(world, [
    { ...extended, 'ERP Price': '12.5', SkuTitle: 'Office 365 E1 - Extended Service Term' },
  ]);
  expect(own).toMatchObject({ imported: 1, withdrawnCount: 0 });
  expect([await priceAt(world, NOW), await priceAt(world, world.clock.now().toString(), EXTENDED_TERM)]).toEqual([
    '120',
    '12.5 not sold',
  ]);
});

test('what nobody can buy is left out with its line', async () => {
  const world = await startWorld({ now: NOW });
  const report = await importing(world, [{}, { TermDuration: 'P5Y' }, { BillingPlan: 'Weekly' }]);
  expect(report.rejected.map(({ line, reason }) => `${line} ${reason}`)).toEqual(['3 planNotSold', '4 planNotSold']);
});

test('the search shows a plan only where it is sold', async () => {
  const world = await startWorld({ now: NOW });
  await importing(world, [{}, { SkuId: '0002', ProductId: 'CFQ7TTC0LH18', ProductTitle: 'Basic', Market: 'DE' }]);
  const found = async (where: Parameters<typeof buildShopper>[1]) => {
    const { items, total } = await world.as(await buildShopper(world, where)).call(searchCatalogue, {});
    return [total, ...items.map(({ title, fromPrice }) => `${title} ${fromPrice?.price.amount}`)];
  };
  expect(await found({ country: 'IT' })).toEqual([1, 'Office 365 E1 10']);
  expect(await found({ country: 'DE' })).toEqual([1, 'Basic 10']);
  expect(await found({ country: 'IT', currency: 'USD' })).toEqual([0]);
});

test.each([
  [{ 'ERP Price': '0' }, ['retailZero', 'movedTooFar']],
  [{ UnitPrice: '121', 'ERP Price': '120' }, ['costAbovePrice']],
  [{ UnitPrice: '120', 'ERP Price': '150.01' }, ['movedTooFar']],
  [{ UnitPrice: '60', 'ERP Price': '89.99' }, ['movedTooFar']],
  [{ UnitPrice: '120', 'ERP Price': '150' }, []],
])('the price %j waits for the provider because of %j', async (changed, reasons) => {
  const world = await startWorld({ now: NOW });
  await importing(world, [{}]);
  const report = await importing(world, [changed]);
  const [change] = await world.db(SYSTEM, (tx) =>
    tx
      .select()
      .from(priceChange)
      .where(eq(priceChange.importId, report.importId ?? ('' as never))),
  );
  expect(change?.heldFor).toEqual(reasons);
  expect(await priceAt(world, NOW)).toBe(reasons.length === 0 ? '150' : '120');
});

test('a price that waits holds once it is released, and never once it is declined', async () => {
  const world = await startWorld({ now: NOW });
  await importing(world, [{}, { TermDuration: 'P3Y' }]);
  const { importId } = await importing(world, [{ 'ERP Price': '200' }, { TermDuration: 'P3Y', 'ERP Price': '300' }]);
  if (importId === null) throw new Error('the import was stored');
  const held = await world.db(SYSTEM, (tx) => tx.select().from(priceChange).where(eq(priceChange.importId, importId)));
  const keyOf = (term: string) => held.filter(({ termDuration }) => termDuration === term).map(({ key }) => key);
  const decide = (term: string, decision: 'released' | 'declined') =>
    world.as(PROVIDER).call(decideHeldPrices, { importId, keys: keyOf(term), decision });

  expect(await decide('P1Y', 'released')).toEqual({ decidedCount: 1 });
  expect(await decide('P3Y', 'declined')).toEqual({ decidedCount: 1 });
  expect(await decide('P3Y', 'released')).toEqual({ decidedCount: 0 });

  expect([await priceAt(world, NOW), await priceAt(world, NOW, { termDuration: 'P3Y' })]).toEqual(['200', '40']);
});

test('a draft changes nothing until it is published, for its day; an outdated one is refused', async () => {
  const world = await startWorld({ now: NOW });
  await importing(world, [{}]);
  const draft = () =>
    importing(world, [{ 'ERP Price': '130', SkuTitle: 'Office 365 E1 (new)' }], {
      isDraft: true,
      holdsOn: '2026-12-01',
    });
  const { importId: outdated, ...report } = await draft();
  const { importId } = await draft();
  expect(report).toMatchObject({ imported: 1, unchanged: 0 });
  expect(await priceAt(world, '2027-01-01T00:00:00Z')).toBe('120');

  const publish = (id: typeof importId) =>
    world.as(PROVIDER).call(publishPriceImport, { importId: id ?? ('' as never) });
  expect(await publish(importId)).toEqual({ imported: 1 });
  await expect(publish(importId)).rejects.toMatchObject({ code: 'catalogue.importNotDraft' });
  await expect(publish(outdated)).rejects.toMatchObject({ code: 'catalogue.draftOutdated' });
  await world.as(PROVIDER).call(discardPriceImport, { importId: outdated ?? ('' as never) });
  await expect(publish(outdated)).rejects.toMatchObject({ code: 'catalogue.importNotDraft' });

  expect(await priceAt(world, '2026-11-30T23:59:59Z')).toBe('120');
  expect(await priceAt(world, '2026-12-01T00:00:00Z')).toBe('130');
  const [row] = await world.db(SYSTEM, (tx) => tx.select().from(offer));
  expect(row?.title).toBe('Office 365 E1 (new)');
});

test('an import can be taken back before its day and after it: what it replaced holds again', async () => {
  const world = await startWorld({ now: NOW });
  await importing(world, [{}, { SkuId: '0002' }]);
  const later = [{ 'ERP Price': '130' }, { SkuId: '0009' }];
  const rollBack = (importId: string | null) =>
    world.as(PROVIDER).call(rollBackPriceImport, { importId: importId as never });

  const early = await importing(world, later, { holdsOn: '2026-12-01' });
  await rollBack(early.importId);
  const everywhere = async (at: string) => [
    await priceAt(world, at),
    await priceAt(world, at, { vendorSkuId: '0002' }),
    await priceAt(world, at, { vendorSkuId: '0009' }),
  ];
  expect(await everywhere('2026-12-02T00:00:00Z')).toEqual(['120', '120', undefined]);

  const second = await importing(world, later, { holdsOn: '2026-12-01' });
  await world.advance({ days: 15 });
  await rollBack(second.importId);
  await expect(rollBack(second.importId)).rejects.toMatchObject({ code: 'catalogue.importNotPublished' });
  expect(await everywhere('2026-12-03T00:00:00Z')).toEqual(['130', undefined, '120']);
  const now = world.clock.now().toString();
  expect(await everywhere(now)).toEqual(['120', '120', undefined]);
  expect(await importing(world, [{}, { SkuId: '0002' }])).toMatchObject({ imported: 0, withdrawnCount: 0 });
});

test('an import whose prices a later one has changed is not taken back', async () => {
  const world = await startWorld({ now: NOW });
  await importing(world, [{}]);
  const first = await importing(world, [{ 'ERP Price': '130' }]);
  await importing(world, [{ 'ERP Price': '135' }]);
  const rollBack = world.as(PROVIDER).call(rollBackPriceImport, { importId: first.importId ?? ('' as never) });
  await expect(rollBack).rejects.toMatchObject({ code: 'catalogue.importSuperseded' });
});

test('the list of the next year of the demo changes its prices and nothing else', async () => {
  const world = await startWorld({ now: NOW });
  await importing(world, await demoSheetFile());
  const text = (await (await demoSheetFile()).text()).replaceAll('2022-01-10T', '2027-01-01T');
  const report = await importing(world, new File([text], 'next.csv'));
  expect(report).toMatchObject({ imported: 0, withdrawnCount: 0, heldCount: 0, rejectedCount: 0 });
});
