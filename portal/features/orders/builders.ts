import { Decimal } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { buildAccount } from '#features/accounts/builders.ts';
import type { PaymentMethod } from '#features/billing/billing.ts';
import { charge, creditEntry } from '#features/billing/tables.ts';
import { offer, product } from '#features/catalogue/catalogue.ts';
import { price } from '#features/catalogue/tables.ts';
import { quotePurchase } from '#features/purchasing/purchasing.ts';
import { buildPerson } from '#features/sign-in/builders.ts';
import {
  quoteCancellation,
  quoteRenewalChoice,
  quoteSeatChange,
  quoteUpgrade,
  readUpgradeTargets,
} from '#features/subscriptions/subscriptions.ts';
import { agreementRequest, tenant } from '#features/tenants/tenants.ts';
import type { Actor } from '#platform/actor.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import type { World } from '#shell/testing/world.ts';
import { microsoft } from '#vendors/microsoft/microsoft.ts';
import { placeOrder } from './place/place-order.ts';
import { customerOrder, orderLine, orderStep, quote } from './tables.ts';

/** A customer with an administrator who may owe € 100,000, and a person of the provider. */
export async function buildCustomer(world: World, { login = 'anna' }: { login?: string } = {}) {
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    await tx
      .update(account)
      .set({ creditLimit: new Decimal(100_000) })
      .where(eq(account.id, accountId));
    const administrator = await buildPerson(tx, { accountId, login, now, password: null });
    return { accountId, administrator };
  });
}

export async function buildProvider(world: World): Promise<Actor> {
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { name: 'Fornitore S.p.A.', kind: 'provider', now });
    return buildPerson(tx, { accountId, login: 'fornitore', roles: ['provider'], now, password: null });
  });
}

/** Prices of one seat for the whole term, net; what the customer pays. */
type Prices = Readonly<{ annual?: string; annualMonthly?: string; monthly?: string }>;

/**
 * An offer for sale. The ids are real, so that the simulator sells it too; the prices are chosen to be easy to check.
 */
export async function buildOffer(
  world: World,
  {
    vendor = microsoft.id,
    ids = 'CFQ7TTC0LH18:0001',
    title = 'Microsoft 365 Business Basic',
    prices = { monthly: '12', annual: '100', annualMonthly: '120' },
    ...chosen
  }: Partial<typeof offer.$inferInsert> & { ids?: string; prices?: Prices } = {},
): Promise<Id<'offer'>> {
  const now = world.clock.now();
  const [vendorProductId = '', vendorSkuId = ''] = ids.split(':');
  return world.db({ kind: 'system' }, async (tx) => {
    const [sold] = await tx
      .insert(product)
      .values({ vendor, vendorProductId, title, category: 'microsoft365', createdAt: now })
      .returning({ id: product.id });
    assert(sold !== undefined, 'the product was not stored');
    const [made] = await tx
      .insert(offer)
      .values({
        productId: sold.id,
        vendor,
        vendorProductId,
        vendorSkuId,
        title,
        segment: 'commercial',
        seatCountMax: 300,
        searchText: title.toLowerCase(),
        soldFrom: SOLD.effectiveFrom,
        soldUntil: SOLD.effectiveUntil,
        createdAt: now,
        ...chosen,
      })
      .returning({ id: offer.id, segment: offer.segment });
    assert(made !== undefined, 'the offer was not stored');
    const ways = [
      { termDuration: 'P1M', billingCycle: 'monthly', amount: prices.monthly },
      { termDuration: 'P1Y', billingCycle: 'annual', amount: prices.annual },
      { termDuration: 'P1Y', billingCycle: 'monthly', amount: prices.annualMonthly },
    ];
    for (const { amount, ...way } of ways) {
      if (amount === undefined) continue;
      const shared = { offerId: made.id, market: 'IT', currency: 'EUR', segment: made.segment, ...SOLD };
      await tx.insert(price).values({
        ...shared,
        ...way,
        costPerTerm: new Decimal(amount).times('0.8'),
        retailPricePerTerm: new Decimal(amount),
      });
    }
    return made.id;
  });
}

const SOLD = {
  effectiveFrom: Temporal.Instant.from('2026-01-01T00:00:00Z'),
  effectiveUntil: Temporal.Instant.from('9999-11-30T00:00:00Z'),
};

/**
 * A new Microsoft account as the form describes it, not made yet; its signatory has accepted the agreement already,
 * where nothing else is said.
 */
export async function buildTenantDraft(
  world: World,
  {
    accountId,
    domain = 'rossi.onmicrosoft.com',
    companyName = 'Rossi S.r.l.',
    isAgreementAccepted = true,
  }: {
    accountId: typeof tenant.$inferInsert.accountId;
    domain?: string;
    companyName?: string;
    isAgreementAccepted?: boolean;
  },
): Promise<Id<'tenant'>> {
  const now = world.clock.now();
  const person = { firstName: 'Anna', lastName: 'Bianchi', email: 'anna@example.it' };
  const [row] = await world.db({ kind: 'system' }, (tx) =>
    tx
      .insert(tenant)
      .values({
        accountId,
        kind: 'new',
        domain,
        status: 'draft',
        qualification: 'None',
        company: {
          name: companyName,
          addressLine1: 'Via Roma 1',
          city: 'Milano',
          region: 'MI',
          postalCode: '20121',
          country: 'IT',
        },
        contact: { ...person, phone: '+39 02 1234567' },
        signatory: { ...person, locale: 'it' },
        createdAt: now,
        updatedAt: now,
      })
      .returning({ id: tenant.id }),
  );
  assert(row !== undefined, 'the tenant was not stored');
  if (isAgreementAccepted) await buildAcceptance(world, { tenantId: row.id, accountId, companyName, person });
  return row.id;
}

/** The signatory has accepted the agreement at Microsoft, and no order has needed it yet. */
async function buildAcceptance(
  world: World,
  given: {
    tenantId: Id<'tenant'>;
    accountId: typeof tenant.$inferInsert.accountId;
    companyName: string;
    person: { firstName: string; lastName: string; email: string };
  },
): Promise<void> {
  const { tenantId, accountId, companyName, person } = given;
  const { attestations } = world.services.microsoft.client;
  const { attestationId } = await attestations.create({
    country: 'IT',
    language: 'it-IT',
    companyName,
    signatoryFirstName: person.firstName,
    signatoryLastName: person.lastName,
    signatoryEmail: person.email,
  });
  await world.simulator.answerAsSignatory(attestations.acceptanceLink(attestationId));
  const now = world.clock.now();
  await world.db({ kind: 'system' }, (tx) =>
    tx.insert(agreementRequest).values({
      accountId,
      tenantId,
      status: 'accepted',
      signatory: { ...person, locale: 'it' },
      attestationId,
      acceptedAt: now,
      createdAt: now,
    }),
  );
}

/** A change as a caller describes it, with its kind. */
export type ChangeInput =
  | ({ kind: 'purchase' } & z.input<typeof quotePurchase.input>)
  | ({ kind: 'seats' } & z.input<typeof quoteSeatChange.input>)
  | ({ kind: 'renewal' } & z.input<typeof quoteRenewalChoice.input>)
  | ({ kind: 'cancel' } & z.input<typeof quoteCancellation.input>)
  | ({ kind: 'upgrade' } & z.input<typeof quoteUpgrade.input>);

/** Quotes a change by the operation of its kind. */
export async function quoteFor(world: World, actor: Actor, change: ChangeInput) {
  const caller = world.as(actor);
  switch (change.kind) {
    case 'purchase':
      return caller.call(quotePurchase, change);
    case 'seats':
      return caller.call(quoteSeatChange, change);
    case 'renewal':
      return caller.call(quoteRenewalChoice, change);
    case 'cancel':
      return caller.call(quoteCancellation, change);
    case 'upgrade':
      await caller.call(readUpgradeTargets, { subscriptionId: change.subscriptionId });
      return caller.call(quoteUpgrade, change);
  }
}

/** Quotes a change and orders it; the workers have not run yet. */
export async function placeChange(
  world: World,
  actor: Actor,
  change: ChangeInput,
  paymentMethod: PaymentMethod = 'onAccount',
) {
  const { quoteId, view } = await quoteFor(world, actor, change);
  assert(view.possible, `${change.kind} is not possible: ${view.possible ? '' : view.reason}`);
  const placed = await world.as(actor).call(placeOrder, { quoteId, paymentMethod });
  assert(placed.placed, 'the quote has moved');
  return { orderId: placed.orderId as Id<'order'>, quoteId, view };
}

/** Everything that is stored of an order. */
export function storedOrder(world: World, orderId: Id<'order'>) {
  return world.db({ kind: 'system' }, async (tx) => {
    const [order] = await tx.select().from(customerOrder).where(eq(customerOrder.id, orderId));
    assert(order !== undefined, 'the order is stored');
    return {
      order,
      steps: await tx.select().from(orderStep).where(eq(orderStep.orderId, orderId)).orderBy(orderStep.position),
      lines: await tx.select().from(orderLine).where(eq(orderLine.orderId, orderId)).orderBy(orderLine.position),
      charges: await chargesOf(tx, orderId),
      credit: await tx.select().from(creditEntry).where(eq(creditEntry.orderId, orderId)),
    };
  });
}

/**
 * The charges of an order beside those that its quote promised for today: two lists of lines as people would read them,
 * which must be the same.
 */
export function chargesBesideQuote(world: World, orderId: Id<'order'>) {
  return world.db({ kind: 'system' }, async (tx) => {
    const [found] = await tx
      .select({ view: quote.view })
      .from(customerOrder)
      .innerJoin(quote, eq(quote.id, customerOrder.quoteId))
      .where(eq(customerOrder.id, orderId));
    assert(found?.view.possible === true, 'the order has a possible quote');
    const { currency, columns } = found.view;
    const promised = columns.today.lines.map((line) => sentence({ ...line, ...line.cycle, currency }));
    const charged = (await chargesOf(tx, orderId)).map((line) =>
      sentence({
        ...line,
        unitPricePerCycle: line.unitPricePerCycle.toFixed(),
        startsOn: line.cycleStartsOn.toString(),
        endsBefore: line.cycleEndsBefore.toString(),
        net: line.net.toFixed(),
      }),
    );
    return { promised: promised.sort(), charged: charged.sort() };
  });
}

function chargesOf(tx: Tx, orderId: Id<'order'>) {
  return tx.select().from(charge).where(eq(charge.orderId, orderId)).orderBy(charge.quoteLineKey);
}

function sentence(line: {
  kind: string;
  code: string;
  name: string;
  seatCount: number;
  unitPricePerCycle: string;
  startsOn: string;
  endsBefore: string;
  billedDays: number;
  cycleDays: number;
  net: string;
  currency: string;
}): string {
  const { kind, code, name, seatCount, unitPricePerCycle, startsOn, endsBefore, billedDays, cycleDays, net } = line;
  return `${kind} ${code} ${name}: ${seatCount} × ${unitPricePerCycle} × ${billedDays}/${cycleDays} days of ${startsOn} to ${endsBefore} = ${net} ${line.currency}`;
}
