import { expect, test } from 'vitest';
import { fieldsOf } from '../src/wire-json.ts';
import { CONTOSO, FABRIKAM, startTestSimulator } from './test-simulator.ts';

const ANNUAL = { sku: 'CFQ7TTC0LDPB:0001', quantity: 10 };

test('each batch of seats has a window of its own', async () => {
  const partner = await startTestSimulator();
  const id = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  await partner.moveTo('2026-11-30T12:00:00Z');
  const more = await partner.patch(CONTOSO, id, { quantity: 13 });
  expect(more.body).toMatchObject({
    quantity: 13,
    refundableQuantity: {
      totalQuantity: 13,
      details: [
        { quantity: 10, allowedUntilDateTime: '2026-12-02T09:02:00Z' },
        { quantity: 3, allowedUntilDateTime: '2026-12-07T12:00:00Z' },
      ],
    },
  });

  await partner.moveTo('2026-12-02T09:02:00Z');
  const tooMany = await partner.patch(CONTOSO, id, { quantity: 9 });
  expect([tooMany.status, tooMany.at('code')]).toEqual([400, 800090]);
  expect((await partner.patch(CONTOSO, id, { quantity: 11 })).at('refundableQuantity', 'totalQuantity')).toBe(1);

  await partner.moveTo('2026-12-07T12:00:00Z');
  expect((await partner.subscription(CONTOSO, id)).at('refundableQuantity')).toEqual({ totalQuantity: 0, details: [] });
  const tooLate = await partner.patch(CONTOSO, id, { quantity: 10 });
  expect([tooLate.status, tooLate.at('code')]).toEqual([400, 900257]);
});

test('seats stay within the limits of the SKU', async () => {
  const partner = await startTestSimulator();
  const id = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  for (const quantity of [0, 301]) {
    const reply = await partner.patch(CONTOSO, id, { quantity });
    expect([quantity, reply.status, reply.at('code')]).toEqual([quantity, 400, 2002]);
  }
  for (const quantity of [-1, 1.5]) {
    const reply = await partner.patch(CONTOSO, id, { quantity });
    expect([quantity, reply.status, reply.at('code')]).toEqual([quantity, 400, 800002]);
  }
});

test('a subscription can be cancelled within its window and not after', async () => {
  const partner = await startTestSimulator();
  const first = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  const second = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  const cancelled = await partner.patch(CONTOSO, first, { status: 'deleted' });
  expect(cancelled.body).toMatchObject({ status: 'deleted', autoRenewEnabled: false, refundableQuantity: null });
  expect((await partner.patch(CONTOSO, first, { quantity: 11 })).at('code')).toBe(2011);
  expect((await partner.good('GET', `/v1/customers/${CONTOSO}/subscribedskus`)).at('items', 0, 'totalUnits')).toBe(10);

  await partner.advance('P7D');
  const tooLate = await partner.patch(CONTOSO, second, { status: 'deleted' });
  expect([tooLate.status, tooLate.at('code')]).toEqual([400, 900117]);
});

test('a stale etag is refused, and every change sets a new one', async () => {
  const partner = await startTestSimulator();
  const bought = await partner.buy(CONTOSO, ANNUAL);
  const id = bought.text('id');
  const etag = bought.text('attributes', 'etag');
  const renamed = await partner.patch(CONTOSO, id, { friendlyName: 'Sales' }, { 'If-Match': `"${etag}"` });
  expect(renamed.at('friendlyName')).toBe('Sales');
  expect(renamed.at('attributes', 'etag')).not.toBe(etag);
  const stale = await partner.patch(CONTOSO, id, { friendlyName: 'Shop' }, { 'If-Match': `"${etag}"` });
  expect([stale.status, stale.at('code')]).toEqual([400, 2055]);
});

test('a resource without autoRenewEnabled turns auto-renewal off', async () => {
  const partner = await startTestSimulator();
  const id = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  const path = `/v1/customers/${CONTOSO}/subscriptions/${id}`;
  const patched = await partner.good('PATCH', path, { Id: id, FriendlyName: 'Shop', Attributes: { Etag: null } });
  expect(patched.body).toMatchObject({ friendlyName: 'Shop', autoRenewEnabled: false });
});

test('suspension keeps seats, forces auto-renewal off and refuses changes of seats', async () => {
  const partner = await startTestSimulator();
  const id = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  await partner.patch(CONTOSO, id, { scheduledNextTermInstructions: { quantity: 4 } });
  const suspended = await partner.patch(CONTOSO, id, { status: 'suspended' });
  expect(suspended.body).toMatchObject({
    status: 'suspended',
    autoRenewEnabled: false,
    refundableQuantity: null,
    scheduledNextTermInstructions: null,
  });
  expect((await partner.patch(CONTOSO, id, { quantity: 12 })).at('code')).toBe(2001);
  const pool = await partner.good('GET', `/v1/customers/${CONTOSO}/subscribedskus`);
  expect(pool.at('items', 0)).toMatchObject({ suspendedUnits: 10, availableUnits: 0 });
  const active = await partner.patch(CONTOSO, id, { status: 'active', autoRenewEnabled: true });
  expect(active.body).toMatchObject({ status: 'active', autoRenewEnabled: true });
});

test('a scheduled Cancel is stored, and is removed when auto-renewal is turned on', async () => {
  const partner = await startTestSimulator();
  const id = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  const cancel = [{ scheduleType: 'TermEnd', actionType: 'Cancel' }];
  await partner.patch(CONTOSO, id, { autoRenewEnabled: false, scheduledActions: cancel });
  expect((await partner.subscription(CONTOSO, id)).body).toMatchObject({
    autoRenewEnabled: false,
    scheduledActions: cancel,
  });
  expect((await partner.patch(CONTOSO, id, { quantity: 12 })).at('scheduledActions')).toEqual(cancel);
  const back = await partner.patch(CONTOSO, id, { autoRenewEnabled: true });
  expect(back.body).toMatchObject({ autoRenewEnabled: true, scheduledActions: [] });
  const contradiction = await partner.patch(CONTOSO, id, { autoRenewEnabled: true, scheduledActions: cancel });
  expect([contradiction.status, contradiction.at('code')]).toEqual([400, 800002]);
});

test('a change of seats clears the plan for the next term', async () => {
  const partner = await startTestSimulator();
  const id = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  const scheduled = await partner.patch(CONTOSO, id, { scheduledNextTermInstructions: { quantity: 4 } });
  expect(scheduled.at('scheduledNextTermInstructions', 'quantity')).toBe(4);
  const changed = await partner.patch(CONTOSO, id, { quantity: 11 });
  expect(changed.at('scheduledNextTermInstructions')).toBeNull();
});

test('an action for the next term is removed with the renewal choice that it belongs to', async () => {
  const partner = await startTestSimulator();
  const id = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  const fewer = [{ scheduleType: 'TermEnd', actionType: 'RenewToNewTerm', instructions: { quantity: 3 } }];
  for (const change of [{ status: 'suspended' }, { autoRenewEnabled: false }, { quantity: 11 }]) {
    await partner.patch(CONTOSO, id, { status: 'active', autoRenewEnabled: true });
    expect((await partner.patch(CONTOSO, id, { scheduledActions: fewer })).at('scheduledActions')).toEqual(fewer);
    const changed = await partner.patch(CONTOSO, id, change);
    expect([changed.status, changed.at('scheduledActions')], JSON.stringify(change)).toEqual([200, []]);
  }
  const tooMany = [{ scheduleType: 'TermEnd', actionType: 'RenewToNewTerm', instructions: { quantity: 301 } }];
  expect((await partner.patch(CONTOSO, id, { scheduledActions: tooMany })).at('code')).toBe(2002);
});

test('if an action and instructions are sent together, only the action counts', async () => {
  const partner = await startTestSimulator();
  const id = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  const fewer = [{ scheduleType: 'TermEnd', actionType: 'RenewToNewTerm', instructions: { quantity: 3 } }];
  const changes = { scheduledActions: fewer, scheduledNextTermInstructions: { quantity: 4 } };
  expect((await partner.patch(CONTOSO, id, changes)).body).toMatchObject({
    scheduledActions: fewer,
    scheduledNextTermInstructions: null,
  });
  await partner.moveTo('2027-11-25T01:00:00Z');
  expect((await partner.subscription(CONTOSO, id)).at('quantity')).toBe(3);
});

test('a subscription accepts 1,200 updates and no more', async () => {
  const partner = await startTestSimulator();
  const id = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  const record = partner.running.simulator.world.state.customers[CONTOSO]?.subscriptions[id];
  if (record === undefined) throw new Error('the subscription is not there');
  record.updateCount = 1199;
  expect((await partner.patch(CONTOSO, id, { friendlyName: 'Shop' })).status).toBe(200);
  const oneMore = await partner.patch(CONTOSO, id, { friendlyName: 'Sales' });
  expect([oneMore.status, oneMore.at('code')]).toEqual([400, 900311]);
});

test('a delayed seat change answers 202 and shows when it is done', async () => {
  const latency = { seatChange: Temporal.Duration.from('PT1M') };
  const partner = await startTestSimulator({ latency });
  const id = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  const accepted = await partner.patch(CONTOSO, id, { quantity: 12 });
  expect([accepted.status, accepted.headers.get('Location')]).toEqual([
    202,
    `/v1/customers/${CONTOSO}/subscriptions/${id}`,
  ]);
  expect((await partner.subscription(CONTOSO, id)).at('quantity')).toBe(10);
  const busy = await partner.patch(CONTOSO, id, { quantity: 13 });
  expect([busy.status, busy.at('code')]).toEqual([409, 800082]);
  await partner.advance('PT1M');
  expect((await partner.subscription(CONTOSO, id)).at('quantity')).toBe(12);
});

test('a reduction that was accepted within the window is applied after it closes', async () => {
  const partner = await startTestSimulator({ latency: { seatChange: Temporal.Duration.from('PT1H') } });
  const id = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  await partner.moveTo('2026-12-02T09:00:00Z');
  expect((await partner.patch(CONTOSO, id, { quantity: 4 })).status).toBe(202);
  await partner.moveTo('2026-12-02T12:00:00Z');
  expect((await partner.subscription(CONTOSO, id)).body).toMatchObject({
    quantity: 4,
    refundableQuantity: { totalQuantity: 0 },
  });
});

test('a term renews at 00:00 UTC with what was scheduled, at the price of the day, with new windows', async () => {
  const partner = await startTestSimulator();
  const id = (await partner.buy(CONTOSO, { ...ANNUAL, term: 'P1M', billing: 'monthly' })).text('id');
  await partner.patch(CONTOSO, id, {
    scheduledNextTermInstructions: { quantity: 4, product: { termDuration: 'P1Y', billingCycle: 'annual' } },
  });
  await partner.moveTo('2026-12-24T23:59:59Z');
  expect((await partner.subscription(CONTOSO, id)).at('quantity')).toBe(10);

  await partner.moveTo('2026-12-25T00:01:00Z');
  const busy = await partner.patch(CONTOSO, id, { friendlyName: 'Shop' });
  expect([busy.status, busy.at('code'), busy.headers.get('Retry-After')]).toEqual([409, 900278, '120']);

  await partner.moveTo('2026-12-25T00:02:00Z');
  expect((await partner.subscription(CONTOSO, id)).body).toMatchObject({
    status: 'active',
    quantity: 4,
    termDuration: 'P1Y',
    billingCycle: 'annual',
    commitmentEndDate: '2027-12-24T00:00:00Z',
    cancellationAllowedUntilDate: '2027-01-01T00:02:00Z',
    refundableQuantity: { totalQuantity: 4 },
    scheduledNextTermInstructions: null,
  });
});

test('a term bought on the 31st keeps its day over short months', async () => {
  const partner = await startTestSimulator({ startsAt: '2027-01-31T09:00:00Z' });
  const bought = await partner.buy(CONTOSO, { ...ANNUAL, term: 'P1M', billing: 'monthly' });
  expect(bought.at('commitmentEndDate')).toBe('2027-02-27T00:00:00Z');
  await partner.moveTo('2027-03-01T09:00:00Z');
  expect((await partner.subscription(CONTOSO, bought.text('id'))).at('commitmentEndDate')).toBe('2027-03-30T00:00:00Z');
});

test('a scheduled Cancel ends the subscription; without it the extended service term follows', async () => {
  const partner = await startTestSimulator();
  const ends = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  const extends_ = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  const cancel = [{ scheduleType: 'TermEnd', actionType: 'Cancel' }];
  await partner.patch(CONTOSO, ends, { autoRenewEnabled: false, scheduledActions: cancel });
  await partner.patch(CONTOSO, extends_, { autoRenewEnabled: false });

  await partner.moveTo('2027-11-25T01:00:00Z');
  expect((await partner.subscription(CONTOSO, ends)).at('status')).toBe('disabled');
  const extended = await partner.subscription(CONTOSO, extends_);
  expect(extended.body).toMatchObject({
    status: 'active',
    termDuration: 'P1M',
    commitmentEndDate: '2027-12-24T00:00:00Z',
    scheduledActions: [{ actionType: 'RenewToExtendedServiceTerm' }],
  });
  await partner.moveTo('2028-01-10T01:00:00Z');
  expect((await partner.subscription(CONTOSO, extends_)).at('commitmentEndDate')).toBe('2028-01-24T00:00:00Z');
  expect((await partner.patch(CONTOSO, extends_, { status: 'deleted' })).at('status')).toBe('deleted');
  await partner.moveTo('2028-03-01T01:00:00Z');
  expect((await partner.subscription(CONTOSO, ends)).at('status')).toBe('deleted');
});

test('before May 2026 a term that was not renewed expired, with grace', async () => {
  const partner = await startTestSimulator({ startsAt: '2025-03-01T09:00:00Z' });
  const id = (await partner.buy(CONTOSO, ANNUAL)).text('id');
  await partner.patch(CONTOSO, id, { autoRenewEnabled: false });
  const statuses: string[] = [];
  for (const now of ['2026-02-28T23:59:00Z', '2026-03-01T01:00:00Z', '2026-04-01T00:00:00Z', '2026-06-29T01:00:00Z']) {
    await partner.moveTo(now);
    statuses.push((await partner.subscription(CONTOSO, id)).text('status'));
  }
  expect(statuses).toEqual(['active', 'expired', 'disabled', 'deleted']);
});

test('subscriptions of existing tenants have closed windows', async () => {
  const partner = await startTestSimulator();
  const owned = await partner.good('GET', `/v1/customers/${FABRIKAM}/subscriptions`);
  expect(owned.at('items', 0)).toMatchObject({
    quantity: 10,
    status: 'active',
    commitmentEndDate: '2027-10-15T00:00:00Z',
    refundableQuantity: { totalQuantity: 0 },
  });
});

test('two subscriptions of one product share a pool of licences', async () => {
  const partner = await startTestSimulator();
  await partner.buy(FABRIKAM, { ...ANNUAL, quantity: 2 });
  const users = await partner.good('GET', `/v1/customers/${FABRIKAM}/users`);
  const skus = await partner.good('GET', `/v1/customers/${FABRIKAM}/subscribedskus`);
  expect(skus.at('items')).toMatchObject([{ totalUnits: 12, consumedUnits: 0 }]);
  const skuId = skus.text('items', 0, 'productSku', 'id');
  const path = `/v1/customers/${FABRIKAM}/users/${users.text('items', 0, 'id')}`;
  await partner.good('POST', `${path}/licenseupdates`, { licensesToAssign: [{ skuId, excludedPlans: null }] });
  expect((await partner.good('GET', `${path}/licenses`)).at('items', 0, 'productSku', 'id')).toBe(skuId);
  expect((await partner.good('GET', `/v1/customers/${FABRIKAM}/subscribedskus`)).at('items', 0)).toMatchObject({
    availableUnits: 11,
    consumedUnits: 1,
  });
});

test('a licence shows its service plans, including those excluded at the assignment', async () => {
  const partner = await startTestSimulator();
  const EXCHANGE = '9aaf7827-d63c-4b61-89c3-182f06f82e5c';
  const pools = await partner.good('GET', `/v1/customers/${FABRIKAM}/subscribedskus`);
  expect(pools.at('items', 0, 'servicePlans')).toContainEqual({
    displayName: 'Exchange Online (Plan 1)',
    serviceName: 'EXCHANGE_S_STANDARD',
    id: EXCHANGE,
    capabilityStatus: 'Enabled',
    targetType: 'User',
  });
  const users = await partner.good('GET', `/v1/customers/${FABRIKAM}/users`);
  const path = `/v1/customers/${FABRIKAM}/users/${users.text('items', 0, 'id')}`;
  const skuId = pools.text('items', 0, 'productSku', 'id');
  await partner.good('POST', `${path}/licenseupdates`, { licensesToAssign: [{ skuId, excludedPlans: [EXCHANGE] }] });
  const plans = (await partner.good('GET', `${path}/licenses`)).at('items', 0, 'servicePlans');
  const disabled = Array.isArray(plans) ? plans.filter((plan) => fieldsOf(plan).capabilityStatus === 'Disabled') : [];
  expect(disabled).toMatchObject([{ id: EXCHANGE }]);
  // The plans of Visio are not in the simulator's list.
  await partner.buy(FABRIKAM, { sku: 'CFQ7TTC0HD32:0002', quantity: 1 });
  const others = await partner.good('GET', `/v1/customers/${FABRIKAM}/subscribedskus`);
  expect(others.at('items', 1, 'servicePlans', 1)).toBeUndefined();
  expect(others.at('items', 1, 'servicePlans', 0)).toMatchObject({ capabilityStatus: 'Enabled', targetType: 'User' });
});

test('the last licence cannot be assigned twice; a deleted person frees it and can be restored', async () => {
  const partner = await startTestSimulator();
  await partner.buy(CONTOSO, { ...ANNUAL, quantity: 1 });
  const path = `/v1/customers/${CONTOSO}/users`;
  const skuId = (await partner.good('GET', `/v1/customers/${CONTOSO}/subscribedskus`)).text(
    'items',
    0,
    'productSku',
    'id',
  );
  const luca = await partner.good('POST', path, newUser('luca'));
  expect([luca.status, luca.at('passwordProfile', 'forceChangePassword')]).toEqual([201, true]);
  const sara = await partner.good('POST', path, newUser('sara'));
  const twice = await partner.call('POST', path, newUser('Sara'));
  expect([twice.status, twice.at('code')]).toEqual([400, 3000]);

  const give = (id: string) =>
    partner.call('POST', `${path}/${id}/licenseupdates`, {
      LicensesToAssign: [{ SkuId: skuId }],
      LicensesToRemove: null,
    });
  expect((await give(luca.text('id'))).status).toBe(201);
  const none = await give(sara.text('id'));
  expect([none.status, none.at('code')]).toEqual([400, 60012]);

  expect((await partner.call('DELETE', `${path}/${luca.text('id')}`)).status).toBe(204);
  expect((await partner.good('GET', `${path}/${luca.text('id')}`)).at('state')).toBe('inactive');
  expect((await give(sara.text('id'))).status).toBe(201);
  const restored = await partner.good('PATCH', `${path}/${luca.text('id')}`, { State: 'active' });
  expect([restored.at('state'), restored.at('softDeletionTime')]).toEqual(['active', undefined]);
});

function newUser(name: string) {
  return {
    userPrincipalName: `${name}@contoso.onmicrosoft.com`,
    displayName: name,
    usageLocation: 'IT',
    passwordProfile: { forceChangePassword: true, password: 'Lampone-21' },
  };
}

test('a SKU that does not renew says so, keeps auto-renewal off, and expires unless another product is planned', async () => {
  const partner = await startTestSimulator();
  const bought = await Promise.all([0, 1, 2].map(() => partner.buy(CONTOSO, ANNUAL)));
  const [stays = '', off = '', moves = ''] = bought.map((one) => one.text('id'));
  const cancel = [{ scheduleType: 'TermEnd', actionType: 'Cancel' }];
  await partner.patch(CONTOSO, off, { autoRenewEnabled: false, scheduledActions: cancel });
  const [productId = '', skuId = ''] = ANNUAL.sku.split(':');
  const path = `/v1/customers/${CONTOSO}/products/${productId}/skus/${skuId}/availabilities`;
  const isRenewable = async () => (await partner.good('GET', path)).at('items', 0, 'isRenewable');
  expect(await isRenewable()).toBe(true);
  await partner.good('PUT', '/control/catalogue', { notRenewable: [ANNUAL.sku.toLowerCase()] });
  expect(await isRenewable()).toBe(false);
  expect((await partner.call('PUT', '/control/catalogue', { notRenewable: ['A:B'] })).status).toBe(400);

  expect((await partner.patch(CONTOSO, off, { autoRenewEnabled: true, scheduledActions: [] })).at('code')).toBe(800093);
  const product = { productId: 'CFQ7TTC0LCHC', skuId: '0002', termDuration: 'P1Y', billingCycle: 'annual' };
  const instructions = { product, quantity: 10 };
  const renewal = [{ scheduleType: 'TermEnd', actionType: 'RenewToNewTerm', instructions }];
  const planned = { autoRenewEnabled: true, scheduledActions: renewal };
  expect((await partner.patch(CONTOSO, moves, planned)).status).toBe(200);
  await partner.moveTo('2027-11-26T01:00:00Z');
  const statuses = [stays, moves].map(async (id) => (await partner.subscription(CONTOSO, id)).at('status'));
  expect(await Promise.all(statuses)).toEqual(['expired', 'active']);
});
