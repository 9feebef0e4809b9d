import { expect, test } from 'vitest';
import { isForeignWrite, senderOf } from './request-origin.ts';

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
  [
    'a browser’s credentials, which another site’s form can name in its address',
    'POST',
    {
      origin: 'https://elsewhere.example',
      authorization: 'Basic YTpi',
    },
    true,
  ],
  [
    'a host beside the portal’s, in a browser that leaves the origin out',
    'POST',
    { 'sec-fetch-site': 'same-site' },
    true,
  ],
  ['another site, in a browser that leaves the origin out', 'POST', { 'sec-fetch-site': 'cross-site' }, true],
  ['a page of the portal, in a browser that leaves the origin out', 'POST', { 'sec-fetch-site': 'same-origin' }, false],
  ['any other method', 'DELETE', { origin: 'https://elsewhere.example' }, true],
] as const)('%s', (_sender, method, headers, isForeign) => {
  const request = new Request('http://10.0.0.5:3000/api/users/editUser', { method, headers });
  expect(isForeignWrite(request, PUBLIC_URL)).toBe(isForeign);
});

test.each([
  [{}, 'program'],
  [{ origin: 'https://portal.example' }, 'portal'],
  [{ 'sec-fetch-site': 'same-origin' }, 'portal'],
  [{ 'sec-fetch-site': 'none' }, 'portal'],
  [{ origin: 'https://portal.example', 'sec-fetch-site': 'same-origin' }, 'portal'],
  [{ origin: 'https://portal.example', 'sec-fetch-site': 'same-site' }, 'otherSite'],
  [{ origin: 'https://files.portal.example' }, 'otherSite'],
  [{ origin: 'null' }, 'otherSite'],
  [{ 'sec-fetch-site': 'same-site' }, 'otherSite'],
  [{ 'sec-fetch-site': 'unheard-of' }, 'otherSite'],
] as const)('the sender of %j is %s', (headers, sender) => {
  expect(senderOf(new Request('http://10.0.0.5:3000/api/v1/users/list-users', { headers }), PUBLIC_URL)).toBe(sender);
});
