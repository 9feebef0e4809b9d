import { expect, test } from 'vitest';
import { isForeignWrite } from './foreign-write.ts';

const PUBLIC_URL = 'https://portal.example/';

test.each([
  ['a page of the portal', 'POST', { origin: 'https://portal.example' }, false],
  [
    'a page at the address of the request, behind a proxy that has another name',
    'POST',
    { origin: 'http://10.0.0.5:3000' },
    false,
  ],
  ['a page of another site', 'POST', { origin: 'https://elsewhere.example' }, true],
  ['a page of a site whose name begins alike', 'POST', { origin: 'https://portal.example.net' }, true],
  ['a page of the same host without TLS', 'POST', { origin: 'http://portal.example' }, true],
  ['a page without an origin of its own, such as a sandboxed frame', 'POST', { origin: 'null' }, true],
  ['a program, which sends no origin', 'POST', {}, false],
  ['a request with an API key', 'POST', { origin: 'https://elsewhere.example', authorization: 'Bearer lp_x' }, false],
  ['a read', 'GET', { origin: 'https://elsewhere.example' }, false],
  ['any other method', 'DELETE', { origin: 'https://elsewhere.example' }, true],
] as const)('%s', (_sender, method, headers, isForeign) => {
  const request = new Request('http://10.0.0.5:3000/api/users/editUser', { method, headers });
  expect(isForeignWrite(request, PUBLIC_URL)).toBe(isForeign);
});
