import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { type Id, newId } from '#platform/ids.ts';
import { startWorld } from '#shell/testing/world.ts';
import { buildShopper, PROVIDER, sheetFile } from '../builders.ts';
import { importPriceSheet } from '../import/import-price-sheet.ts';
import { offer, product } from '../tables.ts';
import { searchCatalogue } from './search-catalogue.ts';
import { type IndexedOffer, SearchIndex } from './search-index.ts';

function offerOf(searchText: string, more: Partial<IndexedOffer> = {}): IndexedOffer {
  return {
    offerId: newId<'offer'>(),
    productId: newId<'product'>(),
    title: searchText,
    category: 'other',
    segment: 'commercial',
    isTrial: false,
    isAddOn: false,
    searchText,
    idWords: [],
    soldFromMs: 0,
    soldUntilMs: 100,
    soldIn: { 'IT:EUR': [0, 100] },
    ...more,
  };
}

function indexOf(...offers: IndexedOffer[]) {
  const index = new SearchIndex();
  for (const offer of offers) index.put(offer);
  const find = (words: string, more: { shareMin?: number; offset?: number; limit?: number; category?: string } = {}) =>
    index.find({
      words: words.split(' ').filter((word) => word !== ''),
      shareMin: 1,
      atMs: 50,
      market: 'IT:EUR',
      category: undefined,
      segment: undefined,
      offset: 0,
      limit: 25,
      ...more,
    });
  const titles = (words: string, more = {}) =>
    find(words, more).products.map(({ productId }) => offers.findLast((one) => one.productId === productId)?.title);
  return { index, find, titles };
}

test('whole words come before beginnings, and these before parts of words', () => {
  const { titles } = indexOf(offerOf('sharepoint'), offerOf('pointer'), offerOf('a long point'), offerOf('pivot'));
  expect(titles('point')).toEqual(['a long point', 'pointer', 'sharepoint']);
  expect(titles('poi')).toEqual(['pointer', 'a long point']); // Short words only begin a word.
});

test('a keyword finds what has it not in its title, after the titles that have it', () => {
  const { titles } = indexOf(
    offerOf('business', { keywords: { main: ['posta'], also: ['teams'] } }),
    offerOf('a very long title with the word teams'),
  );
  expect(titles('teams')).toEqual(['a very long title with the word teams', 'business']);
  expect(titles('post')).toEqual(['business']);
  expect(titles('pos'), 'short words are whole').toEqual([]);
  expect(titles('business posta')).toEqual(['business']);
});

test('of equal matches paid plans come first, then whole plans, then short titles', () => {
  const { titles } = indexOf(
    offerOf('visio trial', { isTrial: true }),
    offerOf('visio extra', { isAddOn: true }),
    offerOf('visio professional'),
    offerOf('visio plan'),
  );
  expect(titles('visio')).toEqual(['visio plan', 'visio professional', 'visio extra', 'visio trial']);
});

test('pages of a long answer hold each product once, in the order of the whole', () => {
  const offers = Array.from({ length: 500 }, (_, number) =>
    offerOf(`plan ${String((number * 7) % 500).padStart(3, '0')}`),
  );
  const { titles, find } = indexOf(...offers);
  const all = titles('plan', { limit: 500 });
  expect(all).toEqual(offers.map(({ title }) => title).sort());
  expect([0, 1, 2, 3].flatMap((page) => titles('plan', { offset: page * 25 }))).toEqual(all.slice(0, 100));
  expect(find('plan', { offset: 75 }).total).toBe(500);
});

test('a replaced offer is found by its new words alone, however often it is replaced', () => {
  const offerId: Id<'offer'> = newId();
  const productId: Id<'product'> = newId();
  const { index, find } = indexOf(offerOf('teams'));
  for (let edit = 0; edit < 100; edit += 1) index.put(offerOf(`service number${edit}`, { offerId, productId }));
  expect(find('number98').total).toBe(0);
  expect(find('number99').products).toMatchObject([{ productId, offerIds: [offerId] }]);
  expect(find('teams').total).toBe(1);
  expect(find('').total).toBe(2);
});

test('what is not on sale is neither found nor counted', () => {
  const { find } = indexOf(
    offerOf('visio', { soldFromMs: 51 }),
    offerOf('visio', { soldUntilMs: 50 }),
    offerOf('visio', { category: 'projectAndVisio', soldFromMs: 50 }),
  );
  expect(find('visio')).toMatchObject({ total: 1, categories: [{ category: 'projectAndVisio', count: 1 }] });
});

test('counts beside a filter are those of the other filter', () => {
  const productId: Id<'product'> = newId();
  const { find } = indexOf(
    offerOf('visio', { productId, category: 'projectAndVisio' }),
    offerOf('visio', { productId, category: 'projectAndVisio', segment: 'education' }),
    offerOf('visio', { category: 'viva' }),
  );
  const found = find('visio', { category: 'projectAndVisio' });
  expect(found).toMatchObject({
    total: 1,
    products: [{ productId, segments: ['commercial', 'education'] }],
    categories: [
      { category: 'projectAndVisio', count: 1 },
      { category: 'viva', count: 1 },
    ],
  });
  expect(found.segments).toContainEqual({ segment: 'education', count: 1 });
});

test('a search shows what was committed before it, and nothing that was taken back', async () => {
  const world = await startWorld();
  await world.as(PROVIDER).call(importPriceSheet, { file: sheetFile([{}]) });
  const shopper = world.as(await buildShopper(world));
  const totals = async () => ({
    e1: (await shopper.call(searchCatalogue, { search: 'e1' })).total,
    frontline: (await shopper.call(searchCatalogue, { search: 'frontline' })).total,
    firstCategory: (await shopper.call(searchCatalogue, {})).categories[0]?.category,
  });
  expect(await totals()).toEqual({ e1: 1, frontline: 0, firstCategory: 'office365' });

  const rename = world.db({ kind: 'system' }, async (tx) => {
    await tx.update(offer).set({ searchText: 'frontline' });
    throw new Error('taken back');
  });
  await expect(rename).rejects.toThrow('taken back');
  expect(await totals()).toEqual({ e1: 1, frontline: 0, firstCategory: 'office365' });

  await world.db({ kind: 'system' }, async (tx) => {
    await tx.update(offer).set({ searchText: 'frontline' });
    await tx.update(product).set({ category: 'teams' }).where(eq(product.vendor, 'microsoft'));
  });
  expect(await totals()).toEqual({ e1: 0, frontline: 1, firstCategory: 'teams' });
});
