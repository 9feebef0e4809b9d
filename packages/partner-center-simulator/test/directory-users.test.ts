import { expect, test } from 'vitest';
import { DEMO_APPLICATION, DEMO_REFRESH_TOKEN } from '../src/partner-center-simulator.ts';
import { CONTOSO, NORTHWIND, startTestSimulator } from './test-simulator.ts';

async function startWithAnna() {
  const partner = await startTestSimulator();
  const users = await partner.good('GET', `/v1/customers/${CONTOSO}/users`);
  const anna = users.text('items', 0, 'id');
  const headers = { Authorization: `Bearer ${await partner.graphToken(CONTOSO)}` };
  return { partner, anna, headers };
}

test('a sign-in is blocked and allowed in the directory, by id or principal name', async () => {
  const { partner, anna, headers } = await startWithAnna();
  const isEnabled = async (name: string) =>
    (await partner.good('GET', `/v1.0/users/${name}`, undefined, headers)).at('accountEnabled');
  expect(await isEnabled(anna)).toBe(true);
  const blocked = await partner.call('PATCH', `/v1.0/users/${anna}`, { accountEnabled: false }, headers);
  expect([blocked.status, await isEnabled('anna.bianchi@contoso.onmicrosoft.com')]).toEqual([204, false]);
  await partner.good('PATCH', `/v1.0/users/${anna}`, { accountEnabled: true }, headers);
  expect(await isEnabled(anna)).toBe(true);
});

test('everybody is listed with their licences, page by page, without the deleted', async () => {
  const { partner, anna, headers } = await startWithAnna();
  const path = `/v1/customers/${CONTOSO}/users`;
  const people = await Promise.all(
    ['luca', 'eva'].map((name) =>
      partner.good('POST', path, {
        userPrincipalName: `${name}@contoso.onmicrosoft.com`,
        displayName: name,
        usageLocation: 'IT',
        passwordProfile: { password: 'Segreto-123', forceChangePassword: true },
      }),
    ),
  );
  await partner.good('DELETE', `${path}/${people[1]?.text('id')}`);
  const first = await partner.good('GET', '/v1.0/users?$top=1', undefined, headers);
  expect(first.at('value')).toMatchObject([{ id: anna, assignedLicenses: [] }]);
  const next = first.text('@odata.nextLink').replace(partner.url, '');
  const second = await partner.good('GET', next, undefined, headers);
  expect(second.at('value')).toMatchObject([{ displayName: 'luca' }]);
  expect(second.at('@odata.nextLink')).toBeUndefined();
});

test('a token of another tenant, and one of Partner Center, finds nobody of this directory', async () => {
  const { partner, anna } = await startWithAnna();
  const other = { Authorization: `Bearer ${await partner.graphToken(NORTHWIND)}` };
  const foreign = await partner.call('GET', `/v1.0/users/${anna}`, undefined, other);
  expect([foreign.status, foreign.at('error', 'code')]).toEqual([404, 'Request_ResourceNotFound']);
  const wrong = await partner.call('GET', `/v1.0/users/${anna}`);
  expect([wrong.status, wrong.at('error', 'code')]).toEqual([401, 'InvalidAuthenticationToken']);
});

test('what is no truth value is refused, and changes nothing', async () => {
  const { partner, anna, headers } = await startWithAnna();
  for (const accountEnabled of ['no', null, 0])
    expect((await partner.call('PATCH', `/v1.0/users/${anna}`, { accountEnabled }, headers)).status).toBe(400);
  expect((await partner.good('GET', `/v1.0/users/${anna}`, undefined, headers)).at('accountEnabled')).toBe(true);
});

test('a customer who has not consented gives no token', async () => {
  const partner = await startTestSimulator();
  const made = await partner.good('POST', '/v1/customers', {
    companyProfile: { domain: 'senzaconsenso.onmicrosoft.com' },
    billingProfile: {
      email: 'mario.rossi@example.com',
      culture: 'it-IT',
      language: 'it',
      companyName: 'Rossi (consenso)',
      defaultAddress: {
        firstName: 'Mario',
        lastName: 'Rossi',
        addressLine1: 'Via Garibaldi 10',
        city: 'Genova',
        postalCode: '16124',
        country: 'IT',
      },
    },
  });
  const answer = await fetch(`${partner.url}/${made.text('id')}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: DEMO_APPLICATION.clientId,
      client_secret: DEMO_APPLICATION.clientSecret,
      refresh_token: DEMO_REFRESH_TOKEN,
      resource: 'https://graph.microsoft.com',
    }),
  });
  expect([answer.status, JSON.stringify(await answer.json())]).toEqual([400, expect.stringContaining('AADSTS65001')]);
});
