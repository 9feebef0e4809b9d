import { constants, createHash, verify, X509Certificate } from 'node:crypto';
import { startSimulator } from '@licence-portal/partner-center-simulator';
import { expect, onTestFinished, test } from 'vitest';
import { createPartnerCenterClient, SignInRefused } from '../src/partner-center.ts';
import { certify } from './certificates.ts';
import { fixtureOf } from './fixtures.ts';
import { customerId, signInsOf, startTestClient, tokenReply } from './test-client.ts';

const CUSTOMER = `/v1/customers/${customerId}`;
const USERS = `${CUSTOMER}/users`;
const SHEET = "/v1.0/sales/pricesheets(Market='IT',PricesheetView='updatedlicensebased')/$value";

test('an app-only call signs in with the secret, for the audience of the API', async () => {
  const { client, server } = await startTestClient();
  server.reply('GET', CUSTOMER, fixtureOf('getCustomer').response);
  await client.customers.get(customerId);
  expect(signInsOf(server)).toEqual([
    {
      grant_type: 'client_credentials',
      client_id: 'app',
      client_secret: 'app-secret',
      resource: 'https://api.partnercenter.microsoft.com',
    },
  ]);
});

test('a call that needs a person signs in with the refresh token, and stores the rotated one', async () => {
  const { client, server, stored } = await startTestClient({
    signIn: [
      tokenReply('user-1', { refresh_token: 'refresh-2' }),
      tokenReply('user-2', { refresh_token: 'refresh-3' }),
    ],
  });
  server.reply('GET', USERS, fixtureOf('listUsers').response);
  server.reply('GET', SHEET, fixtureOf('getPriceSheet').response);
  await client.users.list(customerId);
  await client.priceSheets.open({ market: 'IT', view: 'updatedlicensebased' });

  const user = { grant_type: 'refresh_token', client_id: 'user-app', client_secret: 'user-app-secret' };
  expect(signInsOf(server)).toEqual([
    { ...user, refresh_token: 'refresh-1', resource: 'https://api.partnercenter.microsoft.com' },
    { ...user, refresh_token: 'refresh-2', resource: 'https://api.partner.microsoft.com' },
  ]);
  expect(stored).toEqual(['refresh-1', 'refresh-2', 'refresh-3']);
  expect(server.receivedAt(USERS)[0]?.headers.authorization).toBe('Bearer user-1');
  expect(server.receivedAt(SHEET)[0]?.headers.authorization).toBe('Bearer user-2');
});

test('two audiences requested at once use the refresh token one after the other', async () => {
  const { client, server, stored } = await startTestClient({
    signIn: [
      tokenReply('user-1', { refresh_token: 'refresh-2' }),
      tokenReply('user-2', { refresh_token: 'refresh-3' }),
    ],
  });
  server.reply('GET', USERS, fixtureOf('listUsers').response);
  server.reply('GET', SHEET, fixtureOf('getPriceSheet').response);
  await Promise.all([
    client.users.list(customerId),
    client.priceSheets.open({ market: 'IT', view: 'updatedlicensebased' }),
  ]);
  expect(signInsOf(server).map((form) => form.refresh_token)).toEqual(['refresh-1', 'refresh-2']);
  expect(stored.at(-1)).toBe('refresh-3');
});

test('many calls at once sign in once', async () => {
  const { client, server } = await startTestClient();
  server.reply('GET', CUSTOMER, fixtureOf('getCustomer').response);
  await Promise.all(Array.from({ length: 20 }, () => client.customers.get(customerId)));
  expect(signInsOf(server)).toHaveLength(1);
});

test('a token is replaced five minutes before it ends', async () => {
  let now = Temporal.Instant.from('2026-03-02T09:00:00Z');
  const { client, server } = await startTestClient({
    now: () => now,
    signIn: [tokenReply('token-1', { expires_in: '3600' }), tokenReply('token-2')],
  });
  server.reply('GET', CUSTOMER, fixtureOf('getCustomer').response);
  await client.customers.get(customerId);
  now = now.add({ minutes: 54, seconds: 59 });
  await client.customers.get(customerId);
  now = now.add({ seconds: 1 });
  await client.customers.get(customerId);
  const tokens = server.receivedAt(CUSTOMER).map(({ headers }) => headers.authorization);
  expect(tokens).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
});

test('a token that is refused is replaced once, in the same attempt', async () => {
  const { client, server, waitsMs } = await startTestClient({ signIn: [tokenReply('token-1'), tokenReply('token-2')] });
  server.reply('GET', CUSTOMER, { status: 401 }, fixtureOf('getCustomer').response);
  await client.customers.get(customerId);
  expect(server.receivedAt(CUSTOMER).map(({ headers }) => headers.authorization)).toEqual([
    'Bearer token-1',
    'Bearer token-2',
  ]);
  expect(waitsMs).toEqual([]);
});

test('a token refused twice is an error of the provider', async () => {
  const { client, server } = await startTestClient();
  server.reply('GET', CUSTOMER, { status: 401, body: { code: 900420, description: 'Wrong audience.' } });
  const failure = client.customers.get(customerId);
  await expect(failure).rejects.toMatchObject({ status: 401, code: 900420, category: 'providerMustAct' });
  expect(server.receivedAt(CUSTOMER)).toHaveLength(2);
});

test('an expired refresh token is reported, and the next call tries again', async () => {
  const ended = { error: 'invalid_grant', error_description: 'AADSTS700082: The refresh token has expired.' };
  const { client, server } = await startTestClient({ signIn: [{ status: 400, body: ended }, tokenReply('user-1')] });
  server.reply('GET', USERS, fixtureOf('listUsers').response);
  await expect(client.users.list(customerId)).rejects.toMatchObject({
    name: 'SignInRefused',
    status: 400,
    code: 'invalid_grant',
    signInCode: 'AADSTS700082',
    category: 'providerMustAct',
    messageKey: 'signInAgain',
    route: 'signing in for GET v1/customers/{customerId}/users',
  });
  expect((await client.users.list(customerId)).items).toHaveLength(1);
});

test.each([
  ['AADSTS50173', 'signInAgain', 'providerMustAct'],
  ['AADSTS65001', 'consentMissing', 'providerMustAct'],
  ['AADSTS7000215', 'clientSecretWrong', 'providerMustAct'],
  ['AADSTS7000222', 'clientSecretExpired', 'providerMustAct'],
  ['AADSTS700016', 'applicationUnknown', 'providerMustAct'],
  ['AADSTS90002', 'partnerTenantUnknown', 'providerMustAct'],
  ['AADSTS53003', 'signInBlocked', 'providerMustAct'],
  ['AADSTS90033', 'signInBusy', 'retry'],
  ['AADSTS99999999', 'signInFailed', 'providerMustAct'],
])('the sign-in service refuses with %s: %s', async (signInCode, messageKey, category) => {
  const body = { error: 'invalid_grant', error_description: `${signInCode}: A sentence. Trace ID: 1` };
  const { client } = await startTestClient({ maxAttempts: 1, signIn: [{ status: 400, body }] });
  const refused = { name: 'SignInRefused', signInCode, messageKey, category };
  await expect(client.users.list(customerId)).rejects.toMatchObject(refused);
});

test('the hook reports that the person must act: no token, or no second factor; not a busy service', async () => {
  const reported: unknown[] = [];
  const refused = (number: string) => ({
    status: 400,
    body: { error: 'invalid_grant', error_description: `AADSTS${number}: A sentence.` },
  });
  const { client, server } = await startTestClient({
    maxAttempts: 1,
    hooks: { onPersonRefused: ({ code, messageKey }) => void reported.push([code, messageKey]) },
    signIn: [refused('700082'), refused('90033'), refused('7000215'), tokenReply('user-1')],
  });
  server.reply('GET', USERS, { status: 401, body: { code: 900421, description: 'MFA required.' } });
  await expect(client.users.list(customerId)).rejects.toThrow('AADSTS700082');
  await expect(client.users.list(customerId)).rejects.toThrow('AADSTS90033');
  await expect(client.customers.get(customerId)).rejects.toThrow('AADSTS7000215');
  await expect(client.users.list(customerId)).rejects.toThrow('900421');
  expect(reported).toEqual([
    ['AADSTS700082', 'signInAgain'],
    [900421, 'multiFactorMissing'],
  ]);
});

test('the store gets the token that the new one replaces, and an unchanged one once more', async () => {
  const written: string[][] = [];
  const tokenStore = {
    read: async () => written.at(-1)?.[0] ?? 'refresh-1',
    write: async (...tokens: string[]) => void written.push(tokens),
  };
  const credentials = {
    appOnly: { clientId: 'app', clientSecret: 'secret' },
    appUser: { clientId: 'app', tokenStore },
  };
  const signIn = [tokenReply('user-1', { refresh_token: 'refresh-2' }), tokenReply('user-2')];
  const { client, server } = await startTestClient({ credentials, signIn });
  server.reply('GET', USERS, { status: 401 }, fixtureOf('listUsers').response);
  await client.users.list(customerId);
  expect(written).toEqual([
    ['refresh-2', 'refresh-1'],
    ['refresh-2', 'refresh-2'],
  ]);
});

test('a sign-in page in place of a token is unreadable', async () => {
  const { client } = await startTestClient({ signIn: [{ text: '<html>Sign in</html>' }] });
  await expect(client.customers.get(customerId)).rejects.toMatchObject({ name: 'PartnerCenterUnreadable' });
});

test('no error of a sign-in carries the secret or the refresh token', async () => {
  const { client } = await startTestClient({ signIn: [{ status: 401, body: { error: 'invalid_client' } }] });
  for (const failing of [client.customers.get(customerId), client.users.list(customerId)]) {
    const error: unknown = await failing.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/app-secret|refresh-1/);
  }
});

test('the cloud of 21Vianet has its own hosts and audiences', async () => {
  const requested: string[] = [];
  const client = createPartnerCenterClient({
    cloud: 'china',
    partnerTenantId: 'partner.example',
    credentials: { appOnly: { clientId: 'app', clientSecret: 'app-secret' } },
    fetch: async (input, init) => {
      const url = new URL(String(input));
      const resource = new URLSearchParams(String(init?.body ?? '')).get('resource');
      requested.push(resource === null ? url.host : `${url.host} for ${resource}`);
      const body = resource === null ? fixtureOf('getCustomer').response.body : tokenReply('token-1').body;
      return Response.json(body);
    },
  });
  await client.customers.get(customerId);
  expect(requested).toEqual([
    'login.partner.microsoftonline.cn for https://partner.partnercenterapi.microsoftonline.cn',
    'partner.partnercenterapi.microsoftonline.cn',
  ]);
});

test('an application proves itself by its certificate, and its key is not sent', async () => {
  const { certificate, keys } = certify({ commonName: 'Portal' });
  const pem = new X509Certificate(certificate).toString();
  const proof = { clientId: 'app', certificate: { certificate: pem, privateKey: keys.privatePem } };
  const tokenStore = { read: async () => 'refresh-1', write: async () => undefined };
  const now = Temporal.Instant.from('2026-03-02T09:00:00Z');
  const credentials = { appOnly: proof, appUser: { ...proof, tokenStore } };
  const { client, server } = await startTestClient({ credentials, now: () => now });
  server.reply('GET', CUSTOMER, fixtureOf('getCustomer').response);
  server.reply('GET', USERS, fixtureOf('listUsers').response);
  await client.customers.get(customerId);
  await client.users.list(customerId);

  const ids = signInsOf(server).map((form) => {
    expect(form.client_secret).toBeUndefined();
    expect(form.client_assertion_type).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    const [header = '', claims = '', signature = ''] = (form.client_assertion ?? '').split('.');
    const key = { key: keys.publicPem, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
    expect(verify('sha256', Buffer.from(`${header}.${claims}`), key, Buffer.from(signature, 'base64url'))).toBe(true);
    const thumbprint = createHash('sha256').update(certificate).digest('base64url');
    expect(decoded(header)).toEqual({ alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint });
    const { jti, ...fixed } = decoded(claims);
    const issuedAt = now.epochMilliseconds / 1000;
    expect(fixed).toEqual({
      aud: `${server.url}/partner.example/oauth2/token`,
      ...{ iss: 'app', sub: 'app', iat: issuedAt, nbf: issuedAt, exp: issuedAt + 300 },
    });
    return jti;
  });
  expect(new Set(ids).size).toBe(2);
});

test('the simulator accepts the certificate that it knows, and no other', async () => {
  const [known, other] = [certify({ commonName: 'Portal' }), certify({ commonName: 'Portal' })];
  const pemOf = ({ certificate }: typeof known) => new X509Certificate(certificate).toString();
  const application = { clientId: 'app', clientSecret: 'unused', certificates: [pemOf(known)] };
  const { url, close } = await startSimulator({ applications: [application] });
  onTestFinished(close);
  const customersFor = ({ keys, ...certified }: typeof known) => {
    const certificate = { certificate: pemOf({ keys, ...certified }), privateKey: keys.privatePem };
    const credentials = { appOnly: { clientId: 'app', certificate } };
    return createPartnerCenterClient({
      ...{ baseUrl: url, loginUrl: url, partnerTenantId: 'partner.example', credentials },
    }).customers.list();
  };
  expect((await customersFor(known)).items.length).toBeGreaterThan(0);
  const refused = await customersFor(other).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(SignInRefused);
  expect(refused).toMatchObject({ signInCode: 'AADSTS700027', messageKey: 'clientAssertionRefused' });
});

function decoded(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}

test('tokens come from a callback, which learns the audience and the token that was refused', async () => {
  let now = Temporal.Instant.from('2026-03-02T09:00:00Z');
  const requests: unknown[] = [];
  const getAccessToken = async ({ audience, refused }: { audience: string; refused: string | undefined }) => {
    requests.push([audience, refused]);
    return { accessToken: `token-${requests.length}`, expiresAt: now.add({ hours: 1 }) };
  };
  const credentials = { appOnly: { getAccessToken }, appUser: { getAccessToken } };
  const { client, server } = await startTestClient({ credentials, now: () => now });
  server.reply('GET', CUSTOMER, fixtureOf('getCustomer').response);
  server.reply('GET', SHEET, { status: 401 }, fixtureOf('getPriceSheet').response);
  await client.customers.get(customerId);
  await client.customers.get(customerId);
  await client.priceSheets.open({ market: 'IT', view: 'updatedlicensebased' });
  now = now.add({ minutes: 56 });
  await client.customers.get(customerId);
  const api = 'https://api.partnercenter.microsoft.com';
  const sales = 'https://api.partner.microsoft.com';
  expect(requests).toEqual([
    [api, undefined],
    [sales, undefined],
    [sales, 'token-2'],
    [api, undefined],
  ]);
  expect(signInsOf(server)).toEqual([]);
});

test('a callback without expiry is called each time, and its error ends the call', async () => {
  let count = 0;
  const getAccessToken = async () => {
    count += 1;
    if (count === 3) throw new Error('the vault is closed');
    return { accessToken: `token-${count}` };
  };
  const { client, server, waitsMs } = await startTestClient({ credentials: { appOnly: { getAccessToken } } });
  server.reply('GET', CUSTOMER, fixtureOf('getCustomer').response);
  await client.customers.get(customerId);
  await client.customers.get(customerId);
  await expect(client.customers.get(customerId)).rejects.toThrow('the vault is closed');
  expect(server.receivedAt(CUSTOMER)).toHaveLength(2);
  expect(waitsMs).toEqual([]);
});
