import { expect, test } from 'vitest';
import { customerId, signInsOf, startTestClient, tokenReply } from './test-client.ts';

const SERVICES = `/v1/customers/${customerId}/managedservices`;
const JSON_TYPE = { 'Content-Type': 'application/json; charset=utf-8' };

test('a route that is not wrapped has the tokens, attempts and errors of all calls', async () => {
  const { client, server } = await startTestClient({ signIn: [tokenReply('user-1')] });
  const answered = { headers: JSON_TYPE, body: { items: [{ id: 'x' }] } };
  server.reply('GET', SERVICES, { headers: JSON_TYPE, text: '{"items":[{' }, { status: 503 }, answered);
  const route = { method: 'GET', path: 'v1/customers/{customerId}/managedservices', token: 'appUser' } as const;
  const parts = { path: { customerId }, query: { size: 5 } };
  const answer = await client.request(route, parts, { requestId: 'r-1' });
  expect(answer).toMatchObject({ status: 200, body: { items: [{ id: 'x' }] } });
  const [first, , third] = server.receivedAt(SERVICES);
  expect([first, third].map((one) => [one?.headers['ms-requestid'], one?.query])).toEqual([
    ['r-1', { size: '5' }],
    ['r-1', { size: '5' }],
  ]);
  expect(signInsOf(server)[0]?.grant_type).toBe('refresh_token');

  server.reply('GET', SERVICES, { status: 403, body: { code: 900308, description: 'No role.' } });
  await expect(client.request(route, parts)).rejects.toMatchObject({
    name: 'PartnerCenterHttpError',
    code: 900308,
    route: 'GET v1/customers/{customerId}/managedservices',
  });
});

test('a write that is not wrapped sends its body; text, nothing and other statuses come as they are', async () => {
  const { client, server } = await startTestClient();
  server.reply('POST', '/v1/things/a%2Fb', { status: 599 });
  server.reply('POST', '/v1/things/a/b', { status: 201, headers: { 'Content-Type': 'text/plain' }, text: 'done' });
  const route = { method: 'POST', path: 'v1/things/{thing}', token: 'any' } as const;
  expect(await client.request(route, { path: { thing: 'a/b' }, body: { n: 1 } })).toMatchObject({ body: 'done' });
  expect(JSON.parse(server.receivedAt('/v1/things/a/b')[0]?.text ?? '')).toEqual({ n: 1 });
  server.reply('POST', '/v1/things/a/b', { status: 204 });
  expect((await client.request(route, { path: { thing: 'a/b' } })).body).toBeUndefined();
  server.reply('POST', '/v1/things/a/b', { status: 404, text: '' });
  const absent = await client.request(route, { path: { thing: 'a/b' }, alsoAnswers: [404] });
  expect(absent.status).toBe(404);
});

test('a list that is not wrapped is read row by row', async () => {
  const { client, server } = await startTestClient();
  const next = { uri: '/offers?page=2', method: 'GET', headers: [] };
  server.reply('GET', '/v1/offers', { body: { items: [1, 2], links: { next } } }, { body: { items: [{ id: 3 }] } });
  const pages = client.requestPages({ method: 'GET', path: 'v1/offers', token: 'any' }, { query: { country: 'IT' } });
  expect(await Array.fromAsync(pages.items())).toEqual([1, 2, { id: 3 }]);
});
