import { expect, onTestFinished } from 'vitest';
import type { Fields, Json } from '../src/json.ts';
import {
  DEMO_APPLICATION,
  DEMO_PARTNER_TENANT_ID,
  DEMO_REFRESH_TOKEN,
  type SimulatorOptions,
  startSimulator,
} from '../src/partner-center-simulator.ts';

/** An answer, with access by path: `at('orders', 0, 'id')`. */
export type Reply = {
  status: number;
  body: Json;
  headers: Headers;
  at: (...path: (string | number)[]) => Json | undefined;
  text: (...path: (string | number)[]) => string;
};

export const CONTOSO = 'c0000000-0000-4000-8000-000000000001';
export const NORTHWIND = 'c0000000-0000-4000-8000-000000000002';
export const ADATUM = 'c0000000-0000-4000-8000-000000000003';
export const FABRIKAM = 'c0000000-0000-4000-8000-000000000004';
export const SCHOOL = 'c0000000-0000-4000-8000-000000000005';
export const WINGTIP = 'c0000000-0000-4000-8000-000000000007';

export const TEMPLATE_ID = '117a77b0-9360-443b-8795-c6dedc750cf9';
const SIGNATORY = { firstName: 'Mario', lastName: 'Rossi', email: 'mario.rossi@example.com' };

/**
 * A simulator over HTTP with a stopped machine clock, and a partner that calls it with a token for app and user. It is
 * closed when the test ends.
 */
export async function startTestSimulator(
  options: SimulatorOptions & { now?: never; startsAt?: string; hasToken?: boolean } = {},
) {
  const { startsAt = '2026-11-25T09:00:00Z', hasToken = true, ...simulatorOptions } = options;
  const machineNow = Temporal.Instant.from(startsAt);
  const running = await startSimulator({ seed: 'test', ...simulatorOptions, now: () => machineNow });
  onTestFinished(() => running.close());
  const { url } = running;
  const token = hasToken ? await tokenFor(url, 'refresh_token') : '';

  async function call(method: string, path: string, body?: Json, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return replyOf(response);
  }
  async function good(method: string, path: string, body?: Json, headers?: Record<string, string>): Promise<Reply> {
    const reply = await call(method, path, body, headers);
    expect(reply, `${method} ${path}: ${JSON.stringify(reply.body)}`).toSatisfy(({ status }: Reply) => status < 300);
    return reply;
  }
  return {
    url,
    running,
    call,
    good,
    advance: (duration: string) => good('POST', '/control/clock/advance', { duration }),
    moveTo: (now: string) => good('PUT', '/control/clock', { now }),
    token: (grantType: 'client_credentials' | 'refresh_token', resource?: string) => tokenFor(url, grantType, resource),
    /** A token for the directory of a customer. */
    graphToken: (customerId: string) => tokenFor(url, 'refresh_token', 'https://graph.microsoft.com', customerId),
    /** The catalogue item that sells a SKU now. */
    async catalogItemId(customerId: string, productId: string, skuId: string): Promise<string> {
      const path = `/v1/customers/${customerId}/products/${productId}/skus/${skuId}/availabilities`;
      return (await good('GET', path)).text('items', 0, 'catalogItemId');
    },
    /** Announces a signatory, who accepts on the page. @returns the id of the attestation */
    async acceptAsSignatory(signatory = SIGNATORY): Promise<string> {
      const application = { Authorization: `Bearer ${await tokenFor(url, 'client_credentials')}` };
      const announcement = {
        country: 'IT',
        language: 'it-IT',
        companyName: 'Mario Rossi S.r.l.',
        signatoryFirstName: signatory.firstName,
        signatoryLastName: signatory.lastName,
        signatoryEmail: signatory.email,
      };
      const announced = await good('POST', '/v1/attestations/enhanced', announcement, application);
      const attestationId = announced.text('attestationId');
      await fetch(`${url}/mca/?attestationid=${attestationId}`, {
        method: 'POST',
        body: new URLSearchParams({ isSignatory: 'on', answer: 'accept' }),
      });
      return attestationId;
    },
    /** Makes the agreement of a customer, whose signatory accepts. */
    async makeAgreement(customerId: string, primaryContact = SIGNATORY): Promise<Reply> {
      const attestationId = await this.acceptAsSignatory(primaryContact);
      const dateAgreed = (await good('GET', '/control/clock')).text('now');
      const agreement = { primaryContact, templateId: TEMPLATE_ID, dateAgreed, type: 'MicrosoftCustomerAgreement' };
      return good('POST', `/v1/customers/${customerId}/agreements`, { ...agreement, attestationId });
    },
    /** Buys, and moves the clock until the licences can be used. @returns the subscription */
    async buy(
      customerId: string,
      line: { sku: string; quantity: number; term?: string; billing?: string; extra?: Fields },
    ) {
      const [productId = '', skuId = ''] = line.sku.split(':');
      const cart = await good('POST', `/v1/customers/${customerId}/carts`, {
        lineItems: [
          {
            id: 0,
            catalogItemId: await this.catalogItemId(customerId, productId, skuId),
            quantity: line.quantity,
            termDuration: line.term ?? 'P1Y',
            billingCycle: line.billing ?? 'annual',
            ...line.extra,
          },
        ],
      });
      const checkout = await good('POST', `/v1/customers/${customerId}/carts/${cart.text('id')}/checkout`);
      expect(checkout.at('orderErrors')).toEqual([]);
      await this.advance('PT3M');
      const order = await good('GET', `/v1/customers/${customerId}/orders/${checkout.text('orders', 0, 'id')}`);
      return this.subscription(customerId, order.text('lineItems', 0, 'subscriptionId'));
    },
    subscription: (customerId: string, id: string) => good('GET', `/v1/customers/${customerId}/subscriptions/${id}`),
    /** A PATCH as the client sends it: the resource just read with the changes in it. */
    async patch(customerId: string, id: string, changes: Fields, headers?: Record<string, string>): Promise<Reply> {
      const { body } = await this.subscription(customerId, id);
      if (body === null || typeof body !== 'object' || Array.isArray(body)) throw new Error('no resource');
      return call('PATCH', `/v1/customers/${customerId}/subscriptions/${id}`, { ...body, ...changes }, headers);
    },
  };
}

export async function tokenFor(
  url: string,
  grantType: 'client_credentials' | 'refresh_token',
  resource = 'https://api.partnercenter.microsoft.com',
  tenantId = DEMO_PARTNER_TENANT_ID,
): Promise<string> {
  const response = await fetch(`${url}/${tenantId}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: grantType,
      client_id: DEMO_APPLICATION.clientId,
      client_secret: DEMO_APPLICATION.clientSecret,
      resource,
      ...(grantType === 'refresh_token' ? { refresh_token: DEMO_REFRESH_TOKEN } : {}),
    }),
  });
  return (await replyOf(response)).text('access_token');
}

export async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const isJson = response.headers.get('Content-Type')?.includes('json') === true && text !== '';
  const body: Json = isJson ? JSON.parse(text) : text;
  const at = (...path: (string | number)[]): Json | undefined => {
    let value: Json | undefined = body;
    for (const step of path) {
      if (value === undefined || value === null || typeof value !== 'object') return undefined;
      value = Array.isArray(value) ? value.at(Number(step)) : value[step];
    }
    return value;
  };
  return {
    status: response.status,
    body,
    headers: response.headers,
    at,
    text(...path) {
      const value = at(...path);
      if (typeof value !== 'string') throw new Error(`no text at ${path.join('.')} of ${text}`);
      return value;
    },
  };
}
