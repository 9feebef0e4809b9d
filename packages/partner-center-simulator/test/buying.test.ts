import { expect, test } from 'vitest';
import { CONTOSO, NORTHWIND, SCHOOL, startTestSimulator } from './test-simulator.ts';

const BUSINESS_STANDARD = 'CFQ7TTC0LDPB:0001';

test('a new customer is created, accepts the agreement, buys, and has licences to give', async () => {
  const partner = await startTestSimulator();
  expect((await partner.call('HEAD', '/v1/domains/rossi.onmicrosoft.com')).status).toBe(404);
  const customer = await partner.good('POST', '/v1/customers', newCustomer('rossi', 'Rossi S.r.l.'));
  expect(customer.status).toBe(201);
  expect(customer.at('userCredentials', 'userName')).toBe('admin');
  expect((await partner.call('HEAD', '/v1/domains/rossi.onmicrosoft.com')).status).toBe(200);
  const path = `/v1/customers/${customer.text('id')}`;

  const [productId, skuId] = ['CFQ7TTC0LDPB', '0001'];
  const catalogItemId = await partner.catalogItemId(customer.text('id'), productId, skuId);
  const cart = await partner.good('POST', `${path}/carts`, {
    lineItems: [{ id: 0, catalogItemId, quantity: 10, termDuration: 'P1Y', billingCycle: 'monthly' }],
  });
  // 109.08 a seat and year in the sheet, so 9.09 a month.
  expect(cart.at('lineItems', 0, 'pricing')).toMatchObject({ listPrice: 9.09, extendedPrice: 1090.8 });
  expect(cart.at('expirationTimestamp')).toBe('2026-12-02T09:00:00Z');

  const tooEarly = await partner.call('POST', `${path}/carts/${cart.text('id')}/checkout`);
  expect([tooEarly.status, tooEarly.at('code')]).toEqual([403, 13605]);
  await partner.makeAgreement(customer.text('id'));
  const checkout = await partner.good('POST', `${path}/carts/${cart.text('id')}/checkout`);
  const orderId = checkout.text('orders', 0, 'id');
  expect(checkout.at('orders', 0, 'status')).toBe('pending');
  expect(checkout.at('orders', 0, 'lineItems', 0, 'subscriptionId')).toBeUndefined();
  const again = await partner.call('POST', `${path}/carts/${cart.text('id')}/checkout`);
  expect([again.status, again.at('code')]).toEqual([400, 800065]);
  expect((await partner.good('GET', `${path}/orders/${orderId}/provisioningstatus`)).at('items', 0, 'status')).toBe(
    'unfulfilled',
  );

  await partner.advance('PT2M');
  const order = await partner.good('GET', `${path}/orders/${orderId}`);
  expect(order.at('status')).toBe('completed');
  const subscriptionId = order.text('lineItems', 0, 'subscriptionId');
  const pending = await partner.good('GET', `${path}/subscriptions/${subscriptionId}/provisioningstatus`);
  expect(pending.at('status')).toBe('pending');
  expect((await partner.good('GET', `${path}/subscribedskus`)).at('totalCount')).toBe(0);

  await partner.advance('PT1M');
  const usable = await partner.good('GET', `${path}/subscriptions/${subscriptionId}/provisioningstatus`);
  expect(usable.at('status')).toBe('success');
  expect((await partner.good('GET', `${path}/subscribedskus`)).at('items', 0)).toMatchObject({
    availableUnits: 10,
    consumedUnits: 0,
    productSku: { skuPartNumber: 'O365_BUSINESS_PREMIUM' },
  });
  expect((await partner.good('GET', `${path}/subscriptions/${subscriptionId}`)).body).toMatchObject({
    status: 'active',
    quantity: 10,
    autoRenewEnabled: true,
    termDuration: 'P1Y',
    billingCycle: 'monthly',
    commitmentEndDate: '2027-11-24T00:00:00Z',
    billingCycleEndDate: '2026-12-24T00:00:00Z',
    cancellationAllowedUntilDate: '2026-12-02T09:02:00Z',
    refundableQuantity: {
      totalQuantity: 10,
      details: [{ quantity: 10, allowedUntilDateTime: '2026-12-02T09:02:00Z' }],
    },
  });
});

test('a line that cannot be bought has an error, and its cart cannot be checked out', async () => {
  const partner = await startTestSimulator();
  const catalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
  const line = (changes: Record<string, string | number>) => ({
    catalogItemId,
    quantity: 1,
    termDuration: 'P1Y',
    billingCycle: 'annual',
    ...changes,
  });
  const copilot = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0MM8R', '0002');
  const cart = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, {
    lineItems: [
      line({}),
      line({ quantity: 301 }),
      line({ quantity: 0 }),
      line({ catalogItemId: 'CFQ7TTC0LDPB:0001:CFQ7TTC0ZZZZ' }),
      line({ termDuration: 'P3Y' }),
    ],
  });
  expect(cart.status).toBe(201);
  const codes = [0, 1, 2, 3, 4].map((index) => cart.at('lineItems', index, 'error', 'errorCode'));
  expect(codes).toEqual([undefined, '10015', '10010', '10001', '10010']);
  const checkout = await partner.call('POST', `/v1/customers/${CONTOSO}/carts/${cart.text('id')}/checkout`);
  expect([checkout.status, checkout.at('code')]).toEqual([400, 800009]);

  const addOn = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, {
    lineItems: [line({ catalogItemId: copilot })],
  });
  expect(addOn.at('lineItems', 0, 'error', 'errorCode')).toBe('400041');
  const withBase = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, {
    lineItems: [line({ catalogItemId: copilot }), line({})],
  });
  expect(withBase.at('lineItems', 0, 'error')).toBeUndefined();
});

test('education SKUs are sold to approved schools only', async () => {
  const partner = await startTestSimulator();
  const catalogItemId = await partner.catalogItemId(SCHOOL, 'CFQ7TTC0HDK0', '000C');
  const lineItems = [{ catalogItemId, quantity: 1, termDuration: 'P1Y', billingCycle: 'annual' }];
  const errorOf = async (customerId: string) =>
    (await partner.good('POST', `/v1/customers/${customerId}/carts`, { lineItems })).at('lineItems', 0, 'error');
  expect(await errorOf(CONTOSO)).toMatchObject({ errorCode: '400030' });
  expect(await errorOf(SCHOOL)).toBeUndefined();
});

test('a cart can be changed until it is ordered, and expires after a week', async () => {
  const partner = await startTestSimulator();
  const catalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
  const lineItems = [{ catalogItemId, quantity: 1, termDuration: 'P1Y', billingCycle: 'annual' }];
  const cart = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, { lineItems });
  const path = `/v1/customers/${CONTOSO}/carts/${cart.text('id')}`;
  const changed = await partner.good('PUT', path, { lineItems: [{ ...lineItems[0], quantity: 5 }] });
  expect(changed.at('lineItems', 0, 'pricing', 'extendedPrice')).toBe(519.8);
  await partner.advance('P7D');
  const gone = await partner.call('GET', path);
  expect([gone.status, gone.at('code')]).toEqual([404, 800008]);
});

test('a catalogue item of an older price list is refused at checkout', async () => {
  const partner = await startTestSimulator({ startsAt: '2026-11-29T09:00:00Z' });
  const catalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
  const lineItems = [{ catalogItemId, quantity: 1, termDuration: 'P1Y', billingCycle: 'annual' }];
  const cart = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, { lineItems });
  await partner.advance('P3D');
  const checkout = await partner.call('POST', `/v1/customers/${CONTOSO}/carts/${cart.text('id')}/checkout`);
  expect([checkout.status, checkout.at('code')]).toEqual([404, 400019]);
  expect(await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001')).not.toBe(catalogItemId);
});

test('a refused order group does not affect the others', async () => {
  const partner = await startTestSimulator();
  const catalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
  const cart = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, {
    lineItems: [
      { catalogItemId, quantity: 1, termDuration: 'P1Y', billingCycle: 'annual', friendlyName: 'Sales (rischio)' },
      { catalogItemId, quantity: 2, termDuration: 'P1Y', billingCycle: 'monthly' },
    ],
  });
  const checkout = await partner.good('POST', `/v1/customers/${CONTOSO}/carts/${cart.text('id')}/checkout`);
  expect(checkout.at('orderErrors')).toMatchObject([{ orderGroupId: '0', code: 800069 }]);
  expect(checkout.at('orders')).toMatchObject([{ billingCycle: 'monthly', lineItems: [{ quantity: 2 }] }]);
});

test('a failed order ends as error, without a subscription', async () => {
  const partner = await startTestSimulator();
  const catalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
  const cart = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, {
    lineItems: [{ catalogItemId, quantity: 1, termDuration: 'P1Y', billingCycle: 'annual', friendlyName: '(failed)' }],
  });
  const checkout = await partner.good('POST', `/v1/customers/${CONTOSO}/carts/${cart.text('id')}/checkout`);
  await partner.advance('PT1H');
  const order = await partner.good('GET', `/v1/customers/${CONTOSO}/orders/${checkout.text('orders', 0, 'id')}`);
  expect(order.at('status')).toBe('error');
  expect((await partner.good('GET', `/v1/customers/${CONTOSO}/subscriptions`)).at('totalCount')).toBe(0);
});

test('an order is not found until it can be read', async () => {
  const partner = await startTestSimulator({ latency: { orderReadable: Temporal.Duration.from('PT15M') } });
  const catalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
  const lineItems = [{ catalogItemId, quantity: 1, termDuration: 'P1Y', billingCycle: 'annual' }];
  const cart = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, { lineItems });
  const checkout = await partner.good('POST', `/v1/customers/${CONTOSO}/carts/${cart.text('id')}/checkout`);
  const orders = `/v1/customers/${CONTOSO}/orders`;
  const path = `${orders}/${checkout.text('orders', 0, 'id')}`;
  await partner.advance('PT14M');
  for (const hidden of [path, `${path}/provisioningstatus`]) {
    const answer = await partner.call('GET', hidden);
    expect([answer.status, answer.at('code')]).toEqual([404, 20000]);
  }
  expect((await partner.good('GET', orders)).at('totalCount')).toBe(0);
  await partner.advance('PT1M');
  expect((await partner.good('GET', path)).at('status')).toBe('completed');
});

test('the same request id buys once', async () => {
  const partner = await startTestSimulator();
  const catalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
  const lineItems = [{ catalogItemId, quantity: 1, termDuration: 'P1Y', billingCycle: 'annual' }];
  const cart = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, { lineItems });
  const path = `/v1/customers/${CONTOSO}/carts/${cart.text('id')}/checkout`;
  const headers = { 'MS-RequestId': 'aaaaaaaa-0000-4000-8000-000000000001' };
  const first = await partner.good('POST', path, undefined, headers);
  const second = await partner.good('POST', path, undefined, headers);
  expect(second.body).toEqual(first.body);
  expect((await partner.good('GET', `/v1/customers/${CONTOSO}/orders`)).at('totalCount')).toBe(1);
});

test('a trial is available once and becomes the paid plan', async () => {
  const partner = await startTestSimulator();
  const trial = { sku: 'CFQ7TTC0LDPB:0005', quantity: 25, term: 'P1M', billing: 'none' };
  const bought = await partner.buy(CONTOSO, trial);
  expect(bought.body).toMatchObject({ isTrial: true, refundableQuantity: null });
  const change = await partner.patch(CONTOSO, bought.text('id'), { quantity: 30 });
  expect([change.status, change.at('code')]).toEqual([400, 900280]);

  const catalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0005');
  const cart = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, {
    lineItems: [{ catalogItemId, quantity: 25, termDuration: 'P1M', billingCycle: 'none' }],
  });
  expect(cart.at('lineItems', 0, 'error', 'errorCode')).toBe('10002');

  await partner.moveTo('2026-12-25T00:10:00Z');
  expect((await partner.subscription(CONTOSO, bought.text('id'))).body).toMatchObject({
    isTrial: false,
    quantity: 25,
    termDuration: 'P1Y',
    billingCycle: 'monthly',
    commitmentEndDate: '2027-12-24T00:00:00Z',
    refundableQuantity: { totalQuantity: 25 },
  });
  expect((await partner.subscription(CONTOSO, bought.text('id'))).text('offerId')).toMatch(/^CFQ7TTC0LDPB:0001:/);
});

test('a customer without the agreement cannot buy; a direct signature counts', async () => {
  const partner = await startTestSimulator();
  await expect(partner.buy(NORTHWIND, { sku: BUSINESS_STANDARD, quantity: 1 })).rejects.toThrow(/13605/);
  const tailspin = 'c0000000-0000-4000-8000-000000000006';
  expect((await partner.buy(tailspin, { sku: BUSINESS_STANDARD, quantity: 1 })).at('status')).toBe('active');
});

test('a first term can be aligned to another subscription or a month, and to no other day', async () => {
  const partner = await startTestSimulator();
  const path = `/v1/customers/${CONTOSO}/subscriptions/customTermEndDates?term_duration=P1Y`;
  await partner.buy(CONTOSO, { sku: BUSINESS_STANDARD, quantity: 1 });
  await partner.moveTo('2027-01-10T10:00:00Z');
  const ends = await partner.good('GET', path);
  expect(ends.at('items', 0)).toMatchObject({
    allowedCustomTermEndDateType: 'subscriptionAligned',
    allowedCustomTermEndDate: '2027-11-24T00:00:00Z',
  });
  const extra = (day: string) => ({ extra: { customTermEndDate: `${day}T00:00:00Z` } });
  const aligned = await partner.buy(CONTOSO, { sku: BUSINESS_STANDARD, quantity: 1, ...extra('2027-11-24') });
  expect(aligned.at('commitmentEndDate')).toBe('2027-11-24T00:00:00Z');
  await expect(partner.buy(CONTOSO, { sku: BUSINESS_STANDARD, quantity: 1, ...extra('2027-11-23') })).rejects.toThrow(
    /800009/,
  );
});

function newCustomer(prefix: string, companyName: string) {
  return {
    companyProfile: { domain: `${prefix}.onmicrosoft.com` },
    billingProfile: {
      email: 'mario.rossi@example.com',
      culture: 'it-IT',
      language: 'it',
      companyName,
      defaultAddress: {
        firstName: 'Mario',
        lastName: 'Rossi',
        addressLine1: 'Via Garibaldi 10',
        city: 'Genova',
        postalCode: '16124',
        country: 'IT',
        phoneNumber: '0101234567',
      },
    },
  };
}

test('a SKU that requires an attestation is sold when the line accepts it', async () => {
  const partner = await startTestSimulator();
  const [productId, skuId] = ['CFQ7TTC0HX99', '0001'];
  const ofProduct = await partner.good('GET', `/v1/customers/${CONTOSO}/products/${productId}/skus/${skuId}`);
  expect(ofProduct.at('attestationProperties')).toEqual({ attestationType: 'Windows365', enforceAttestation: true });
  const other = await partner.good('GET', `/v1/customers/${CONTOSO}/products/CFQ7TTC0LDPB/skus/0001`);
  expect(other.at('attestationProperties')).toBeUndefined();

  const catalogItemId = await partner.catalogItemId(CONTOSO, productId, skuId);
  const line = { catalogItemId, quantity: 1, termDuration: 'P1Y', billingCycle: 'annual' };
  const carts = `/v1/customers/${CONTOSO}/carts`;
  for (const attestationAccepted of [undefined, false]) {
    const lineItems = [attestationAccepted === undefined ? line : { ...line, attestationAccepted }];
    const cart = await partner.good('POST', carts, { lineItems });
    expect(cart.at('lineItems', 0, 'error')).toEqual({
      errorCode: '10012',
      errorDescription: "Attestation hasn't been accepted.",
    });
    const refused = await partner.call('POST', `${carts}/${cart.text('id')}/checkout`);
    expect([refused.status, refused.at('code'), refused.at('data')]).toEqual([400, 900203, [catalogItemId]]);
  }
  const cart = await partner.good('POST', carts, { lineItems: [{ ...line, AttestationAccepted: true }] });
  expect(cart.at('lineItems', 0, 'error')).toBeUndefined();
  expect(cart.at('lineItems', 0, 'attestationAccepted')).toBe(true);
  const checkout = await partner.good('POST', `${carts}/${cart.text('id')}/checkout`);
  expect(checkout.at('orders', 0, 'lineItems', 0, 'attestationAccepted')).toBe(true);
});

test('a cart that names resellers needs the attestation of the partner', async () => {
  const partner = await startTestSimulator();
  const catalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
  const line = { catalogItemId, quantity: 1, termDuration: 'P1Y', billingCycle: 'annual' };
  const participants = [{ key: 'transaction_reseller', value: '1234567' }];
  const carts = `/v1/customers/${CONTOSO}/carts`;
  const refused = await partner.call('POST', carts, { lineItems: [{ ...line, participants }] });
  expect([refused.status, refused.at('code')]).toEqual([400, 900206]);
  const cart = await partner.good('POST', carts, {
    PartnerOnRecordAttestationAccepted: true,
    lineItems: [{ ...line, participants }],
  });
  // Once given, the attestation applies to the cart until it is withdrawn.
  const path = `${carts}/${cart.text('id')}`;
  await partner.good('PUT', path, { lineItems: [{ ...line, quantity: 2, participants }] });
  const taken = { PartnerOnRecordAttestationAccepted: false, lineItems: [{ ...line, participants }] };
  expect((await partner.call('PUT', path, taken)).at('code')).toBe(900206);
  expect((await partner.good('GET', path)).at('lineItems', 0, 'quantity')).toBe(2);
});

test('a line can set the length of its next term', async () => {
  const partner = await startTestSimulator();
  const catalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
  const line = { catalogItemId, quantity: 1, termDuration: 'P1M', billingCycle: 'monthly' };
  const carts = `/v1/customers/${CONTOSO}/carts`;
  const refused = await partner.good('POST', carts, { lineItems: [{ ...line, renewsTo: [{ termDuration: 'P3Y' }] }] });
  expect(refused.at('lineItems', 0, 'error', 'errorCode')).toBe('10010');
  const none = await partner.good('POST', carts, { lineItems: [{ ...line, RenewsTo: null }] });
  expect(none.at('lineItems', 0, 'error')).toBeUndefined();

  const plan = { sku: BUSINESS_STANDARD, quantity: 1, term: 'P1M', billing: 'monthly' };
  const bought = await partner.buy(CONTOSO, { ...plan, extra: { renewsTo: [{ termDuration: 'P1Y' }] } });
  expect(bought.body).toMatchObject({ termDuration: 'P1M', renewalTermDuration: 'P1Y' });
  const order = await partner.good('GET', `/v1/customers/${CONTOSO}/orders/${bought.text('orderId')}`);
  expect(order.at('lineItems', 0, 'renewsTo')).toEqual({ termDuration: 'P1Y' });
  await partner.moveTo('2026-12-26T00:00:00Z');
  expect((await partner.subscription(CONTOSO, bought.text('id'))).body).toMatchObject({
    termDuration: 'P1Y',
    renewalTermDuration: '',
    commitmentEndDate: '2027-12-24T00:00:00Z',
  });
});

test('provisioning fails on request, and then there are no licences', async () => {
  const partner = await startTestSimulator();
  const broken = { sku: BUSINESS_STANDARD, quantity: 3, extra: { friendlyName: 'Shop (guasto)' } };
  const id = (await partner.buy(CONTOSO, broken)).text('id');
  const status = await partner.good('GET', `/v1/customers/${CONTOSO}/subscriptions/${id}/provisioningstatus`);
  expect(status.body).toMatchObject({ status: 'failed', quantity: 0 });
  expect((await partner.good('GET', `/v1/customers/${CONTOSO}/subscribedskus`)).at('totalCount')).toBe(0);
});

test('custom term end dates come three hundred a page', async () => {
  const partner = await startTestSimulator();
  await partner.good('POST', '/control/seed', { customers: 1, subscriptionsPerCustomer: 250 });
  const filter = encodeURIComponent(JSON.stringify({ Field: 'CompanyName', Value: 'Seeded', Operator: 'starts_with' }));
  const customer = (await partner.good('GET', `/v1/customers?filter=${filter}`)).text('items', 0, 'id');
  const path = `/v1/customers/${customer}/subscriptions/customTermEndDates?term_duration=P3Y`;
  const first = await partner.good('GET', path);
  const next = { 'MS-ContinuationToken': first.text('links', 'next', 'headers', 0, 'value') };
  const second = await partner.good('GET', path, undefined, next);
  expect([first.at('totalCount'), first.at('links', 'next', 'headers', 0, 'value')]).toEqual([300, '300']);
  expect(second.at('links', 'next')).toBeUndefined();
  const days = [first, second].flatMap((page) => {
    const items = page.at('items');
    return Array.isArray(items) ? items.map((item) => JSON.stringify(item)) : [];
  });
  expect(new Set(days).size).toBe(days.length);
  expect(days.length).toBeGreaterThan(300);
});
