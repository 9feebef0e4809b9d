import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { RouterContextProvider } from 'react-router';
import { expect, test } from 'vitest';
import type { Caller } from '#platform/caller.server.ts';
import { setCaller } from '#platform/caller.server.ts';
import { answerForm, formOf } from '#platform/page.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { listen } from './testing/serve-world.ts';
import { startWorld } from './testing/world.ts';

const PUBLIC_URL = 'https://portal.example';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** The portal behind a proxy that ends TLS, with pages that report the request that they see. */
async function webBehindProxy() {
  const world = await startWorld({ environment: { PUBLIC_URL, TRUSTED_PROXY: 'true' } });
  const url = await listen(world, {
    answer: async (request) => Response.json({ url: request.url, body: await request.text() }),
    setCaller: () => {},
  });
  return (method: string, path: string, headers: Record<string, string> = {}, body?: BodyInit) =>
    fetch(`${url}${path}`, { method, headers, ...(body === undefined ? {} : { body, duplex: 'half' as const }) });
}

test('pages see the public address, with the body of the form', async () => {
  const send = await webBehindProxy();
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'portal.example', origin: PUBLIC_URL };
  const answer = await send('POST', '/sign-in?next=%2Fusers', { ...FORM, ...forwarded }, 'login=anna');
  expect(await answer.json()).toEqual({ url: `${PUBLIC_URL}/sign-in?next=%2Fusers`, body: 'login=anna' });
});

test.each(['https://elsewhere.example', 'http://portal.example', 'null', 'https://portal.example.net'])(
  'a form from the origin %s is refused',
  async (origin) => {
    const send = await webBehindProxy();
    const answer = await send('POST', '/sign-in', { ...FORM, origin, 'x-forwarded-proto': 'https' }, 'login=anna');
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('altro sito');
  },
);

test('a form above its limit is refused, with and without a length, and below it is not', async () => {
  const send = await webBehindProxy();
  const login = (length: number) => `login=${'a'.repeat(length)}`;
  expect((await send('POST', '/sign-in', FORM, login(60_000))).status).toBe(200);
  const tooLarge = await send('POST', '/sign-in', { ...FORM, 'accept-language': 'en' }, login(70_000));
  expect(tooLarge.status).toBe(413);
  const page = await tooLarge.text();
  expect(page).toContain('at most 65536 bytes');
  expect(page.length).toBeLessThan(1000);
  const streamed = new Blob([login(70_000)]).stream();
  expect((await send('POST', '/sign-in', FORM, streamed)).status).toBe(413);
  // The page that takes the provider's price sheet takes no more from others.
  expect((await send('POST', '/provider/price-list', FORM, login(70_000))).status).toBe(413);
});

test('a REST body above its limit is refused in the shape of REST errors', async () => {
  const send = await webBehindProxy();
  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify({ login: 'a'.repeat(1_000_001), password: 'b' });
  const answer = await send('POST', '/api/v1/sign-in/sign-in', json, body);
  expect(answer.status).toBe(413);
  expect(await answer.json()).toMatchObject({ error: { code: 'request.tooLarge' } });
});

test.each(['application/json', 'text/plain', 'application/octet-stream', ''])(
  'a body of the type "%s" is no form: 400',
  async (type) => {
    const send = await webBehindProxy();
    const answer = await send('POST', '/sign-in', { 'content-type': type }, '{}');
    expect(answer.status).toBe(400);
  },
);

test.each(['PUT', 'PATCH', 'DELETE', 'PROPFIND'])('%s is no method of a page: 405', async (method) => {
  const answer = await (await webBehindProxy())(method, '/users');
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST']);
});

test('TRACE is refused, and answers nothing of the request', async () => {
  const send = await webBehindProxy();
  const url = new URL((await send('GET', '/healthz')).url);
  // fetch refuses to send the method.
  const answer = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const sent = request({ host: url.hostname, port: url.port, method: 'TRACE', path: '/users' }, (incoming) => {
      text(incoming).then((body) => resolve({ status: incoming.statusCode, text: body }), reject);
    });
    sent.setHeader('x-marked', 'a marked header');
    sent.on('error', reject).end();
  });
  expect(answer.status).toBe(405);
  expect(answer.text).not.toContain('marked');
});

test.each(['/users', '/healthz', '/api/v1/users/get-profile', '/api/v1/nothing', '/assets/nothing.js'])(
  'the answer of %s carries the headers that protect browsers',
  async (path) => {
    const { headers } = await (await webBehindProxy())('GET', path);
    expect(Object.fromEntries(headers)).toMatchObject({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'; base-uri 'none'"),
      'content-type': expect.stringMatching(/^(text\/.*|application\/json)(; charset=utf-8)?$/i),
    });
    expect(headers.has('access-control-allow-origin')).toBe(false);
  },
);

test('OPTIONS answers with the methods and without a page', async () => {
  const answer = await (await webBehindProxy())('OPTIONS', '/users');
  expect([answer.status, answer.headers.get('allow'), await answer.text()]).toEqual([204, 'GET, HEAD, POST', '']);
});

test('the data of a refused page are the sentence alone', async () => {
  const answer = await (await webBehindProxy())('POST', '/users.data', { 'content-type': 'application/json' }, '{}');
  expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'text/plain; charset=utf-8']);
});

test.each([
  ['multipart/form-data; boundary=x', 'no boundary anywhere'],
  ['multipart/form-data', 'no boundary named'],
])('a broken body of the type %s is 400, not a fault', async (type, body) => {
  const request = new Request(PUBLIC_URL, { method: 'POST', headers: { 'content-type': type }, body });
  await expect(formOf(request)).rejects.toMatchObject({ init: { status: 400 } });
});

test('a refused form gives typed text back no longer than its field takes', async () => {
  const context = new RouterContextProvider();
  setCaller(context, { explain: () => [] } as unknown as Caller);
  const body = new URLSearchParams({ name: 'n'.repeat(500), notes: 'o'.repeat(50_000), password: 'p' });
  const answer = await answerForm({ request: new Request(PUBLIC_URL, { method: 'POST', body }), context }, async () => {
    throw new Refusal('input.invalid', {}, [{ path: 'name', code: 'input.tooLong', facts: { maximum: 60 } }]);
  });
  expect(answer).toMatchObject({ data: { typed: { name: 'n'.repeat(60), notes: 'o'.repeat(2000) } } });
});
