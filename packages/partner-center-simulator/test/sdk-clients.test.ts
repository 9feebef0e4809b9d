/**
 * What Microsoft's .NET and Java SDKs and a public TypeScript client send beyond the documentation, and expect.
 */
import { inflateRawSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { isFields, type Json } from '../src/json.ts';
import { CONTOSO, startTestSimulator } from './test-simulator.ts';

const OWN = `/v1/customers/${CONTOSO}`;
type Partner = Awaited<ReturnType<typeof startTestSimulator>>;

test('two slashes and a slash at the end are one path', async () => {
  const partner = await startTestSimulator();
  expect((await partner.good('GET', `/v1//customers/${CONTOSO}`)).at('id')).toBe(CONTOSO);
  expect((await partner.good('GET', `//v1//Customers//${CONTOSO}/Users/`)).at('totalCount')).toBeGreaterThan(0);
});

test('a path without a route answers 501, whatever the method, and without a token 401', async () => {
  const partner = await startTestSimulator();
  const unknown: [string, string][] = [
    ['GET', '/v1/offers?country=IT'],
    ['DELETE', OWN],
    ['GET', '/v1/domains/contoso.onmicrosoft.com'],
    ['POST', `${OWN}/subscriptions/x/upgrades`],
    ['GET', '/v2/customers'],
  ];
  for (const [method, path] of unknown) {
    const answer = await partner.call(method, path);
    expect([answer.status, answer.at('code')], `${method} ${path}`).toEqual([501, 'NotSimulated']);
    expect(answer.text('description')).toContain(`no route for ${method} `);
  }
  expect((await partner.call('GET', '/v1/offers', undefined, { Authorization: 'Bearer x' })).status).toBe(401);
  // A route that is there says what is missing.
  expect((await partner.call('GET', '/v1/products/none')).status).toBe(404);
});

test('a billing profile is written without If-Match; a stale one is refused', async () => {
  const partner = await startTestSimulator();
  const { body } = await partner.good('GET', `${OWN}/profiles/billing`);
  if (!isFields(body)) throw new Error('no profile');
  const written = await partner.good('PUT', `${OWN}/profiles/billing`, { ...body, email: 'nuova@contoso.example' });
  expect(written.at('email')).toBe('nuova@contoso.example');
  const stale = await partner.call('PUT', `${OWN}/profiles/billing`, body, { 'If-Match': '"old"' });
  expect(stale.at('code')).toBe(2055);
});

test('an order is created without a cart, and its subscription appears', async () => {
  const partner = await startTestSimulator();
  const offerId = await partner.catalogItemId(CONTOSO, 'CFQ7TTC0LDPB', '0001');
  const lineItems = [{ LineItemNumber: 0, OfferId: offerId, Quantity: 3, FriendlyName: 'Ufficio', TermDuration: null }];
  const order = await partner.good('POST', `${OWN}/orders`, { BillingCycle: 'Monthly', LineItems: lineItems });
  expect(order.status).toBe(201);
  expect(order.at('lineItems', 0)).toMatchObject({
    offerId,
    quantity: 3,
    termDuration: 'P1Y',
    friendlyName: 'Ufficio',
  });
  await partner.advance('PT3M');
  const read = await partner.good('GET', `${OWN}/orders/${order.text('id')}`);
  expect(read.body).toMatchObject({ status: 'completed', billingCycle: 'monthly' });
  const subscription = await partner.subscription(CONTOSO, read.text('lineItems', 0, 'subscriptionId'));
  expect(subscription.body).toMatchObject({ quantity: 3, termDuration: 'P1Y', billingCycle: 'monthly' });

  const refused = await partner.call('POST', `${OWN}/orders`, {
    billingCycle: 'monthly',
    lineItems: [{ offerId, quantity: 900 }],
  });
  expect([refused.status, refused.at('code')]).toEqual([400, 800009]);
  const wrong = { billingCycle: 'monthly', lineItems: [{ offerId: 'A:0001:B', quantity: 1 }] };
  expect((await partner.call('POST', `${OWN}/orders`, wrong)).at('code')).toBe(400019);
});

test('people are listed page by page, by the token alone, deleted ones too', async () => {
  const partner = await startTestSimulator();
  for (const name of ['anna', 'bruno', 'carla']) {
    await partner.good('POST', `${OWN}/users`, {
      userPrincipalName: `${name}@contoso.onmicrosoft.com`,
      displayName: name,
      usageLocation: 'IT',
      passwordProfile: { password: 'Segreto-123', forceChangePassword: true },
    });
  }
  const all = (await partner.good('GET', `${OWN}/users?size=0`)).at('items');
  if (!Array.isArray(all)) throw new Error('no list');
  const names = async (query: string, headers?: Record<string, string>) => {
    const page = await partner.good('GET', `${OWN}/users?${query}`, undefined, headers);
    const items = page.at('items');
    return { page, ids: Array.isArray(items) ? items.map((item) => (isFields(item) ? item.id : '')) : [] };
  };
  const found: (Json | undefined)[] = [];
  let next = await names('size=2');
  for (;;) {
    found.push(...next.ids);
    const token = next.page.at('links', 'next', 'headers', 0, 'value');
    if (typeof token !== 'string' || found.length > 20) break;
    expect(next.ids).toHaveLength(2);
    next = await names('seekOperation=Next', { 'MS-ContinuationToken': token });
  }
  expect(found).toEqual(all.map((item) => (isFields(item) ? item.id : '')));

  for (const id of found.slice(0, 2)) await partner.good('DELETE', `${OWN}/users/${id}`);
  const filter = encodeURIComponent('{"Field":"UserStatus","Value":"Inactive","Operator":"equals"}');
  const deleted = await names(`size=1&filter=${filter}`);
  const token = deleted.page.text('links', 'next', 'headers', 0, 'value');
  const rest = await names('seekOperation=Next', { 'MS-ContinuationToken': token });
  expect([...deleted.ids, ...rest.ids]).toEqual(found.slice(0, 2));
  expect(rest.page.at('links', 'next')).toBeUndefined();
  expect((await partner.call('GET', `${OWN}/users`, undefined, { 'MS-ContinuationToken': '7' })).at('code')).toBe(
    800002,
  );
});

test('the password of a person is reset at its own path', async () => {
  const partner = await startTestSimulator();
  const id = (await partner.good('GET', `${OWN}/users`)).text('items', 0, 'id');
  const body = { passwordProfile: { password: 'Nuova-1234', forceChangePassword: true } };
  expect((await partner.good('PATCH', `${OWN}/users/${id}/resetpassword`, body)).at('id')).toBe(id);
});

async function sheet(partner: Partner, view: string, encoding: string) {
  const token = await partner.token('refresh_token', 'https://api.partner.microsoft.com');
  const path = `/v1.0/sales/pricesheets(Market='IT',PricesheetView='${view}')/$value`;
  const headers = { Authorization: `Bearer ${token}`, 'Accept-Encoding': encoding };
  const response = await fetch(`${partner.url}${path}`, { headers });
  expect(response.status).toBe(200);
  expect(response.headers.get('Content-Encoding')).toBeNull();
  return { name: response.headers.get('Content-Disposition'), bytes: Buffer.from(await response.arrayBuffer()) };
}

/** The one file of a zip, read by its first record. */
function unzipped(bytes: Buffer): string {
  expect(bytes.subarray(0, 4).toString('latin1')).toBe('PK\x03\x04');
  const start = 30 + bytes.readUInt16LE(26);
  return inflateRawSync(bytes.subarray(start, start + bytes.readUInt32LE(18))).toString();
}

test('a price sheet is a zip for a client that accepts deflate, and text for one that does not', async () => {
  const partner = await startTestSimulator();
  const text = await sheet(partner, 'updatedlicensebased', 'identity');
  expect(text.name).toBe('attachment; filename=sheets.csv');
  expect(text.bytes.toString()).toContain('ChangeIndicator,ProductTitle');
  for (const encoding of ['deflate', 'gzip, deflate']) {
    const zip = await sheet(partner, 'updatedlicensebased', encoding);
    expect(zip.name).toBe('attachment; filename=sheets.zip');
    expect(unzipped(zip.bytes)).toBe(text.bytes.toString());
  }
});

test('the view of the extended service term has a dearer month of each plan, under SKUs of its own', async () => {
  const partner = await startTestSimulator();
  const rowsOf = async (view: string): Promise<Record<string, string>[]> =>
    parse((await sheet(partner, view, 'identity')).bytes, { bom: true, columns: true });
  const [usual, extended] = [await rowsOf('updatedlicensebased'), await rowsOf('licensebasedest')];
  const month = usual.find(
    ({ SkuTitle, TermDuration }) => SkuTitle === 'Microsoft 365 Business Standard' && TermDuration === 'P1M',
  );
  const row = extended.find(({ SkuTitle }) => SkuTitle === 'Microsoft 365 Business Standard - Extended Service Term');
  expect([month?.UnitPrice, row?.UnitPrice]).toEqual(['10.4', '10.71']);
  expect(row).toMatchObject({
    ProductId: month?.ProductId,
    TermDuration: 'P1M',
    BillingPlan: 'Monthly',
    Segment: 'Commercial',
  });
  const keyOf = ({ ProductId, SkuId }: Record<string, string>) => `${ProductId} ${SkuId?.padStart(4, '0')}`;
  const sold = new Set(usual.map(keyOf));
  expect(extended.filter((one) => sold.has(keyOf(one)))).toEqual([]);
});

test('a later page of unbilled lines is of the same month', async () => {
  const partner = await startTestSimulator({ startsAt: '2026-09-01T09:00:00Z' });
  for (let count = 0; count < 3; count += 1)
    await partner.buy(CONTOSO, { sku: 'CFQ7TTC0LDPB:0001', quantity: 1, billing: 'monthly' });
  await partner.moveTo('2026-10-02T00:00:00Z');
  const path =
    '/v1/invoices/unbilled/lineitems?provider=onetime&invoicelineitemtype=billinglineitems&size=1&period=previous';
  const first = await partner.good('GET', path);
  const token = first.text('links', 'next', 'headers', 0, 'value');
  const second = await partner.good('GET', `/v1${first.text('links', 'next', 'uri')}`, undefined, {
    'MS-ContinuationToken': token,
  });
  expect(second.text('items', 0, 'chargeStartDate').slice(0, 7)).toBe('2026-09');
});
