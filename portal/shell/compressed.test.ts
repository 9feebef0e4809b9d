import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { compressed } from './compressed.server.ts';

const LONG = 'Abbonamenti della tua azienda. '.repeat(200);

/** An application with one answer. `app.request` decompresses nothing. */
function appWith(answer: () => Response): Hono {
  const app = new Hono();
  app.use(compressed);
  app.get('/', answer);
  return app;
}

const request = (app: Hono, encoding: string, method = 'GET') =>
  app.request('/', { method, headers: { 'Accept-Encoding': encoding } });

test('an answer is compressed as the client prefers, and says that it depends on that', async () => {
  const app = appWith(() => new Response(LONG, { headers: { 'Content-Type': 'text/html' } }));
  const brotli = await request(app, 'gzip;q=0.5, br');
  expect(brotli.headers.get('content-encoding')).toBe('br');
  expect(brotli.headers.get('vary')).toBe('Accept-Encoding');
  expect(brotliDecompressSync(await brotli.arrayBuffer()).toString()).toBe(LONG);
  const gzip = await request(app, 'gzip');
  expect(gunzipSync(await gzip.arrayBuffer()).toString()).toBe(LONG);
  const plain = await request(app, 'identity');
  expect(plain.headers.get('content-encoding')).toBeNull();
  expect(plain.headers.get('vary')).toBe('Accept-Encoding');
  expect(await plain.text()).toBe(LONG);
});

test('an answer of a known length is compressed whole, and says its new length', async () => {
  const headers = { 'Content-Type': 'text/html', 'Content-Length': String(LONG.length) };
  const app = appWith(() => new Response(LONG, { headers }));
  for (const [encoding, decompress] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const answer = await request(app, encoding);
    const body = await answer.arrayBuffer();
    expect(answer.headers.get('content-length')).toBe(String(body.byteLength));
    expect(body.byteLength).toBeLessThan(LONG.length / 10);
    expect(decompress(body).toString()).toBe(LONG);
  }
});

test.each([
  ['compressed already', { 'Content-Type': 'text/css', 'Content-Encoding': 'gzip' }],
  ['a picture', { 'Content-Type': 'image/png' }],
  ['an event stream', { 'Content-Type': 'text/event-stream' }],
  ['not to be changed', { 'Content-Type': 'text/html', 'Cache-Control': 'no-transform' }],
  ['short', { 'Content-Type': 'text/plain', 'Content-Length': '20' }],
])('%s: sent as it is', async (_name, headers: Record<string, string>) => {
  const answer = await request(
    appWith(() => new Response('as it is', { headers })),
    'br',
  );
  expect(answer.headers.get('content-encoding')).toBe(headers['Content-Encoding'] ?? null);
  expect(await answer.text()).toBe('as it is');
});

test('a page that is streamed arrives piece by piece', async () => {
  let send: (text: string) => void = () => {};
  const body = new ReadableStream({
    start(controller) {
      send = (text) => controller.enqueue(new TextEncoder().encode(text));
    },
  });
  const app = appWith(() => new Response(body, { headers: { 'Content-Type': 'text/html' } }));
  const answer = await request(app, 'br');
  const reader = answer.body?.getReader();
  send('<!doctype html>');
  // Without a flush after the piece this would wait for the end of the answer, which never comes.
  const first = await reader?.read();
  expect(first?.value?.length).toBeGreaterThan(0);
  await reader?.cancel();
});
