import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import { findOfferByVendorIds } from '#features/catalogue/catalogue.ts';
import { assignService, createVendorUser, listMyServices } from '#features/licences/licences.ts';
import { markManualStepDone, placeOrder, type StoredQuote } from '#features/orders/orders.ts';
import { quotePurchase } from '#features/purchasing/purchasing.ts';
import { quoteSeatChange, subscription } from '#features/subscriptions/subscriptions.ts';
import { checkAcceptance, getAcceptance, saveNewTenant } from '#features/tenants/tenants.ts';
import { createUser, disableUser, person, setSignInState } from '#features/users/users.ts';
import { type Id, PersonId } from '#platform/ids.ts';
import { type AppContext, type Operation, runOperation } from '#platform/operation.server.ts';
import type { PersonRole } from '#platform/permissions.ts';
import { assert } from '#platform/refusal.ts';
import type { Worker } from '#platform/worker.server.ts';
import type { DemoActor, DemoActors, ManualOffers } from './demo-accounts.server.ts';
import { answerAsSignatory } from './demo-agreement.server.ts';
import {
  BOUGHT,
  COLLEAGUES,
  FURNITURE_COMPANY,
  FURNITURE_COMPANY_DOMAIN,
  LAW_FIRM,
  LAW_FIRM_DOMAIN,
  SIGN_INS,
} from './demo-companies.ts';
import { payInvoices } from './demo-invoices.server.ts';

/** The application that is seeded, and its movable time. */
export type Seeding = Readonly<{
  app: AppContext;
  worker: Worker;
  simulatorUrl: string;
  moveToDaysAgo: (days: number) => void;
}>;

/** Seeds three weeks of two customers, each step by the operation that pages call too. */
export async function seedHistory(seeding: Seeding, actors: DemoActors, offers: ManualOffers): Promise<void> {
  const { app, worker, moveToDaysAgo } = seeding;
  const { administrator, otherAdministrator } = actors;

  await addColleagues(seeding, administrator);
  const tenantId = await describeTenant(
    seeding,
    administrator,
    FURNITURE_COMPANY,
    FURNITURE_COMPANY_DOMAIN,
    SIGN_INS.administrator,
  );
  const standard = await offerId(seeding, BOUGHT.businessStandard);
  const powerBi = await offerId(seeding, BOUGHT.powerBi);
  await order(seeding, administrator, quotePurchase, {
    tenantId,
    lines: [
      { offerId: standard, termDuration: 'P1Y', billingCycle: 'monthly', seatCount: 12 },
      { offerId: powerBi, termDuration: 'P1M', billingCycle: 'monthly', seatCount: 3 },
    ],
  });
  const lawFirmTenantId = await describeTenant(
    seeding,
    otherAdministrator,
    LAW_FIRM,
    LAW_FIRM_DOMAIN,
    SIGN_INS.otherAdministrator,
  );
  await order(seeding, otherAdministrator, quotePurchase, {
    tenantId: lawFirmTenantId,
    lines: [{ offerId: standard, termDuration: 'P1Y', billingCycle: 'monthly', seatCount: 6 }],
  });
  await worker.runAll();
  await acceptAgreement(seeding, administrator, tenantId);
  await acceptAgreement(seeding, otherAdministrator, lawFirmTenantId);
  await worker.runAll();

  moveToDaysAgo(18);
  await buyManualService(seeding, actors, offers.support);

  moveToDaysAgo(12);
  await payInvoices(app, actors);

  moveToDaysAgo(10);
  await order(seeding, administrator, quoteSeatChange, {
    subscriptionId: await subscriptionOf(seeding, administrator, standard),
    seatCount: 15,
  });
  await worker.runAll();

  moveToDaysAgo(3);
  const exchange = await offerId(seeding, BOUGHT.exchange);
  await order(seeding, administrator, quotePurchase, {
    tenantId,
    lines: [{ offerId: exchange, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 5 }],
  });
  await worker.runAll();
  await createMicrosoftUsers(seeding, administrator, tenantId);
  await worker.runAll();
  await assignToPeople(seeding, administrator);

  moveToDaysAgo(0);
  await inviteColleague(seeding, administrator);
  await order(seeding, administrator, quotePurchase, {
    tenantId: null,
    lines: [
      {
        offerId: offers.backup,
        termDuration: 'P1M',
        billingCycle: 'monthly',
        seatCount: 15,
        answers: { retention: '3 anni' },
      },
    ],
  });
  const premium = await offerId(seeding, BOUGHT.businessPremium);
  await order(seeding, otherAdministrator, quotePurchase, {
    tenantId: lawFirmTenantId,
    lines: [{ offerId: premium, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 8 }],
  });
  await worker.runAll();
}

/** A service that the provider's people carry out, ordered and marked done. */
async function buyManualService(
  seeding: Seeding,
  { administrator, provider }: DemoActors,
  offer: ManualOffers['support'],
) {
  const { worker } = seeding;
  const supportOrderId = await order(seeding, administrator, quotePurchase, {
    tenantId: null,
    lines: [
      {
        offerId: offer,
        termDuration: 'P1Y',
        billingCycle: 'monthly',
        seatCount: 10,
        answers: { contactEmail: SIGN_INS.administrator.email, hours: '8–18' },
      },
    ],
  });
  await worker.runAll();
  await call(seeding, provider, markManualStepDone, { orderId: supportOrderId, vendorReference: 'AG-1042' });
  await worker.runAll();
}

function call<In extends z.ZodType, Out extends z.ZodType>(
  { app }: Seeding,
  actor: DemoActor,
  operation: Operation<string, In, Out>,
  input: z.input<In>,
): Promise<z.output<Out>> {
  return runOperation(app, operation, input, { actor, requestId: crypto.randomUUID() });
}

async function order<In extends z.ZodType>(
  seeding: Seeding,
  actor: DemoActor,
  quoting: Operation<string, In, typeof StoredQuote>,
  change: z.input<In>,
): Promise<Id<'order'>> {
  const { quoteId, view } = await call(seeding, actor, quoting, change);
  assert(view.possible, `the demo's ${view.kind} is not possible: ${view.possible ? '' : view.reason}`);
  const placed = await call(seeding, actor, placeOrder, { quoteId, paymentMethod: 'onAccount' });
  assert(placed.placed, "the demo's quote has moved");
  return placed.orderId as Id<'order'>;
}

async function describeTenant(
  seeding: Seeding,
  actor: DemoActor,
  company: typeof FURNITURE_COMPANY,
  domain: string,
  contact: (typeof SIGN_INS)[keyof typeof SIGN_INS],
): Promise<Id<'tenant'>> {
  const { firstName, lastName, email } = contact;
  const { tenantId } = await call(seeding, actor, saveNewTenant, {
    domain,
    qualification: 'None',
    company: {
      name: company.name,
      addressLine1: company.addressLine,
      city: company.city,
      region: company.province,
      postalCode: company.postalCode,
      vatNumber: company.vatNumber,
    },
    contact: { firstName, lastName, email, phone: company.phone },
    signatory: { firstName, lastName, email, phone: company.phone, locale: 'it' },
  });
  return tenantId as Id<'tenant'>;
}

/** The signatory accepts the agreement, for which the first order waits. */
async function acceptAgreement(seeding: Seeding, actor: DemoActor, tenantId: Id<'tenant'>): Promise<void> {
  const { link } = await call(seeding, actor, getAcceptance, { tenantId });
  assert(link !== null, "the demo's first order has asked the signatory");
  await answerAsSignatory(seeding.simulatorUrl, link);
  await call(seeding, actor, checkAcceptance, { tenantId });
}

async function offerId({ app }: Seeding, ids: { vendorProductId: string; vendorSkuId: string }): Promise<Id<'offer'>> {
  const offer = await app.database.transaction({ kind: 'system' }, (tx) =>
    findOfferByVendorIds(tx, { vendor: 'microsoft', ...ids }),
  );
  assert(offer !== undefined, `the demo's sheet has ${ids.vendorProductId}:${ids.vendorSkuId}`);
  return offer.id;
}

async function subscriptionOf(
  { app }: Seeding,
  { accountId }: DemoActor,
  offer: Id<'offer'>,
): Promise<Id<'subscription'>> {
  const [row] = await app.database.transaction({ kind: 'account', accountId }, (tx) =>
    tx.select({ id: subscription.id }).from(subscription).where(eq(subscription.offerId, offer)),
  );
  assert(row !== undefined, "the demo's first order made its subscriptions");
  return row.id;
}

/** People in every state that the list knows. */
async function addColleagues(seeding: Seeding, administrator: DemoActor): Promise<void> {
  const add = async (
    colleague: (typeof COLLEAGUES)[keyof typeof COLLEAGUES],
    role: PersonRole,
    sendActivationMail: boolean,
  ) => {
    const { userId } = await call(seeding, administrator, createUser, {
      ...colleague,
      notificationEmail: null,
      roles: [role],
      sendActivationMail,
    });
    return PersonId.parse(userId);
  };
  await add(COLLEAGUES.ready, 'serviceUser', false);
  await add(COLLEAGUES.secondAdministrator, 'administrator', false);
  await add(COLLEAGUES.passwordNotSet, 'serviceUser', false);
  await add(COLLEAGUES.linkExpired, 'serviceUser', true);
  const lockedId = await add(COLLEAGUES.locked, 'serviceUser', false);
  const disabledId = await add(COLLEAGUES.disabled, 'serviceUser', false);
  await call(seeding, administrator, disableUser, { userId: disabledId });
  await lock(seeding, lockedId);
}

/** Locks a person as after too many wrong passwords, for a week instead of an hour, so that the demo shows a lock. */
async function lock({ app }: Seeding, personId: PersonId): Promise<void> {
  const lockedUntil = app.services.machineClock.now().add({ hours: 24 * 7 });
  await app.database.transaction({ kind: 'system' }, (tx) => setSignInState(tx, personId, { lockedUntil }));
}

async function inviteColleague(seeding: Seeding, administrator: DemoActor): Promise<void> {
  await call(seeding, administrator, createUser, {
    ...COLLEAGUES.invited,
    notificationEmail: null,
    roles: ['serviceUser'],
    sendActivationMail: true,
  });
}

/** Everybody who works gets an account at Microsoft. */
async function createMicrosoftUsers(seeding: Seeding, administrator: DemoActor, tenantId: Id<'tenant'>): Promise<void> {
  for (const { id, email, disabledAt } of await listPeople(seeding, administrator)) {
    const vendorLogin = `${email.split('@')[0]}@${FURNITURE_COMPANY_DOMAIN}`;
    if (disabledAt === null)
      await call(seeding, administrator, createVendorUser, { personId: id, tenantId, vendorLogin });
  }
}

function listPeople({ app }: Seeding, { accountId }: DemoActor) {
  return app.database.transaction({ kind: 'account', accountId }, (tx) =>
    tx.select({ id: person.id, email: person.email, disabledAt: person.disabledAt }).from(person),
  );
}

/** The service user and a few others get what was bought. */
async function assignToPeople(seeding: Seeding, administrator: DemoActor): Promise<void> {
  const { services } = await call(seeding, administrator, listMyServices, {});
  const people = await listPeople(seeding, administrator);
  for (const service of services) {
    const users = people.filter(({ disabledAt }) => disabledAt === null).slice(0, service.seatCount - 1);
    for (const user of users)
      await call(seeding, administrator, assignService, { serviceId: service.serviceId, personId: user.id });
  }
}
