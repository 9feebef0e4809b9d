import { expect, test } from 'vitest';
import { DEMO_APPLICATION, DEMO_REFRESH_TOKEN_WITHOUT_MFA } from '../src/partner-center-simulator.ts';
import { CONTOSO, replyOf, startTestSimulator } from './test-simulator.ts';

test('each route requires the kind of token and the audience that Microsoft documents', async () => {
  const { url, token } = await startTestSimulator();
  const get = async (path: string, bearer?: string) => {
    const headers = bearer === undefined ? {} : { Authorization: `Bearer ${bearer}` };
    const reply = await replyOf(await fetch(`${url}${path}`, { headers }));
    return [reply.status, reply.at('code') ?? 'fine'];
  };
  const appOnly = await token('client_credentials');
  const appUser = await token('refresh_token');
  const sales = await token('refresh_token', 'https://api.partner.microsoft.com');
  const retired = await token('client_credentials', 'https://graph.windows.net');
  expect(await get(`/v1/customers/${CONTOSO}`)).toEqual([401, 400]);
  expect(await get(`/v1/customers/${CONTOSO}`, `${appOnly}x`)).toEqual([401, 400]);
  expect(await get(`/v1/customers/${CONTOSO}`, appOnly)).toEqual([200, 'fine']);
  expect(await get(`/v1/customers/${CONTOSO}`, retired)).toEqual([401, 900420]);
  expect(await get(`/v1/customers/${CONTOSO}`, sales)).toEqual([401, 900420]);
  expect(await get(`/v1/customers/${CONTOSO}/users`, appOnly)).toEqual([403, 900329]);
  expect(await get(`/v1/customers/${CONTOSO}/users`, appUser)).toEqual([200, 'fine']);
  const sheet = "/v1.0/sales/pricesheets(Market='IT',PricesheetView='updatedlicensebased')/$value?timeline=current";
  expect(await get(sheet, appUser)).toEqual([401, 900420]);
  expect(await get(sheet, sales)).toEqual([200, 'fine']);
});

test('refresh tokens rotate, and wrong credentials get no token', async () => {
  const { url } = await startTestSimulator();
  const ask = async (form: Record<string, string>) =>
    replyOf(await fetch(`${url}/tenant/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) }));
  const requested = {
    grant_type: 'refresh_token',
    client_id: DEMO_APPLICATION.clientId,
    client_secret: DEMO_APPLICATION.clientSecret,
    scope: 'https://api.partnercenter.microsoft.com/user_impersonation',
    refresh_token: 'simulated-refresh-token',
  };
  const first = await ask(requested);
  const next = first.text('refresh_token');
  expect(next).not.toBe(requested.refresh_token);
  expect((await ask({ ...requested, refresh_token: next })).status).toBe(200);
  expect((await ask({ ...requested, refresh_token: 'stolen' })).at('error')).toBe('invalid_grant');
  expect((await ask({ ...requested, client_secret: 'wrong' })).status).toBe(401);
  expect((await ask({ ...requested, scope: 'https://example.com/.default' })).at('error')).toBe('invalid_resource');
});

test('a person without a second factor is refused on every route since April 2026; an application is not', async () => {
  const partner = await startTestSimulator({ startsAt: '2026-03-31T23:59:00Z' });
  const { url, token } = partner;
  const signIn = async (refresh_token: string) => {
    const form = {
      grant_type: 'refresh_token',
      client_id: DEMO_APPLICATION.clientId,
      client_secret: DEMO_APPLICATION.clientSecret,
      resource: 'https://api.partnercenter.microsoft.com',
      refresh_token,
    };
    return replyOf(await fetch(`${url}/tenant/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) }));
  };
  const first = await signIn(DEMO_REFRESH_TOKEN_WITHOUT_MFA);
  const rotated = await signIn(first.text('refresh_token'));
  const get = async (bearer: string, path = `/v1/customers/${CONTOSO}`) => {
    const headers = { Authorization: `Bearer ${bearer}`, ValidateMfa: 'true' };
    const reply = await replyOf(await fetch(`${url}${path}`, { headers }));
    return [reply.status, reply.at('code') ?? 'fine', reply.headers.get('isMfaCompliant')];
  };
  const [person, application] = [await token('refresh_token'), await token('client_credentials')];
  expect(await get(rotated.text('access_token'))).toEqual([200, 'fine', 'false']);
  await partner.advance('PT1M');
  for (const path of [`/v1/customers/${CONTOSO}`, `/v1/customers/${CONTOSO}/users`]) {
    expect(await get(rotated.text('access_token'), path)).toEqual([401, 900421, 'false']);
    expect(await get(person, path)).toEqual([200, 'fine', 'true']);
  }
  expect(await get(application)).toEqual([200, 'fine', null]);
});
