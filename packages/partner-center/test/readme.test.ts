import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createPartnerCenterClient, type PartnerCenterClientOptions } from '../src/partner-center.ts';
import { fixtureOf } from './fixtures.ts';
import { startTestClient } from './test-client.ts';

test('the example of the README runs', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```ts\nimport [^\n]+\n([\s\S]+?)```/.exec(readme)?.[1] ?? '';
  const { server } = await startTestClient();
  server.reply('GET', '/v1/customers', fixtureOf('listCustomers').response);
  const printed: unknown[][] = [];
  const surroundings = {
    createPartnerCenterClient: (options: PartnerCenterClientOptions) =>
      createPartnerCenterClient({ ...options, baseUrl: server.url, loginUrl: server.url }),
    partnerTenantId: 'partner.example',
    clientId: 'app',
    clientSecret: 'app-secret',
    console: { log: (...values: unknown[]) => void printed.push(values) },
  };

  const run = new Function(...Object.keys(surroundings), `return (async () => {${example}})()`);
  await run(...Object.values(surroundings));

  expect(printed).toEqual([['3f0c8f5e-6f2b-4b55-9a0b-2d7c7a1e4c10', 'Officine Ferri S.r.l.']]);
});
