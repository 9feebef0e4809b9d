import { expect, test } from 'vitest';
import { createLimiter, type LimitedRequest, type Limiter } from '../src/partner-center.ts';
import { fixtureOf } from './fixtures.ts';
import { customerId, startTestClient } from './test-client.ts';

const CUSTOMER = `/v1/customers/${customerId}`;
const REQUEST: LimitedRequest = { partnerTenantId: 'partner.example', customerId };

/** A client limited to two requests a minute, on a clock that only waiting moves. */
async function startSlowClient() {
  const { clock, sleep } = movableClock();
  const partner = await startTestClient({ requestsPerMinute: 2, monotonicNowMs: () => clock.ms, sleep });
  partner.server.reply('GET', CUSTOMER, fixtureOf('getCustomer').response);
  partner.server.reply('GET', '/v1/products', fixtureOf('listProducts').response);
  const startedMs = clock.ms;
  return { ...partner, clock, secondsGone: () => (clock.ms - startedMs) / 1000 };
}

/** A clock that only waiting moves. */
function movableClock() {
  const clock = { ms: Date.UTC(2026, 10, 25) };
  const sleep = async (ms: number, signal?: AbortSignal) => {
    signal?.throwIfAborted();
    clock.ms += ms;
  };
  return { clock, sleep };
}

test('a request above the limit waits until the minute of the oldest counted one is over', async () => {
  const { client, clock, secondsGone } = await startSlowClient();
  await client.customers.get(customerId);
  clock.ms += 10_000;
  await client.customers.get(customerId);
  expect(secondsGone()).toBe(10);
  await client.customers.get(customerId);
  expect(secondsGone()).toBe(60);
  await client.customers.get(customerId);
  expect(secondsGone()).toBe(70);
});

test('a clock that is set back by an hour delays nothing', async () => {
  let now = Temporal.Instant.from('2026-10-25T02:30:00Z');
  const { client, server, waitsMs } = await startTestClient({ requestsPerMinute: 1, now: () => now });
  server.reply('GET', CUSTOMER, fixtureOf('getCustomer').response);
  await client.customers.get(customerId);
  now = now.subtract({ hours: 1 });
  await client.customers.get(customerId);
  expect(waitsMs).toHaveLength(1);
  expect(waitsMs[0]).toBeLessThanOrEqual(60_000);
});

test('requests that belong to no customer are not counted', async () => {
  const { client, secondsGone } = await startSlowClient();
  for (let round = 0; round < 5; round += 1)
    await client.catalogue.listProducts({ country: 'IT', targetView: 'OnlineServices' });
  expect(secondsGone()).toBe(0);
});

test('an abort ends the wait, with its reason', async () => {
  const untilAborted = (_ms: number, signal?: AbortSignal) =>
    new Promise<void>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  const limiter = createLimiter(1, { nowMs: () => 0, sleep: untilAborted });
  await limiter.acquire(REQUEST, undefined);
  const controller = new AbortController();
  const waiting = limiter.acquire(REQUEST, controller.signal);
  controller.abort(new Error('left the page'));
  await expect(waiting).rejects.toThrow('left the page');
});

test('a request that was aborted before counts for nothing', async () => {
  const { clock, sleep } = movableClock();
  const limiter = createLimiter(1, { nowMs: () => clock.ms, sleep });
  const startedMs = clock.ms;
  await expect(limiter.acquire(REQUEST, AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
  await limiter.acquire(REQUEST, undefined);
  expect(clock.ms).toBe(startedMs);
});

test('each partner is counted separately, whichever customers its requests are about', async () => {
  const { clock, sleep } = movableClock();
  const limiter = createLimiter(1, { nowMs: () => clock.ms, sleep });
  const startedMs = clock.ms;
  await limiter.acquire(REQUEST, undefined);
  await limiter.acquire({ ...REQUEST, partnerTenantId: 'other.example' }, undefined);
  expect(clock.ms - startedMs).toBe(0);
  await limiter.acquire({ ...REQUEST, customerId: undefined }, undefined);
  expect(clock.ms - startedMs).toBe(60_000);
});

test('clients that share a limiter are counted together', async () => {
  const { clock, sleep } = movableClock();
  const startedMs = clock.ms;
  const limiter = createLimiter(3, { nowMs: () => clock.ms, sleep });
  const partners = [await startTestClient({ limiter }), await startTestClient({ limiter })];
  for (const { client, server } of partners) {
    server.reply('GET', CUSTOMER, fixtureOf('getCustomer').response);
    await client.customers.get(customerId);
  }
  expect(clock.ms - startedMs).toBe(0);
  for (const { client } of partners) await client.customers.get(customerId);
  expect(clock.ms - startedMs).toBe(60_000);
});

test('the default clock is the machine’s', async () => {
  const limiter = createLimiter(1);
  await limiter.acquire(REQUEST, undefined);
  await expect(limiter.acquire(REQUEST, AbortSignal.timeout(20))).rejects.toMatchObject({ name: 'TimeoutError' });
});

/** A limiter as a portal supplies it: records the requests and lets all pass until `fail` is set. */
function suppliedLimiter() {
  const supplied = { acquired: [] as LimitedRequest[], signals: [] as (AbortSignal | undefined)[], fail: false };
  const limiter: Limiter = {
    async acquire(request, signal) {
      if (supplied.fail) throw new Error('the database of the limiter is gone');
      supplied.acquired.push(request);
      supplied.signals.push(signal);
    },
  };
  return { supplied, limiter };
}

test('a supplied limiter learns partner and customer of each attempt, the pages of a list included', async () => {
  const { supplied, limiter } = suppliedLimiter();
  const { client, server } = await startTestClient({ limiter });
  const { signal } = new AbortController();
  server.reply('GET', CUSTOMER, { status: 503 }, fixtureOf('getCustomer').response);
  await client.customers.get(customerId, { signal });
  expect(supplied.acquired).toEqual([REQUEST, REQUEST]);
  expect(supplied.signals).toEqual([signal, signal]);

  const firstPage = { items: [], links: { next: { uri: '/customers?seekOperation=Next' } } };
  server.reply('GET', '/v1/customers', { body: firstPage }, { body: { items: [] } });
  const pages = await Array.fromAsync(client.customers.pages({ size: 1 }));
  expect(pages).toHaveLength(2);
  const noCustomer = { partnerTenantId: 'partner.example', customerId: undefined };
  expect(supplied.acquired.slice(2)).toEqual([noCustomer, noCustomer]);
});

test('a request waits until the supplied limiter lets it pass', async () => {
  const passed = Promise.withResolvers<void>();
  const requested = Promise.withResolvers<void>();
  const limiter: Limiter = {
    acquire: () => {
      requested.resolve();
      return passed.promise;
    },
  };
  const { client, server } = await startTestClient({ limiter, timeoutMs: 1000 });
  server.reply('GET', CUSTOMER, fixtureOf('getCustomer').response);
  const reading = client.customers.get(customerId);
  await requested.promise;
  expect(server.receivedAt(CUSTOMER)).toHaveLength(0);
  passed.resolve();
  expect((await reading).id).toBe(customerId);
});

test('a limiter that fails ends the call: nothing is sent, nothing is retried', async () => {
  const { supplied, limiter } = suppliedLimiter();
  supplied.fail = true;
  const { client, server, waitsMs } = await startTestClient({ limiter });
  await expect(client.customers.get(customerId)).rejects.toThrow('the database of the limiter is gone');
  expect(server.receivedAt(CUSTOMER)).toHaveLength(0);
  expect(waitsMs).toEqual([]);
});
