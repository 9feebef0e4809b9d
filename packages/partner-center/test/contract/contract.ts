import assert from 'node:assert/strict';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Availability,
  attestationStateOf,
  type NewCustomer,
  PartnerCenterHttpError,
  type Subscription,
} from '../../src/partner-center.ts';
import type { Target } from './targets.ts';

const country = 'IT';
const BASIC = { productId: 'CFQ7TTC0LH18', skuId: '0001' };
const WITH_HYBRID_BENEFIT = 'CFQ7TTC0HX99';
const contact = { firstName: 'Marta', lastName: 'Ferri', email: 'marta.ferri@example.com', phoneNumber: '0515550100' };
const address = {
  addressLine1: 'Via Stalingrado 12',
  city: 'Bologna',
  state: 'BO',
  postalCode: '40128',
  country,
};
const domain = `contratto${crypto.randomUUID().slice(0, 8)}.onmicrosoft.com`;
const customer: NewCustomer = {
  companyProfile: { domain },
  billingProfile: {
    email: contact.email,
    culture: 'it-IT',
    language: 'it',
    companyName: 'Prova di contratto S.r.l.',
    defaultAddress: { ...address, firstName: 'Marta', lastName: 'Ferri', phoneNumber: contact.phoneNumber },
  },
};

/**
 * The client's expectations of Partner Center, as the life of one customer; each test continues after the one before.
 * It uses only the client, so that it runs on the simulator and on Microsoft's sandbox.
 */
export function contract(open: () => Promise<Target>): void {
  let target: Target;
  let client: Target['client'];
  let customerId: string;
  let orderId: string;
  let subscription: Subscription;
  let availability: Availability;
  let userId: string;
  let poolId: string;

  beforeAll(async () => {
    target = await open();
    ({ client } = target);
  });
  afterAll(() => target.close());

  test('the catalogue leads from a product to its availabilities', async () => {
    const { items } = await client.catalogue.listProducts({ country, targetView: 'OnlineServices' });
    expect(items.map(({ id }) => id)).toContain(BASIC.productId);
    expect((await client.catalogue.getProduct(BASIC.productId, { country })).id).toBe(BASIC.productId);
    const skus = await client.catalogue.listSkus(BASIC.productId, { country });
    expect(skus.items.map(({ id }) => id)).toContain(BASIC.skuId);
    expect((await client.catalogue.getSku(BASIC, { country })).productId).toBe(BASIC.productId);
    const [first] = (await client.catalogue.listAvailabilities(BASIC, { country })).items;
    assert(first !== undefined);
    expect(await client.catalogue.getAvailability({ ...BASIC, availabilityId: first.id }, { country })).toMatchObject({
      catalogItemId: `${BASIC.productId}:${BASIC.skuId}:${first.id}`,
    });
  });

  test('promotions are listed and read', async () => {
    const { items } = await client.promotions.list({ country, segment: 'commercial' });
    const [first] = items;
    assert(first !== undefined);
    expect(await client.promotions.get(first.id, { country })).toEqual(first);
  });

  test('price sheet, offer matrix and rates are files', async () => {
    const month = today().toPlainYearMonth().toString().replace('-', '');
    const files = [
      await client.priceSheets.open({ market: country, view: 'updatedlicensebased' }),
      await client.priceSheets.openOfferMatrix(month),
      await client.priceSheets.openExchangeRates(month),
    ];
    for (const { stream } of files) {
      const reader = stream.getReader();
      const { value } = await reader.read();
      expect(value?.length).toBeGreaterThan(0);
      await reader.cancel();
    }
  });

  test('a customer is validated and created', async () => {
    expect(await client.validations.isDomainAvailable(domain)).toBe(true);
    expect(await client.validations.validateAddress(address)).toMatchObject({ status: expect.any(String) });
    expect((await client.validations.getCountryRules(country)).iso2Code).toBe(country);
    const made = await client.customers.create(customer);
    expect(made.userCredentials?.password).toEqual(expect.any(String));
    customerId = made.id;
    expect(await client.validations.isDomainAvailable(domain)).toBe(false);
    const { items } = await client.customers.list({ startsWith: { field: 'Domain', value: domain.slice(0, 12) } });
    expect(items.map(({ id }) => id)).toContain(customerId);
    expect((await client.customers.get(customerId)).id).toBe(customerId);
    expect((await client.customers.getCompanyProfile(customerId)).domain).toBe(domain);
    expect((await client.customers.getRelationshipRequest()).url).toMatch(/^https?:/);
    expect((await client.customers.getValidationStatus(customerId)).status).toEqual(expect.any(String));
  });

  test('the billing profile is replaced with a fresh etag, once', async () => {
    const read = await client.customers.getBillingProfile(customerId);
    const changed = { ...read, companyName: 'Prova di contratto S.p.A.' };
    expect((await client.customers.updateBillingProfile(customerId, changed)).companyName).toBe(changed.companyName);
    const stale = client.customers.updateBillingProfile(customerId, { ...read, companyName: 'Altra' });
    await expect(stale).rejects.toMatchObject({ category: 'reRead' });
  });

  test('the agreement is accepted by its signatory, and made once', async ({ skip }) => {
    const [template] = (await client.agreements.listTemplates()).items;
    assert(template !== undefined);
    const { downloadUri } = await client.agreements.getDocument(template.templateId, { language: 'it-IT', country });
    expect(downloadUri).toMatch(/^https?:/);
    expect(await client.agreements.isDirectlySigned(customerId)).toBe(false);
    const announced = await client.attestations.create({
      country,
      language: 'it-IT',
      companyName: customer.billingProfile.companyName,
      signatoryFirstName: contact.firstName,
      signatoryLastName: contact.lastName,
      signatoryEmail: contact.email,
    });
    const { attestationId } = announced;
    expect(attestationStateOf(await client.attestations.get(attestationId))).toBe('pending');
    if (target.accept === undefined) return skip('only the signatory can accept');

    await target.accept(client.attestations.acceptanceLink(attestationId));
    expect(attestationStateOf(await client.attestations.get(attestationId))).toBe('accepted');
    const confirmation = {
      primaryContact: contact,
      templateId: template.templateId,
      dateAgreed: target.now().toString({ smallestUnit: 'millisecond' }),
      type: template.agreementType,
    };
    const agreement = { ...confirmation, attestationId };
    await client.agreements.create(customerId, agreement);
    await expect(client.agreements.create(customerId, agreement)).rejects.toMatchObject({ code: 600061 });
    await expect(client.agreements.confirm(customerId, confirmation)).rejects.toMatchObject({ category: 'fixInput' });
    expect((await client.agreements.list(customerId)).items).toHaveLength(1);
  });

  test('a qualification is requested and listed', async () => {
    const requested = {
      qualification: 'Education',
      educationSegment: 'K12',
      website: 'https://scuola.example',
    } as const;
    expect((await client.qualifications.request(customerId, requested)).qualification).toBe('Education');
    expect((await client.qualifications.list(customerId)).map(({ qualification }) => qualification)).toContain(
      'Education',
    );
  });

  test('a purchase goes through a cart and becomes a subscription', async () => {
    const path = { customerId, ...BASIC };
    const products = await client.customerCatalogue.listProducts(customerId, { targetView: 'OnlineServices' });
    expect(products.items.map(({ id }) => id)).toContain(BASIC.productId);
    expect((await client.customerCatalogue.getProduct(path)).id).toBe(BASIC.productId);
    expect((await client.customerCatalogue.listSkus(path)).items.length).toBeGreaterThan(0);
    expect((await client.customerCatalogue.getSku(path)).id).toBe(BASIC.skuId);
    const [first] = (await client.customerCatalogue.listAvailabilities(path)).items;
    assert(first !== undefined);
    availability = await client.customerCatalogue.getAvailability({ ...path, availabilityId: first.id });
    const line = {
      id: 0,
      catalogItemId: availability.catalogItemId,
      quantity: 10,
      termDuration: 'P1Y',
      billingCycle: 'monthly',
    };
    expect((await client.promotions.checkEligibilities(customerId, [line])).items[0]).toMatchObject({ id: 0 });

    const cart = await client.carts.create(customerId, { lineItems: [line] });
    const cartId = cart.id;
    await client.carts.update({ customerId, cartId }, [{ ...line, quantity: 12 }]);
    expect((await client.carts.get({ customerId, cartId })).lineItems[0]?.quantity).toBe(12);
    const requestId = crypto.randomUUID();
    const bought = await client.carts.checkout({ customerId, cartId }, { requestId });
    const again = await client.carts.checkout({ customerId, cartId }, { requestId });
    expect(bought.orderErrors).toEqual([]);
    expect(again.orders[0]?.id).toBe(bought.orders[0]?.id);
    orderId = bought.orders[0]?.id ?? '';

    const order = await until(
      () => found(() => client.orders.get({ customerId, orderId })),
      (read) => read?.lineItems[0]?.subscriptionId !== undefined,
    );
    const subscriptionId = order?.lineItems[0]?.subscriptionId ?? '';
    expect((await client.orders.list(customerId)).items.map(({ id }) => id)).toEqual([orderId]);
    await until(
      () => client.subscriptions.getProvisioningStatus({ customerId, subscriptionId }),
      ({ status }) => status === 'success',
    );
    expect((await client.orders.getProvisioningStatus({ customerId, orderId })).items[0]?.status).toBe('fulfilled');
    subscription = await client.subscriptions.get({ customerId, subscriptionId });
    expect(subscription).toMatchObject({ quantity: 12, status: 'active', autoRenewEnabled: true });
    expect((await client.subscriptions.list(customerId, { orderId })).items).toHaveLength(1);
  });

  test('a SKU that requires an attestation is sold only with it', async () => {
    const { items } = await client.customerCatalogue.listSkus({ customerId, productId: WITH_HYBRID_BENEFIT });
    const asking = items.find(({ attestationProperties }) => attestationProperties?.enforceAttestation === true);
    assert(asking !== undefined);
    const path = { customerId, productId: WITH_HYBRID_BENEFIT, skuId: asking.id };
    const [first] = (await client.customerCatalogue.listAvailabilities(path)).items;
    assert(first !== undefined);
    const plan = { quantity: 1, termDuration: 'P1Y', billingCycle: 'annual' };
    const line = { id: 0, catalogItemId: first.catalogItemId, ...plan };
    const refused = await client.carts.create(customerId, { lineItems: [line] });
    expect(String(refused.lineItems[0]?.error?.errorCode)).toBe('10012');
    const accepted = await client.carts.create(customerId, { lineItems: [{ ...line, attestationAccepted: true }] });
    expect(accepted.lineItems[0]).toMatchObject({ attestationAccepted: true });
    expect(accepted.lineItems[0]?.error).toBeUndefined();
  });

  test('seats are added and removed, auto-renewal stays unchanged, suspension is set and lifted', async () => {
    subscription = await client.subscriptions.patch(customerId, subscription, { quantity: 14 });
    expect(subscription).toMatchObject({ quantity: 14, autoRenewEnabled: true });
    subscription = await client.subscriptions.patch(customerId, subscription, { quantity: 13 });
    expect(subscription.quantity).toBe(13);
    subscription = await client.subscriptions.suspend(customerId, subscription);
    expect(subscription).toMatchObject({ status: 'suspended', autoRenewEnabled: false });
    subscription = await client.subscriptions.reactivate(customerId, subscription);
    subscription = await client.subscriptions.setAutoRenew(customerId, subscription, true);
    expect(subscription).toMatchObject({ status: 'active', autoRenewEnabled: true });
    const pages = await Array.fromAsync(
      client.subscriptions.pagesOfCustomTermEndDates(customerId, { termDuration: 'P1Y' }),
    );
    expect(pages.flatMap(({ items }) => items).length).toBeGreaterThan(0);
  });

  test('a support contact is stored', async () => {
    const path = { customerId, subscriptionId: subscription.id };
    const read = await client.supportContacts.get(path);
    const supportContact = { supportTenantId: read.supportTenantId, supportMpnId: '4711888', name: 'Assistenza' };
    await client.supportContacts.update(path, supportContact);
    expect(await client.supportContacts.get(path)).toMatchObject(supportContact);
  });

  test('people get licences and roles', async () => {
    const user = {
      userPrincipalName: `luca.neri@${domain}`,
      displayName: 'Luca Neri',
      firstName: 'Luca',
      lastName: 'Neri',
      usageLocation: country,
      passwordProfile: { password: `Prova-${crypto.randomUUID()}`, forceChangePassword: true },
    };
    userId = (await client.users.create(customerId, user)).id;
    const path = { customerId, userId };
    await client.users.update(path, { displayName: 'Luca Neri (ufficio)' });
    expect((await client.users.get(path)).displayName).toBe('Luca Neri (ufficio)');
    expect((await client.users.list(customerId)).items.map(({ id }) => id)).toContain(userId);

    await client.directoryUsers.setSignIn(path, false);
    expect(await client.directoryUsers.get(path)).toMatchObject({ id: userId, accountEnabled: false });
    const [directory] = await Array.fromAsync(client.directoryUsers.pages(customerId));
    expect(directory?.find(({ id }) => id === userId)).toMatchObject({ accountEnabled: false, assignedLicenses: [] });
    await client.directoryUsers.setSignIn(path, true);
    expect((await client.directoryUsers.get(path)).accountEnabled).toBe(true);

    const [pool] = (await client.licenses.listSubscribedSkus(customerId)).items;
    assert(pool !== undefined);
    poolId = pool.productSku.id;
    expect(pool.totalUnits).toBe(13);
    await client.licenses.update(path, { assign: [{ skuId: poolId }] });
    expect((await client.licenses.listOfUser(path)).items.map(({ productSku }) => productSku.id)).toEqual([poolId]);

    const roles = (await client.directoryRoles.list(customerId)).items;
    const helpdesk = roles.find(({ name }) => name === 'Helpdesk Administrator');
    assert(helpdesk !== undefined);
    const role = { customerId, roleId: helpdesk.id };
    await client.directoryRoles.addMember(role, { id: userId });
    expect((await client.directoryRoles.listMembers(role)).items.map(({ id }) => id)).toEqual([userId]);
    expect((await client.directoryRoles.listOfUser(path)).items.map(({ id }) => id)).toEqual([helpdesk.id]);
    await client.directoryRoles.removeMember({ ...role, userId });
    expect((await client.directoryRoles.listOfUser(path)).items).toEqual([]);
  });

  test('an upgrade moves the licences of people', async () => {
    const path = { customerId, subscriptionId: subscription.id };
    const { items } = await client.transitions.listEligibilities(path);
    const goal = items.find(({ eligibilities }) => eligibilities.some(({ isEligible }) => isEligible));
    assert(goal !== undefined);
    await client.transitions.start(path, {
      fromCatalogItemId: availability.catalogItemId,
      toCatalogItemId: goal.catalogItemId,
      quantity: subscription.quantity,
      transitionType: 'transition_with_license_transfer',
    });
    const events = await until(
      async () => (await client.transitions.list(path)).items[0]?.events ?? [],
      (read) => read.some(({ name, status }) => name === 'Conversion' && status === 'Completed'),
    );
    expect(events.map(({ name }) => name)).toContain('LicenseReassignment');
    subscription = await client.subscriptions.get(path);
    expect(subscription.offerId?.split(':').slice(0, 2)).toEqual(goal.catalogItemId.split(':').slice(0, 2));
    const licenses = (await client.licenses.listOfUser({ customerId, userId })).items;
    expect(licenses.map(({ productSku }) => productSku.id)).not.toContain(poolId);
  });

  test('a person who was deleted can be restored', async () => {
    const idsOf = async (deleted: boolean) =>
      (await client.users.list(customerId, { deleted })).items.map(({ id }) => id);
    await client.users.delete({ customerId, userId });
    expect(await idsOf(true)).toContain(userId);
    expect(await idsOf(false)).not.toContain(userId);
    await client.users.restore({ customerId, userId });
    expect(await idsOf(false)).toContain(userId);
  });

  test('a registration for events is stored and tested', async () => {
    expect(await client.webhooks.listEvents()).toContain('subscription-updated');
    const registration = { url: 'https://127.0.0.1:9/', events: ['test-created'] };
    await client.webhooks.register(registration);
    await client.webhooks.updateRegistration({ ...registration, events: ['test-created', 'subscription-updated'] });
    const kept = await client.webhooks.getRegistration();
    expect(kept).toMatchObject({
      WebhookUrl: registration.url,
      WebhookEvents: ['test-created', 'subscription-updated'],
    });
    const correlationId = await client.webhooks.sendTest();
    expect((await client.webhooks.getTest(correlationId)).correlationId).toBe(correlationId);
  });

  test('actions are recorded', async () => {
    const startDate = today().toString();
    const only = { field: 'CustomerId', value: customerId } as const;
    const records = await until(
      async () => (await Array.fromAsync(client.auditRecords.pages({ startDate, only }))).flatMap(({ items }) => items),
      (read) => read.some(({ operationType }) => operationType === 'upgrade_subscription'),
    );
    expect(new Set(records.map((record) => record.customerId))).toEqual(new Set([customerId]));
    const [newest] = records;
    assert(newest !== undefined && 'id' in newest && typeof newest.id === 'string');
    expect(await client.auditRecords.get(newest.id)).toEqual(newest);
  });

  test('the partner’s costs are on invoices', async ({ skip }) => {
    const { moveToNextInvoice } = target;
    if (moveToNextInvoice === undefined) return skip('the clock of this target cannot be moved');
    await moveToNextInvoice();
    const [invoice] = (await client.invoices.list({ size: 1 })).items;
    assert(invoice !== undefined);
    expect(await client.invoices.get(invoice.id)).toMatchObject({ id: invoice.id, totalCharges: invoice.totalCharges });
    const statement = await client.invoices.openStatement(invoice.id);
    expect(statement.contentType).toContain('pdf');
    expect(await new Response(statement.stream).text()).toMatch(/^%PDF-/);
    expect((await client.invoices.listSummaries()).items).toContainEqual({
      ...(await client.invoices.getSummary()),
      accountingDate: expect.any(String),
    });
    const billed = await Array.fromAsync(client.invoices.pagesOfLines(invoice.id, { size: 2 }));
    const ofCustomer = billed.flatMap(({ items }) => items).filter((line) => line.customerId === customerId);
    expect(ofCustomer.map(({ chargeType }) => chargeType)).toContain('new');
    const unbilled = await Array.fromAsync(client.invoices.pagesOfUnbilledLines({ period: 'current' }));
    expect(unbilled.length).toBeGreaterThan(0);
    const costs = await client.serviceCosts.listLines(customerId);
    expect(costs.items).toHaveLength(ofCustomer.length);
    expect((await client.serviceCosts.getSummary(customerId)).currencyCode).toBe(invoice.currencyCode);
  });

  test('a relationship ends only if no subscription is active', async () => {
    await expect(client.customers.endRelationship(customerId)).rejects.toBeInstanceOf(PartnerCenterHttpError);
    const other = await client.customers.create({ ...customer, companyProfile: { domain: `altra${domain}` } });
    expect((await client.customers.endRelationship(other.id)).relationshipToPartner).toBe('none');
  });

  function today(): Temporal.PlainDate {
    return target.now().toZonedDateTimeISO('UTC').toPlainDate();
  }

  async function until<T>(read: () => Promise<T>, isDone: (value: T) => boolean): Promise<T> {
    for (let look = 0; look < 40; look += 1) {
      const value = await read();
      if (isDone(value)) return value;
      await target.letTimePass();
    }
    throw new Error('it did not happen in time');
  }
}

/** Undefined for 404: a new order cannot be read for a while. */
async function found<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof PartnerCenterHttpError && error.status === 404) return undefined;
    throw error;
  }
}
