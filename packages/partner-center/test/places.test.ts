import { expect, test, vi } from 'vitest';
import { createPlaces } from '../src/places.ts';
import { customerId, startTestClient } from './test-client.ts';

const CUSTOMER = `/v1/customers/${customerId}`;
const PRODUCTS = { country: 'IT', targetView: 'OnlineServices' };

test('no more requests than allowed are under way at once, and others do not wait for those to customers', async () => {
  const { client, server } = await startTestClient({ simultaneousRequestsMax: 3, timeoutMs: 60_000 });
  server.reply('GET', CUSTOMER, { fault: 'never' });
  server.reply('GET', '/v1/products', { body: { items: [] } });
  const leaving = new AbortController();
  const calls = Array.from({ length: 10 }, () => client.customers.get(customerId, { signal: leaving.signal }));
  const settled = Promise.allSettled(calls);
  await vi.waitFor(() => expect(server.receivedAt(CUSTOMER)).toHaveLength(3));
  expect((await client.catalogue.listProducts(PRODUCTS)).items).toEqual([]);
  expect(server.receivedAt(CUSTOMER)).toHaveLength(3);
  leaving.abort(new Error('left the page'));
  expect((await settled).map(({ status }) => status)).toEqual(Array(10).fill('rejected'));
  expect(server.receivedAt(CUSTOMER)).toHaveLength(3);
});

test('a failed request frees its place', async () => {
  const { client, server } = await startTestClient({ simultaneousRequestsMax: 1, maxAttempts: 1 });
  server.reply('GET', CUSTOMER, { status: 503 });
  for (let round = 0; round < 3; round += 1) await expect(client.customers.get(customerId)).rejects.toThrow('503');
});

test('places are given first come, first served; an aborted one is skipped', async () => {
  const places = createPlaces(1);
  const entered: string[] = [];
  const first = await places.take(undefined);
  const leaving = new AbortController();
  const aborted = places.take(leaving.signal);
  const take = async (name: string) => {
    const release = await places.take(undefined);
    entered.push(name);
    return release;
  };
  const second = take('second');
  const third = take('third');
  leaving.abort(new Error('gone'));
  await expect(aborted).rejects.toThrow('gone');
  expect(entered).toEqual([]);
  first();
  (await second)();
  (await third)();
  expect(entered).toEqual(['second', 'third']);
  await expect(places.take(AbortSignal.abort(new Error('gone')))).rejects.toThrow('gone');
});
