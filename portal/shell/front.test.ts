import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { createFront, createMetricsFront } from './front.server.ts';
import type { HealthParts, Lifecycle } from './health.server.ts';
import { translatorOf } from './translators.ts';

const TOKEN = 'a token of sixteen';
const [it, en] = await Promise.all([translatorOf('it'), translatorOf('en')]);
const translators = { it: it.t, en: en.t };

function healthOf(lifecycle: Lifecycle, database: 'answers' | 'is away' = 'answers'): HealthParts {
  return {
    lifecycle: () => lifecycle,
    database: () => ({
      transaction: () => (database === 'answers' ? Promise.resolve() : Promise.reject(new Error('away'))) as never,
    }),
    metrics: async () => ({ text: 'a_metric 1\n', contentType: 'text/plain; version=0.0.4' }),
  };
}

function frontOf(given: { role?: 'all' | 'work'; token?: string; health?: HealthParts; isServing?: boolean }) {
  const web = new Hono().all('*', (c) => c.text('a page'));
  return createFront({
    config: { ROLE: given.role ?? 'all', METRICS_TOKEN: given.token, PUBLIC_URL: 'https://portal.test' },
    health: given.health ?? healthOf('ready'),
    translators,
    web: () => (given.isServing === false ? undefined : web),
  });
}

test.each([
  ['starting', 'answers', 503],
  ['ready', 'answers', 200],
  ['ready', 'is away', 503],
  ['stopping', 'answers', 503],
] as const)('a process that is %s and whose database %s is ready with %i', async (lifecycle, database, status) => {
  const front = frontOf({ health: healthOf(lifecycle, database) });
  expect((await front.request('/readyz')).status).toBe(status);
  expect((await front.request('/healthz')).status).toBe(200);
});

test('the public port has metrics for the token alone, and none without one', async () => {
  const closed = frontOf({});
  expect((await closed.request('/metrics', { headers: { authorization: 'Bearer ' } })).status).toBe(404);
  const front = frontOf({ token: TOKEN });
  for (const authorization of ['', 'Bearer', `Bearer ${TOKEN}x`, TOKEN, `Basic ${TOKEN}`])
    expect((await front.request('/metrics', { headers: { authorization } })).status, authorization).toBe(401);
  const answer = await front.request('/metrics', { headers: { authorization: `Bearer ${TOKEN}` } });
  expect([answer.status, await answer.text()]).toEqual([200, 'a_metric 1\n']);
});

test('the port of metrics has health and metrics and nothing else; a token closes it too', async () => {
  const open = createMetricsFront({ METRICS_TOKEN: undefined }, healthOf('ready'));
  expect((await open.request('/metrics')).status).toBe(200);
  expect((await open.request('/readyz')).status).toBe(200);
  expect((await open.request('/sign-in')).status).toBe(404);
  const closed = createMetricsFront({ METRICS_TOKEN: TOKEN }, healthOf('ready'));
  expect((await closed.request('/metrics')).status).toBe(401);
});

test('a worker has no pages and no REST', async () => {
  const front = frontOf({ role: 'work' });
  for (const path of ['/', '/sign-in', '/api/v1/openapi.json']) expect((await front.request(path)).status).toBe(404);
});

test.each(['/healthz', '/readyz', '/metrics', '/users'])(
  'the answer of %s carries the headers that protect browsers',
  async (path) => {
    const { headers } = await frontOf({ isServing: false }).request(path);
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('strict-transport-security')).toContain('max-age');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  },
);

test('what was sent while the portal starts is not taken for done', async () => {
  const front = frontOf({ isServing: false });
  const answer = await front.request('/orders', { method: 'POST', headers: { 'accept-language': 'en' } });
  expect(answer.status).toBe(503);
  const page = await answer.text();
  expect(page).toContain('We do not know whether what you sent was recorded.');
  expect(page).not.toContain('http-equiv="refresh"');
  const data = await front.request('/orders.data');
  expect([data.status, data.headers.get('content-type')]).toEqual([503, 'text/plain; charset=utf-8']);
});
