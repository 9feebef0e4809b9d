import { expect, test } from 'vitest';
import { CONTOSO, type Reply, startTestSimulator } from './test-simulator.ts';

const BASIC = 'CFQ7TTC0LH18:0001';
const STANDARD = 'CFQ7TTC0LDPB:0001';
const STANDARD_TRIAL = 'CFQ7TTC0LDPB:0005';
const PREMIUM = 'CFQ7TTC0LCHC:0002';
const E3 = 'CFQ7TTC0LFLX:0001';

type Partner = Awaited<ReturnType<typeof startTestSimulator>>;

async function transition(partner: Partner, id: string, to: string, changes = {}): Promise<Reply> {
  const [productId = '', skuId = ''] = to.split(':');
  const toCatalogItemId = await partner.catalogItemId(CONTOSO, productId, skuId);
  const body = { toCatalogItemId, transitionType: 'transition_only', ...changes };
  return partner.call('POST', `/v1/customers/${CONTOSO}/subscriptions/${id}/transitions`, body);
}

test('an upgrade of all seats turns the subscription into the other product, to the same end', async () => {
  const partner = await startTestSimulator();
  const bought = await partner.buy(CONTOSO, { sku: BASIC, quantity: 4 });
  const id = bought.text('id');
  await partner.advance('P10D');
  const answer = await transition(partner, id, STANDARD, { quantity: 4 });
  expect([answer.status, answer.at('status'), answer.at('events', 0, 'name')]).toEqual([200, 'Started', 'Conversion']);
  const meanwhile = await partner.patch(CONTOSO, id, { quantity: 5 });
  expect([meanwhile.status, meanwhile.at('code')]).toEqual([409, 800082]);

  await partner.advance('PT1M');
  const upgraded = await partner.subscription(CONTOSO, id);
  expect(upgraded.body).toMatchObject({
    offerName: 'Microsoft 365 Business Standard',
    quantity: 4,
    status: 'active',
    commitmentEndDate: bought.text('commitmentEndDate'),
    refundableQuantity: { totalQuantity: 0 },
  });
  const done = await partner.good('GET', `/v1/customers/${CONTOSO}/subscriptions/${id}/transitions`);
  expect([done.at('items', 0, 'status'), done.at('items', 0, 'events', 2, 'name')]).toEqual([
    'Completed',
    'LicenseReassignment',
  ]);
});

test('an upgrade of some seats makes a new subscription with the same end and the same window', async () => {
  const partner = await startTestSimulator();
  const bought = await partner.buy(CONTOSO, { sku: BASIC, quantity: 10 });
  const answer = await transition(partner, bought.text('id'), STANDARD, { quantity: 3 });
  await partner.advance('PT1M');
  const [left, made] = [
    await partner.subscription(CONTOSO, bought.text('id')),
    await partner.subscription(CONTOSO, answer.text('toSubscriptionId')),
  ];
  expect([left.at('quantity'), left.at('offerName')]).toEqual([7, 'Microsoft 365 Business Basic']);
  expect(left.at('refundableQuantity', 'totalQuantity')).toBe(7);
  expect(made.body).toMatchObject({
    quantity: 3,
    offerName: 'Microsoft 365 Business Standard',
    commitmentEndDate: bought.text('commitmentEndDate'),
    cancellationAllowedUntilDate: bought.text('cancellationAllowedUntilDate'),
    refundableQuantity: {
      totalQuantity: 3,
      details: [{ quantity: 3, allowedUntilDateTime: bought.text('cancellationAllowedUntilDate') }],
    },
  });
});

test('seats join an existing subscription that is out of its window and does not end earlier', async () => {
  const partner = await startTestSimulator();
  const source = await partner.buy(CONTOSO, { sku: BASIC, quantity: 2 });
  const target = await partner.buy(CONTOSO, { sku: STANDARD, quantity: 5 });
  const monthly = await partner.buy(CONTOSO, { sku: STANDARD, quantity: 1, term: 'P1M', billing: 'monthly' });
  const path = `/v1/customers/${CONTOSO}/subscriptions/${source.text('id')}/transitionEligibilities`;
  const codesOf = async (subscriptionId: string) => {
    const eligibilities = await partner.good('GET', `${path}?eligibilityType=immediate`);
    const items = eligibilities.at('items');
    if (!Array.isArray(items)) throw new Error('no items');
    const text = JSON.stringify(items);
    const found = text.match(
      new RegExp(`"isEligible":(true|false),"subscriptionId":"${subscriptionId}"[^]*?"errors":(\\[.*?\\])`),
    );
    return [found?.[1], [...(found?.[2] ?? '').matchAll(/"code":(\d)/g)].map(([, code]) => Number(code))];
  };
  expect(await codesOf(target.text('id'))).toEqual(['false', [2]]);
  expect(await codesOf(monthly.text('id'))).toEqual(['false', [2, 3, 4]]);
  const early = await transition(partner, source.text('id'), STANDARD, { toSubscriptionId: target.text('id') });
  expect([early.status, early.at('code')]).toEqual([400, 900236]);

  await partner.advance('P8D');
  expect(await codesOf(target.text('id'))).toEqual(['true', []]);
  const shorter = await transition(partner, source.text('id'), STANDARD, { toSubscriptionId: monthly.text('id') });
  expect(shorter.at('code')).toBe(900267);
  const itself = await transition(partner, source.text('id'), STANDARD, { toSubscriptionId: source.text('id') });
  expect(itself.at('code')).toBe(900259);
  await transition(partner, source.text('id'), STANDARD, { toSubscriptionId: target.text('id'), quantity: 2 });
  await partner.advance('PT1M');
  expect((await partner.subscription(CONTOSO, target.text('id'))).at('quantity')).toBe(7);
  expect((await partner.subscription(CONTOSO, source.text('id'))).at('status')).toBe('deleted');
});

test('a downgrade, a shorter term and too many seats are refused', async () => {
  const partner = await startTestSimulator();
  const bought = await partner.buy(CONTOSO, { sku: PREMIUM, quantity: 3 });
  const codeOf = async (to: string, changes = {}) =>
    (await transition(partner, bought.text('id'), to, changes)).at('code');
  expect(await codeOf(BASIC)).toBe(800020);
  expect(await codeOf(E3, { termDuration: 'P1M', billingCycle: 'monthly' })).toBe(900267);
  expect(await codeOf(E3, { quantity: 4 })).toBe(2002);
  expect(await codeOf(E3, { billingCycle: 'weekly' })).toBe(900269);
  expect(await codeOf(E3, { transitionType: 'sideways' })).toBe(900126);
});

test('an upgrade replaces the assigned licences by the new ones', async () => {
  const partner = await startTestSimulator();
  const bought = await partner.buy(CONTOSO, { sku: BASIC, quantity: 1 });
  const users = await partner.good('GET', `/v1/customers/${CONTOSO}/users`);
  const path = `/v1/customers/${CONTOSO}/users/${users.text('items', 0, 'id')}`;
  const skus = await partner.good('GET', `/v1/customers/${CONTOSO}/subscribedskus`);
  await partner.good('POST', `${path}/licenseupdates`, {
    licensesToAssign: [{ skuId: skus.text('items', 0, 'productSku', 'id') }],
  });
  await transition(partner, bought.text('id'), STANDARD);
  await partner.advance('PT1M');
  const licences = await partner.good('GET', `${path}/licenses`);
  expect(licences.at('items', 0, 'productSku', 'skuPartNumber')).toBe('O365_BUSINESS_PREMIUM');
});

test('a trial converts at once into 25 seats or more of its paid plan, with a window', async () => {
  const partner = await startTestSimulator();
  const trial = await partner.buy(CONTOSO, { sku: STANDARD_TRIAL, quantity: 25, term: 'P1M', billing: 'none' });
  const few = await transition(partner, trial.text('id'), STANDARD, { quantity: 10 });
  expect([few.status, few.at('code')]).toEqual([400, 900275]);
  await partner.advance('P5D');
  expect((await transition(partner, trial.text('id'), STANDARD, { quantity: 30 })).status).toBe(200);
  await partner.advance('PT1M');
  expect((await partner.subscription(CONTOSO, trial.text('id'))).body).toMatchObject({
    isTrial: false,
    quantity: 30,
    termDuration: 'P1Y',
    billingCycle: 'monthly',
    commitmentEndDate: '2027-11-29T00:00:00Z',
    refundableQuantity: { totalQuantity: 30 },
  });
});

test('a longer term begins at once; a shorter one never', async () => {
  const partner = await startTestSimulator();
  const bought = await partner.buy(CONTOSO, { sku: STANDARD, quantity: 2, term: 'P1M', billing: 'monthly' });
  await partner.advance('P10D');
  const longer = await partner.patch(CONTOSO, bought.text('id'), { termDuration: 'P1Y', billingCycle: 'annual' });
  expect(longer.body).toMatchObject({
    termDuration: 'P1Y',
    billingCycle: 'annual',
    commitmentEndDate: '2027-12-04T00:00:00Z',
  });
  const shorter = await partner.patch(CONTOSO, bought.text('id'), { termDuration: 'P1M', billingCycle: 'monthly' });
  expect([shorter.status, shorter.at('code')]).toEqual([400, 800122]);
});

test('a three-year term changes its billing cycle from the next charge cycle on', async () => {
  const partner = await startTestSimulator();
  const sku = 'CFQ7TTC0LHPM:0001';
  const threeYears = partner.running.simulator.world.catalogue.skus.find(
    (known) =>
      known.segment === 'commercial' &&
      known.prerequisites.length === 0 &&
      ['monthly', 'annual'].every((billing) =>
        known.offers.some((offer) => offer.termDuration === 'P3Y' && offer.billingCycle === billing),
      ),
  );
  if (threeYears === undefined) throw new Error(`no product is sold for three years both ways, not even ${sku}`);
  const bought = await partner.buy(CONTOSO, {
    sku: `${threeYears.productId}:${threeYears.skuId}`,
    quantity: Math.max(1, threeYears.minimumQuantity),
    term: 'P3Y',
    billing: 'monthly',
  });
  const requested = await partner.patch(CONTOSO, bought.text('id'), { billingCycle: 'annual' });
  expect([
    requested.status,
    requested.at('billingCycle'),
    requested.at('nextChargeInstructions', 'product', 'billingCycle'),
  ]).toEqual([200, 'monthly', 'annual']);
  await partner.moveTo('2026-12-25T00:00:00Z');
  expect((await partner.subscription(CONTOSO, bought.text('id'))).body).toMatchObject({
    billingCycle: 'annual',
    nextChargeInstructions: null,
    billingCycleEndDate: '2027-11-24T00:00:00Z',
    commitmentEndDate: '2029-11-24T00:00:00Z',
  });
});

test('on a scheduled day an upgrade happens, or the end while cancellation is allowed', async () => {
  const partner = await startTestSimulator();
  const bought = await partner.buy(CONTOSO, { sku: BASIC, quantity: 1 });
  const id = bought.text('id');
  const onDate = (actionType: string, effectiveDate: string, instructions = {}) => ({
    scheduledActions: [{ scheduleType: 'CustomDate', actionType, effectiveDate, instructions }],
  });
  const late = await partner.patch(CONTOSO, id, onDate('Cancel', '2026-12-24T00:00:00Z'));
  expect([late.status, late.at('code')]).toEqual([400, 900117]);
  const product = { productId: 'CFQ7TTC0LDPB', skuId: '0001' };
  const planned = await partner.patch(CONTOSO, id, onDate('Transition', '2026-12-10T00:00:00Z', { product }));
  expect(planned.status).toBe(200);
  await partner.moveTo('2026-12-09T23:59:00Z');
  expect((await partner.subscription(CONTOSO, id)).at('offerName')).toBe('Microsoft 365 Business Basic');
  await partner.moveTo('2026-12-10T00:00:00Z');
  expect((await partner.subscription(CONTOSO, id)).body).toMatchObject({
    offerName: 'Microsoft 365 Business Standard',
    scheduledActions: [],
  });

  const other = await partner.buy(CONTOSO, { sku: BASIC, quantity: 1 });
  await partner.patch(CONTOSO, other.text('id'), onDate('Cancel', '2026-12-12T00:00:00Z'));
  await partner.moveTo('2026-12-12T00:00:00Z');
  expect((await partner.subscription(CONTOSO, other.text('id'))).at('status')).toBe('deleted');
});

test('an upgrade fails on request, and nothing has moved', async () => {
  const partner = await startTestSimulator();
  const extra = { friendlyName: 'Shop (broken)' };
  const bought = await partner.buy(CONTOSO, { sku: 'CFQ7TTC0LH18:0001', quantity: 4, billing: 'monthly', extra });
  const toCatalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
  const path = `/v1/customers/${CONTOSO}/subscriptions/${bought.text('id')}/transitions`;
  await partner.good('POST', path, { toCatalogItemId, quantity: 4 });
  await partner.advance('PT1M');
  expect((await partner.good('GET', path)).at('items', 0)).toMatchObject({
    status: 'Failed',
    events: [{ status: 'Started' }, { name: 'Conversion', status: 'Failed', errors: [{ code: 900280 }] }],
  });
  const after = await partner.subscription(CONTOSO, bought.text('id'));
  expect([after.at('quantity'), after.at('offerName')]).toEqual([4, bought.at('offerName')]);
  expect((await partner.patch(CONTOSO, bought.text('id'), { quantity: 5 })).status).toBe(200);
});

test('if services conflict, an upgrade does not move licences', async () => {
  const partner = await startTestSimulator();
  const extra = { friendlyName: 'Shop (conflitto)' };
  const bought = await partner.buy(CONTOSO, { sku: 'CFQ7TTC0LH18:0001', quantity: 4, billing: 'monthly', extra });
  const path = `/v1/customers/${CONTOSO}/subscriptions/${bought.text('id')}`;
  const eligible = await partner.good('GET', `${path}/transitionEligibilities?eligibilityType=immediate`);
  expect(eligible.at('items', 0, 'eligibilities')).toMatchObject([
    { transitionType: 'transition_only', isEligible: true, errors: [] },
    { transitionType: 'transition_with_license_transfer', isEligible: false, errors: [{ code: 3 }] },
  ]);
  const toCatalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
  const requested = (transitionType: string) =>
    partner.call('POST', `${path}/transitions`, { toCatalogItemId, quantity: 2, transitionType });
  const refused = await requested('transition_with_license_transfer');
  expect([refused.status, refused.at('code')]).toEqual([403, 800020]);
  expect((await requested('transition_only')).status).toBe(200);
});
