import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { buildCustomer, buildProvider, placeChange, quoteFor } from '#features/orders/builders.ts';
import { markManualStepDone } from '#features/orders/orders.ts';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import type { Actor } from '#platform/actor.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { addLine } from '../../purchasing/cart/add-line.ts';
import { getProduct } from '../get-product.ts';
import { getOfferOption } from '../prices/price-list.ts';
import { setPriceRule } from '../prices/set-price-rule.ts';
import { searchCatalogue } from '../search/search-catalogue.ts';
import { createOwnService } from './create-own-service.ts';
import { editOwnService } from './edit-own-service.ts';
import { getOwnService } from './get-own-service.ts';
import { listOwnServices } from './list-own-services.ts';
import { offerOwnService } from './offer-own-service.ts';
import { setOwnServicePrices } from './set-own-service-prices.ts';
import { withdrawOwnService } from './withdraw-own-service.ts';

const MONTHLY = { termDuration: 'P1M', billingCycle: 'monthly', pricePerCycle: '12,50' } as const;
const YEARLY = { termDuration: 'P1Y', billingCycle: 'monthly', pricePerCycle: '10' } as const;

const BACKUP = {
  titleIt: 'Backup gestito',
  titleEn: 'Managed backup',
  descriptionIt: ['Copia ogni notte.', 'Ripristino in giornata.'],
  descriptionEn: ['A copy every night.', 'Restored the same day.'],
  category: 'other',
  seatCountMin: 2,
  seatCountMax: 50,
  serviceUrl: 'https://backup.example.it/',
} satisfies Partial<z.input<typeof createOwnService.input>>;

const refusal = (code: string) => expect.objectContaining({ code });
const fieldRefusal = (path: string, code: string) =>
  expect.objectContaining({ code: 'input.invalid', fields: [expect.objectContaining({ path, code })] });

async function startSale() {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const provider = await buildProvider(world);
  const { administrator } = await buildCustomer(world);
  const { productId } = await world
    .as(provider)
    .call(createOwnService, { ...BACKUP, prices: [MONTHLY, YEARLY], isOnSale: true });
  return { world, provider, administrator, productId };
}

/** The options on sale with their prices of one charge. */
async function optionsFor(world: World, customer: Actor, productId: string): Promise<string[]> {
  const { offers } = await world.as(customer).call(getProduct, { productId });
  return offers
    .flatMap(({ options }) => options)
    .map((option) => `${option.termDuration} ${option.billingCycle} ${option.pricePerCycle.amount}`)
    .sort();
}

async function offerIdOf(world: World, customer: Actor, productId: string): Promise<Id<'offer'>> {
  const { offers } = await world.as(customer).call(getProduct, { productId });
  const [found] = offers;
  assert(found !== undefined, 'the service is sold');
  return found.offerId;
}

test('a new service is found, shown and sold at the prices that were entered', async () => {
  const { world, administrator, productId } = await startSale();
  const customer = world.as(administrator);
  const found = await customer.call(searchCatalogue, { search: 'backup gestito' });
  expect(found.items).toMatchObject([{ productId, title: 'Backup gestito', description: 'Copia ogni notte.' }]);
  expect(found.items[0]?.fromPrice).toMatchObject({ price: { amount: '10' }, per: 'month' });
  expect((await customer.call(searchCatalogue, { search: 'managed bakcup' })).items).toMatchObject([{ productId }]);

  const shown = await customer.call(getProduct, { productId });
  expect(shown).toMatchObject({
    publisher: 'Fornitore S.p.A.',
    description: 'Copia ogni notte.\nRipristino in giornata.',
  });
  expect(shown.offers).toMatchObject([{ seatCountMin: 2, seatCountMax: 50 }]);
  expect(await optionsFor(world, administrator, productId)).toEqual(['P1M monthly 12.5', 'P1Y monthly 10']);
});

test('names have the language of the account, descriptions that of the reader', async () => {
  const { world, administrator, productId } = await startSale();
  const read = (locale?: 'it' | 'en') =>
    world.as(administrator).call(getProduct, { productId, ...(locale === undefined ? {} : { locale }) });
  expect(await read('en')).toMatchObject({
    title: 'Backup gestito',
    description: 'A copy every night.\nRestored the same day.',
    descriptionLanguage: 'en',
  });
  await world.db({ kind: 'system' }, (tx) =>
    tx
      .update(account)
      .set({ locale: 'en' })
      .where(eq(account.id, administrator.accountId ?? account.id)),
  );
  expect(await read()).toMatchObject({ title: 'Managed backup', descriptionLanguage: 'en' });
  const lines = [{ offerId: await offerIdOf(world, administrator, productId), ...MONTHLY, seatCount: 2 }];
  const { view } = await quoteFor(world, administrator, { kind: 'purchase', tenantId: null, lines });
  expect(JSON.stringify(view)).toContain('Managed backup');
});

test('a service that is not on sale yet is not seen, and one that was withdrawn is neither seen nor bought', async () => {
  const { world, provider, administrator, productId } = await startSale();
  const staff = world.as(provider);
  const hidden = await staff.call(createOwnService, {
    ...BACKUP,
    titleIt: 'Firewall',
    titleEn: 'Firewall',
    prices: [MONTHLY],
    isOnSale: false,
  });
  const search = async (text: string) => (await world.as(administrator).call(searchCatalogue, { search: text })).total;
  expect(await search('firewall')).toBe(0);
  await staff.call(offerOwnService, { productId: hidden.productId });
  expect(await search('firewall')).toBe(1);

  const offerId = await offerIdOf(world, administrator, productId);
  await staff.call(withdrawOwnService, { productId });
  expect(await search('backup gestito')).toBe(0);
  expect((await world.as(administrator).call(getProduct, { productId })).offers).toEqual([]);
  const line = { offerId, termDuration: 'P1M', billingCycle: 'monthly', seatCount: 2 };
  await expect(world.as(administrator).call(addLine, line)).rejects.toEqual(refusal('purchasing.notSold'));
  const { view } = await quoteFor(world, administrator, { kind: 'purchase', tenantId: null, lines: [line] });
  expect(view).toMatchObject({ possible: false, reason: 'notSold' });
  await staff.call(offerOwnService, { productId });
  expect(await search('backup gestito')).toBe(1);
});

test('what runs goes on after a withdrawal, takes licences, and has a price to renew at', async () => {
  const { world, provider, administrator, productId } = await startSale();
  const staff = world.as(provider);
  const offerId = await offerIdOf(world, administrator, productId);
  const complete = async (orderId: string) => {
    await world.runJobs();
    await staff.call(markManualStepDone, { orderId });
    await world.runJobs();
  };
  const line = { offerId, termDuration: 'P1M', billingCycle: 'monthly', seatCount: 2 };
  const { orderId } = await placeChange(world, administrator, { kind: 'purchase', tenantId: null, lines: [line] });
  await complete(orderId);

  // From 1 December the monthly way is not sold any more; the service is withdrawn besides.
  await staff.call(setOwnServicePrices, {
    productId,
    startsOn: '2026-12-01',
    prices: [{ ...YEARLY, pricePerCycle: '11' }],
  });
  await staff.call(withdrawOwnService, { productId });
  const running = async () => {
    const [row] = await world.db({ kind: 'system' }, (tx) => tx.select().from(subscription));
    return row;
  };
  const subscriptionId = (await running())?.id;
  assert(subscriptionId !== undefined, 'the service runs');
  const { orderId: more } = await placeChange(world, administrator, {
    kind: 'seats',
    subscriptionId,
    seatCount: 3,
  });
  await complete(more);
  expect(await running()).toMatchObject({ seatCount: 3, name: 'Backup gestito' });

  // A renewal after the withdrawal finds the price of the way that is not sold any more.
  const { accountId } = administrator;
  assert(accountId !== null, 'the customer has an account');
  const renewal = { offerId, termDuration: 'P1M', billingCycle: 'monthly', accountId };
  const at = Temporal.Instant.from('2026-12-25T00:00:00Z');
  const price = await world.db({ kind: 'system' }, (tx) => getOfferOption(tx, { ...renewal, at }));
  expect(price).toMatchObject({ isSold: false, currency: 'EUR' });
  expect(price?.unitPricePerCycle.toFixed(2)).toBe('12.50');
});

test('new prices hold from their day, and replace what was planned for it or later', async () => {
  const { world, provider, administrator, productId } = await startSale();
  const staff = world.as(provider);
  const set = (startsOn: string, ...prices: (typeof MONTHLY | typeof YEARLY | object)[]) =>
    staff.call(setOwnServicePrices, { productId, startsOn, prices: prices as (typeof MONTHLY)[] });
  await set('2026-12-10', { ...MONTHLY, pricePerCycle: '20' });
  const { effectiveFrom } = await set(
    '2026-12-01',
    { ...MONTHLY, pricePerCycle: '14' },
    { ...YEARLY, pricePerCycle: '12' },
  );
  expect(effectiveFrom).toBe('2026-11-30T23:00:00Z');
  const planned = (await staff.call(getOwnService, { productId })).prices;
  expect(planned.map(({ pricePerCycle, effectiveUntil }) => `${pricePerCycle.amount} ${effectiveUntil}`)).toEqual([
    '12.5 2026-11-30T23:00:00Z',
    '10 2026-11-30T23:00:00Z',
    '14 null',
    '12 null',
  ]);
  world.advance({ days: 5 });
  expect(await optionsFor(world, administrator, productId)).toEqual(['P1M monthly 12.5', 'P1Y monthly 10']);
  world.advance({ days: 1 });
  expect(await optionsFor(world, administrator, productId)).toEqual(['P1M monthly 14', 'P1Y monthly 12']);
  await set('2026-12-01', YEARLY);
  expect(await optionsFor(world, administrator, productId)).toEqual(['P1Y monthly 10']);
  await expect(set('2026-11-30', YEARLY)).rejects.toEqual(fieldRefusal('startsOn', 'input.dayIsOver'));
});

test('a way to buy that a plan for the same day leaves out twice still has a price for what runs', async () => {
  const { world, provider, productId } = await startSale();
  const staff = world.as(provider);
  for (const pricePerCycle of ['11', '12'])
    await staff.call(setOwnServicePrices, {
      productId,
      startsOn: '2026-12-01',
      prices: [{ ...YEARLY, pricePerCycle }],
    });
  const { prices } = await staff.call(getOwnService, { productId });
  const monthly = prices.filter(({ termDuration }) => termDuration === 'P1M');
  expect(monthly.map(({ isSold, effectiveUntil }) => [isSold, effectiveUntil])).toEqual([
    [true, '2026-11-30T23:00:00Z'],
    [false, null],
  ]);
});

test('price rules apply to own services, and a rule on the cost never makes one free', async () => {
  const { world, provider, administrator, productId } = await startSale();
  await world.as(provider).call(setPriceRule, { scope: 'everything', base: 'cost', percent: '10' });
  expect(await optionsFor(world, administrator, productId)).toEqual(['P1M monthly 13.75', 'P1Y monthly 11']);
  const { prices } = await world.as(provider).call(getOwnService, { productId });
  expect(prices.map((one) => [one.pricePerCycle.amount, one.customerPricePerCycle.amount])).toContainEqual([
    '10',
    '11',
  ]);
});

test('an edit changes texts and bounds, and keeps prices and questions', async () => {
  const { world, provider, administrator, productId } = await startSale();
  const orderForm = [{ name: 'notes', label: { it: 'Note', en: 'Notes' }, type: 'text', isRequired: false }] as const;
  const staff = world.as(provider);
  await staff.call(editOwnService, { ...BACKUP, productId, orderForm: [...orderForm] });
  await staff.call(editOwnService, { ...BACKUP, productId, titleIt: 'Backup in Italia', seatCountMin: 1 });
  const customer = world.as(administrator);
  expect((await customer.call(searchCatalogue, { search: 'backup gestito' })).isExact).toBe(false);
  expect(await customer.call(getProduct, { productId })).toMatchObject({
    title: 'Backup in Italia',
    offers: [{ seatCountMin: 1, orderForm: [{ name: 'notes' }], options: [{}, {}] }],
  });
  expect((await staff.call(listOwnServices, {})).items).toMatchObject([
    { titleIt: 'Backup in Italia', isOnSale: true },
  ]);
});

test.each([
  ['prices', 'input.priceMissing', { prices: [] }],
  ['prices', 'input.optionTwice', { prices: [MONTHLY, MONTHLY] }],
  ['prices.0', 'input.unknownOption', { prices: [{ ...MONTHLY, billingCycle: 'annual' }] }],
  ['prices.0.pricePerCycle', 'input.notAnAmount', { prices: [{ ...MONTHLY, pricePerCycle: '-1' }] }],
  ['seatCountMax', 'input.boundsReversed', { seatCountMax: 1 }],
  ['serviceUrl', 'input.notHttpsAddress', { serviceUrl: 'javascript:alert(1)' }],
  ['titleEn', 'input.required', { titleEn: ' ' }],
] as const)('refuses %s with %s', async (path, code, fault) => {
  const { world, provider } = await startSale();
  const input = { ...BACKUP, prices: [MONTHLY], isOnSale: true, ...fault } as never;
  await expect(world.as(provider).call(createOwnService, input)).rejects.toEqual(fieldRefusal(path, code));
});

test('the plan of another vendor is no own service', async () => {
  const { world, provider } = await startSale();
  const productId = crypto.randomUUID();
  for (const op of [getOwnService, withdrawOwnService, offerOwnService])
    await expect(world.as(provider).call(op as typeof getOwnService, { productId })).rejects.toEqual(
      refusal('catalogue.ownService.notFound'),
    );
});
