import { expect, test } from 'vitest';
import { startWorld } from '#shell/testing/world.ts';
import { buildShopper, demoSheetFile, PROVIDER } from '../builders.ts';
import { PLANS_IN_ENGLISH } from '../families/plan-texts-en.ts';
import { PLANS_IN_ITALIAN } from '../families/plan-texts-it.ts';
import { getProduct } from '../get-product.ts';
import { importPriceSheet } from '../import/import-price-sheet.ts';
import { addManualOffer } from '../own-services/add-manual-offer.ts';
import { isSegmentOffered } from '../segments.ts';
import { nearestWord } from './correct-typing.ts';
import { listCategories } from './list-categories.ts';
import { searchCatalogue } from './search-catalogue.ts';
import { searchWords } from './search-text.ts';
import { typingDistance } from './typing-distance.ts';

async function startMarketplace() {
  const world = await startWorld();
  await world.as(PROVIDER).call(importPriceSheet, { file: await demoSheetFile() });
  const shopper = world.as(await buildShopper(world));
  const find = (search: string, segment?: string) =>
    shopper.call(searchCatalogue, { search, ...(segment === undefined ? {} : { segment }) });
  return { world, shopper, find, firstTitle: async (search: string) => (await find(search)).items[0]?.title };
}

test('S51 S53 finds products by name in any word order, with typing errors, accents and ids', async () => {
  const { find, firstTitle } = await startMarketplace();
  expect(await firstTitle('Office 365 E3')).toBe('Office 365 E3');
  expect(await firstTitle('e3 office')).toBe('Office 365 E3');
  expect(await firstTitle('m365 business premium')).toBe('Microsoft 365 Business Premium');
  expect(await firstTitle('licenze bussiness premum')).toBe('Microsoft 365 Business Premium');
  expect(await firstTitle('exchnage online')).toMatch(/^Exchange Online/);
  expect(await firstTitle('Pòwer BÌ pro')).toBe('Power BI Pro');
  expect(await firstTitle('office365 e1')).toBe('Office 365 E1');
  expect(await firstTitle('CFQ7TTC0LF8R')).toBe('Office 365 E3');
  expect(await firstTitle('cfq7ttc0lf8r:0001')).toBe('Office 365 E3');
  expect(await firstTitle('teems')).toMatch(/Teams/);
  expect((await find('teems')).isExact).toBe(false);
  expect(await find('zzzzqqq')).toMatchObject({ total: 0, items: [] });
  expect((await find("100%_'; drop table offer; --")).total).toBe(0);
});

test.each([
  ['posta', /Exchange Online/],
  ['mail', /Exchange Online/],
  ['word', /Apps for|Business|Office 365/],
  ['excel', /Apps for|Business|Office 365/],
  ['telefono', /Phone|Calling|Audio/],
  ['antivirus', /Defender|Business Premium|E5/],
  ['sicurezza', /./],
  ['sicurezza e conformità', /./],
  ['e3', /^(Office|Microsoft) 365 E3$/],
  ['videochiamate', /Teams|Business|365/],
])('finds what people call %j', async (typed, title) => {
  const { find } = await startMarketplace();
  const found = await find(typed, 'commercial');
  expect(found.isExact).toBe(true);
  expect(found.total).toBeGreaterThan(0);
  expect(found.items[0]?.title).toMatch(title);
});

test('words that every product has find every product', async () => {
  const { find } = await startMarketplace();
  const all = (await find('')).total;
  expect((await find('abbonamenti')).total).toBe(all);
  expect((await find('licenze')).total).toBe(all);
});

test('the Government Community Cloud is offered in the United States alone', async () => {
  const { find, shopper } = await startMarketplace();
  expect((await find('', 'government')).total).toBe(0);
  expect((await find('')).segments.map(({ segment }) => segment)).not.toContain('government');
  const [e3] = (await find('office 365 e3')).items;
  const product = await shopper.call(getProduct, { productId: e3?.productId ?? '' });
  expect(product.offers.map(({ segment }) => segment)).not.toContain('government');
  expect(isSegmentOffered('government', 'US:USD')).toBe(true);
});

test('S52 lists all products by category, a page at a time', async () => {
  const { shopper } = await startMarketplace();
  const all = await shopper.call(searchCatalogue, {});
  expect(all.items).toHaveLength(25);
  expect(all.items[0]?.category).toBe('microsoft365');
  const second = await shopper.call(searchCatalogue, { page: 2 });
  const firstIds = new Set(all.items.map((product) => product.productId));
  expect(second.items.some((product) => firstIds.has(product.productId))).toBe(false);
  const { categories } = await shopper.call(listCategories, {});
  expect(categories.reduce((sum, category) => sum + category.productCount, 0)).toBe(all.total);
  const dynamics = await shopper.call(searchCatalogue, { category: 'dynamics365' });
  expect(dynamics.total).toBe(categories.find((one) => one.category === 'dynamics365')?.productCount);
});

test('the price on a card is the lowest for all customers, by the month', async () => {
  const { find } = await startMarketplace();
  const [e3] = (await find('office 365 e3')).items;
  // Without Teams, EUR 164.40 a year.
  expect(e3?.fromPrice).toMatchObject({ price: { amount: '13.7', currency: 'EUR' }, per: 'month' });
  const [charity] = (await find('office 365 e3', 'charity')).items;
  expect(charity?.fromPrice).toMatchObject({ price: { amount: '5.5', currency: 'EUR' }, per: 'month' });
});

test('a product of a family is described in our words, in the language of the reader', async () => {
  const { shopper } = await startMarketplace();
  const find = async (locale: 'it' | 'en') => {
    const { items } = await shopper.call(searchCatalogue, { search: 'business basic', locale });
    const found = items.find(({ title }) => title === 'Microsoft 365 Business Basic');
    return `${found?.descriptionLanguage}: ${found?.description}`;
  };
  expect(await find('it')).toBe(`it: ${PLANS_IN_ITALIAN.plans.businessBasic.what}`);
  expect(await find('en')).toBe(`en: ${PLANS_IN_ENGLISH.plans.businessBasic.what}`);
});

test('a description names its language: English for Microsoft, Italian for services of the provider', async () => {
  const { world, shopper, find } = await startMarketplace();
  await world.db({ kind: 'system' }, (tx) =>
    addManualOffer(
      tx,
      {
        productCode: 'FOTO',
        title: 'Fotocopie',
        publisher: 'CIC',
        description: 'Copie a colori.',
        category: 'other',
        orderForm: [],
        serviceUrl: 'https://foto.example/',
        market: 'IT',
        currency: 'EUR',
        options: [{ termDuration: 'P1M', billingCycle: 'monthly', retailPricePerTerm: '5', costPerTerm: '4' }],
      },
      world.clock.now(),
    ),
  );
  const languages: string[] = [];
  for (const text of ['Microsoft 365 F1', 'Fotocopie']) {
    const [found] = (await find(text)).items;
    if (found === undefined) throw new Error(`${text} was not found`);
    const shown = await shopper.call(getProduct, { productId: found.productId });
    languages.push(`${text}: ${found.descriptionLanguage}, ${shown.descriptionLanguage}`);
  }
  expect(languages).toEqual(['Microsoft 365 F1: en, en', 'Fotocopie: it, it']);
});

test('S55 S56 S57 S58 A10 a product has three ways to buy it, compared by the month', async () => {
  const { shopper, find } = await startMarketplace();
  const [found] = (await find('office 365 e3')).items;
  if (found === undefined) throw new Error('not found');
  const product = await shopper.call(getProduct, { productId: found.productId });
  const options = product.offers[0]?.options
    .filter((option) => option.termMonths !== 36)
    .map((option) => [
      option.termDuration,
      option.billingCycle,
      option.pricePerMonth?.amount,
      option.pricePerTerm.amount,
      option.surchargePercent,
    ]);
  expect(options).toEqual([
    ['P1Y', 'annual', '22.6', '271.2', '0'],
    ['P1Y', 'monthly', '23.73', '284.76', '5'],
    ['P1M', 'monthly', '27.12', '27.12', '20'],
  ]);
  expect(product.offers[0]?.undoUntil).toBe('2026-12-02T09:00:00Z'); // Seven days after now.
});

test('a product that does not exist is not found', async () => {
  const { shopper } = await startMarketplace();
  const call = shopper.call(getProduct, { productId: crypto.randomUUID() });
  await expect(call).rejects.toThrow('catalogue.productNotFound');
});

test('facts of SKUs come from Partner Center after an import', async () => {
  const { world, shopper, find } = await startMarketplace();
  await world.runJobs();
  const [found] = (await find('microsoft 365 business basic')).items;
  if (found === undefined) throw new Error('not found');
  const product = await shopper.call(getProduct, { productId: found.productId });
  expect(product.offers.find((offer) => offer.vendorSkuId === '0001')).toMatchObject({
    seatCountMin: 1,
    seatCountMax: 300,
    isTrial: false,
  });
  const [copilot] = (await find('CFQ7TTC0MM8R')).items;
  if (copilot === undefined) throw new Error('not found');
  const addOn = (await shopper.call(getProduct, { productId: copilot.productId })).offers.find(
    (offer) => offer.prerequisites.length > 0,
  );
  expect(addOn?.prerequisites.map((one) => one.title)).toContain('Microsoft 365 Business Premium');
});

test.each([
  ['Licenza  OFFICE365 è1', ['office', '365', 'e1']],
  ['M365', ['microsoft', '365']],
  ['licenze', []],
  ['Abbonamenti', []],
  ['e3 E3', ['e3']],
  ['—', []],
  ['DZH318Z0BQ3Q', ['dzh318z0bq3q']],
  ['CFQ71234567', ['cfq71234567']],
  ['CFQ79ABC12 office2024', ['cfq79abc12', 'office', '2024']],
])('reads %j as %j', (typed, words) => {
  expect(searchWords(typed)).toEqual(words);
});

test('counts typing errors', () => {
  expect(typingDistance('exchange', 'exchnage', 2)).toBe(1);
  expect(typingDistance('bussiness', 'business', 2)).toBe(1);
  expect(typingDistance('teems', 'teams', 1)).toBe(1);
  expect(typingDistance('visio', 'viva', 1)).toBe(Number.POSITIVE_INFINITY);
});

test('corrects a word only to a similar one', () => {
  const known = ['exchange', 'teams', 'business', 'project'];
  expect(nearestWord('exchnage', known)).toBe('exchange');
  expect(nearestWord('exchnag', known)).toBe('exchange');
  expect(nearestWord('tms', known)).toBeUndefined();
  expect(nearestWord('zzzzz', known)).toBeUndefined();
});
