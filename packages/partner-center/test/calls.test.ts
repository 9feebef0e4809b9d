import { describe, expect, test } from 'vitest';
import {
  BillingProfile,
  type NewAgreement,
  type NewCustomer,
  type PartnerCenterClient,
  ROUTES,
  Subscription,
} from '../src/partner-center.ts';
import { fixtureOf, fixtureRoutes } from './fixtures.ts';
import { customerId, startPartner } from './partner.ts';

const subscriptionId = '7b1d6a52-0c3e-4a3f-8f6d-5e2b9c4d1a77';
const userId = 'c2a94e0d-51f8-4a1b-b7c6-0f6f6f3e2d18';
const cartId = 'a6c1b7d4-2f9e-4d70-9c55-8b3e1f0a6d21';
const orderId = 'b81f07c93ad2';
const productId = 'CFQ7TTC0LH18';
const skuId = '0001';
const availabilityId = 'CFQ7TTC0M9NZ';
const poolId = '3b555118-da6a-4418-894f-7df1e2096870';
const templateId = '117a77b0-9360-443b-8795-c6dedc750cf9';
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
  getCompanyProfile: (c) => c.customers.getCompanyProfile(customerId),
  getRelationshipRequest: (c) => c.customers.getRelationshipRequest(),
  getValidationStatus: (c) => c.customers.getValidationStatus(customerId),
  listAgreementTemplates: (c) => c.agreements.listTemplates(),
  getAgreementDocument: (c) => c.agreements.getDocument(templateId, { language: 'it-IT', country: 'IT' }),
  listAgreements: (c) => c.agreements.list(customerId),
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
  listCustomTermEndDates: async (c) => {
    const pages = await Array.fromAsync(c.subscriptions.pagesOfCustomTermEndDates(customerId, { termDuration: 'P1Y' }));
    return pages[0];
  },
  getSubscriptionProvisioningStatus: (c) => c.subscriptions.getProvisioningStatus({ customerId, subscriptionId }),
  listUsers: (c) => c.users.list(customerId, { size: 100 }),
  getUser: (c) => c.users.get({ customerId, userId }),
  createUser: (c) => c.users.create(customerId, user),
  updateUser: (c) => c.users.update({ customerId, userId }, { displayName: 'Luca Neri (ufficio)' }),
  deleteUser: (c) => c.users.delete({ customerId, userId }),
  listSubscribedSkus: (c) => c.licenses.listSubscribedSkus(customerId, { licenseGroupIds: ['Group1'] }),
  listUserLicenses: (c) => c.licenses.listOfUser({ customerId, userId }),
  updateUserLicenses: (c) => c.licenses.update({ customerId, userId }, { assign: [{ skuId: poolId }] }),
  getPriceSheet: async (c) => {
    const { stream } = await c.priceSheets.open({ market: 'IT', view: 'updatedlicensebased' });
    return await new Response(stream).text();
  },
};

test('every route has a fixture, and no fixture is left over', () => {
  expect(fixtureRoutes()).toEqual(Object.keys(ROUTES).sort());
});

describe('each call sends the documented request and gives the documented answer', () => {
  test.each(Object.entries(CALLS))('%s', async (route, call) => {
    const fixture = fixtureOf(route);
    const { client, server } = await startPartner();
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
    const { client, server } = await startPartner({ credentials });
    await expect(call(client)).rejects.toMatchObject({ name: 'AppUserTokenRequired' });
    expect(server.received).toEqual([]);
  });
});

test('a domain that is taken is not available', async () => {
  const { client, server } = await startPartner();
  server.reply('HEAD', '/v1/domains/contoso.onmicrosoft.com', { status: 200 });
  expect(await client.validations.isDomainAvailable('contoso.onmicrosoft.com')).toBe(false);
});

test('prices arrive as exact decimal text', async () => {
  const { client, server } = await startPartner();
  const fixture = fixtureOf('getOrder');
  server.reply('GET', fixture.request.path, { text: '{"id":"o","lineItems":[],"totalPrice":1234567890.12}' });
  expect((await client.orders.get({ customerId, orderId })).totalPrice).toBe('1234567890.12');
});

test('an unknown field is kept, an unknown enum value passes, null counts as absent', async () => {
  const { client, server } = await startPartner();
  const path = `/v1/customers/${customerId}/subscriptions/${subscriptionId}`;
  const body = { id: subscriptionId, quantity: 1, status: 'hibernated', autoRenewEnabled: false, moonPhase: 'new' };
  server.reply('GET', path, { body: { ...body, refundableQuantity: null, suspensionReasons: null } });
  expect(await client.subscriptions.get({ customerId, subscriptionId })).toEqual(body);
});
