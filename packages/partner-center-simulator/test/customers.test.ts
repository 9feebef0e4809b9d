import { expect, test } from 'vitest';
import { isFields, type Json } from '../src/json.ts';
import { fieldsOf } from '../src/wire-json.ts';
import { ADATUM, CONTOSO, FABRIKAM, NORTHWIND, SCHOOL, startTestSimulator, TEMPLATE_ID } from './test-simulator.ts';

test('names and paths are compared without case, with a slash at the end and `size=0`', async () => {
  const partner = await startTestSimulator();
  const reply = await partner.good('GET', `/V1/Customers/?SIZE=0`);
  expect(reply.at('totalCount')).toBe(6);
  const filter = encodeURIComponent(JSON.stringify({ Field: 'Domain', Value: 'CONTOSO', Operator: 'starts_with' }));
  expect((await partner.good('GET', `/v1/customers?filter=${filter}`)).at('items', 0, 'id')).toBe(CONTOSO);
  const address = { AddressLine1: 'Via Roma', City: 'Milano', PostalCode: '20121', Country: 'it' };
  expect((await partner.good('POST', '/v1/validations/address', address)).at('status')).toBe('StreetPartial');
});

test('a marker in the street requests each status of an address', async () => {
  const partner = await startTestSimulator();
  const judged = async (addressLine1: string) => {
    const address = { addressLine1, city: 'Milano', postalCode: '20121', country: 'IT' };
    const answer = await partner.good('POST', '/v1/validations/address', address);
    const suggested = answer.at('suggestedAddresses');
    return [answer.at('status'), Array.isArray(suggested) ? suggested.length : 0];
  };
  expect(await judged('Via Roma 1')).toEqual(['VerifiedShippable', 1]);
  expect(await judged('Via Roma 1 (conferma)')).toEqual(['InteractionRequired', 1]);
  expect(await judged('Via Roma 1 (interno)')).toEqual(['PremisesPartial', 1]);
  expect(await judged('Via Roma 1 (doppio)')).toEqual(['Multiple', 2]);
});

test('names in bodies are read in upper and lower case', async () => {
  const partner = await startTestSimulator();
  const body = {
    companyProfile: { domain: 'maiuscole.onmicrosoft.com' },
    billingProfile: {
      email: 'mario.rossi@example.com',
      culture: 'it-IT',
      language: 'it',
      companyName: 'Maiuscole S.r.l.',
      defaultAddress: {
        firstName: 'Mario',
        lastName: 'Rossi',
        addressLine1: 'Via Garibaldi 10',
        city: 'Genova',
        postalCode: '16124',
        country: 'IT',
      },
    },
  };
  const created = await partner.good(
    'POST',
    '/v1/customers',
    renamed(body, (name) => name.toUpperCase()),
  );
  expect(created.body).toMatchObject({ ...body, relationshipToPartner: 'reseller' });
  const path = `/v1/customers/${created.text('id')}/agreements`;
  const agreement = {
    primaryContact: { firstName: 'Mario', lastName: 'Rossi', email: 'mario.rossi@example.com' },
    templateId: TEMPLATE_ID,
    dateAgreed: '2026-11-25T08:00:00Z',
    type: 'MicrosoftCustomerAgreement',
    attestationId: await partner.acceptAsSignatory(),
  };
  const confirmed = await partner.good(
    'POST',
    path,
    renamed(agreement, (name) => name.toLowerCase()),
  );
  const { attestationId: _, ...answered } = agreement;
  expect(confirmed.body).toMatchObject(answered);
});

/** The same with other names. */
function renamed(value: Json, nameOf: (name: string) => string): Json {
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [nameOf(name), renamed(inner, nameOf)]));
}

test('customers are listed page by page', async () => {
  const partner = await startTestSimulator();
  const names: Json[] = [];
  let path = '/v1/customers?size=2';
  let headers: Record<string, string> = {};
  for (let pageCount = 0; pageCount < 3; pageCount += 1) {
    const page = await partner.good('GET', path, undefined, headers);
    names.push(page.at('items', 0, 'companyProfile', 'companyName') ?? null);
    if (page.at('links', 'next') === undefined) break;
    path = `/v1${page.text('links', 'next', 'uri')}`;
    headers = { 'MS-ContinuationToken': page.text('links', 'next', 'headers', 0, 'value') };
  }
  expect(names).toEqual(['Contoso S.r.l.', 'Graphic Design Institute', 'Tailspin Toys S.r.l.']);
});

test('a tenant without relationship is refused until it accepts the invitation', async () => {
  const partner = await startTestSimulator();
  const before = await partner.call('GET', `/v1/customers/${ADATUM}`);
  expect([before.status, before.at('code')]).toEqual([403, 20002]);
  const unknown = await partner.call('GET', '/v1/customers/c0000000-0000-4000-8000-999999999999');
  expect([unknown.status, unknown.at('code')]).toEqual([404, 60003]);
  const { url } = await partner
    .good('GET', '/v1/customers/relationshiprequests')
    .then((reply) => ({ url: reply.text('url') }));
  const accepted = await fetch(url, { method: 'POST', body: new URLSearchParams({ domain: 'adatum' }) });
  expect(accepted.status).toBe(200);
  expect((await partner.good('GET', `/v1/customers/${ADATUM}`)).at('relationshipToPartner')).toBe('reseller');
});

test('an agreement is made once for a contact, and not with a future date', async () => {
  const partner = await startTestSimulator();
  const path = `/v1/customers/${NORTHWIND}/agreements`;
  const agreement = {
    primaryContact: { firstName: 'Mario', lastName: 'Rossi', email: 'mario.rossi@example.com' },
    templateId: TEMPLATE_ID,
    dateAgreed: '2026-11-25',
    type: 'MicrosoftCustomerAgreement',
    attestationId: await partner.acceptAsSignatory(),
  };
  expect((await partner.call('POST', path, { ...agreement, dateAgreed: '2026-11-26' })).at('code')).toBe(3000);
  expect((await partner.call('POST', path, agreement)).status).toBe(201);
  const again = await partner.call('POST', path, agreement);
  expect([again.status, again.at('errorName')]).toEqual([400, 'PartnerConfirmedAgreementAlreadyExists']);
  expect((await partner.good('GET', path)).at('totalCount')).toBe(1);
});

test('a qualification is vetted after a while and opens its segment', async () => {
  const partner = await startTestSimulator();
  const products = (segment: string, id = CONTOSO) =>
    partner.call('GET', `/v1/customers/${id}/products?targetView=OnlineServices&targetSegment=${segment}`);
  expect((await products('education')).at('code')).toBe(400030);
  expect((await products('education', SCHOOL)).status).toBe(200);
  const path = `/v1/customers/${CONTOSO}/qualifications`;
  const requested = { qualification: 'Education', educationSegment: 'K12', website: 'contoso.example' };
  expect((await partner.good('POST', path, requested)).at('vettingStatus')).toBe('InReview');
  expect((await products('education')).status).toBe(403);
  await partner.advance('PT10M');
  expect((await partner.good('GET', path)).at(0, 'vettingStatus')).toBe('Approved');
  expect((await products('education')).status).toBe(200);
  await partner.good('POST', path, { qualification: 'GovernmentCommunityCloud', validationCode: '000000' });
  await partner.advance('PT10M');
  expect((await partner.good('GET', path)).at(1)).toMatchObject({ vettingStatus: 'Denied' });
});

test('without a directory role the partner can sell, but sees no people and licences', async () => {
  const partner = await startTestSimulator();
  const profile = `/v1/customers/${CONTOSO}/profiles/billing`;
  const { body } = await partner.good('GET', profile);
  const headers = { 'If-Match': (await partner.good('GET', profile)).text('attributes', 'etag') };
  await partner.good('PUT', profile, { ...fieldsOf(body), companyName: 'Contoso (permessi)' }, headers);
  const bought = await partner.buy(CONTOSO, { sku: 'CFQ7TTC0LDPB:0001', quantity: 1 });
  const paths = ['users', 'subscribedskus', 'directoryroles', `subscriptions/${bought.text('id')}/provisioningstatus`];
  for (const path of paths) {
    const answer = await partner.call('GET', `/v1/customers/${CONTOSO}/${path}`);
    expect([path, answer.status, answer.at('code')]).toEqual([path, 403, 900308]);
  }
});

test('a billing profile is replaced, with its current etag only where one is sent', async () => {
  const partner = await startTestSimulator();
  const path = `/v1/customers/${CONTOSO}/profiles/billing`;
  const read = await partner.good('GET', path);
  const renamed = { ...fieldsOf(read.body), companyName: 'Contoso S.p.A.' };
  const put = async (headers: Record<string, string>) => {
    const answer = await partner.call('PUT', path, renamed, headers);
    return [answer.status, answer.at('code') ?? answer.at('companyName')];
  };
  const headers = { 'If-Match': `"${read.text('attributes', 'etag')}"` };
  expect(await put(headers)).toEqual([200, 'Contoso S.p.A.']);
  expect(await put(headers)).toEqual([400, 2055]);
  expect(await put({})).toEqual([200, 'Contoso S.p.A.']);
});

test('a relationship ends if nothing is active, and its customer is refused afterwards', async () => {
  const partner = await startTestSimulator();
  const end = async (customerId: string) => {
    const answer = await partner.call('PATCH', `/v1/customers/${customerId}`, { relationshipToPartner: 'none' });
    return [answer.status, answer.at('code') ?? answer.at('relationshipToPartner')];
  };
  expect(await end(FABRIKAM)).toEqual([400, 900280]);
  expect(await end(CONTOSO)).toEqual([200, 'none']);
  expect((await partner.call('GET', `/v1/customers/${CONTOSO}`)).at('code')).toBe(20002);
});
