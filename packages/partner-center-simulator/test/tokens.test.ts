import { expect, test } from 'vitest';
import { DEMO_APPLICATION } from '../src/partner-center-simulator.ts';
import { CONTOSO, replyOf, simulatedPartner } from './simulated-partner.ts';

test('each route asks for the kind of token and the audience that Microsoft asks for', async () => {
  const { url, token } = await simulatedPartner();
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
  const { url } = await simulatedPartner();
  const ask = async (form: Record<string, string>) =>
    replyOf(await fetch(`${url}/tenant/oauth2/v2.0/token`, { method: 'POST', body: new URLSearchParams(form) }));
  const asked = {
    grant_type: 'refresh_token',
    client_id: DEMO_APPLICATION.clientId,
    client_secret: DEMO_APPLICATION.clientSecret,
    scope: 'https://api.partnercenter.microsoft.com/user_impersonation',
    refresh_token: 'simulated-refresh-token',
  };
  const first = await ask(asked);
  const next = first.text('refresh_token');
  expect(next).not.toBe(asked.refresh_token);
  expect((await ask({ ...asked, refresh_token: next })).status).toBe(200);
  expect((await ask({ ...asked, refresh_token: 'stolen' })).at('error')).toBe('invalid_grant');
  expect((await ask({ ...asked, client_secret: 'wrong' })).status).toBe(401);
  expect((await ask({ ...asked, scope: 'https://example.com/.default' })).at('error')).toBe('invalid_resource');
});
