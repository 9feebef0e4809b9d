import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import type { Json } from '../src/json.ts';
import { DEMO_APPLICATION, startSimulator } from '../src/partner-center-simulator.ts';
import { routes } from '../src/routes.ts';
import { ADATUM, CONTOSO, NORTHWIND, replyOf, SCHOOL, simulatedPartner, tokenFor } from './simulated-partner.ts';

test('each route asks for the kind of token and the audience that Microsoft asks for', async () => {
  const { url, token } = await simulatedPartner();
  const get = async (path: string, bearer?: string) => {
    const headers = bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` };
    const reply = await replyOf(await fetch(`${url}${path}`, { headers }));
    return [reply.status, reply.at('code') ?? 'fine'];
  };
  const appOnly = await token('client_credentials');
  const appUser = await token('refresh_token');
  const sales = await token('refresh_token', 'https://api.partner.microsoft.com');
  const retired = await token('client_credentials', 'https://graph.windows.net');
  expect(await get(`/v1/customers/${CONTOSO}`)).toEqual([401, 400]);
  expect(await get(`/v1/customers/${CONTOSO}`, `${appOnly}x`)).toEqual([401, 400]);
  expect(await get(`/v1/customers/${CONTOSO}`, appOnly)).toEqual([200, 'fine']);
  expect(await get(`/v1/customers/${CONTOSO}`, retired)).toEqual([401, 900420]);
  expect(await get(`/v1/customers/${CONTOSO}`, sales)).toEqual([401, 900420]);
  expect(await get(`/v1/customers/${CONTOSO}/users`, appOnly)).toEqual([403, 900329]);
  expect(await get(`/v1/customers/${CONTOSO}/users`, appUser)).toEqual([200, 'fine']);
  const sheet = "/v1.0/sales/pricesheets(Market='IT',PricesheetView='updatedlicensebased')/$value?timeline=current";
  expect(await get(sheet, appUser)).toEqual([401, 900420]);
  expect(await get(sheet, sales)).toEqual([200, 'fine']);
});

test('refresh tokens rotate, and wrong credentials get no token', async () => {
  const { url } = await simulatedPartner();
  const ask = async (form: Record<string, string>) =>
    replyOf(await fetch(`${url}/tenant/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) }));
  const asked = {
    grant_type: 'refresh_token',
    client_id: DEMO_APPLICATION.clientId,
    client_secret: DEMO_APPLICATION.clientSecret,
    scope: 'https://api.partnercenter.microsoft.com/user_impersonation',
    refresh_token: 'simulated-refresh-token',
  };
  const first = await ask(asked);
  const next = first.text('refresh_token');
  expect(next).not.toBe(asked.refresh_token);
  expect((await ask({ ...asked, refresh_token: next })).status).toBe(200);
  expect((await ask({ ...asked, refresh_token: 'stolen' })).at('error')).toBe('invalid_grant');
  expect((await ask({ ...asked, client_secret: 'wrong' })).status).toBe(401);
  expect((await ask({ ...asked, scope: 'https://example.com/.default' })).at('error')).toBe('invalid_resource');
});

test('names and paths are compared without case, with a slash at the end and `size=0`', async () => {
  const partner = await simulatedPartner();
  const reply = await partner.good('GET', `/V1/Customers/?SIZE=0`);
  expect(reply.at('totalCount')).toBe(5);
  const filter = encodeURIComponent(JSON.stringify({ Field: 'Domain', Value: 'CONTOSO', Operator: 'starts_with' }));
  expect((await partner.good('GET', `/v1/customers?filter=${filter}`)).at('items', 0, 'id')).toBe(CONTOSO);
  const address = { AddressLine1: 'Via Roma', City: 'Milano', PostalCode: '20121', Country: 'it' };
  expect((await partner.good('POST', '/v1/validations/address', address)).at('status')).toBe('StreetPartial');
});

test('customers come a page at a time', async () => {
  const partner = await simulatedPartner();
  const names: Json[] = [];
  let path = '/v1/customers?size=2';
  let headers: Record<string, string> = {};
  for (let pageCount = 0; pageCount < 3; pageCount += 1) {
    const page = await partner.good('GET', path, undefined, headers);
    names.push(page.at('items', 0, 'companyProfile', 'companyName') ?? null);
    if (page.at('links', 'next') === undefined) break;
    path = `/v1${page.text('links', 'next', 'uri')}`;
    headers = { 'MS-ContinuationToken': page.text('links', 'next', 'headers', 0, 'value') };
  }
  expect(names).toEqual(['Contoso S.r.l.', 'Graphic Design Institute', 'Tailspin Toys S.r.l.']);
});

test('a tenant without relationship is refused until it accepts the invitation', async () => {
  const partner = await simulatedPartner();
  const before = await partner.call('GET', `/v1/customers/${ADATUM}`);
  expect([before.status, before.at('code')]).toEqual([403, 20002]);
  const unknown = await partner.call('GET', '/v1/customers/c0000000-0000-4000-8000-999999999999');
  expect([unknown.status, unknown.at('code')]).toEqual([404, 60003]);
  const { url } = await partner
    .good('GET', '/v1/customers/relationshiprequests')
    .then((reply) => ({ url: reply.text('url') }));
  const accepted = await fetch(url, { method: 'POST', body: new URLSearchParams({ domain: 'adatum' }) });
  expect(accepted.status).toBe(200);
  expect((await partner.good('GET', `/v1/customers/${ADATUM}`)).at('relationshipToPartner')).toBe('reseller');
});

test('an agreement is confirmed once for a contact, and not from the future', async () => {
  const partner = await simulatedPartner();
  const path = `/v1/customers/${NORTHWIND}/agreements`;
  const agreement = {
    primaryContact: { firstName: 'Anna', lastName: 'Verdi', email: 'anna@example.com' },
    templateId: '117a77b0-9360-443b-8795-c6dedc750cf9',
    dateAgreed: '2026-11-25',
    type: 'MicrosoftCustomerAgreement',
  };
  expect((await partner.call('POST', path, { ...agreement, dateAgreed: '2026-11-26' })).at('code')).toBe(3000);
  expect((await partner.call('POST', path, agreement)).status).toBe(201);
  const again = await partner.call('POST', path, agreement);
  expect([again.status, again.at('errorName')]).toEqual([400, 'PartnerConfirmedAgreementAlreadyExists']);
  expect((await partner.good('GET', path)).at('totalCount')).toBe(1);
});

test('a qualification is vetted in time and opens its segment', async () => {
  const partner = await simulatedPartner();
  const products = (segment: string, id = CONTOSO) =>
    partner.call('GET', `/v1/customers/${id}/products?targetView=OnlineServices&targetSegment=${segment}`);
  expect((await products('education')).at('code')).toBe(400030);
  expect((await products('education', SCHOOL)).status).toBe(200);
  const path = `/v1/customers/${CONTOSO}/qualifications`;
  const asked = { qualification: 'Education', educationSegment: 'K12', website: 'contoso.example' };
  expect((await partner.good('POST', path, asked)).at('vettingStatus')).toBe('InReview');
  expect((await products('education')).status).toBe(403);
  await partner.advance('PT10M');
  expect((await partner.good('GET', path)).at(0, 'vettingStatus')).toBe('Approved');
  expect((await products('education')).status).toBe(200);
  await partner.good('POST', path, { qualification: 'GovernmentCommunityCloud', validationCode: '000000' });
  await partner.advance('PT10M');
  expect((await partner.good('GET', path)).at(1)).toMatchObject({ vettingStatus: 'Denied' });
});

test('faults hit what they match, as often as they say', async () => {
  const partner = await simulatedPartner();
  const path = `/v1/customers/${CONTOSO}`;
  const fault = (kind: Json, match: Json = { path: '/v1/customers' }) =>
    partner.good('POST', '/control/faults', { match, times: 1, fault: kind });
  await fault({ kind: 'status', status: 429 });
  const limited = await partner.call('GET', path);
  expect([limited.status, limited.headers.get('Retry-After'), limited.at('statusCode')]).toEqual([429, '57', 429]);
  expect((await partner.call('GET', path)).status).toBe(200);

  await fault({ kind: 'status', status: 503, retryAfterSeconds: 2 }, { method: 'GET' });
  expect((await partner.call('GET', path)).headers.get('Retry-After')).toBe('2');
  await fault({ kind: 'garbage' });
  expect((await partner.call('GET', path)).body).toBe('<html><body>Service Unav');
  await fault({ kind: 'dropBefore' });
  await expect(partner.call('GET', path)).rejects.toThrow('fetch failed');
  const bad = await partner.call('POST', '/control/faults', { fault: { kind: 'sabotage' } });
  expect([bad.status, bad.at('message')]).toEqual([400, 'unknown kind of fault: sabotage']);
});

test('a write whose answer was lost is not done again under the same request id', async () => {
  const partner = await simulatedPartner();
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

test('the clock moves forward only', async () => {
  const partner = await simulatedPartner();
  expect((await partner.advance('P1Y')).at('now')).toBe('2027-11-25T09:00:00Z');
  const back = await partner.call('PUT', '/control/clock', { now: '2026-01-01T00:00:00Z' });
  expect([back.status, (await partner.good('GET', '/control/clock')).at('now')]).toEqual([400, '2027-11-25T09:00:00Z']);
  expect((await partner.call('PUT', '/control/clock', { now: 'soon' })).status).toBe(400);
});

test('the state survives a restart, an order half done included', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, 'state.json');
  const partner = await simulatedPartner({ stateFile });
  await partner.advance('P1D');
  const catalogItemId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
  const lineItems = [{ catalogItemId, quantity: 3, termDuration: 'P1Y', billingCycle: 'annual' }];
  const cart = await partner.good('POST', `/v1/customers/${CONTOSO}/carts`, { lineItems });
  const checkout = await partner.good('POST', `/v1/customers/${CONTOSO}/carts/${cart.text('id')}/checkout`);
  await partner.running.close();
  expect(JSON.parse(readFileSync(stateFile, 'utf8')).clockOffsetMs).toBe(86_400_000);

  const again = await simulatedPartner({ stateFile });
  await again.advance('PT3M');
  const order = await again.good('GET', `/v1/customers/${CONTOSO}/orders/${checkout.text('orders', 0, 'id')}`);
  expect(order.at('status')).toBe('completed');
  const owned = await again.subscription(CONTOSO, order.text('lineItems', 0, 'subscriptionId'));
  expect(owned.body).toMatchObject({ quantity: 3, creationDate: '2026-11-26T09:02:00Z' });
});

test('the state can be dumped, loaded and reset', async () => {
  const partner = await simulatedPartner();
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

test('a page of another site cannot steer the simulator', async () => {
  const { url } = await simulatedPartner();
  const from = (origin: string) => fetch(`${url}/control/state`, { method: 'DELETE', headers: { Origin: origin } });
  expect((await from('https://example.com')).status).toBe(403);
  expect((await from(url)).status).toBe(200);
});

test('a folder that went away does not stop the answers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const stateFile = join(folder, 'state.json');
  const partner = await simulatedPartner({ stateFile });
  const said: unknown[] = [];
  vi.spyOn(console, 'error').mockImplementation((sentence) => said.push(sentence));
  onTestFinished(() => void vi.restoreAllMocks());
  rmSync(folder, { recursive: true });
  await partner.advance('P1D');
  await vi.waitFor(() =>
    expect(said).toEqual([`the state could not be saved in ${stateFile}; the next change tries again`]),
  );
  expect((await partner.call('GET', `/v1/customers/${CONTOSO}`)).status).toBe(200);
  mkdirSync(folder);
});

test('the example of the README runs', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  expect(example.trim().split('\n').length).toBeLessThanOrEqual(5);
  const ran = spawnSync(process.execPath, ['--input-type=module-typescript', '--eval', example], {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
  });
  expect([ran.status, ran.stdout]).toEqual([0, expect.stringContaining('offsetSeconds: 31')]);
});

test('the program serves until it is told to stop, and explains a wrong port', async () => {
  const program = fileURLToPath(new URL('../bin/partner-center-simulator.ts', import.meta.url));
  const wrong = spawnSync(process.execPath, [program, '--port', 'x'], { encoding: 'utf8' });
  expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('--port is a number')]);
  const running = spawn(process.execPath, [program, '--port', '0']);
  onTestFinished(() => void running.kill('SIGKILL'));
  const [said] = await once(running.stdout, 'data');
  const url = /http:[^\s]+/.exec(String(said))?.[0] ?? '';
  expect((await fetch(`${url}/control/clock`)).status).toBe(200);
  running.kill('SIGTERM');
  expect((await once(running, 'exit'))[0]).toBe(0);
});

test('a port in use is a rejection, not a crash', async () => {
  const partner = await simulatedPartner();
  const port = Number(new URL(partner.url).port);
  await expect(startSimulator({ port })).rejects.toThrow('EADDRINUSE');
});

test('whatever comes in, a documented shape goes out', async () => {
  const partner = await simulatedPartner();
  const token = await tokenFor(partner.url, 'refresh_token');
  const bodies = [
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{"lineItems":5}',
    '{"lineItems":[null]}',
    '{"quantity":1e99}',
    '{"companyProfile":{"domain":{}}}',
  ];
  const ids = [CONTOSO, 'constructor', '__proto__', '%00', '%E0%A4%A', "a'b", 'x'.repeat(300)];
  const strange: string[] = [];
  for (const route of routes) {
    for (const [index, body] of bodies.entries()) {
      const id = ids[index % ids.length] ?? '';
      const path = route.path.replaceAll(/:\w+/g, (name) => (name === ':customerId' && index % 2 === 0 ? CONTOSO : id));
      const response = await fetch(`${partner.url}${path}`, {
        method: route.method,
        headers: { Authorization: `Bearer ${token}` },
        ...(route.method === 'GET' || route.method === 'HEAD' ? {} : { body }),
      });
      const reply = await replyOf(response);
      const isDocumented = reply.status < 400 || route.method === 'HEAD' || typeof reply.at('code') === 'number';
      if (!isDocumented || reply.status >= 500)
        strange.push(`${route.method} ${path} ${body}: ${reply.status} ${JSON.stringify(reply.body)}`);
    }
  }
  expect(strange).toEqual([]);
  const unknown = await partner.call('GET', '/v1/nothing');
  expect([unknown.status, unknown.at('code')]).toEqual([404, 1000]);
});

test('the README names every route with the page that it imitates', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8').replaceAll(/ +/g, ' ');
  const missing = routes
    .filter((route) => !readme.includes(`| \`${route.method} ${route.path}\` | ${route.source} |`))
    .map((route) => `| \`${route.method} ${route.path}\` | ${route.source} |`);
  expect(missing).toEqual([]);
  const rowCount = readme.match(/^\| `[A-Z]+ \/v1/gm)?.length;
  expect(rowCount, 'rows of the README').toBe(routes.length);
});
