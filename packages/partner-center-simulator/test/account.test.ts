import { expect, test } from 'vitest';
import { createSimulator } from '../src/partner-center-simulator.ts';
import { CONTOSO, startTestSimulator } from './test-simulator.ts';

const SKU = 'CFQ7TTC0LDPB:0001';

test('a directory role is assigned and removed', async () => {
  const partner = await startTestSimulator();
  const own = `/v1/customers/${CONTOSO}`;
  const roles = await partner.good('GET', `${own}/directoryroles`);
  expect(roles.at('items', 0, 'name')).toBe('Company Administrator');
  const members = `${own}/directoryroles/${roles.text('items', 0, 'id')}/usermembers`;
  const id = (await partner.good('GET', `${own}/users`)).text('items', 0, 'id');
  const added = await partner.call('POST', members, { id, displayName: 'Anna Bianchi' });
  expect([added.status, added.at('roleId')]).toEqual([201, roles.at('items', 0, 'id')]);
  expect((await partner.good('GET', members)).at('items', 0, 'id')).toBe(id);
  expect((await partner.good('GET', `${own}/users/${id}/directoryroles`)).at('totalCount')).toBe(1);
  expect((await partner.call('DELETE', `${members}/${id}`)).status).toBe(204);
  expect((await partner.good('GET', members)).at('totalCount')).toBe(0);
  expect((await partner.call('DELETE', `${members}/${id}`)).at('code')).toBe(60002);
});

test('the support contact of a subscription is the partner until another is named', async () => {
  const partner = await startTestSimulator();
  const bought = await partner.buy(CONTOSO, { sku: SKU, quantity: 1 });
  const path = `/v1/customers/${CONTOSO}/subscriptions/${bought.text('id')}/supportcontact`;
  expect((await partner.good('GET', path)).at('supportTenantId')).toBe('5d1e5c0a-0000-4000-8000-0000000000aa');
  await partner.good('PUT', path, { supportTenantId: CONTOSO, supportMpnId: '123', name: 'Contoso' });
  expect((await partner.good('GET', path)).body).toMatchObject({ supportTenantId: CONTOSO, supportMpnId: '123' });
});

/** Orders seats for Contoso. @returns the code of the refusal; undefined if they are bought */
function orderingFrom(partner: Awaited<ReturnType<typeof startTestSimulator>>) {
  return async (quantity: number) => {
    const catalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
    const lineItems = [{ catalogItemId, quantity, termDuration: 'P1Y', billingCycle: 'annual' }];
    const cart = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, { lineItems });
    const checkout = await partner.good('POST', `/v1/customers/${CONTOSO}/carts/${cart.text('id')}/checkout`);
    return checkout.at('orderErrors', 0, 'code');
  };
}

test('limits of the account refuse an order with the code of the limit', async () => {
  const partner = await startTestSimulator();
  const ordered = orderingFrom(partner);
  await partner.buy(CONTOSO, { sku: SKU, quantity: 10 });
  await partner.good('PUT', '/control/limits', { subscriptions: 1 });
  expect(await ordered(1)).toBe(800066);
  await partner.good('PUT', '/control/limits', { seatsOfSku: 15 });
  expect(await ordered(6)).toBe(800067);
  await partner.good('PUT', '/control/limits', { subscriptionsOfSku: 1 });
  expect(await ordered(1)).toBe(800089);
  await partner.good('PUT', '/control/limits', { subscriptionsOfSku: 2, subscriptions: 2, seatsOfSku: 15 });
  expect(await ordered(5)).toBeUndefined();
});

test('orders and charges use the partner’s credit, and renewals need none', async () => {
  const partner = await startTestSimulator();
  const ordered = orderingFrom(partner);
  // 103.96 a seat. Fabrikam has been charged two months of ten seats before, of 9.09 each.
  await partner.good('PUT', '/control/limits', { credit: 800 });
  expect(await ordered(7)).toBe(800023);
  expect(await ordered(4)).toBeUndefined();
  expect(await ordered(3)).toBe(800023);
  await partner.advance('PT3M');
  expect(await ordered(3)).toBe(800023);
  expect(await ordered(1)).toBeUndefined();
  await partner.moveTo('2027-11-26T09:00:00Z');
  const owned = await partner.good('GET', `/v1/customers/${CONTOSO}/subscriptions`);
  expect(owned.at('items', 0, 'status')).toBe('active');
  expect(await ordered(1)).toBe(800023);
});

test('the request limit refuses requests below customers, by machine time', async () => {
  let now = Temporal.Instant.from('2026-11-25T09:00:00Z');
  const simulator = createSimulator({ now: () => now });
  const ask = async (path: string) => {
    const { status, headers } = await simulator.fetch(new Request(`http://simulator.test${path}`));
    return [status, headers.get('Retry-After')];
  };
  await simulator.fetch(
    new Request('http://simulator.test/control/limits', {
      method: 'PUT',
      body: JSON.stringify({ requestsPerMinute: 2 }),
    }),
  );
  const refusedForWantOfToken = [401, null];
  expect(await ask('/v1/customers')).toEqual(refusedForWantOfToken);
  now = now.add({ seconds: 15 });
  expect(await ask('/v1/customers/x/orders')).toEqual(refusedForWantOfToken);
  expect(await ask('/v1/customers')).toEqual([429, '45']);
  expect(await ask('/v1/products')).toEqual(refusedForWantOfToken);
  now = now.add({ seconds: 45 });
  expect(await ask('/v1/customers')).toEqual(refusedForWantOfToken);
  expect(await ask('/v1/customers')).toEqual([429, '15']);
});

test('the offer matrix and the exchange rates of a month are files of the sales host', async () => {
  const partner = await startTestSimulator();
  const sales = await partner.token('refresh_token', 'https://api.partner.microsoft.com');
  const get = (path: string) =>
    fetch(`${partner.url}/v1.0/sales/${path}/$value`, {
      headers: { Authorization: `Bearer ${sales}`, 'Accept-Encoding': 'identity' },
    });
  const matrix = await (await get("offermatrix(Month='202611')")).text();
  const basic = matrix.split('\r\n').find((row) => row.includes('"CFQ7TTC0LH18","0001"'));
  expect(basic).toContain('"3b555118-da6a-4418-894f-7df1e2096870","O365_BUSINESS_ESSENTIALS","1","300"');
  expect(basic).toContain('"CFQ7TTC0LDPB/0001,CFQ7TTC0LCHC/0002');
  const rates = await (await get("fxrates(Month='202610')")).text();
  expect(rates).toContain('"202610","USD","EUR","0.9"');
  expect((await get("offermatrix(Month='202612')")).status).toBe(404);
  expect((await get("offermatrix(Month='202613')")).status).toBe(404);
  const sheet = (market: string) => get(`pricesheets(Market='${market}',PricesheetView='updatedlicensebased')`);
  expect([(await sheet('IT')).status, (await sheet('DE')).status]).toEqual([200, 404]);
});

test('seeding adds customers with subscriptions whose windows are closed', async () => {
  const partner = await startTestSimulator();
  const added = await partner.call('POST', '/control/seed', { customers: 3, subscriptionsPerCustomer: 4 });
  expect([added.status, added.body]).toEqual([201, { customers: 3, subscriptions: 12 }]);
  const filter = encodeURIComponent(JSON.stringify({ Field: 'CompanyName', Value: 'Seeded', Operator: 'starts_with' }));
  const found = await partner.good('GET', `/v1/customers?filter=${filter}`);
  expect(found.at('totalCount')).toBe(3);
  const owned = await partner.good('GET', `/v1/customers/${found.text('items', 0, 'id')}/subscriptions`);
  expect(owned.at('totalCount')).toBe(4);
  expect((await partner.call('POST', '/control/seed', { customers: 100_001 })).status).toBe(400);
});
