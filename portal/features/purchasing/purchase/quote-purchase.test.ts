import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import {
  buildCustomer,
  buildOffer,
  buildTenantDraft,
  placeChange,
  quoteFor,
  storedOrder,
} from '#features/orders/builders.ts';
import { startWorld } from '#shell/testing/world.ts';
import { quotePurchase } from './quote-purchase.ts';

test('quotes a purchase with the money of today, of the next charge and of the whole term', async () => {
  const { world, administrator, tenantId, offerId } = await startShop();
  const line = { offerId, termDuration: 'P1Y', billingCycle: 'monthly', seatCount: 3 };

  const { view } = await world.as(administrator).call(quotePurchase, { tenantId, lines: [line] });

  // Three licences at € 120.00 for the year, billed € 10.00 each month.
  expect(view).toMatchObject({
    possible: true,
    kind: 'purchase',
    columns: {
      today: { net: '30', tax: '6.6', gross: '36.6' },
      nextCharge: { on: '2026-12-25', net: '30' },
      untilTermEnd: { net: '360' },
    },
    commitment: { endsBefore: '2027-11-25', net: '360' },
  });
});

test('an order is for one vendor', async () => {
  const { world, administrator, tenantId, offerId } = await startShop();
  const otherId = await buildOffer(world, { vendor: 'manual', ids: 'ASSISTENZA:0001', title: 'Assistenza' });
  const lines = [offerId, otherId].map((id) => ({ offerId: id, ...ANNUAL, seatCount: 1 }));

  const { view } = await quoteFor(world, administrator, { kind: 'purchase', tenantId, lines });

  expect(view).toMatchObject({ possible: false, reason: 'severalVendors', instead: null });
});

test('a vendor that needs a tenant refuses a purchase without one and offers to choose it', async () => {
  const { world, administrator, offerId } = await startShop();
  const lines = [{ offerId, ...ANNUAL, seatCount: 1 }];

  const { view } = await quoteFor(world, administrator, { kind: 'purchase', tenantId: null, lines });

  expect(view).toMatchObject({ possible: false, reason: 'tenantMissing', instead: { action: 'chooseTenant' } });
});

test('a trial is available once, also within one order', async () => {
  const { world, administrator, tenantId } = await startShop();
  const offerId = await buildOffer(world, { ids: 'CFQ7TTC0LCHC:0002', title: 'Trial', isTrial: true });
  const lines = [1, 2].map((seatCount) => ({ offerId, ...ANNUAL, seatCount }));

  const { view } = await quoteFor(world, administrator, { kind: 'purchase', tenantId, lines });

  expect(view).toMatchObject({ possible: false, reason: 'trialUsed', facts: { name: 'Trial', line: 0 } });
});

test('an add-on names the base products that would do', async () => {
  const { world, administrator, tenantId } = await startShop();
  const offerId = await buildOffer(world, {
    ids: 'CFQ7TTC0LHSF:0001',
    title: 'Add-on',
    isAddOn: true,
    prerequisites: ['CFQ7TTC0LH18:0001'],
  });
  const lines = [{ offerId, ...ANNUAL, seatCount: 1 }];

  const { view } = await quoteFor(world, administrator, { kind: 'purchase', tenantId, lines });

  expect(view).toMatchObject({
    possible: false,
    reason: 'prerequisiteMissing',
    facts: { prerequisites: 'Microsoft 365 Business Basic' },
    instead: { action: 'buyPrerequisite' },
  });
});

test('terms that are not sold and licences out of bounds are impossible, with the line that they concern', async () => {
  const { world, administrator, tenantId, offerId } = await startShop();
  const quote = (line: object) =>
    quoteFor(world, administrator, {
      kind: 'purchase',
      tenantId,
      lines: [{ offerId, ...ANNUAL, seatCount: 1, ...line }],
    });

  expect((await quote({ termDuration: 'P3Y', billingCycle: 'triennial' })).view).toMatchObject({
    possible: false,
    reason: 'notSold',
    facts: { line: 0 },
  });
  expect((await quote({ seatCount: 301 })).view).toMatchObject({
    possible: false,
    reason: 'aboveSeatMaximum',
    facts: { line: 0, seatCountMax: 300 },
  });
});

test('an offer that does not exist is refused', async () => {
  const { world, administrator, tenantId } = await startShop();
  const lines = [{ offerId: '0199c0de-0000-7000-8000-000000000001', ...ANNUAL, seatCount: 1 }];

  await expect(quoteFor(world, administrator, { kind: 'purchase', tenantId, lines })).rejects.toMatchObject({
    code: 'purchasing.offerNotFound',
  });
});

test('a stored change is parsed when it is read back: one that its kind does not know stops the order as a bug', async () => {
  const { world, administrator, tenantId, offerId } = await startShop();
  const lines = [{ offerId, ...ANNUAL, seatCount: 1 }];
  const { orderId } = await placeChange(world, administrator, { kind: 'purchase', tenantId, lines });
  await world.db({ kind: 'system' }, (tx) =>
    tx.execute(sql`update customer_order set change = '{"kind": "purchase", "tenantId": null, "lines": []}'`),
  );

  await world.runJobs();

  expect((await storedOrder(world, orderId)).order).toMatchObject({ status: 'stuck', failureCode: 'internal' });
});

const ANNUAL = { termDuration: 'P1Y', billingCycle: 'annual' };

/** A customer with a described tenant, and an offer of 1 to 300 licences. */
async function startShop() {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const { accountId, administrator } = await buildCustomer(world);
  const tenantId = await buildTenantDraft(world, { accountId });
  return { world, administrator, tenantId, offerId: await buildOffer(world) };
}
