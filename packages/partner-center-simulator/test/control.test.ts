import { expect, test } from 'vitest';
import type { Json } from '../src/json.ts';
import { CONTOSO, startTestSimulator } from './test-simulator.ts';

test('a fault hits the requests that it matches, as many times as it says', async () => {
  const partner = await startTestSimulator();
  const path = `/v1/customers/${CONTOSO}`;
  const fault = (kind: Json, match: Json = { path: '/v1/customers' }) =>
    partner.good('POST', '/control/faults', { match, times: 1, fault: kind });
  await fault({ kind: 'status', status: 429 });
  const limited = await partner.call('GET', path);
  expect([limited.status, limited.headers.get('Retry-After'), limited.at('statusCode')]).toEqual([429, '57', 429]);
  expect((await partner.call('GET', path)).status).toBe(200);

  await fault({ kind: 'status', status: 503, retryAfterSeconds: 2 }, { method: 'GET' });
  expect((await partner.call('GET', path)).headers.get('Retry-After')).toBe('2');
  await fault({ kind: 'status', status: 200, body: { code: 400072, description: "This item isn't available." } });
  expect((await partner.call('GET', path)).body).toMatchObject({ code: 400072 });
  expect((await partner.call('POST', '/control/faults', { fault: { kind: 'status', status: 302 } })).status).toBe(400);
  await fault({ kind: 'garbage' });
  expect((await partner.call('GET', path)).body).toBe('<html><body>Service Unav');
  await fault({ kind: 'dropBefore' });
  await expect(partner.call('GET', path)).rejects.toThrow('fetch failed');
  const bad = await partner.call('POST', '/control/faults', { fault: { kind: 'sabotage' } });
  expect([bad.status, bad.at('message')]).toEqual([400, 'unknown kind of fault: sabotage']);
});

test('a write whose answer was lost is done once under the same request id', async () => {
  const partner = await startTestSimulator();
  const body = {
    lineItems: [
      {
        catalogItemId: await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001'),
        quantity: 1,
        termDuration: 'P1Y',
        billingCycle: 'annual',
      },
    ],
  };
  const cart = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, body);
  const path = `/v1/customers/${CONTOSO}/carts/${cart.text('id')}/checkout`;
  await partner.good('POST', '/control/faults', { match: { path: 'checkout$' }, fault: { kind: 'dropAfter' } });
  const headers = { 'MS-RequestId': 'bbbbbbbb-0000-4000-8000-000000000001' };
  await expect(partner.call('POST', path, undefined, headers)).rejects.toThrow('fetch failed');
  const again = await partner.call('POST', path, undefined, headers);
  expect([again.status, again.at('orders', 0, 'status')]).toEqual([201, 'pending']);
  expect((await partner.good('GET', `/v1/customers/${CONTOSO}/orders`)).at('totalCount')).toBe(1);
  const requests = await partner.good('GET', '/control/requests');
  expect(JSON.stringify(requests.body)).not.toContain('Bearer');
  expect(requests.at(-3)).toMatchObject({ method: 'POST', fault: 'dropAfter', status: null });
});

test('a write can be ignored: it is answered, but nothing is done', async () => {
  const partner = await startTestSimulator();
  const id = (await partner.buy(CONTOSO, { sku: 'CFQ7TTC0LDPB:0001', quantity: 1 })).text('id');
  await partner.good('POST', '/control/faults', { match: { method: 'PATCH' }, fault: { kind: 'ignored' } });
  const ignored = await partner.patch(CONTOSO, id, { autoRenewEnabled: false });
  expect([ignored.status, ignored.at('autoRenewEnabled')]).toEqual([200, true]);
  expect((await partner.subscription(CONTOSO, id)).at('autoRenewEnabled')).toBe(true);
  expect((await partner.patch(CONTOSO, id, { autoRenewEnabled: false })).at('autoRenewEnabled')).toBe(false);
});

test('the clock moves forward only', async () => {
  const partner = await startTestSimulator();
  expect((await partner.advance('P1Y')).at('now')).toBe('2027-11-25T09:00:00Z');
  const back = await partner.call('PUT', '/control/clock', { now: '2026-01-01T00:00:00Z' });
  expect([back.status, (await partner.good('GET', '/control/clock')).at('now')]).toEqual([400, '2027-11-25T09:00:00Z']);
  expect((await partner.call('PUT', '/control/clock', { now: 'soon' })).status).toBe(400);
});

test('the state can be dumped, loaded and reset', async () => {
  const partner = await startTestSimulator();
  const dump = await partner.good('GET', '/control/state');
  await partner.advance('P1D');
  await partner.buy(CONTOSO, { sku: 'CFQ7TTC0LDPB:0001', quantity: 1 });
  const count = async () => (await partner.good('GET', `/v1/customers/${CONTOSO}/subscriptions`)).at('totalCount');
  expect(await count()).toBe(1);
  await partner.good('PUT', '/control/state', dump.body);
  expect([await count(), (await partner.good('GET', '/control/clock')).at('offsetSeconds')]).toEqual([0, 0]);
  expect((await partner.call('PUT', '/control/state', { version: 7 })).status).toBe(400);
  await partner.good('DELETE', '/control/state');
  expect(await count()).toBe(0);
});

test('a page of another site cannot control the simulator', async () => {
  const { url } = await startTestSimulator();
  const from = (origin: string) => fetch(`${url}/control/state`, { method: 'DELETE', headers: { Origin: origin } });
  expect((await from('https://example.com')).status).toBe(403);
  expect((await from(url)).status).toBe(200);
});
