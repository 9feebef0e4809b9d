import { expect, test } from 'vitest';
import { startWorld } from '#shell/testing/world.ts';
import { buildShopper, demoSheetFile, PROVIDER } from '../builders.ts';
import { getProduct } from '../get-product.ts';
import { importPriceSheet } from '../import/import-price-sheet.ts';
import { getFamilies } from './get-families.ts';

async function startMarketplace() {
  const world = await startWorld();
  await world.as(PROVIDER).call(importPriceSheet, { file: await demoSheetFile() });
  return world.as(await buildShopper(world));
}

test('the plans of a family stand in the order in which they grow, with three ways to pay', async () => {
  const shopper = await startMarketplace();
  const { families } = await shopper.call(getFamilies, { locale: 'it' });
  const business = families.find(({ family }) => family === 'microsoft365Business');
  expect(business?.plans.map(({ title }) => title)).toEqual([
    'Microsoft 365 Business Basic',
    'Microsoft 365 Apps for business',
    'Microsoft 365 Business Standard',
    'Microsoft 365 Business Premium',
  ]);
  for (const { title, options } of business?.plans ?? []) {
    const ways = options.map(({ termDuration, billingCycle }) => `${termDuration}/${billingCycle}`);
    expect(ways, title).toEqual(expect.arrayContaining(['P1Y/annual', 'P1Y/monthly', 'P1M/monthly']));
  }
});

test('a plan has our own words in the language that was asked for, on its page too', async () => {
  const shopper = await startMarketplace();
  const [italian, english] = [
    await shopper.call(getFamilies, { locale: 'it' }),
    await shopper.call(getFamilies, { locale: 'en' }),
  ];
  expect(italian.families[0]?.plans[0]?.included).toContain('Posta e calendario con il dominio dell’azienda');
  expect(english.families[0]?.plans[0]?.included).toContain('Mail and calendar with the company’s domain');
  const { productId = '', offerId } = english.families[0]?.plans[0] ?? {};
  const { offers } = await shopper.call(getProduct, { productId, locale: 'en' });
  expect(offers.find((one) => one.offerId === offerId)?.about?.forWhom).toBe(
    'For people who mostly work in the browser: reception, shops, helpers.',
  );
  // A variant that holds less is described by its manufacturer.
  const without = offers.filter((one) => /no teams/i.test(one.title));
  expect(without.length).toBeGreaterThan(0);
  for (const one of without) expect(one.about, one.title).toBeNull();
});
