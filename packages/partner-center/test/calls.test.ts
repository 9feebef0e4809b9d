import { describe, expect, test } from 'vitest';
import {
  attestationStateOf,
  BillingProfile,
  type NewAgreement,
  type NewCustomer,
  type PartnerCenterClient,
  ROUTES,
  Subscription,
} from '../src/partner-center.ts';
import { fixtureOf, fixtureRoutes } from './fixtures.ts';
import { customerId, startTestClient } from './test-client.ts';

const subscriptionId = '7b1d6a52-0c3e-4a3f-8f6d-5e2b9c4d1a77';
const userId = 'c2a94e0d-51f8-4a1b-b7c6-0f6f6f3e2d18';
const cartId = 'a6c1b7d4-2f9e-4d70-9c55-8b3e1f0a6d21';
const orderId = 'b81f07c93ad2';
const productId = 'CFQ7TTC0LH18';
const skuId = '0001';
const availabilityId = 'CFQ7TTC0M9NZ';
const poolId = '3b555118-da6a-4418-894f-7df1e2096870';
const attestationId = '9e2b4c7d-1a3f-4d58-b6c0-7f8e9d0a1b2c';
const templateId = '117a77b0-9360-443b-8795-c6dedc750cf9';
const promotionId = '39NFJQT20000:0002';
const upgradeItemId = 'CFQ7TTC0LCHC:0002:CFQ7TTC0N2WD';
const roleId = '729827e3-9c14-49f7-bb1b-9608f156bbb8';
const invoiceId = 'G020260301';
const registration = {
  url: 'https://portale.example/webhooks/partner-center',
  events: ['subscription-updated', 'test-created'],
};
const market = { country: 'IT', targetSegment: 'commercial' };
const address = {
  addressLine1: 'Via Stalingrado 12',
  city: 'Bologna',
  state: 'BO',
  postalCode: '40128',
  country: 'IT',
};
const contact = {
  firstName: 'Marta',
  lastName: 'Ferri',
  email: 'marta.ferri@officineferri.example',
  phoneNumber: '0515550100',
};
const lineItems = [
  {
    id: 0,
    catalogItemId: 'CFQ7TTC0LH18:0001:CFQ7TTC0M9NZ',
    friendlyName: 'Business Basic',
    quantity: 10,
    billingCycle: 'monthly',
    termDuration: 'P1Y',
  },
];
const customer: NewCustomer = {
  companyProfile: { domain: 'officineferri.onmicrosoft.com' },
  billingProfile: {
    email: 'amministrazione@officineferri.example',
    culture: 'it-IT',
    language: 'it',
    companyName: 'Officine Ferri S.r.l.',
    defaultAddress: { ...address, firstName: 'Marta', lastName: 'Ferri', phoneNumber: '0515550100' },
  },
};
const agreement: NewAgreement = {
  primaryContact: contact,
  templateId,
  dateAgreed: '2026-03-02T00:00:00.000Z',
  type: 'MicrosoftCustomerAgreement',
};
const user = {
  userPrincipalName: 'luca.neri@officineferri.onmicrosoft.com',
  displayName: 'Luca Neri',
  firstName: 'Luca',
  lastName: 'Neri',
  usageLocation: 'IT',
  passwordProfile: { password: 'fixture-only', forceChangePassword: true },
};

/** One call for each route. */
const CALLS: Record<keyof typeof ROUTES, (client: PartnerCenterClient) => Promise<unknown>> = {
  listProducts: (c) => c.catalogue.listProducts({ country: 'IT', targetView: 'OnlineServices' }),
  getProduct: (c) => c.catalogue.getProduct(productId, { country: 'IT' }),
  listSkus: (c) => c.catalogue.listSkus(productId, market),
  getSku: (c) => c.catalogue.getSku({ productId, skuId }, { country: 'IT' }),
  listAvailabilities: (c) => c.catalogue.listAvailabilities({ productId, skuId }, market),
  getAvailability: (c) => c.catalogue.getAvailability({ productId, skuId, availabilityId }, { country: 'IT' }),
  listCustomerProducts: (c) => c.customerCatalogue.listProducts(customerId, { targetView: 'OnlineServices' }),
  getCustomerProduct: (c) => c.customerCatalogue.getProduct({ customerId, productId }),
  listCustomerSkus: (c) => c.customerCatalogue.listSkus({ customerId, productId }),
  getCustomerSku: (c) => c.customerCatalogue.getSku({ customerId, productId, skuId }),
  listCustomerAvailabilities: (c) => c.customerCatalogue.listAvailabilities({ customerId, productId, skuId }),
  getCustomerAvailability: (c) => c.customerCatalogue.getAvailability({ customerId, productId, skuId, availabilityId }),
  listPromotions: (c) => c.promotions.list({ country: 'IT', segment: 'commercial' }),
  getPromotion: (c) => c.promotions.get(promotionId, { country: 'IT' }),
  checkPromotionEligibilities: (c) =>
    c.promotions.checkEligibilities(customerId, [
      {
        id: 0,
        catalogItemId: upgradeItemId,
        quantity: 5,
        termDuration: 'P1Y',
        billingCycle: 'annual',
        promotionId,
      },
    ]),
  checkDomain: (c) => c.validations.isDomainAvailable('officineferri.onmicrosoft.com'),
  validateAddress: (c) => c.validations.validateAddress(address),
  getCountryValidationRules: (c) => c.validations.getCountryRules('IT'),
  createCustomer: (c) => c.customers.create(customer),
  listCustomers: (c) => c.customers.list({ size: 50, startsWith: { field: 'CompanyName', value: 'Officine' } }),
  getCustomer: (c) => c.customers.get(customerId),
  getBillingProfile: (c) => c.customers.getBillingProfile(customerId),
  updateBillingProfile: (c) => {
    const read = BillingProfile.parse(fixtureOf('getBillingProfile').response.body);
    return c.customers.updateBillingProfile(customerId, { ...read, companyName: 'Officine Ferri S.p.A.' });
  },
  endRelationship: (c) => c.customers.endRelationship('c0000000-0000-4000-8000-000000000001'),
  getCompanyProfile: (c) => c.customers.getCompanyProfile(customerId),
  getRelationshipRequest: (c) => c.customers.getRelationshipRequest(),
  getValidationStatus: (c) => c.customers.getValidationStatus(customerId),
  listAgreementTemplates: (c) => c.agreements.listTemplates(),
  getAgreementDocument: (c) => c.agreements.getDocument(templateId, { language: 'it-IT', country: 'IT' }),
  listAgreements: (c) => c.agreements.list(customerId),
  createAttestation: (c) =>
    c.attestations.create({
      country: 'IT',
      language: 'it-IT',
      companyName: 'Officine Ferri S.r.l.',
      signatoryFirstName: contact.firstName,
      signatoryLastName: contact.lastName,
      signatoryEmail: contact.email,
      signatoryPhoneNumber: contact.phoneNumber,
    }),
  getAttestation: (c) => c.attestations.get(attestationId),
  createAgreement: (c) =>
    c.agreements.create(customerId, { ...agreement, dateAgreed: '2026-03-02T09:00:00Z', attestationId }),
  confirmAgreement: (c) => c.agreements.confirm(customerId, agreement),
  getDirectSignedStatus: (c) => c.agreements.isDirectlySigned(customerId),
  listQualifications: (c) => c.qualifications.list(customerId),
  requestQualification: (c) =>
    c.qualifications.request(customerId, {
      qualification: 'Education',
      educationSegment: 'K12',
      website: 'https://scuola.example',
    }),
  createCart: (c) => c.carts.create(customerId, { partnerOnRecordAttestationAccepted: true, lineItems }),
  getCart: (c) => c.carts.get({ customerId, cartId }),
  updateCart: (c) => c.carts.update({ customerId, cartId }, lineItems),
  checkoutCart: (c) => c.carts.checkout({ customerId, cartId }),
  listOrders: (c) => c.orders.list(customerId),
  getOrder: (c) => c.orders.get({ customerId, orderId }),
  getOrderProvisioningStatus: (c) => c.orders.getProvisioningStatus({ customerId, orderId }),
  listSubscriptions: (c) => c.subscriptions.list(customerId, { orderId }),
  getSubscription: (c) => c.subscriptions.get({ customerId, subscriptionId }),
  patchSubscription: (c) => {
    const read = Subscription.parse(fixtureOf('getSubscription').response.body);
    return c.subscriptions.patch(customerId, read, { quantity: 12 });
  },
  listCustomTermEndDates: (c) =>
    firstPage(c.subscriptions.pagesOfCustomTermEndDates(customerId, { termDuration: 'P1Y' })),
  getSubscriptionProvisioningStatus: (c) => c.subscriptions.getProvisioningStatus({ customerId, subscriptionId }),
  getSupportContact: (c) => c.supportContacts.get({ customerId, subscriptionId }),
  updateSupportContact: (c) =>
    c.supportContacts.update(
      { customerId, subscriptionId },
      { supportTenantId: '0a9d5c37-8e41-4f26-b7d0-3c6e1f2a5b98', supportMpnId: '4711888', name: 'Assistenza Portale' },
    ),
  listTransitionEligibilities: (c) => c.transitions.listEligibilities({ customerId, subscriptionId }),
  listTransitions: (c) => c.transitions.list({ customerId, subscriptionId: '4e8a2f10-96b7-4c5d-a1f3-7d0c2b8e5f64' }),
  startTransition: (c) =>
    c.transitions.start(
      { customerId, subscriptionId },
      {
        fromCatalogItemId: 'CFQ7TTC0LH18:0001:CFQ7TTC0M9NZ',
        toCatalogItemId: upgradeItemId,
        quantity: 10,
        termDuration: 'P1Y',
        billingCycle: 'monthly',
        transitionType: 'transition_with_license_transfer',
      },
    ),
  listUsers: (c) => c.users.list(customerId, { size: 100 }),
  getUser: (c) => c.users.get({ customerId, userId }),
  createUser: (c) => c.users.create(customerId, user),
  updateUser: (c) => c.users.update({ customerId, userId }, { displayName: 'Luca Neri (ufficio)' }),
  deleteUser: (c) => c.users.delete({ customerId, userId }),
  listDirectoryUsers: async (c) => (await firstPage(c.directoryUsers.pages(customerId))) ?? [],
  getDirectoryUser: (c) => c.directoryUsers.get({ customerId, userId }),
  updateDirectoryUser: (c) => c.directoryUsers.setSignIn({ customerId, userId }, false),
  listSubscribedSkus: (c) => c.licenses.listSubscribedSkus(customerId, { licenseGroupIds: ['Group1'] }),
  listUserLicenses: (c) => c.licenses.listOfUser({ customerId, userId }),
  updateUserLicenses: (c) => c.licenses.update({ customerId, userId }, { assign: [{ skuId: poolId }] }),
  listDirectoryRoles: (c) => c.directoryRoles.list(customerId),
  listUserDirectoryRoles: (c) => c.directoryRoles.listOfUser({ customerId, userId }),
  listRoleMembers: (c) => c.directoryRoles.listMembers({ customerId, roleId }),
  addRoleMember: (c) =>
    c.directoryRoles.addMember(
      { customerId, roleId },
      { id: userId, displayName: 'Luca Neri', userPrincipalName: 'luca.neri@officineferri.onmicrosoft.com' },
    ),
  removeRoleMember: (c) => c.directoryRoles.removeMember({ customerId, roleId, userId }),
  listInvoices: (c) => c.invoices.list({ size: 12, offset: 0 }),
  getInvoice: (c) => c.invoices.get(invoiceId),
  getInvoiceStatement: async (c) => await new Response((await c.invoices.openStatement(invoiceId)).stream).text(),
  getInvoiceSummary: (c) => c.invoices.getSummary(),
  listInvoiceSummaries: (c) => c.invoices.listSummaries(),
  listInvoiceLines: (c) => firstPage(c.invoices.pagesOfLines(invoiceId, { size: 500 })),
  listUnbilledLines: (c) => firstPage(c.invoices.pagesOfUnbilledLines({ period: 'current', size: 500 })),
  getServiceCosts: (c) => c.serviceCosts.getSummary(customerId),
  listServiceCostLines: (c) => c.serviceCosts.listLines(customerId),
  listAuditRecords: (c) =>
    c.auditRecords.list({
      startDate: '2026-03-01',
      endDate: '2026-03-31',
      only: { field: 'CustomerId', value: customerId },
    }),
  getAuditRecord: (c) => c.auditRecords.get('8d3b6e21-5f0a-47c9-9e12-a4c7d1f0b359'),
  listWebhookEvents: (c) => c.webhooks.listEvents(),
  getWebhookRegistration: (c) => c.webhooks.getRegistration(),
  registerWebhook: (c) => c.webhooks.register(registration),
  updateWebhookRegistration: (c) => c.webhooks.updateRegistration(registration),
  sendWebhookTest: (c) => c.webhooks.sendTest(),
  getWebhookTest: (c) => c.webhooks.getTest('f3a7c9d2-1b64-4e80-8f5a-6c2e9d0b7a13'),
  getPriceSheet: async (c) => {
    const { stream } = await c.priceSheets.open({ market: 'IT', view: 'updatedlicensebased' });
    return await new Response(stream).text();
  },
  getOfferMatrix: async (c) => await new Response((await c.priceSheets.openOfferMatrix('202603')).stream).text(),
  getExchangeRates: async (c) => await new Response((await c.priceSheets.openExchangeRates('202603')).stream).text(),
};

async function firstPage<Page>(pages: AsyncIterable<Page>): Promise<Page | undefined> {
  return (await Array.fromAsync(pages))[0];
}

test('every route has a fixture, and every fixture a route', () => {
  expect(fixtureRoutes()).toEqual(Object.keys(ROUTES).sort());
});

describe('each call sends the documented request and gives the documented answer', () => {
  test.each(Object.entries(CALLS))('%s', async (route, call) => {
    const fixture = fixtureOf(route);
    const { client, server } = await startTestClient();
    server.reply(fixture.request.method, fixture.request.path, fixture.response);

    const result = await call(client);

    const sent = server.receivedAt(fixture.request.path)[0];
    expect(sent?.method).toBe(fixture.request.method);
    expect(sent?.query).toEqual(fixture.request.query ?? {});
    expect(sent?.headers).toMatchObject(fixture.request.headers ?? {});
    expect(sent?.text === '' ? undefined : JSON.parse(sent?.text ?? '')).toEqual(fixture.request.body);
    expect(result).toEqual('result' in fixture ? fixture.result : (fixture.response.text ?? fixture.response.body));
  });
});

describe('a route that needs a person is not sent with app-only credentials', () => {
  const routes = Object.entries(CALLS).filter(([name]) => ROUTES[name as keyof typeof ROUTES].token === 'appUser');
  test.each(routes)('%s', async (_route, call) => {
    const credentials = { appOnly: { clientId: 'app', clientSecret: 'app-secret' } };
    const { client, server } = await startTestClient({ credentials });
    await expect(call(client)).rejects.toMatchObject({ name: 'AppUserTokenRequired' });
    expect(server.received).toEqual([]);
  });
});

describe('a route for applications is sent with the app-only token, also where a person has signed in', () => {
  const routes = Object.entries(CALLS).filter(([name]) => ROUTES[name as keyof typeof ROUTES].token === 'app');
  test.each(routes)('%s', async (route, call) => {
    const { client, server } = await startTestClient();
    const fixture = fixtureOf(route);
    server.reply(fixture.request.method, fixture.request.path, fixture.response);
    await call(client);
    const signIns = server.received.filter(({ path }) => path.endsWith('/oauth2/token'));
    expect(signIns.map(({ text }) => new URLSearchParams(text).get('grant_type'))).toEqual(['client_credentials']);
  });
});

test.for([
  ['Pending', 'pending'],
  ['unverified', 'unverified'],
  ['accepted', 'accepted'],
  ['Accepted', 'accepted'],
  ['Declined', 'declined'],
  ['Expired', 'expired'],
  ['SomethingNew', 'unknown'],
  [undefined, 'pending'],
] as const)('the state %s of an attestation is read as %s', ([status, state]) => {
  expect(attestationStateOf({ status })).toBe(state);
});

test('the signatory accepts on Microsoft’s page, or on the configured one', async () => {
  const { client } = await startTestClient();
  expect(client.attestations.acceptanceLink('a 1')).toBe('https://cdn.partner.microsoft.com/mca/?attestationid=a+1');
  const elsewhere = await startTestClient({ acceptanceUrl: 'http://127.0.0.1:4010/mca?lang=it' });
  expect(elsewhere.client.attestations.acceptanceLink('a')).toBe('http://127.0.0.1:4010/mca?lang=it&attestationid=a');
});

test('a taken domain is not available', async () => {
  const { client, server } = await startTestClient();
  server.reply('HEAD', '/v1/domains/contoso.onmicrosoft.com', { status: 200 });
  expect(await client.validations.isDomainAvailable('contoso.onmicrosoft.com')).toBe(false);
});

test('a deleted person is listed among the deleted, and restored', async () => {
  const { client, server } = await startTestClient();
  const path = `/v1/customers/${customerId}/users`;
  server.reply('GET', path, fixtureOf('listUsers').response);
  server.reply('PATCH', `${path}/${userId}`, fixtureOf('getUser').response);
  await client.users.list(customerId, { deleted: true, size: 50 });
  await client.users.restore({ customerId, userId });
  const filter = '{"Field":"UserStatus","Value":"Inactive","Operator":"equals"}';
  expect(server.receivedAt(path)[0]?.query).toEqual({ size: '50', filter });
  expect(server.receivedAt(`${path}/${userId}`)[0]?.text).toBe('{"state":"active"}');
});

test('prices arrive as exact decimal text', async () => {
  const { client, server } = await startTestClient();
  const fixture = fixtureOf('getOrder');
  const read: unknown[] = [];
  for (const price of ['1234567890.12', '0.0000001', '-0.00000123', '"8.75"', '0']) {
    server.reply('GET', fixture.request.path, { text: `{"id":"o","lineItems":[],"totalPrice":${price}}` });
    read.push((await client.orders.get({ customerId, orderId })).totalPrice);
  }
  expect(read).toEqual(['1234567890.12', '0.0000001', '-0.00000123', '8.75', '0']);
});

test('an unknown field is kept, an unknown enum value passes, null counts as absent', async () => {
  const { client, server } = await startTestClient();
  const path = `/v1/customers/${customerId}/subscriptions/${subscriptionId}`;
  const body = { id: subscriptionId, quantity: 1, status: 'hibernated', autoRenewEnabled: false, moonPhase: 'new' };
  server.reply('GET', path, { body: { ...body, refundableQuantity: null, suspensionReasons: null } });
  expect(await client.subscriptions.get({ customerId, subscriptionId })).toEqual(body);
});

test('a transition is read with both spellings of its events', async () => {
  const { client, server } = await startTestClient();
  const path = `/v1/customers/${customerId}/subscriptions/${subscriptionId}/transitions`;
  const transition = { toCatalogItemId: upgradeItemId, quantity: 2 };
  const Events = [{ name: 'Conversion', status: 'Started ' }];
  server.reply('GET', path, { body: { items: [{ ...transition, Events }] } });
  const { items } = await client.transitions.list({ customerId, subscriptionId });
  expect(items).toEqual([{ ...transition, events: [{ name: 'Conversion', status: 'Started' }] }]);
});

test('lines of an invoice are read page by page, with the token of the next page', async () => {
  const { client, server } = await startTestClient();
  const { path, query } = fixtureOf('listInvoiceLines').request;
  const body = fixtureOf('listInvoiceLines').response.body as { items: object[] };
  const next = {
    uri: `/invoices/${invoiceId}/lineitems?${new URLSearchParams(query)}&seekOperation=Next`,
    method: 'GET',
    headers: [{ key: 'MS-ContinuationToken', value: 'second' }],
  };
  server.reply('GET', path, { body: { ...body, links: { next } } }, { body });
  const pages = await Array.fromAsync(client.invoices.pagesOfLines(invoiceId, { size: 500 }));
  expect(pages.flatMap(({ items }) => items.map(({ subtotal }) => subtotal))).toEqual(['51', '51']);
  const second = server.receivedAt(path)[1];
  expect(second?.query).toEqual({ ...query, seekOperation: 'Next' });
  expect(second?.headers).toMatchObject({ 'ms-continuationtoken': 'second' });
});

test('an invalid month is a bug of the caller and is not sent', async () => {
  const { client, server } = await startTestClient();
  for (const month of ['2026-03', '202613', "202603')/x"]) {
    await expect(client.priceSheets.openExchangeRates(month)).rejects.toThrow('month is');
    await expect(client.priceSheets.openOfferMatrix(month)).rejects.toThrow('month is');
  }
  expect(server.received).toEqual([]);
});
