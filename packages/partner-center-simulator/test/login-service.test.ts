import { createHash, createPublicKey, verify } from 'node:crypto';
import { expect, test } from 'vitest';
import { DEMO_APPLICATION, DEMO_PARTNER_TENANT_ID, DEMO_REFRESH_TOKEN } from '../src/partner-center-simulator.ts';
import { replyOf, startTestSimulator } from './test-simulator.ts';

const REDIRECT_URI = 'https://licenze.example/provider/connection/signed-in';
const VERIFIER = 'a verifier of at least forty-three characters, as PKCE demands';
const SCOPE = 'openid offline_access https://api.partnercenter.microsoft.com/user_impersonation';

test('the metadata name the addresses of the sign-in service and the issuer', async () => {
  const { url } = await startTestSimulator();
  const reply = await replyOf(await fetch(`${url}/${DEMO_PARTNER_TENANT_ID}/v2.0/.well-known/openid-configuration`));
  expect(reply.body).toMatchObject({
    issuer: `${url}/${DEMO_PARTNER_TENANT_ID}/v2.0`,
    authorization_endpoint: `${url}/${DEMO_PARTNER_TENANT_ID}/oauth2/v2.0/authorize`,
    token_endpoint: `${url}/${DEMO_PARTNER_TENANT_ID}/oauth2/v2.0/token`,
    jwks_uri: `${url}/${DEMO_PARTNER_TENANT_ID}/discovery/v2.0/keys`,
  });
});

test('a person signs in on the page; the code gives tokens once, with a signed id token', async () => {
  const { url } = await startTestSimulator();
  const page = await fetch(authorizeUrl(url));
  expect(await page.text()).toContain('Sign in with a second factor');
  const { code, state } = await chosen(url, 'mfa');
  expect(state).toBe('state-1');
  const tokens = await redeemed(url, code);
  expect(tokens.status).toBe(200);
  const claims = await verifiedClaims(url, tokens.text('id_token'));
  expect(claims).toMatchObject({
    iss: `${url}/${DEMO_PARTNER_TENANT_ID}/v2.0`,
    aud: DEMO_APPLICATION.clientId,
    tid: DEMO_PARTNER_TENANT_ID,
    nonce: 'nonce-1',
    amr: ['pwd', 'mfa'],
  });
  expect((await refreshed(url, tokens.text('refresh_token'))).status).toBe(200);
  expect((await redeemed(url, code)).text('error_description')).toMatch(/^AADSTS54005/);
});

test('without the second factor the tokens say so; a person who declines gives no code', async () => {
  const { url } = await startTestSimulator();
  const { code } = await chosen(url, 'password');
  const claims = await verifiedClaims(url, (await redeemed(url, code)).text('id_token'));
  expect(claims.amr).toEqual(['pwd']);
  const declined = await chosen(url, 'cancel');
  expect(declined).toMatchObject({ code: '', error: 'access_denied', state: 'state-1' });
});

test('a code is bound to the verifier and to the address of the application', async () => {
  const { url } = await startTestSimulator();
  const { code } = await chosen(url, 'mfa');
  const refusal = async (given: Record<string, string>) =>
    (await redeemed(url, code, given)).text('error_description').split(':')[0];
  expect(await refusal({ code_verifier: 'another' })).toBe('AADSTS501481');
  expect(await refusal({ redirect_uri: 'https://elsewhere.example/' })).toBe('AADSTS500112');
  expect(await refusal({ client_secret: 'wrong' })).toBe('AADSTS7000215');
  expect(await refusal({ code: `${code}x` })).toBe('AADSTS70008');
  expect((await redeemed(url, code)).status).toBe(200);
});

test.each([
  [{ client_id: 'unknown' }, 'AADSTS700016'],
  [{ redirect_uri: 'https://licenze.example/other' }, 'AADSTS50011'],
  [{ redirect_uri: 'javascript:alert(1)' }, 'AADSTS50011'],
  [{ response_type: 'token' }, 'AADSTS700054'],
])('the page refuses %j and sends nobody back', async (given, number) => {
  const { url } = await startTestSimulator({ redirectUris: [REDIRECT_URI] });
  const page = await fetch(authorizeUrl(url, given), { redirect: 'manual' });
  expect([page.status, await page.text()]).toEqual([400, expect.stringContaining(number)]);
});

test('refresh tokens are refused on request, until a person signs in anew', async () => {
  const { url, good, advance } = await startTestSimulator();
  await good('PUT', '/control/sign-in', { refreshTokens: 'AADSTS700082' });
  const refused = await refreshed(url, DEMO_REFRESH_TOKEN);
  expect(refused.at('error')).toBe('invalid_grant');
  expect(refused.text('error_description')).toMatch(/^AADSTS700082/);
  const before = await redeemed(url, (await chosen(url, 'mfa')).code);
  expect((await refreshed(url, before.text('refresh_token'))).status).toBe(400);
  await advance('PT1S');
  await good('PUT', '/control/sign-in', {});
  expect((await refreshed(url, DEMO_REFRESH_TOKEN)).status).toBe(200);
});

test('every token is refused on request, and a number of another form is not understood', async () => {
  const { url, good, call } = await startTestSimulator();
  await good('PUT', '/control/sign-in', { everything: 'AADSTS7000222' });
  expect((await refreshed(url, DEMO_REFRESH_TOKEN)).text('error_description')).toMatch(/^AADSTS7000222/);
  expect((await call('PUT', '/control/sign-in', { everything: 'no' })).status).toBe(400);
});

function authorizeUrl(url: string, given: Record<string, string> = {}): string {
  return `${url}/${DEMO_PARTNER_TENANT_ID}/oauth2/v2.0/authorize?${new URLSearchParams({ ...request(), ...given })}`;
}

function request(): Record<string, string> {
  return {
    client_id: DEMO_APPLICATION.clientId,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: SCOPE,
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
    code_challenge_method: 'S256',
  };
}

/** Presses a button of the page, and reads the address at which the browser arrives. */
async function chosen(url: string, choice: string) {
  const response = await fetch(`${url}/${DEMO_PARTNER_TENANT_ID}/oauth2/v2.0/authorize`, {
    method: 'POST',
    body: new URLSearchParams({ ...request(), choice }),
    redirect: 'manual',
  });
  expect(response.status).toBe(303);
  const arrived = new URL(response.headers.get('location') ?? '').searchParams;
  return { code: arrived.get('code') ?? '', state: arrived.get('state'), error: arrived.get('error') };
}

function redeemed(url: string, code: string, given: Record<string, string> = {}) {
  return tokenAnswer(url, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT_URI,
    code_verifier: VERIFIER,
    ...given,
  });
}

function refreshed(url: string, refreshToken: string) {
  const resource = 'https://api.partnercenter.microsoft.com';
  return tokenAnswer(url, { grant_type: 'refresh_token', refresh_token: refreshToken, resource });
}

async function tokenAnswer(url: string, form: Record<string, string>) {
  const { clientId, clientSecret } = DEMO_APPLICATION;
  return replyOf(
    await fetch(`${url}/${DEMO_PARTNER_TENANT_ID}/oauth2/v2.0/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...form }),
    }),
  );
}

async function verifiedClaims(url: string, token: string): Promise<Record<string, unknown>> {
  const keys = await replyOf(await fetch(`${url}/${DEMO_PARTNER_TENANT_ID}/discovery/v2.0/keys`));
  const key = createPublicKey({
    format: 'jwk',
    key: { kty: keys.text('keys', 0, 'kty'), n: keys.text('keys', 0, 'n'), e: keys.text('keys', 0, 'e') },
  });
  const [header = '', payload = '', signature = ''] = token.split('.');
  expect(verify('RSA-SHA256', Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, 'base64url'))).toBe(
    true,
  );
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}
