import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildShopper, PROVIDER, sheetFile } from '../builders.ts';
import { getProduct } from '../get-product.ts';
import { importPriceSheet } from '../import/import-price-sheet.ts';
import { searchCatalogue } from '../search/search-catalogue.ts';
import { getOfferOption } from './price-list.ts';

const ROWS = [
  { Market: 'IT', Currency: 'EUR', 'ERP Price': '120' },
  { Market: 'DE', Currency: 'EUR', 'ERP Price': '132' },
  { Market: 'CH', Currency: 'CHF', 'ERP Price': '144' },
  { Market: 'CH', Currency: 'EUR', 'ERP Price': '150' },
];

/** The price of a term on the card, on the product page and in the price list of cart and orders. */
async function pricesFor(world: World, shopper: Actor) {
  const { items } = await world.as(shopper).call(searchCatalogue, { search: 'CFQ7TTC0LF8Q' });
  const [found] = items;
  if (shopper.accountId === null) throw new Error('a shopper has an account');
  if (found === undefined) return 'on no shelf';
  const { accountId } = shopper;
  const product = await world.as(shopper).call(getProduct, { productId: found.productId });
  const [offer] = product.offers;
  const option = offer && { offerId: offer.offerId, termDuration: 'P1Y', billingCycle: 'annual' };
  const listed = await world.db({ kind: 'account', accountId }, async (tx) =>
    option ? getOfferOption(tx, { ...option, accountId, at: world.clock.now() }) : undefined,
  );
  const shown = offer?.options.map(({ pricePerTerm: { amount, currency } }) => `${currency} ${amount}`);
  return {
    card: found.fromPrice && `${found.fromPrice.price.currency} ${found.fromPrice.price.amount}`,
    page: shown ?? [],
    list: listed && `${listed.currency} ${listed.unitPricePerCycle.toFixed()}`,
  };
}

test.each([
  [
    { country: 'IT', currency: 'EUR' },
    { card: 'EUR 10', page: ['EUR 120'], list: 'EUR 120' },
  ],
  [
    { country: 'DE', currency: 'EUR' },
    { card: 'EUR 11', page: ['EUR 132'], list: 'EUR 132' },
  ],
  [
    { country: 'CH', currency: 'CHF' },
    { card: 'CHF 12', page: ['CHF 144'], list: 'CHF 144' },
  ],
  [{ country: 'FR', currency: 'EUR' }, 'on no shelf'],
])('an account of %j sees the prices of its market and currency only', async (account, expected) => {
  const world = await startWorld();
  await world.as(PROVIDER).call(importPriceSheet, { file: sheetFile(ROWS) });
  expect(await pricesFor(world, await buildShopper(world, account))).toEqual(expected);
});

test('a sheet that is imported for one market leaves the prices of the others as they are', async () => {
  const world = await startWorld();
  await world.as(PROVIDER).call(importPriceSheet, { file: sheetFile(ROWS) });
  const dearer = ROWS.map((row) => ({ ...row, 'ERP Price': '150' }));
  const report = await world.as(PROVIDER).call(importPriceSheet, { file: sheetFile(dearer), market: 'de' });
  expect(report).toMatchObject({ imported: 1, rejectedCount: 3 });
  const german = await pricesFor(world, await buildShopper(world, { country: 'DE' }));
  const italian = await pricesFor(world, await buildShopper(world));
  expect([german, italian]).toMatchObject([{ list: 'EUR 150' }, { list: 'EUR 120' }]);
});
