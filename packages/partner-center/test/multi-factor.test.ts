import { expect, test } from 'vitest';
import { MultiFactorRequired, PartnerCenterHttpError } from '../src/partner-center.ts';
import { fixtureOf } from './fixtures.ts';
import { customerId, startTestClient, tokenReply } from './test-client.ts';

const CUSTOMER = `/v1/customers/${customerId}`;
const USERS = `${CUSTOMER}/users`;
const MISSING = {
  status: 401,
  headers: { isMfaCompliant: 'false' },
  body: { code: 900421, description: 'MFA required.' },
} as const;

test('with a person’s token the client asks for the second factor, and the hook reports it', async () => {
  const reported: (boolean | undefined)[] = [];
  const hooks = {
    onResponse: (event: { isMfaCompliant: boolean | undefined }) => void reported.push(event.isMfaCompliant),
  };
  const { client, server } = await startTestClient({ hooks });
  const { response } = fixtureOf('listUsers');
  const replies = ['True', 'false', 'perhaps'].map((isMfaCompliant) => ({ ...response, headers: { isMfaCompliant } }));
  server.reply('GET', USERS, ...replies, response);
  server.reply('GET', CUSTOMER, fixtureOf('getCustomer').response);
  for (let count = 0; count < 4; count += 1) await client.users.list(customerId);
  await client.customers.get(customerId);
  expect(reported).toEqual([true, false, undefined, undefined, undefined]);
  expect(server.receivedAt(USERS)[0]?.headers.validatemfa).toBe('true');
  expect(server.receivedAt(CUSTOMER)[0]?.headers.validatemfa).toBeUndefined();
});

test('a call refused for a missing second factor is not repeated, and its category names who must act', async () => {
  const { client, server, waitsMs } = await startTestClient();
  server.reply('GET', USERS, MISSING);
  const failure = client.users.list(customerId);
  await expect(failure).rejects.toBeInstanceOf(MultiFactorRequired);
  await expect(failure).rejects.toBeInstanceOf(PartnerCenterHttpError);
  await expect(failure).rejects.toMatchObject({
    name: 'MultiFactorRequired',
    status: 401,
    code: 900421,
    category: 'providerMustAct',
    messageKey: 'multiFactorMissing',
    route: 'GET v1/customers/{customerId}/users',
  });
  expect(server.receivedAt(USERS)).toHaveLength(1);
  expect(waitsMs).toEqual([]);
});

test('after the person has signed in again, the next call uses the new sign-in', async () => {
  const { client, server, stored } = await startTestClient({ signIn: [tokenReply('user-1'), tokenReply('user-2')] });
  server.reply('GET', USERS, MISSING, fixtureOf('listUsers').response);
  await expect(client.users.list(customerId)).rejects.toBeInstanceOf(MultiFactorRequired);
  stored.push('refresh-with-second-factor');
  await client.users.list(customerId);
  expect(server.receivedAt(USERS).map(({ headers }) => headers.authorization)).toEqual([
    'Bearer user-1',
    'Bearer user-2',
  ]);
});

test.each(['AADSTS50076', 'AADSTS50079'])('the sign-in service requires a second factor with %s', async (code) => {
  const error_description = `${code}: Due to a configuration change you must use multi-factor authentication.`;
  const { client } = await startTestClient({
    signIn: [{ status: 400, body: { error: 'invalid_grant', error_description } }],
  });
  await expect(client.users.list(customerId)).rejects.toMatchObject({
    name: 'MultiFactorRequired',
    code: 'invalid_grant',
    category: 'providerMustAct',
    messageKey: 'multiFactorMissing',
  });
});
