import { expect, test } from 'vitest';
import { routes } from '../src/routes.ts';
import { CONTOSO, replyOf, startTestSimulator, tokenFor } from './test-simulator.ts';

test('every request gets an answer of a documented shape', async () => {
  const partner = await startTestSimulator();
  const token = await tokenFor(partner.url, 'refresh_token');
  const graphToken = await partner.graphToken(CONTOSO);
  const bodies = [
    '',
    '{',
    'null',
    '[]',
    '"x"',
    '{"lineItems":5}',
    '{"lineItems":[null]}',
    '{"quantity":1e99}',
    '{"companyProfile":{"domain":{}}}',
  ];
  const ids = [CONTOSO, 'constructor', '__proto__', '%00', '%E0%A4%A', "a'b", 'x'.repeat(300)];
  const strange: string[] = [];
  for (const route of routes) {
    for (const [index, body] of bodies.entries()) {
      const id = ids[index % ids.length] ?? '';
      const path = route.path.replaceAll(/:\w+/g, (name) => (name === ':customerId' && index % 2 === 0 ? CONTOSO : id));
      const response = await fetch(`${partner.url}${path}`, {
        method: route.method,
        headers: { Authorization: `Bearer ${route.audience === 'graph' ? graphToken : token}` },
        ...(route.method === 'GET' || route.method === 'HEAD' ? {} : { body }),
      });
      const reply = await replyOf(response);
      // Microsoft Graph has codes in words, in an object of their own.
      const isCoded =
        route.audience === 'graph'
          ? typeof reply.at('error', 'code') === 'string'
          : typeof reply.at('code') === 'number';
      const isDocumented = reply.status < 400 || route.method === 'HEAD' || isCoded;
      if (!isDocumented || reply.status >= 500)
        strange.push(`${route.method} ${path} ${body}: ${reply.status} ${JSON.stringify(reply.body)}`);
    }
  }
  expect(strange).toEqual([]);
  const unknown = await partner.call('GET', '/v1/nothing');
  expect([unknown.status, unknown.at('code')]).toEqual([501, 'NotSimulated']);
});
