import { expect, test } from 'vitest';
import { CONTOSO, startTestSimulator } from './test-simulator.ts';

const PREMIUM = 'CFQ7TTC0LCHC:0002';
/** An add-on whose only base is Business Premium. */
const DEFENDER = 'CFQ7TTC10RSN:0001';
const CANCEL_AT_END = {
  autoRenewEnabled: false,
  scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }],
};

type Partner = Awaited<ReturnType<typeof startTestSimulator>>;

/** Contoso's Business Premium and, six days later, an add-on to it. @returns their ids */
async function withAddOn(partner: Partner, terms: { base?: string; addOn?: string } = {}) {
  const base = await partner.buy(CONTOSO, { sku: PREMIUM, quantity: 10, ...plan(terms.base) });
  await partner.advance('P6D');
  const addOn = await partner.buy(CONTOSO, { sku: DEFENDER, quantity: 5, ...plan(terms.addOn) });
  return { base: base.text('id'), addOn: addOn.text('id') };
}

const plan = (term = 'P1Y') => ({ term, billing: term === 'P1M' ? 'monthly' : 'annual' });

test('after its base is cancelled an add-on continues to the end of its term and does not renew', async () => {
  const partner = await startTestSimulator();
  const { base, addOn } = await withAddOn(partner);
  expect((await partner.patch(CONTOSO, base, { status: 'deleted' })).status).toBe(200);
  expect((await partner.subscription(CONTOSO, addOn)).body).toMatchObject({ status: 'active', autoRenewEnabled: true });
  await partner.moveTo('2027-11-30T23:59:00Z');
  expect((await partner.subscription(CONTOSO, addOn)).at('status')).toBe('active');
  await partner.moveTo('2027-12-01T00:02:00Z');
  expect((await partner.subscription(CONTOSO, addOn)).body).toMatchObject({
    status: 'expired',
    autoRenewEnabled: false,
  });
});

test('an add-on without a base refuses seats, plans and auto-renewal; it can be reduced and cancelled', async () => {
  const partner = await startTestSimulator();
  const { base, addOn } = await withAddOn(partner);
  const codeOf = async (changes: Parameters<Partner['patch']>[2]) =>
    (await partner.patch(CONTOSO, addOn, changes)).at('code');
  const plan = { scheduledNextTermInstructions: { quantity: 4 } };
  const renewal = [{ scheduleType: 'TermEnd', actionType: 'RenewToNewTerm' }];
  expect(await codeOf(plan)).toBeUndefined();
  await partner.patch(CONTOSO, base, { status: 'suspended' });
  expect(await codeOf({ quantity: 6 })).toBe(400041);
  expect(await codeOf({ scheduledNextTermInstructions: { quantity: 3 } })).toBe(400041);
  expect(await codeOf({ scheduledActions: renewal })).toBe(400041);
  expect(await codeOf({ quantity: 4 })).toBeUndefined();
  expect(await codeOf({ autoRenewEnabled: false })).toBeUndefined();
  expect(await codeOf({ autoRenewEnabled: true })).toBe(800093);
  expect(await codeOf(CANCEL_AT_END)).toBeUndefined();
  await partner.patch(CONTOSO, base, { status: 'active' });
  expect(await codeOf({ autoRenewEnabled: true, scheduledActions: [] })).toBeUndefined();
  expect(await codeOf({ quantity: 6 })).toBeUndefined();
});

test('an add-on renews if its base is active on that day, however far the clock is moved at once', async () => {
  const partner = await startTestSimulator();
  // The base ends a year later; the add-on renews each month until then.
  const { base, addOn } = await withAddOn(partner, { addOn: 'P1M' });
  await partner.patch(CONTOSO, base, CANCEL_AT_END);
  await partner.moveTo('2028-06-01T00:00:00Z');
  const orders = await partner.good('GET', `/v1/customers/${CONTOSO}/orders`);
  const renewed = (orders.at('items') as { creationDate: string; transactionType: string }[]).filter(
    ({ transactionType }) => transactionType === 'SystemPurchase',
  );
  expect([renewed.length, renewed.at(-1)?.creationDate]).toEqual([11, '2027-11-01T00:00:00Z']);
  expect((await partner.subscription(CONTOSO, addOn)).at('commitmentEndDate')).toBe('2027-11-30T00:00:00Z');
});

test('a base and its add-on that end on the same day both renew', async () => {
  const partner = await startTestSimulator();
  const first = await partner.buy(CONTOSO, { sku: PREMIUM, quantity: 1 });
  const addOn = await partner.buy(CONTOSO, { sku: DEFENDER, quantity: 1 });
  await partner.moveTo('2027-11-26T00:00:00Z');
  for (const id of [first.text('id'), addOn.text('id')]) {
    expect((await partner.subscription(CONTOSO, id)).body).toMatchObject({
      status: 'active',
      commitmentEndDate: '2028-11-24T00:00:00Z',
    });
  }
});

test('hasPurchasableAddons follows the product, also after an upgrade', async () => {
  const partner = await startTestSimulator();
  const visio = await partner.buy(CONTOSO, { sku: 'CFQ7TTC0HD33:0003', quantity: 1 });
  expect(visio.at('hasPurchasableAddons')).toBe(false);
  const apps = await partner.buy(CONTOSO, { sku: 'CFQ7TTC0LH1G:0001', quantity: 2 });
  const renewing = await partner.buy(CONTOSO, { sku: 'CFQ7TTC0LH1G:0001', quantity: 1 });
  expect(apps.at('hasPurchasableAddons')).toBe(false);
  const toCatalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LCHC', '0002');
  const path = `/v1/customers/${CONTOSO}/subscriptions/${apps.text('id')}/transitions`;
  await partner.good('POST', path, { toCatalogItemId, quantity: 2 });
  await partner.advance('PT1M');
  expect((await partner.subscription(CONTOSO, apps.text('id'))).at('hasPurchasableAddons')).toBe(true);
  await partner.patch(CONTOSO, renewing.text('id'), {
    scheduledNextTermInstructions: { quantity: 1, product: { productId: 'CFQ7TTC0LCHC', skuId: '0002' } },
  });
  await partner.moveTo('2027-11-26T00:00:00Z');
  expect((await partner.subscription(CONTOSO, renewing.text('id'))).at('hasPurchasableAddons')).toBe(true);
});

test('Multi-Geo needs at least five per cent of the seats of its bases', async () => {
  const partner = await startTestSimulator();
  const [multiGeo, e1, exchange] = await Promise.all(
    [
      ['CFQ7TTC0LHQG', '0001'],
      ['CFQ7TTC0LF8Q', '0001'],
      ['CFQ7TTC0LH16', '0001'],
    ].map(([productId = '', skuId = '']) => partner.catalogItemId(CONTOSO, productId, skuId)),
  );
  const line = (catalogItemId = '', quantity = 1) => ({
    catalogItemId,
    quantity,
    termDuration: 'P1Y',
    billingCycle: 'annual',
  });
  const errorOf = async (...lineItems: ReturnType<typeof line>[]) => {
    const cart = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, { lineItems });
    const error = cart.at('lineItems', 0, 'error');
    const checkout = await partner.call('POST', `/v1/customers/${CONTOSO}/carts/${cart.text('id')}/checkout`);
    return [error, checkout.at('code')];
  };
  // Without a base it is an add-on like others.
  expect(await errorOf(line(multiGeo))).toMatchObject([{ errorCode: '400041' }, 800009]);
  const tooFew = { errorCode: '10010', errorDescription: 'The quantity must be at least 6.' };
  expect(await errorOf(line(multiGeo, 5), line(e1, 90), line(exchange, 11))).toEqual([tooFew, 800009]);
  expect(await errorOf(line(multiGeo, 6), line(e1, 90), line(exchange, 11))).toEqual([undefined, undefined]);
  await partner.advance('PT3M');

  const owned = await partner.good('GET', `/v1/customers/${CONTOSO}/subscriptions`);
  const [own, ofE1] = [owned.text('items', 0, 'id'), owned.text('items', 1, 'id')];
  const change = async (id: string, changes: Parameters<Partner['patch']>[2]) => {
    const { status, at } = await partner.patch(CONTOSO, id, changes);
    return [status, at('code'), at('data')];
  };
  expect(await change(own, { quantity: 5 })).toMatchObject([400, 2002, ['6', expect.any(String)]]);
  expect((await change(own, { scheduledNextTermInstructions: { quantity: 5 } }))[1]).toBe(2002);
  // Seats bought in the same cart count, and so do fewer seats of a base.
  expect(await errorOf(line(multiGeo, 2))).toEqual([undefined, undefined]);
  await partner.advance('PT3M');
  expect((await change(own, { quantity: 4 }))[0]).toBe(200);
  expect((await change(own, { quantity: 3 }))[1]).toBe(2002);
  expect((await change(ofE1, { quantity: 60 }))[0]).toBe(200);
  expect((await change(own, { quantity: 2 }))[0]).toBe(200);
});
