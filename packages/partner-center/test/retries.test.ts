import { describe, expect, test, vi } from 'vitest';
import { PartnerCenterHttpError, PartnerCenterUnreachable, PartnerCenterUnreadable } from '../src/errors.ts';
import { answerResend, readRetryAfter } from '../src/retry.ts';
import type { Method } from '../src/routes.ts';
import { fixtureOf } from './fixtures.ts';
import { customerId, startTestClient, TOKEN_PATH, tokenReply } from './test-client.ts';

const cartId = 'a6c1b7d4-2f9e-4d70-9c55-8b3e1f0a6d21';
const CHECKOUT = `/v1/customers/${customerId}/carts/${cartId}/checkout`;
const CUSTOMER = `/v1/customers/${customerId}`;
const call = { route: 'GET v1/x', requestId: 'r', correlationId: 'c' };
const now = Temporal.Instant.from('2026-03-02T09:00:00Z');

describe('send it again?', () => {
  const rows: [name: string, answer: { status: number; code?: number; isRetryable?: boolean }, again: boolean][] = [
    ['429', { status: 429 }, true],
    ['500', { status: 500 }, true],
    ['501', { status: 501 }, false],
    ['503', { status: 503 }, true],
    ['503 that says it is final', { status: 503, isRetryable: false }, false],
    ['408', { status: 408 }, true],
    ['400', { status: 400, code: 2002 }, false],
    ['400 that says it may be sent again', { status: 400, isRetryable: true }, false],
    ['403', { status: 403 }, false],
    ['404 of a new order', { status: 404, code: 20000 }, false],
    ['409 order in progress', { status: 409, code: 800060 }, true],
    ['409 cart locked', { status: 409, code: 800064 }, true],
    ['409 subscription not ready', { status: 409, code: 800082 }, true],
    ['409 unknown', { status: 409 }, false],
    ['409 unknown that says it may be sent again', { status: 409, isRetryable: true }, true],
  ];
  test.each(rows)('%s: %o → %s', (_name, { status, code, isRetryable }, again) => {
    const body = { code, description: 'no', isRetryable, data: [] };
    const error = new PartnerCenterHttpError(call, { status, body, retryAfterSeconds: undefined });
    expect(answerResend({ error, method: 'POST', attempt: 1, maxAttempts: 4 }, 0.5).again).toBe(again);
  });

  test('never after the last attempt', () => {
    const error = new PartnerCenterUnreachable(call, 'network');
    expect(answerResend({ error, method: 'GET', attempt: 3, maxAttempts: 4 }, 0)).toEqual({ again: true, afterMs: 0 });
    expect(answerResend({ error, method: 'GET', attempt: 4, maxAttempts: 4 }, 0)).toEqual({ again: false });
  });

  test('an unreadable success is requested again only for reads', () => {
    const resend = (method: Method, reason: 'notJson' | 'wrongShape') => {
      const error = new PartnerCenterUnreadable(call, { status: 200, reason });
      return answerResend({ error, method, attempt: 1, maxAttempts: 4 }, 0).again;
    };
    expect([resend('GET', 'notJson'), resend('GET', 'wrongShape'), resend('POST', 'notJson')]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('waits as long as Retry-After says plus a random time, doubling up to a bound', () => {
    const error = new PartnerCenterUnreachable(call, 'network');
    const waits = [1, 2, 3, 20].map((attempt) => answerResend({ error, method: 'GET', attempt, maxAttempts: 99 }, 0.5));
    expect(waits).toEqual([250, 500, 1000, 10_000].map((afterMs) => ({ again: true, afterMs })));
    const body = { code: undefined, description: 'slow down', isRetryable: undefined, data: [] };
    const requested = new PartnerCenterHttpError(call, { status: 429, body, retryAfterSeconds: 57 });
    const resend = answerResend({ error: requested, method: 'GET', attempt: 1, maxAttempts: 4 }, 0.5);
    expect(resend).toEqual({ again: true, afterMs: 57_250 });
  });
});

test('Retry-After is read as seconds and as a date', () => {
  const rows = ['57', 'Mon, 02 Mar 2026 09:00:30 GMT', 'Mon, 02 Mar 2026 08:00:00 GMT', 'soon', null];
  expect(rows.map((header) => readRetryAfter(header, now))).toEqual([57, 30, 0, undefined, undefined]);
});

test('a write is sent again with the same request id after 429, 500 and a dropped connection', async () => {
  const { client, server, waitsMs } = await startTestClient();
  const fixture = fixtureOf('checkoutCart');
  const tooMany = { statusCode: 429, message: 'Rate limit is exceeded. Try again in 7 seconds.' };
  const replies = [
    { status: 429, headers: { 'Retry-After': '7' }, body: tooMany },
    { status: 500 },
    { fault: 'before' },
  ] as const;
  server.reply('POST', CHECKOUT, ...replies, fixture.response);

  const result = await client.carts.checkout({ customerId, cartId }, { requestId: 'request-1' });

  expect(result.orders).toHaveLength(1);
  expect(server.receivedAt(CHECKOUT).map(({ headers }) => headers['ms-requestid'])).toEqual(Array(4).fill('request-1'));
  expect(new Set(server.receivedAt(CHECKOUT).map(({ headers }) => headers['ms-correlationid'])).size).toBe(1);
  expect(waitsMs).toHaveLength(3);
  expect(waitsMs[0]).toBeGreaterThanOrEqual(7000);
});

test('each call generates its own request id', async () => {
  const { client, server } = await startTestClient();
  server.reply('GET', CUSTOMER, fixtureOf('getCustomer').response);
  await client.customers.get(customerId);
  await client.customers.get(customerId);
  const ids = server.receivedAt(CUSTOMER).map(({ headers }) => String(headers['ms-requestid']));
  expect(new Set(ids).size).toBe(2);
  expect(ids.every((id) => /^[0-9a-f-]{36}$/.test(id))).toBe(true);
});

test('gives up after the last attempt, with an error that leaves the outcome open', async () => {
  const { client, server } = await startTestClient({ maxAttempts: 2 });
  server.reply('POST', CHECKOUT, { fault: 'before' });
  const failure = client.carts.checkout({ customerId, cartId }, { requestId: 'r-1', correlationId: 'c-1' });
  await expect(failure).rejects.toMatchObject({
    name: 'PartnerCenterUnreachable',
    reason: 'network',
    requestId: 'r-1',
    correlationId: 'c-1',
  });
  expect(server.receivedAt(CHECKOUT)).toHaveLength(2);
});

test('a truncated answer counts as lost and is requested again', async () => {
  const { client, server } = await startTestClient();
  const fixture = fixtureOf('checkoutCart');
  server.reply('POST', CHECKOUT, { ...fixture.response, fault: 'midBody' }, fixture.response);
  expect((await client.carts.checkout({ customerId, cartId })).orders).toHaveLength(1);
});

test('JSON that is cut off is requested again by a read, in a page too, and never by a write', async () => {
  const { client, server, waitsMs } = await startTestClient({ maxAttempts: 2 });
  const { response } = fixtureOf('getCustomer');
  const half = { text: JSON.stringify(response.body).slice(0, 40) };
  server.reply('GET', CUSTOMER, half, response);
  expect((await client.customers.get(customerId)).id).toBe(customerId);
  server.reply('GET', '/v1/customers', half, { text: '<html>Service Unavailable</html>' });
  await expect(client.customers.list()).rejects.toMatchObject({ name: 'PartnerCenterUnreadable', reason: 'notJson' });
  expect(waitsMs).toHaveLength(2);

  server.reply('POST', CHECKOUT, half, fixtureOf('checkoutCart').response);
  await expect(client.carts.checkout({ customerId, cartId })).rejects.toMatchObject({ reason: 'notJson' });
  expect(server.receivedAt(CHECKOUT)).toHaveLength(1);
});

test('429 without Retry-After waits as the sentence in its body says', async () => {
  const { client, server, waitsMs } = await startTestClient();
  const tooMany = { statusCode: 429, message: 'Rate limit is exceeded. Try again in 42 seconds.' };
  server.reply('GET', CUSTOMER, { status: 429, body: tooMany }, fixtureOf('getCustomer').response);
  await client.customers.get(customerId);
  expect(waitsMs).toHaveLength(1);
  expect(waitsMs[0]).toBeGreaterThanOrEqual(42_000);
  expect(waitsMs[0]).toBeLessThan(43_000);
  server.reply('GET', CUSTOMER, { status: 503, body: tooMany });
  await expect(client.customers.get(customerId)).rejects.toMatchObject({ retryAfterSeconds: undefined });
});

test('a call may have its own time limit and number of attempts, its further pages too', async () => {
  const { client, server } = await startTestClient({ timeoutMs: 60_000, maxAttempts: 4 });
  server.reply('GET', CUSTOMER, { fault: 'never' });
  const options = { timeoutMs: 500, maxAttempts: 2 };
  await expect(client.customers.get(customerId, options)).rejects.toMatchObject({ reason: 'timeOut' });
  expect(server.receivedAt(CUSTOMER)).toHaveLength(2);

  const first = { body: { items: [], links: { next: { uri: '/customers?page=2' } } } };
  server.reply('GET', '/v1/customers', first, { status: 503 });
  await expect(Array.fromAsync(client.customers.pages({}, { maxAttempts: 1 }))).rejects.toThrow('503');
  expect(server.receivedAt('/v1/customers')).toHaveLength(2);
});

test('an answer that never comes is a time-out', async () => {
  const { client, server } = await startTestClient({ timeoutMs: 100, maxAttempts: 1 });
  server.reply('GET', CUSTOMER, { fault: 'never' });
  await expect(client.customers.get(customerId)).rejects.toMatchObject({
    name: 'PartnerCenterUnreachable',
    reason: 'timeOut',
  });
});

test('a wait longer than a minute is left to the caller', async () => {
  const { client, server, waitsMs } = await startTestClient();
  const body = { code: 900278, description: 'There is a pending operation.', data: [], source: 'PartnerFD' };
  server.reply('POST', CHECKOUT, { status: 409, body });
  const failure = client.carts.checkout({ customerId, cartId });
  await expect(failure).rejects.toMatchObject({ code: 900278, category: 'retry', retryAfterSeconds: 86_400 });
  expect(waitsMs).toEqual([]);
});

test('an aborted call stops while waiting, with the reason of the abort', async () => {
  const waiting = new AbortController();
  const { client, server } = await startTestClient({
    sleep: async (_ms, signal) => {
      waiting.abort(new Error('left the page'));
      signal?.throwIfAborted();
    },
  });
  server.reply('GET', CUSTOMER, { status: 503 });
  await expect(client.customers.get(customerId, { signal: waiting.signal })).rejects.toThrow('left the page');
  expect(server.receivedAt(CUSTOMER)).toHaveLength(1);
});

test('an aborted call stops while sending, whatever the reason is', async () => {
  const { client, server } = await startTestClient({ maxAttempts: 1 });
  server.reply('GET', CUSTOMER, { fault: 'never' });
  const sending = new AbortController();
  const failure = client.customers.get(customerId, { signal: sending.signal });
  const refused = expect(failure).rejects.toThrow(new TypeError('shutting down'));
  await vi.waitFor(() => expect(server.receivedAt(CUSTOMER)).toHaveLength(1));
  sending.abort(new TypeError('shutting down'));
  await refused;
});

test('an abort ends the wait before the next attempt, with its reason', async () => {
  const leaving = new AbortController();
  const onRetry = () => void setImmediate(() => leaving.abort(new Error('left the page')));
  const { client, server } = await startTestClient({ sleep: undefined, hooks: { onRetry } });
  server.reply('GET', CUSTOMER, { status: 429, headers: { 'Retry-After': '30' } });
  const startedMs = performance.now();
  const failure = client.customers.get(customerId, { signal: leaving.signal });
  await expect(failure).rejects.toThrow('left the page');
  expect(performance.now() - startedMs).toBeLessThan(15_000);
});

test('hooks see routes, ids, attempts and codes, and no secret', async () => {
  const seen: unknown[] = [];
  const hooks = {
    onRequest: (event: object) => void seen.push({ on: 'request', ...event }),
    onResponse: ({ durationMs, ...event }: { durationMs: number }) => {
      expect(durationMs).toBeGreaterThanOrEqual(0);
      seen.push({ on: 'response', ...event });
    },
    onRetry: ({ afterMs, ...event }: { afterMs: number }) => {
      expect(afterMs).toBeGreaterThanOrEqual(0);
      seen.push({ on: 'retry', ...event });
    },
  };
  const { client, server } = await startTestClient({ hooks });
  const busy = { status: 409, body: { code: 800064, description: 'Cart is being processed.' } };
  server.reply('POST', CHECKOUT, busy, fixtureOf('checkoutCart').response);
  await client.carts.checkout({ customerId, cartId }, { requestId: 'r-1', correlationId: 'c-1' });

  const ids = {
    route: 'POST v1/customers/{customerId}/carts/{cartId}/checkout',
    requestId: 'r-1',
    correlationId: 'c-1',
  };
  expect(seen).toEqual([
    { on: 'request', ...ids, attempt: 1 },
    { on: 'response', ...ids, attempt: 1, status: 409 },
    { on: 'retry', ...ids, attempt: 1, reason: 'PartnerCenterHttpError', code: 800064 },
    { on: 'request', ...ids, attempt: 2 },
    { on: 'response', ...ids, attempt: 2, status: 201 },
  ]);
});

test('a failed sign-in is tried again', async () => {
  const { client, server } = await startTestClient({ signIn: [{ status: 503 }, tokenReply('token-1')] });
  server.reply('GET', CUSTOMER, fixtureOf('getCustomer').response);
  await client.customers.get(customerId);
  expect(server.receivedAt(TOKEN_PATH)).toHaveLength(2);
});

test('headers carry locale, application and contract version', async () => {
  const { client, server } = await startTestClient({ locale: 'it-IT', applicationName: 'licence-portal' });
  server.reply('GET', CUSTOMER, fixtureOf('getCustomer').response);
  await client.customers.get(customerId);
  expect(server.receivedAt(CUSTOMER)[0]?.headers).toMatchObject({
    authorization: 'Bearer token-1',
    'x-locale': 'it-IT',
    'ms-partnercenter-application': 'licence-portal',
    'ms-contract-version': 'v1',
  });
});
