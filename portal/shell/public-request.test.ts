import { expect, test } from 'vitest';
import { publicRequest } from './public-request.ts';

const PUBLIC_URL = 'https://portal.example/';
const INNER = 'http://10.0.0.5:3000/users?page=2';

test.each<[string, string, Record<string, string>, boolean, string]>([
  ['the proxy passes Host', 'http://portal.example/users?page=2', {}, true, 'https://portal.example'],
  ['the proxy passes Host and is not trusted', 'http://portal.example/users', {}, false, 'https://portal.example'],
  ['the proxy names the scheme', INNER, { 'x-forwarded-proto': 'https' }, true, 'https://10.0.0.5:3000'],
  [
    'the proxy names scheme and host',
    INNER,
    { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'portal.example' },
    true,
    'https://portal.example',
  ],
  ['two proxies: the last counts', INNER, { 'x-forwarded-host': 'evil.example, portal.example' }, true, PUBLIC_URL],
  ['a form of the portal, without Host', INNER, { origin: 'https://portal.example' }, true, 'https://portal.example'],
  ['nobody in front', INNER, {}, false, 'http://10.0.0.5:3000'],
  [
    'forged by a browser, no trusted proxy',
    INNER,
    { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'portal.example' },
    false,
    'http://10.0.0.5:3000',
  ],
  ['a foreign form', INNER, { origin: 'https://evil.example' }, true, 'http://10.0.0.5:3000'],
  ['the same name at another port', 'http://portal.example:81/', {}, true, 'http://portal.example:81'],
  ['no scheme of the web', INNER, { 'x-forwarded-proto': 'javascript' }, true, 'http://10.0.0.5:3000'],
  ['no host', INNER, { 'x-forwarded-host': 'user@evil.example/x' }, true, 'http://10.0.0.5:3000'],
])('%s', (_case, address, headers, trustedProxy, origin) => {
  const request = publicRequest(new Request(address, { headers }), { publicUrl: PUBLIC_URL, trustedProxy });
  expect(new URL(request.url).origin).toBe(new URL(origin).origin);
  expect(new URL(request.url).search).toBe(new URL(address).search);
});

test('keeps method, headers and body', async () => {
  const sent = new Request('http://portal.example/sign-in', { method: 'POST', headers: { 'x-a': 'b' }, body: 'a=1' });
  const request = publicRequest(sent, { publicUrl: PUBLIC_URL, trustedProxy: true });
  expect([request.method, request.headers.get('x-a'), await request.text()]).toEqual(['POST', 'b', 'a=1']);
});
