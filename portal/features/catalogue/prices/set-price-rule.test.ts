import { Decimal } from '@licence-portal/nce';
import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { Refusal } from '#platform/refusal.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildShopper, PROVIDER, sheetFile } from '../builders.ts';
import { getProduct } from '../get-product.ts';
import { importPriceSheet } from '../import/import-price-sheet.ts';
import { searchCatalogue } from '../search/search-catalogue.ts';
import { listPriceRules } from './list-price-rules.ts';
import { customerPrice, type PriceRule, ruleFor } from './price-rules.ts';
import { removePriceRule } from './remove-price-rule.ts';
import { setPriceRule } from './set-price-rule.ts';

const ANY = { scope: 'everything', segment: null, productId: null, offerId: null, base: 'retail' } as const;

function rule(given: Partial<PriceRule>): PriceRule {
  return { ...ANY, percent: new Decimal(0), ...given };
}

test('the most specific rule decides', () => {
  const offer = { offerId: 'o1', productId: 'p1', segment: 'education' };
  const everything = rule({});
  const segment = rule({ scope: 'segment', segment: 'education' });
  const product = rule({ scope: 'product', productId: 'p1' });
  const ofOffer = rule({ scope: 'offer', offerId: 'o1' });
  const others = [rule({ scope: 'segment', segment: 'charity' }), rule({ scope: 'offer', offerId: 'o2' })];
  expect(ruleFor(offer, others)).toBeUndefined();
  expect(ruleFor(offer, [...others, everything])).toBe(everything);
  expect(ruleFor(offer, [segment, everything])).toBe(segment);
  expect(ruleFor(offer, [segment, product, everything])).toBe(product);
  expect(ruleFor(offer, [ofOffer, segment, product, everything])).toBe(ofOffer);
});

test.each([
  [undefined, '120', '120'],
  [{ base: 'retail', percent: '-5' }, '120', '114'],
  [{ base: 'retail', percent: '2.5' }, '120', '123'],
  [{ base: 'cost', percent: '20' }, '120', '115.2'],
  [{ base: 'cost', percent: '-100' }, '120', '0'],
  [{ base: 'retail', percent: '10' }, null, '105.6'], // No recommended price: the cost takes its place.
] as const)('the price by %j of EUR 96 cost and %s recommended is %s', (given, retail, expected) => {
  const made = given && rule({ base: given.base, percent: new Decimal(given.percent) });
  const prices = {
    costPerTerm: new Decimal(96),
    retailPricePerTerm: retail === null ? null : new Decimal(retail),
    currency: 'EUR',
  };
  expect(customerPrice(prices, made).amount.toFixed()).toBe(expected);
});

async function priceNow(world: World, shopper: Actor): Promise<string | undefined> {
  const { items } = await world.as(shopper).call(searchCatalogue, { search: 'CFQ7TTC0LF8Q' });
  const [found] = items;
  if (found === undefined) throw new Error('not found');
  const product = await world.as(shopper).call(getProduct, { productId: found.productId });
  return product.offers[0]?.options[0]?.pricePerTerm.amount;
}

test('customers see the price that the rules make, and the wider rule again when one is removed', async () => {
  const world = await startWorld();
  const shopper = await buildShopper(world);
  await world.as(PROVIDER).call(importPriceSheet, { file: sheetFile([{}]) });
  expect(await priceNow(world, shopper)).toBe('120');
  await world.as(PROVIDER).call(setPriceRule, { scope: 'everything', base: 'retail', percent: '−10' });
  expect(await priceNow(world, shopper)).toBe('108');
  const offer = { scope: 'offer', vendorProductId: 'cfq7ttc0lf8q', vendorSkuId: '1', base: 'cost' } as const;
  await world.as(PROVIDER).call(setPriceRule, { ...offer, percent: '12,5' });
  const { ruleId } = await world.as(PROVIDER).call(setPriceRule, { ...offer, percent: '50' });
  expect(await priceNow(world, shopper)).toBe('144');
  const { items } = await world.as(PROVIDER).call(listPriceRules, {});
  expect(items.map(({ scope, title, base, percent }) => [scope, title, base, percent])).toEqual([
    ['everything', null, 'retail', '-10'],
    ['offer', 'Office 365 E1', 'cost', '50'],
  ]);
  await world.as(PROVIDER).call(removePriceRule, { ruleId });
  expect(await priceNow(world, shopper)).toBe('108');
  await expect(world.as(PROVIDER).call(removePriceRule, { ruleId })).rejects.toThrow('catalogue.ruleNotFound');
});

test('refuses an invalid percentage, an unknown product, and everybody but the provider', async () => {
  const world = await startWorld();
  const codeOf = (percent: string) =>
    world
      .as(PROVIDER)
      .call(setPriceRule, { scope: 'everything', base: 'retail', percent })
      .then(
        () => 'set',
        (error: unknown) => (error instanceof Refusal ? error.fields[0]?.code : error),
      );
  expect(await codeOf('x')).toBe('input.notPercent');
  expect(await codeOf('')).toBe('input.notPercent');
  expect(await codeOf('-100.5')).toBe('input.percentOutOfRange');
  expect(await codeOf('5000')).toBe('input.percentOutOfRange');
  const unknown = { scope: 'product', vendorProductId: 'CFQ7TTC0XXXX', base: 'retail', percent: '5' } as const;
  await expect(world.as(PROVIDER).call(setPriceRule, unknown)).rejects.toThrow('catalogue.productNotFound');
  await expect(world.as(await buildShopper(world)).call(setPriceRule, unknown)).rejects.toThrow('permission.denied');
});
