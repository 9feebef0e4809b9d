import { Decimal } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { creditEntry } from '#features/billing/tables.ts';
import {
  buildCustomer,
  buildOffer,
  buildTenantDraft,
  chargesBesideQuote,
  placeChange,
  quoteFor,
  storedOrder,
} from '#features/orders/builders.ts';
import { placeOrder } from '#features/orders/orders.ts';
import { getOrder } from '#features/orders/read/get-order.ts';
import { linkByProvider } from '#features/tenants/builders.ts';
import {
  checkAcceptance,
  getAcceptance,
  linkExistingTenant,
  nameSignatory,
  tenant,
} from '#features/tenants/tenants.ts';
import { startWorld } from '#shell/testing/world.ts';
import { chooseTenant } from '../checkout/choose-tenant.ts';

test('S70 a purchase runs to its end: a new Microsoft account, the licences, the charge that the quote promised', async () => {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const { accountId, administrator } = await buildCustomer(world);
  const offerId = await buildOffer(world, { prices: { annual: '100' } });
  const tenantId = await buildTenantDraft(world, { accountId });

  const { orderId, view } = await placeChange(world, administrator, {
    kind: 'purchase',
    tenantId,
    lines: [{ offerId, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 3 }],
  });
  expect(view.columns.today).toMatchObject({ net: '300', tax: '66', gross: '366' });
  await world.runJobs();

  const order = await world.as(administrator).call(getOrder, { orderId });
  expect(order.steps.map(({ name, status }) => `${name} ${status}`)).toEqual([
    'payment done',
    'awaitAgreement done',
    'prepareTenant done',
    'createCart done',
    'checkout done',
    'awaitProvisioning done',
    'readBack done',
  ]);
  expect(order.status).toBe('done');
  expect(order.lines[0]).toMatchObject({ status: 'done', seatCount: 3 });
  const { promised, charged } = await chargesBesideQuote(world, orderId);
  expect(charged).toEqual([
    'charge purchase Microsoft 365 Business Basic: 3 × 100 × 365/365 days of 2026-11-25 to 2027-11-25 = 300 EUR',
  ]);
  expect(charged).toEqual(promised);
  const { charges } = await storedOrder(world, orderId);
  expect(charges[0]?.subscriptionId).toBe(order.lines[0]?.subscriptionId);
  expect((await world.mails()).map(({ kind, subject }) => `${kind}: ${subject}`)).toEqual([
    'orders.received: Ordine ORD-2026-000001 ricevuto: Microsoft 365 Business Basic',
    'orders.done: Servizio pronto: Microsoft 365 Business Basic (ordine ORD-2026-000001)',
  ]);
});

test('when Microsoft refuses some lines, the others are done and only they are charged; the rest of the credit comes back', async () => {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const { accountId, administrator } = await buildCustomer(world);
  const good = await buildOffer(world, { prices: { annual: '100' } });
  const refused = await buildOffer(world, {
    ids: 'CFQ7TTC0LDPB:0001',
    title: 'Business Standard (rischio)',
    prices: { annualMonthly: '120' },
  });
  const tenantId = await buildTenantDraft(world, { accountId });
  await world.db({ kind: 'system' }, (tx) =>
    tx.insert(creditEntry).values({
      accountId,
      kind: 'topUp',
      amount: new Decimal(1000),
      currency: 'EUR',
      createdAt: world.clock.now(),
    }),
  );
  const { orderId } = await placeChange(
    world,
    administrator,
    {
      kind: 'purchase',
      tenantId,
      lines: [
        { offerId: refused, termDuration: 'P1Y', billingCycle: 'monthly', seatCount: 1 },
        { offerId: good, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 1 },
      ],
    },
    'prepaidCredit',
  );
  await world.runJobs();

  const { order, lines, charges, credit } = await storedOrder(world, orderId);
  expect(order).toMatchObject({ status: 'done', failureCode: 'partlyDone' });
  expect(lines.map(({ status, failureCode }) => `${status} ${failureCode}`)).toEqual(['failed riskCheck', 'done null']);
  expect(charges.map(({ name, net }) => `${name} ${net}`)).toEqual(['Microsoft 365 Business Basic 100']);
  // 110.00 net and 24.20 of IVA were taken; 100.00 and 22.00 are charged.
  expect(credit.map(({ kind, amount }) => `${kind} ${amount}`).sort()).toEqual(['returned 12.2', 'taken -134.2']);
  const [, done] = await world.mails();
  expect(done?.textBody).toContain('Business Standard (rischio) non è stato attivato e non viene addebitato.');
});

test('an order that needs a qualification waits until Microsoft has vetted it, and fails when it is denied', {
  timeout: 120_000,
}, async () => {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const { accountId, administrator } = await buildCustomer(world);
  const offerId = await buildOffer(world, {
    ids: 'CFQ7TTC0HDK0:000C',
    title: 'Advanced Communications (Education)',
    segment: 'education',
    prices: { annual: '10' },
  });
  const change = { offerId, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 5 };
  const buyAs = async (domain: string, website: string) => {
    const tenantId = await buildTenantDraft(world, { accountId, domain });
    await world.db({ kind: 'system' }, (tx) =>
      tx
        .update(tenant)
        .set({ qualification: 'Education', qualificationDetails: { educationSegment: 'K12', website } })
        .where(eq(tenant.id, tenantId)),
    );
    const { orderId } = await placeChange(world, administrator, { kind: 'purchase', tenantId, lines: [change] });
    await world.runJobs();
    return storedOrder(world, orderId);
  };

  const denied = await buyAs('negata.onmicrosoft.com', 'https://negato.example.it');
  expect(denied.order).toMatchObject({ status: 'failed', failureCode: 'qualificationDenied' });
  expect(denied.steps.find(({ name }) => name === 'prepareTenant')?.providerNote).toBe('Not an Education Customer');
  expect(denied.charges).toEqual([]);

  const approved = await buyAs('scuola.onmicrosoft.com', 'https://scuola.example.it');
  expect(approved.order.status).toBe('done');
  expect(approved.charges.map(({ net }) => net.toFixed())).toEqual(['50']);
});

test('nothing is bought into an existing account that is not proven, and the refusal says what comes next', async () => {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const { administrator } = await buildCustomer(world);
  const offerId = await buildOffer(world);
  const anna = world.as(administrator);
  const { tenant: claimed } = await anna.call(linkExistingTenant, { tenantName: 'contoso' });
  const line = { offerId, termDuration: 'P1M', billingCycle: 'monthly', seatCount: 2 };

  const { view, quoteId } = await quoteFor(world, administrator, {
    kind: 'purchase',
    tenantId: claimed.id,
    lines: [line],
  });
  const facts = { domain: 'contoso.onmicrosoft.com' };
  expect(view).toMatchObject({
    possible: false,
    reason: 'tenantNotProven',
    instead: { action: 'chooseTenant', facts },
  });
  await expect(anna.call(placeOrder, { quoteId, paymentMethod: 'onAccount' })).rejects.toMatchObject({
    code: 'orders.notPossible',
  });
  await expect(anna.call(chooseTenant, { tenantId: claimed.id })).rejects.toMatchObject({
    code: 'tenants.notProven',
    facts,
  });
});

test('S65 an existing account without an agreement buys once somebody has accepted it', async () => {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const { accountId, administrator } = await buildCustomer(world);
  const offerId = await buildOffer(world);
  const found = await linkByProvider(world, accountId, 'northwind');
  const line = { offerId, termDuration: 'P1M', billingCycle: 'monthly', seatCount: 2 };
  const change = { kind: 'purchase', tenantId: found.id, lines: [line] } as const;
  const early = await quoteFor(world, administrator, { ...change, lines: [line] });
  expect(early.view).toMatchObject({ possible: false, reason: 'agreementMissing' });

  const signatory = { firstName: 'Anna', lastName: 'Bianchi', email: 'anna@example.it', locale: 'it' } as const;
  await world.as(administrator).call(nameSignatory, { tenantId: found.id, signatory });
  const { orderId } = await placeChange(world, administrator, { ...change, lines: [line] });
  await world.runJobs();
  const { link } = await world.as(administrator).call(getAcceptance, { tenantId: found.id });
  await world.simulator.answerAsSignatory(link ?? '');
  await world.as(administrator).call(checkAcceptance, { tenantId: found.id });
  await world.runJobs();
  const { order } = await storedOrder(world, orderId);
  expect(order.status).toBe('done');
});
