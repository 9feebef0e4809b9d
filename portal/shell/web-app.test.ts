import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { buildAccount } from '#features/accounts/builders.ts';
import { buildPerson, GOOD_PASSWORD } from '#features/sign-in/builders.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { startWorld } from './testing/world.ts';
import { createWebApp } from './web-app.server.ts';

const SITE = 'http://portal.test';

/** The portal over HTTP, with an administrator `anna`; pages are not part of it. */
async function webOfRossi() {
  const world = await startWorld({ environment: { TRUSTED_PROXY: 'true' } });
  const now = world.clock.now();
  await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    await buildPerson(tx, { accountId, login: 'anna', now });
  });
  const web = createWebApp({
    config: world.config,
    app: world.app,
    metrics: createMetrics(),
    pages: { answer: async () => new Response('a page'), setCaller: () => {} },
    resolveCaller: world.services.resolveCaller,
    clientFolder: undefined,
    version: 'test',
  });
  const send = async (method: 'GET' | 'POST', path: string, headers: Record<string, string> = {}, body?: object) =>
    web.request(`${SITE}/api/v1/${path}`, {
      method,
      headers: { 'x-forwarded-for': '10.0.0.1', 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const signIn = (password: string, headers: Record<string, string> = {}) =>
    send('POST', 'sign-in/sign-in', headers, { login: 'anna', password });
  return { world, web, send, signIn };
}

function cookieOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

test('S5 a sign-in by REST answers with the session cookie, which later requests send back', async () => {
  const { send, signIn } = await webOfRossi();
  const answer = await signIn(GOOD_PASSWORD);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ displayName: 'Anna Bianchi', roles: ['administrator'] });
  const cookie = cookieOf(answer);
  const profile = await send('GET', 'users/get-profile', { cookie, origin: SITE });
  expect(await profile.json()).toMatchObject({ login: 'anna' });
});

test('a sign-out by REST ends the session and deletes its cookie', async () => {
  const { send, signIn } = await webOfRossi();
  const cookie = cookieOf(await signIn(GOOD_PASSWORD));
  const answer = await send('POST', 'sign-in/sign-out', { cookie, origin: SITE }, {});
  expect(answer.status).toBe(200);
  expect(answer.headers.getSetCookie().join()).toMatch(/Max-Age=0/);
  expect((await send('GET', 'users/get-profile', { cookie, origin: SITE })).status).not.toBe(200);
});

test('A4 refused sign-ins by REST have one answer without a cookie, that of a locked login included', async () => {
  const { world, signIn, send } = await webOfRossi();
  const answers: { status: number; code: unknown }[] = [];
  const keep = async (answer: Response) => {
    expect(answer.headers.getSetCookie()).toEqual([]);
    const { error } = (await answer.json()) as { error: { code: unknown } };
    answers.push({ status: answer.status, code: error.code });
  };
  await keep(await send('POST', 'sign-in/sign-in', {}, { login: 'nessuno', password: GOOD_PASSWORD }));
  for (let failure = 1; failure <= 10; failure += 1) await keep(await signIn('sbagliata'));
  await keep(await signIn(GOOD_PASSWORD));
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toEqual({ status: 422, code: 'signIn.signInFailed' });
  world.machineClock.set(world.machineClock.now().add({ hours: 1 }));
  expect((await signIn(GOOD_PASSWORD)).status).toBe(200);
});

test('a page of another site can neither sign a visitor in nor write with the visitor’s cookie', async () => {
  const { send, signIn } = await webOfRossi();
  const origin = 'https://elsewhere.example';
  const forged = await signIn(GOOD_PASSWORD, { origin });
  expect([forged.status, forged.headers.getSetCookie()]).toEqual([403, []]);
  const cookie = cookieOf(await signIn(GOOD_PASSWORD));
  for (const foreign of [origin, 'null'])
    expect(
      (await send('POST', 'users/update-profile', { cookie, origin: foreign }, { lastName: 'Falsa' })).status,
    ).toBe(403);
  expect(await (await send('GET', 'users/get-profile', { cookie, origin: SITE })).json()).toMatchObject({
    lastName: 'Bianchi',
  });
  expect((await send('POST', 'users/update-profile', { cookie, origin: SITE }, { lastName: 'Vera' })).status).toBe(200);
  expect(await (await send('GET', 'users/get-profile', { cookie, origin: SITE })).json()).toMatchObject({
    lastName: 'Vera',
  });
});

const JSON_BODY = { type: 'application/json', text: '{"name":"stolen"}' };

test.each([
  ['a form of a host beside the portal’s', { origin: 'http://files.portal.test' }, JSON_BODY, 403],
  ['such a form as browsers send it without an origin', { 'sec-fetch-site': 'same-site' }, JSON_BODY, 403],
  ['a sandboxed frame', { origin: 'null' }, JSON_BODY, 403],
  ['no sender at all', {}, JSON_BODY, 403],
  ['no sender, with credentials in the address', { authorization: 'Basic YTpi' }, JSON_BODY, 403],
  ['the portal’s origin, but text', { origin: SITE }, { ...JSON_BODY, type: 'text/plain' }, 400],
  [
    'the portal’s origin, but a form',
    { origin: SITE },
    { ...JSON_BODY, type: 'application/x-www-form-urlencoded' },
    400,
  ],
  ['the portal’s origin, but no type', { origin: SITE }, { type: '', text: '' }, 400],
  ['a page of the portal', { 'sec-fetch-site': 'same-origin' }, JSON_BODY, 200],
] as const)(
  'a cookie makes an API key only for the portal’s own page and JSON: %s',
  async (_sender, headers, body, status) => {
    const { web, signIn, world } = await webOfRossi();
    const cookie = cookieOf(await signIn(GOOD_PASSWORD));
    const answer = await web.request(`${SITE}/api/v1/sign-in/create-api-key`, {
      method: 'POST',
      headers: {
        cookie,
        'x-forwarded-for': '10.0.0.1',
        ...(body.type === '' ? {} : { 'content-type': body.type }),
        ...headers,
      },
      body: new TextEncoder().encode(body.text),
    });
    expect(answer.status).toBe(status);
    const keys = await world.db({ kind: 'system' }, (tx) => tx.execute(sql`select from api_key`));
    expect(keys.rows).toHaveLength(status === 200 ? 1 : 0);
  },
);

test('a write is not done by GET, and a cookie reads nothing for another site or a program', async () => {
  const { send, signIn } = await webOfRossi();
  const cookie = cookieOf(await signIn(GOOD_PASSWORD));
  const key = 'sign-in/create-api-key?name=stolen';
  expect((await send('GET', key, { cookie, 'sec-fetch-site': 'same-origin' })).status).toBe(405);
  for (const headers of [{}, { 'sec-fetch-site': 'same-site' }, { origin: 'http://files.portal.test' }])
    expect((await send('GET', 'users/get-profile', { cookie, ...headers })).status).toBe(403);
  for (const headers of [{ 'sec-fetch-site': 'none' }, { 'sec-fetch-site': 'same-origin' }, { origin: SITE }])
    expect((await send('GET', 'users/get-profile', { cookie, ...headers })).status).toBe(200);
});

test('an edit by REST changes only the fields that it names', async () => {
  const { send, signIn } = await webOfRossi();
  const cookie = cookieOf(await signIn(GOOD_PASSWORD));
  await send('POST', 'users/update-profile', { cookie, origin: SITE }, { phone: '02 1234' });
  await send('POST', 'users/update-profile', { cookie, origin: SITE }, { lastName: 'Verdi' });
  const profile = await (await send('GET', 'users/get-profile', { cookie, origin: SITE })).json();
  expect(profile).toMatchObject({ lastName: 'Verdi', phone: '02 1234' });
});
