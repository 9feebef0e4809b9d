import { eq, sql } from 'drizzle-orm';
import { expect, inject, test } from 'vitest';
import { z } from 'zod';
import { buildCustomer, buildProvider } from '#features/orders/builders.ts';
import { GOOD_PASSWORD } from '#features/sign-in/builders.ts';
import type { Actor } from '#platform/actor.ts';
import { newId } from '#platform/ids.ts';
import { type AnyOperation, operation, runOperation } from '#platform/operation.server.ts';
import { assert, VendorFault } from '#platform/refusal.ts';
import { auditRecord, idempotentCall } from '#platform/tables.ts';
import { PageRequest } from '#platform/wire.ts';
import { operations } from '../registry.ts';
import { keyOf, serveWorld } from '../testing/serve-world.ts';
import { startWorld, type World } from '../testing/world.ts';
import { type RestCaller, restApi } from './rest-api.server.ts';
import { RestError } from './rest-error.server.ts';

/** A customer with an administrator, the provider's person, both with a key, and the API at an address. */
async function startApi(environment: Record<string, string> = {}) {
  const world = await startWorld({ environment });
  const customer = await buildCustomer(world);
  const provider = await buildProvider(world);
  const api = await serveWorld(world);
  return {
    world,
    ...api,
    customer,
    provider,
    key: await keyOf(world, customer.administrator),
    providerKey: await keyOf(world, provider),
  };
}

/** Status and code of an error, after a check of its shape. */
async function errorOf(response: Promise<Response>, requestId?: string) {
  const answer = await response;
  const { error } = RestError.parse(await answer.json());
  expect(error.requestId).toBe(requestId ?? answer.headers.get('x-request-id'));
  expect(error.message).not.toMatch(/refusal\.|\{\w/);
  return { status: answer.status, code: error.code, error, headers: answer.headers };
}

async function auditCount(world: World, event: string): Promise<number> {
  const rows = await world.db({ kind: 'system' }, (tx) =>
    tx.select().from(auditRecord).where(eq(auditRecord.event, event)),
  );
  return rows.length;
}

/** The API of operations of a test, called as a person by key. */
async function startApiOf(operations: readonly AnyOperation[]) {
  const world = await startWorld();
  const { administrator } = await buildCustomer(world);
  const caller: RestCaller = {
    actor: administrator,
    locale: 'it',
    apiKey: { status: 'valid' },
    requestId: 'request-1',
  };
  const api = restApi({ app: world.app, operations, publicUrl: 'http://portal.test' });
  return {
    call: (path: string, init?: RequestInit) =>
      api.handle(new Request(`http://portal.test/api/v1${path}`, init), caller),
  };
}

const listThings = operation({
  name: 'things.listThings',
  kind: 'read',
  permission: 'users.read',
  input: PageRequest.extend({
    descending: z.boolean().default(false),
    kinds: z.array(z.enum(['round', 'square'])).default([]),
    levels: z.array(z.int()).default([]),
    text: z.string().default(''),
    above: z.int().nullable().default(null),
  }),
  output: z.record(z.string(), z.unknown()),
  run: async (_context, input) => input,
});

test.each([
  ['', { page: 1, pageSize: 25, descending: false, kinds: [], levels: [], text: '', above: null }],
  ['?page=2&pageSize=200&descending=true', { page: 2, pageSize: 200, descending: true }],
  ['?descending=false', { descending: false }],
  ['?kinds=round', { kinds: ['round'] }],
  ['?kinds=round&kinds=square&levels=1&levels=2', { kinds: ['round', 'square'], levels: [1, 2] }],
  ['?text=12&above=12', { text: '12', above: 12 }],
  ['?text=true&above=', { text: 'true', above: null }],
])('text of the query becomes the value that the schema wants: %s', async (query, expected) => {
  const { call } = await startApiOf([listThings]);
  const answer = await call(`/things/list-things${query}`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject(expected);
});

test.each([
  ['?pageSize=many', 'pageSize input.invalidValue'],
  ['?pageSize=201', 'pageSize input.tooBig'],
  ['?page=1.5', 'page input.notWhole'],
  ['?page=1&page=2', 'page input.invalidValue'],
  ['?descending=yes', 'descending input.invalidValue'],
  ['?levels=1&levels=x', 'levels.1 input.invalidValue'],
])('a query that does not match the schema names the field: %s', async (query, field) => {
  const { call } = await startApiOf([listThings]);
  const { status, code, error } = await errorOf(call(`/things/list-things${query}`), 'request-1');
  expect([status, code]).toEqual([400, 'input.invalid']);
  expect(error.fields.map((one) => `${one.path} ${one.code}`)).toEqual([field]);
});

test('an amount is read once: the provider tops up credit', async () => {
  const { call, providerKey, customer } = await startApi();
  const { accountId } = customer;
  const body = JSON.stringify({ accountId, entryId: newId(), amount: '250.50', note: 'Bonifico' });
  const answer = await call('POST', '/billing/top-up-credit', { key: providerKey, body });
  expect({ status: answer.status, body: await answer.json() }).toMatchObject({ status: 200 });
});

test('an address that does not exist, and a method that it does not take', async () => {
  const { call, key } = await startApi();
  expect(await errorOf(call('GET', '/users/list-nothing', { key }))).toMatchObject({
    status: 404,
    code: 'request.notFound',
  });
  const wrong = await errorOf(call('DELETE', '/users/list-users', { key }));
  expect(wrong).toMatchObject({ status: 405, code: 'request.methodNotAllowed' });
  expect(wrong.headers.get('allow')).toBe('GET, HEAD');
  const read = await errorOf(call('GET', '/users/create-user', { key }));
  expect(read.headers.get('allow')).toBe('POST');
});

test('without a key the answer is 401, with a wrong one too, with a role that lacks the permission 403', async () => {
  const { call, key } = await startApi();
  const none = await errorOf(call('GET', '/users/list-users'));
  expect(none).toMatchObject({ status: 401, code: 'request.notSignedIn' });
  expect(none.headers.get('www-authenticate')).toBe('Bearer realm="api"');

  const wrong = await errorOf(call('GET', '/users/list-users', { key: 'lp_unknown' }));
  expect(wrong).toMatchObject({ status: 401, code: 'request.keyInvalid' });
  expect(wrong.headers.get('www-authenticate')).toContain('error="invalid_token"');

  expect(await errorOf(call('GET', '/provider/list-customers', { key }))).toMatchObject({
    status: 403,
    code: 'permission.denied',
  });
});

test('a key that has expired, or whose person was disabled, is a wrong key', async () => {
  const { world, call, key, customer } = await startApi();
  await world.db({ kind: 'system' }, (tx) =>
    tx.execute(sql`update api_key set expires_at = now() - interval '1 hour'`),
  );
  expect(await errorOf(call('GET', '/users/list-users', { key }))).toMatchObject({ status: 401 });

  const other = await keyOf(world, customer.administrator);
  expect((await call('GET', '/users/list-users', { key: other })).status).toBe(200);
  await world.db({ kind: 'system' }, (tx) =>
    tx.execute(sql`update person set disabled_at = now() where id = ${customer.administrator.personId}`),
  );
  expect(await errorOf(call('GET', '/users/list-users', { key: other }))).toMatchObject({ status: 401 });
});

test('permission is judged before the body is read', async () => {
  const { call, key } = await startApi();
  expect(await errorOf(call('POST', '/billing/top-up-credit', { key, body: '{' }))).toMatchObject({ status: 403 });
  expect(await errorOf(call('POST', '/billing/top-up-credit', { body: '{' }))).toMatchObject({ status: 401 });
});

test('a body that is no JSON, of another type or too large is refused', async () => {
  const { call, providerKey: key } = await startApi();
  const path = '/billing/top-up-credit';
  expect(await errorOf(call('POST', path, { key, body: '{' }))).toMatchObject({ status: 400, code: 'request.notJson' });
  const headers = { 'Content-Type': 'text/plain' };
  expect(await errorOf(call('POST', path, { key, body: '{}', headers }))).toMatchObject({
    status: 400,
    code: 'request.wrongContentType',
  });
  const body = JSON.stringify({ note: 'x'.repeat(1_100_000) });
  expect(await errorOf(call('POST', path, { key, body }))).toMatchObject({ status: 413, code: 'request.tooLarge' });
  expect(await errorOf(call('POST', path, { key, body: '[]' }))).toMatchObject({ status: 400, code: 'input.invalid' });
});

test('too many requests of a key are refused with the seconds to wait', async () => {
  const { call, key, providerKey } = await startApi({ API_KEY_REQUESTS_PER_MINUTE: '2' });
  const list = (by: string) => call('GET', '/users/get-profile', { key: by });
  for (let i = 1; i <= 2; i += 1) expect((await list(key)).status).toBe(200);
  const limited = await errorOf(list(key));
  expect(limited).toMatchObject({ status: 429, code: 'request.tooMany' });
  const seconds = Number(limited.headers.get('retry-after'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect((await list(providerKey)).status).toBe(200);
});

test('a key does what its scopes permit, and never what changes the way in', async () => {
  const { world, call, customer } = await startApi();
  const keys = {
    read: await keyOf(world, customer.administrator, ['read']),
    order: await keyOf(world, customer.administrator, ['order']),
    people: await keyOf(world, customer.administrator, ['people']),
    all: await keyOf(world, customer.administrator),
  };
  const codeOf = async (key: string, method: string, path: string) => {
    const answer = await call(method, path, { key, ...(method === 'GET' ? {} : { body: '{}' }) });
    return answer.ok ? 'done' : RestError.parse(await answer.json()).error.code;
  };
  const calls = [
    ['GET', '/users/list-users', 'read'],
    ['GET', '/orders/list-orders', 'read'],
    ['POST', '/purchasing/add-line', 'order'],
    ['POST', '/accounts/update-details', 'order'],
    ['POST', '/users/create-user', 'people'],
    ['POST', '/licences/assign-service', 'people'],
    ['POST', '/users/update-profile', 'people'],
  ] as const;
  for (const [method, path, scope] of calls)
    for (const [held, key] of Object.entries(keys)) {
      const isRefused = (await codeOf(key, method, path)) === 'permission.scopeMissing';
      expect(isRefused, `${path} with ${held}`).toBe(held !== scope && held !== 'all');
    }
  for (const [method, path] of [
    ['POST', '/sign-in/create-api-key'],
    ['GET', '/sign-in/list-api-keys'],
    ['POST', '/sign-in/change-password'],
    ['POST', '/sign-in/sign-out-everywhere'],
    ['POST', '/sign-in/sign-in'],
    ['POST', '/users/set-password'],
    ['POST', '/tenants/show-administrator-password'],
  ] as const)
    expect(await codeOf(keys.all, method, path), path).toBe('permission.notByKey');
});

test('sentences are in the language of the request, or else in that of the person', async () => {
  const { call, key } = await startApi();
  const italian = await errorOf(call('GET', '/provider/list-customers', { key, headers: { 'Accept-Language': '*' } }));
  expect(italian.error.message).toMatch(/^Non hai l/);
  const headers = { 'Accept-Language': 'fr, en;q=0.8, it;q=0.5' };
  const english = await errorOf(call('GET', '/provider/list-customers', { key, headers }));
  expect(english.error.message).toMatch(/^You are not permitted/);
  expect(english.headers.get('content-language')).toBe('en');
});

test('an id of nothing is 404', async () => {
  const { call, key } = await startApi();
  expect(await errorOf(call('GET', `/orders/get-order?orderId=${crypto.randomUUID()}`, { key }))).toMatchObject({
    status: 404,
    code: 'orders.notFound',
  });
});

test('a write with an idempotency key happens once, and its answer is given again', async () => {
  const { world, call, providerKey: key, customer } = await startApi();
  const entryIds = new Map<string, string>();
  const topUp = (amount: string, idempotencyKey: string) => {
    const entryId = entryIds.get(idempotencyKey) ?? newId();
    entryIds.set(idempotencyKey, entryId);
    return call('POST', '/billing/top-up-credit', {
      key,
      headers: { 'Idempotency-Key': idempotencyKey },
      body: JSON.stringify({ accountId: customer.accountId, entryId, amount, note: 'Bonifico' }),
    });
  };
  const first = await topUp('100', 'top-up-1');
  const second = await topUp('100', 'top-up-1');
  expect([first.status, second.status]).toEqual([200, 200]);
  expect(await second.json()).toEqual(await first.json());
  expect(await auditCount(world, 'billing.creditToppedUp')).toBe(1);

  expect(await errorOf(topUp('200', 'top-up-1'))).toMatchObject({ status: 422, code: 'idempotency.otherRequest' });
  expect(await errorOf(topUp('200', 'x'.repeat(256)))).toMatchObject({ status: 400, code: 'idempotency.keyInvalid' });
  expect((await topUp('200', 'top-up-2')).status).toBe(200);
  expect(await auditCount(world, 'billing.creditToppedUp')).toBe(2);
});

/** The embedded database runs one transaction after the other: a call cannot come while another one runs. */
const hasServer = inject('databaseTemplate').kind === 'server';

test.skipIf(!hasServer)('on a server, a write whose key is in use by another call is answered with 409', async () => {
  const { world, call, providerKey: key, provider, customer } = await startApi();
  const { accountId } = customer;
  const body = JSON.stringify({ accountId, entryId: newId(), amount: '100', note: 'Bonifico' });
  const topUp = () => call('POST', '/billing/top-up-credit', { key, headers: { 'Idempotency-Key': 'top-up' }, body });
  await world.db({ kind: 'system' }, async (tx) => {
    // The lock that the first call holds while it runs.
    await tx.execute(
      sql`select pg_advisory_xact_lock(hashtextextended(${`idempotency:${provider.personId}:top-up`}, 0))`,
    );
    expect(await errorOf(topUp())).toMatchObject({ status: 409, code: 'idempotency.keyInUse' });
  });
  expect((await topUp()).status).toBe(200);
});

test('an answer with a secret is stored sealed, and belongs to its person', async () => {
  const world = await startWorld();
  const { administrator } = await buildCustomer(world);
  const provider = await buildProvider(world);
  const createApiKey = operations.find(({ name }) => name === 'signIn.createApiKey');
  assert(createApiKey !== undefined, 'an operation makes API keys');
  const create = async (actor: Actor) => {
    const caller = { actor, requestId: 'test', idempotencyKey: 'same' };
    return z.object({ key: z.string() }).parse(await runOperation(world.app, createApiKey, { name: 'second' }, caller));
  };
  const made = await create(administrator);
  expect((await create(administrator)).key).toBe(made.key);
  expect((await create(provider)).key).not.toBe(made.key);
  const stored = await world.db({ kind: 'system' }, (tx) => tx.select().from(idempotentCall));
  expect(stored).toHaveLength(2);
  for (const row of stored) expect(JSON.stringify(row)).not.toContain(made.key.slice(3));
});

test('a write that a page of another site makes the browser send is refused', async () => {
  const { call } = await startApi();
  const body = JSON.stringify({ login: 'anna', password: GOOD_PASSWORD });
  const headers = { Origin: 'https://elsewhere.example' };
  expect(await errorOf(call('POST', '/sign-in/sign-in', { headers, body }))).toMatchObject({
    status: 403,
    code: 'request.foreignOrigin',
  });
});

const failing = (name: string, error: Error) =>
  operation({
    name: `things.${name}`,
    kind: 'read',
    permission: 'users.read',
    input: z.object({}),
    output: z.object({}),
    run: () => Promise.reject(error),
  });

test('an error of the portal shows the id of its request alone; a vendor fault says when to come again', async () => {
  const detail = { resend: 'same' as const, requestId: 'vendor-request', retryAfterSeconds: 7.2 };
  const { call } = await startApiOf([
    failing('breakDown', new Error('the password is hunter2')),
    failing('waitInVain', new VendorFault('no answer from 10.0.0.1', detail)),
  ]);
  const broken = await call('/things/break-down');
  expect(broken.status).toBe(500);
  const text = await broken.text();
  expect(text).toContain('request-1');
  expect(text).not.toContain('hunter2');
  const fault = await errorOf(call('/things/wait-in-vain'), 'request-1');
  expect(fault).toMatchObject({ status: 502, code: 'request.vendorFault' });
  expect(fault.headers.get('retry-after')).toBe('8');
  expect(fault.error.message).not.toContain('10.0.0.1');
});
