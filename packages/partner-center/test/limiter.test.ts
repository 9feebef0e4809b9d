import { expect, test } from 'vitest';
import { createLimiter } from '../src/partner-center.ts';
import { fixtureOf } from './fixtures.ts';
import { customerId, startTestClient } from './test-client.ts';

const CUSTOMER = `/v1/customers/${customerId}`;

/** A client that may ask twice a minute, on a clock that only waiting moves. */
async function startSlowPartner() {
  const { clock, sleep } = movableClock();
  const now = () => Temporal.Instant.fromEpochMilliseconds(clock.ms);
  const partner = await startTestClient({ requestsPerMinute: 2, now, sleep });
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

test('who asks more often than the limit waits until a minute has gone since the request so many before', async () => {
  const { client, clock, secondsGone } = await startSlowPartner();
  await client.customers.get(customerId);
  clock.ms += 10_000;
  await client.customers.get(customerId);
  expect(secondsGone()).toBe(10);
  await client.customers.get(customerId);
  expect(secondsGone()).toBe(60);
  await client.customers.get(customerId);
  expect(secondsGone()).toBe(70);
});

test('what does not belong to a customer is not counted', async () => {
  const { client, secondsGone } = await startSlowPartner();
  for (let round = 0; round < 5; round += 1)
    await client.catalogue.listProducts({ country: 'IT', targetView: 'OnlineServices' });
  expect(secondsGone()).toBe(0);
});

test('who has gone does not wait for the turn', async () => {
  const untilAborted = (_ms: number, signal?: AbortSignal) =>
    new Promise<void>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  const limiter = createLimiter(1, { nowMs: () => 0, sleep: untilAborted });
  await limiter.turn(undefined);
  const gone = new AbortController();
  const turn = limiter.turn(gone.signal);
  gone.abort(new Error('gone'));
  await expect(turn).rejects.toThrow('gone');
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

test('by itself a limiter goes by the machine’s time', async () => {
  const limiter = createLimiter(1);
  await limiter.turn(undefined);
  const gone = new AbortController();
  const turn = limiter.turn(gone.signal);
  setTimeout(() => gone.abort(new Error('left the page')), 20);
  await expect(turn).rejects.toThrow('left the page');
});
