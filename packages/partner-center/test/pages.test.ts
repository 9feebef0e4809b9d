import { expect, test } from 'vitest';
import { ROUTES } from '../src/partner-center.ts';
import { requestUrl } from '../src/request-url.ts';
import { fixtureOf } from './fixtures.ts';
import { startTestClient } from './test-client.ts';

function page(names: string[], next?: { uri: string; headers: { key: string; value: string }[] }) {
  const items = names.map((name) => ({ id: name, companyProfile: { companyName: name } }));
  return { body: { totalCount: 3, items, links: next === undefined ? {} : { next: { ...next, method: 'GET' } } } };
}

test('follows the next link with its token; request ids differ, the correlation id is shared', async () => {
  const { client, server } = await startTestClient();
  const headers = [{ key: 'MS-ContinuationToken', value: 'token-of-page-2' }];
  const uri = '/customers?size=2&seekOperation=Next';
  server.reply('GET', '/v1/customers', page(['Alfa', 'Beta'], { uri, headers }), page(['Gamma']));

  const names: string[] = [];
  for await (const { items } of client.customers.pages({ size: 2 }, { requestId: 'r-1' }))
    names.push(...items.map(({ id }) => id));

  expect(names).toEqual(['Alfa', 'Beta', 'Gamma']);
  const [first, second] = server.receivedAt('/v1/customers');
  expect(first?.query).toEqual({ size: '2' });
  expect(second?.query).toEqual({ size: '2', seekOperation: 'Next' });
  expect(second?.headers['ms-continuationtoken']).toBe('token-of-page-2');
  expect(first?.headers['ms-requestid']).toBe('r-1');
  expect(second?.headers['ms-requestid']).not.toBe('r-1');
  expect(second?.headers['ms-correlationid']).toBe(first?.headers['ms-correlationid']);
});

test('fetches no page that is not consumed', async () => {
  const { client, server } = await startTestClient();
  server.reply('GET', '/v1/customers', page(['Alfa'], { uri: '/v1/customers?page=2', headers: [] }));
  for await (const { items } of client.customers.pages()) {
    expect(items).toHaveLength(1);
    break;
  }
  expect(server.receivedAt('/v1/customers')).toHaveLength(1);
});

test.each(['https://elsewhere.example/v1/customers', '//elsewhere.example/v1/customers', 'nonsense'])(
  'takes its token to no other host: %s',
  async (uri) => {
    const { client, server } = await startTestClient();
    server.reply('GET', '/v1/customers', page(['Alfa'], { uri, headers: [] }));
    await expect(Array.fromAsync(client.customers.pages())).rejects.toMatchObject({
      name: 'PartnerCenterUnreadable',
      reason: 'foreignLink',
    });
  },
);

test('a whole address on the same host is followed', async () => {
  const { client, server } = await startTestClient();
  const next = { uri: `${server.url}/v1/customers?page=2`, headers: [] };
  server.reply('GET', '/v1/customers', page(['Alfa'], next), page(['Beta']));
  expect(await Array.fromAsync(client.customers.pages())).toHaveLength(2);
});

test('an identifier cannot leave its place in the path', async () => {
  const { client, server } = await startTestClient();
  for (const id of ['', '.', '..']) {
    await expect(client.customers.get(id)).rejects.toThrow('no usable customerId');
  }
  expect(server.received).toEqual([]);
  server.reply('GET', '/v1/customers/a/../b?c', fixtureOf('getCustomer').response);
  await client.customers.get('a/../b?c');
  expect(server.received.at(-1)).toMatchObject({ path: '/v1/customers/a/../b?c', query: {} });
});

test('a value cannot close the quotes of the price sheet address', () => {
  const url = requestUrl('https://host', ROUTES.getPriceSheet, { market: "IT',X='", view: 'software' });
  expect(url.pathname).toBe("/v1.0/sales/pricesheets(Market='IT%27%2CX%3D%27',PricesheetView='software')/$value");
});

test('a link that leads back to a page that was read ends in an error', async () => {
  const { client, server } = await startTestClient();
  const headers = [{ key: 'MS-ContinuationToken', value: 'same' }];
  server.reply('GET', '/v1/customers', page(['Alfa'], { uri: '/customers?seekOperation=Next', headers }));
  const names: string[] = [];
  const reading = (async () => {
    for await (const { id } of client.customers.pages().items()) {
      names.push(id);
      if (names.length > 5) break;
    }
  })();
  await expect(reading).rejects.toMatchObject({ name: 'PartnerCenterUnreadable', reason: 'repeatedLink' });
  expect(names).toEqual(['Alfa', 'Alfa']);
});

test('a row that cannot be read is reported and takes no other with it', async () => {
  const reported: unknown[] = [];
  const { client, server } = await startTestClient({
    hooks: { onUnreadableItem: ({ route, index, details }) => void reported.push({ route, index, details }) },
  });
  const rows = [...page(['Alfa', 'Beta']).body.items, { id: 7 }, null, ...page(['Gamma']).body.items];
  server.reply('GET', '/v1/customers', { body: { totalCount: 5, items: rows } });
  const read = await client.customers.list();
  expect(read.items.map(({ id }) => id)).toEqual(['Alfa', 'Beta', 'Gamma']);
  expect(read.unreadable).toHaveLength(1);
  expect(reported).toEqual([{ route: 'GET v1/customers', ...read.unreadable?.[0] }]);
  expect(read.unreadable?.[0]).toMatchObject({
    index: 2,
    details: [expect.stringMatching(/^items\.2\.id: /), expect.any(String)],
  });
  server.reply('GET', '/v1/customers', { body: { totalCount: 0 } });
  await expect(client.customers.list()).rejects.toMatchObject({ reason: 'wrongShape' });
});

test('rows are read over all pages, and no page is fetched before it is needed', async () => {
  const { client, server } = await startTestClient();
  const next = { uri: '/customers?page=2', headers: [] };
  server.reply('GET', '/v1/customers', page(['Alfa', 'Beta'], next), page(['Gamma']));
  const names: string[] = [];
  for await (const { id } of client.customers.pages().items()) {
    names.push(id);
    expect(server.receivedAt('/v1/customers')).toHaveLength(id === 'Gamma' ? 2 : 1);
  }
  expect(names).toEqual(['Alfa', 'Beta', 'Gamma']);
});
