import type { SubscriptionChanges } from '@licence-portal/partner-center';
import { eq, sql } from 'drizzle-orm';
import { assert, expect, test } from 'vitest';
import { charge } from '#features/billing/billing.ts';
import { offer, price } from '#features/catalogue/tables.ts';
import { type ChangeInput, quoteFor } from '#features/orders/builders.ts';
import { placeOrder } from '#features/orders/orders.ts';
import { tenant } from '#features/tenants/tenants.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buyLicences, order, SALES_ENTERPRISE } from '../builders.ts';
import { getSubscription } from '../get-subscription.ts';
import { listSubscriptions } from '../list-subscriptions.ts';
import { subscription } from '../tables.ts';

// A term of one year, billed monthly, from 2 December 2026; its first month has 31 days, a seat-day costs € 1.
const NOW = '2026-12-02T09:00:00Z';

type Bought = Awaited<ReturnType<typeof buyLicences>>;

function get(world: World, { administrator, subscriptionId }: Bought) {
  return world.as(administrator).call(getSubscription, { subscriptionId });
}

async function quoteSeats(world: World, { administrator, subscriptionId }: Bought, seatCount: number) {
  const change = { kind: 'seats', subscriptionId, seatCount } as const;
  const { view } = await quoteFor(world, administrator, change);
  return view;
}

function chargesOf(world: World, orderId: string) {
  return world.db({ kind: 'system' }, async (tx) => {
    const charges = await tx.select().from(charge);
    return charges
      .filter((row) => row.orderId === orderId)
      .map((row) => `${row.code} ${row.seatCount} × ${row.billedDays}/${row.cycleDays}: ${row.net.toFixed(2)}`);
  });
}

test('S78 S83 a bought subscription shows term, price, windows and automatic renewal', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const shown = await get(world, bought);
  expect(shown).toMatchObject({
    status: 'active',
    seatCount: 10,
    autoRenew: true,
    termEndOutcome: 'renews',
    term: { startsOn: '2026-12-02', endsBefore: '2027-12-02' },
    unitPricePerCycle: { amount: '31', currency: 'EUR' },
    netPerCycle: { amount: '310', currency: 'EUR' },
    nextCharge: { on: '2027-01-02', net: { amount: '310', currency: 'EUR' } },
    pendingOrder: null,
    differences: [],
  });
  expect(shown.batches?.map((batch) => batch.seatCount)).toEqual([10]);
  expect(shown.actions.cancelNow.allowed).toBe(true);
  expect(shown.events.map((event) => event.kind)).toEqual(['started']);
  expect(shown.orders.map((placed) => placed.kind)).toEqual(['purchase']);
});

test('S80 three more seats cost the remaining days, and the charge equals the quote', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  await world.advance({ days: 21 }); // 23 December: ten days of the cycle are left.
  await world.runJobs();

  const { orderId, view } = await order(world, bought.administrator, {
    kind: 'seats',
    subscriptionId: bought.subscriptionId,
    seatCount: 13,
  });
  assert(view.possible);
  // 3 seats × € 31 × 10/31 = € 30; IVA 22 % = € 6.60. Then 11 whole months of 3 × € 31 = € 93.
  expect(view.columns.today).toMatchObject({ net: '30', tax: '6.6', gross: '36.6' });
  expect(view.columns.nextCharge).toMatchObject({ on: '2027-01-02', net: '93' });
  expect(view.columns.untilTermEnd.net).toBe('1053');
  expect(view.items[0]?.seats).toEqual({ before: 10, after: 13 });
  expect(await chargesOf(world, orderId)).toEqual(['seatsAdded 3 × 10/31: 30.00']);

  const after = await get(world, bought);
  expect(after.seatCount).toBe(13);
  expect(after.autoRenew, 'a full PATCH must not reset auto-renew').toBe(true);
  expect(after.batches?.map((batch) => batch.seatCount)).toEqual([3]);
});

test('A17 A21 each batch has its own window: after it closes a reduction is refused, with the instant of the close and the alternative', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const inWindow = await quoteSeats(world, bought, 8);
  assert(inWindow.possible);
  expect(inWindow.columns.today.net).toBe('-62'); // 2 seats × 31 days × € 1

  await world.advance({ days: 8 });
  await world.runJobs();
  const closed = await quoteSeats(world, bought, 8);
  assert(!closed.possible);
  expect(closed.reason).toBe('windowClosed');
  expect(closed.facts).toMatchObject({ termEndsBefore: '2027-12-02', refundableSeatCount: 0 });
  expect(closed.facts.since).toContain('2026-12-09T09:00');
  expect(closed.instead?.action).toBe('scheduleSeats');
  expect((await get(world, bought)).batches).toEqual([]);
});

test('no more seats can be returned than are refundable', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  await world.advance({ days: 8 });
  await world.runJobs();
  await order(world, bought.administrator, { kind: 'seats', subscriptionId: bought.subscriptionId, seatCount: 12 });
  const tooMany = await quoteSeats(world, bought, 9);
  assert(!tooMany.possible);
  expect(tooMany.reason).toBe('tooManySeats');
  expect(tooMany.facts.refundableSeatCount).toBe(2);
  expect((await quoteSeats(world, bought, 10)).possible).toBe(true);
});

test('more seats than the maximum of the product, and the present number, are refused', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const above = await quoteSeats(world, bought, 301);
  assert(!above.possible);
  expect(above.reason).toBe('aboveSeatMaximum');
  expect(above.facts.seatCountMax).toBe(300);
  const same = await quoteSeats(world, bought, 10);
  assert(!same.possible);
  expect(same.reason).toBe('nothingChanges');
});

test.each([0, -1, 1.5, 1e9])('a seat count of %s is refused as input', async (seatCount) => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  await expect(quoteSeats(world, bought, seatCount)).rejects.toMatchObject({ code: 'input.invalid' });
});

test('A18 S85 S86 auto-renew off also schedules an explicit cancellation, and both are read back; A19 turning it on removes it', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const { subscriptionId, administrator } = bought;
  const off = await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'ends' });
  assert(off.view.possible);
  expect(off.view.columns.today.lines).toEqual([]);
  expect(off.view.sideEffects.map((effect) => effect.code)).toEqual([
    'autoRenewTurnedOff',
    'endOfTermCancelSet',
    'accessEnds',
  ]);
  const ending = await get(world, bought);
  expect(ending).toMatchObject({ autoRenew: false, termEndOutcome: 'ends', differences: [] });
  expect(await resourceOf(world, bought)).toMatchObject({
    autoRenewEnabled: false,
    scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }],
  });

  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'renews' });
  expect(await get(world, bought)).toMatchObject({ autoRenew: true, termEndOutcome: 'renews', differences: [] });
});

test('S87 with auto-renew off the subscription ends after its term', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world, { termDuration: 'P1M' });
  const { subscriptionId, administrator } = bought;
  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'ends' });
  await world.advance({ days: 31 });
  await world.runJobs();
  const ended = await get(world, bought);
  expect(ended.termEndOutcome).toBe('ended');
  expect(ended.status).toBe('disabled');
  expect(ended.actions.addSeats).toMatchObject({ allowed: false, reason: 'ended' });
});

test('S92 cancelling on the third day refunds the remaining days', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  await world.advance({ days: 2 }); // 4 December: 29 of 31 days are left.
  await world.runJobs();
  const { subscriptionId, administrator } = bought;
  const { orderId } = await order(world, administrator, { kind: 'cancel', subscriptionId });
  expect(await chargesOf(world, orderId)).toEqual(['cancelled 10 × 29/31: -290.00']);
  expect(await get(world, bought)).toMatchObject({ status: 'deleted', termEndOutcome: 'ended' });
});

test('S89 S90 A20 after the window a cancellation is explained and never sent', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  await world.advance({ days: 8 });
  await world.runJobs();
  const { subscriptionId, administrator } = bought;
  await world.simulator.control('DELETE', '/requests');
  const { quoteId, view } = await quoteFor(world, administrator, { kind: 'cancel', subscriptionId });
  assert(!view.possible);
  expect(view.reason).toBe('windowClosed');
  expect(view.facts.since).toContain('2026-12-09T09:00');
  expect(view.instead?.action).toBe('cancelAtTermEnd');
  await expect(world.as(administrator).call(placeOrder, { quoteId, paymentMethod: 'onAccount' })).rejects.toMatchObject(
    {
      code: 'orders.notPossible',
    },
  );
  await world.runJobs();
  expect(await sentToMicrosoft(world, 'PATCH')).toEqual([]);
});

test('a window that closes between order and sending is not sent: the order fails and nothing is charged', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const { subscriptionId, administrator } = bought;
  const change = { kind: 'cancel', subscriptionId } as const;
  const { quoteId } = await quoteFor(world, administrator, change);
  const placed = await world.as(administrator).call(placeOrder, { quoteId, paymentMethod: 'onAccount' });
  assert(placed.placed);
  await world.advance({ days: 8 });
  await world.simulator.control('DELETE', '/requests');
  await world.runJobs();
  expect(await sentToMicrosoft(world, 'PATCH')).toEqual([]);
  expect(await chargesOf(world, placed.orderId)).toEqual([]);
  const shown = await get(world, bought);
  expect(shown.status).toBe('active');
  expect(shown.orders.find((one) => one.orderId === placed.orderId)?.status).toBe('failed');
});

test('a renewal opens new windows, at the price of the day', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world, { termDuration: 'P1M' });
  await world.advance({ days: 31 });
  await world.runJobs();
  const renewed = await get(world, bought);
  expect(renewed).toMatchObject({
    term: { startsOn: '2027-01-02', endsBefore: '2027-02-02' },
    seatCount: 10,
    termEndOutcome: 'renews',
    unitPricePerCycle: { amount: '31', currency: 'EUR' },
  });
  expect(renewed.actions.cancelNow.allowed).toBe(true);
  expect(renewed.batches?.map((batch) => batch.seatCount)).toEqual([10]);
  expect(renewed.events.map((event) => event.kind)).toContain('renewed');
});

test('licences cannot be added to an add-on whose base is not active, and its action has the reason before a quote', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const needs = (prerequisites: string[]) =>
    world.db({ kind: 'system' }, (tx) => tx.update(offer).set({ prerequisites }).where(eq(offer.id, bought.offerId)));
  await needs(['CFQ7TTC0LDPB:0001']);
  const refused = await quoteSeats(world, bought, 12);
  assert(!refused.possible);
  expect(refused.reason).toBe('prerequisiteMissing');
  expect((await get(world, bought)).actions.addSeats).toMatchObject({ allowed: false, reason: 'prerequisiteMissing' });
  await needs(['CFQ7TTC0LDPB:0001', 'cfq7ttc0lh18:0001']); // Owned, and written in the other case.
  expect((await quoteSeats(world, bought, 12)).possible).toBe(true);
});

test('ending or cancelling a base names the add-ons that lose their base', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const { administrator, subscriptionId } = bought;
  const effects = async (change: ChangeInput) => {
    const { view } = await quoteFor(world, administrator, change);
    assert(view.possible);
    return view.sideEffects.filter(({ code }) => code === 'orphanedAddOns').map(({ facts }) => facts.names);
  };
  expect(await effects({ kind: 'cancel', subscriptionId })).toEqual([]);
  await addAddOn(world, bought, 'Defender');
  expect(await effects({ kind: 'cancel', subscriptionId })).toEqual(['Defender']);
  expect(await effects({ kind: 'renewal', subscriptionId, outcome: 'ends' })).toEqual(['Defender']);
  expect(await effects({ kind: 'seats', subscriptionId, seatCount: 9 })).toEqual([]);
});

/** Adds an add-on of the bought subscription. */
async function addAddOn(world: World, { offerId, subscriptionId }: Bought, name: string) {
  await world.db({ kind: 'system' }, async (tx) => {
    const [base] = await tx.select().from(offer).where(eq(offer.id, offerId));
    const [held] = await tx.select().from(subscription).where(eq(subscription.id, subscriptionId));
    assert(base !== undefined && held !== undefined, 'the base was bought');
    const id = crypto.randomUUID() as typeof offerId;
    const prerequisites = [`${base.vendorProductId}:${base.vendorSkuId}`];
    await tx.insert(offer).values({ ...base, id, vendorSkuId: '00AA', title: name, isAddOn: true, prerequisites });
    const beside = {
      id: crypto.randomUUID() as typeof subscriptionId,
      vendorSubscriptionId: 'add-on',
      offerId: id,
      name,
    };
    await tx.insert(subscription).values({ ...held, ...beside, readAgainAt: null });
  });
}

test('S82 while an order changes a subscription it is shown, and a second change is refused', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const { subscriptionId, administrator } = bought;
  const change = { kind: 'seats', subscriptionId, seatCount: 12 } as const;
  const { quoteId } = await quoteFor(world, administrator, change);
  const first = await world.as(administrator).call(placeOrder, { quoteId, paymentMethod: 'onAccount' });
  const again = await world.as(administrator).call(placeOrder, { quoteId, paymentMethod: 'onAccount' });
  assert(first.placed && again.placed);
  expect(again.orderId).toBe(first.orderId);
  expect((await get(world, bought)).pendingOrder).toMatchObject({ kind: 'seats', seatCount: 12 });
  const second = await quoteSeats(world, bought, 14);
  assert(!second.possible);
  expect(second.reason).toBe('changeInProgress');
  await world.runJobs();
  expect(await get(world, bought)).toMatchObject({ seatCount: 12, pendingOrder: null });
});

test('the answer to a change is lost after it took effect: it is made once and charged once', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const { subscriptionId, administrator } = bought;
  await world.simulator.control('POST', '/faults', {
    match: { method: 'PATCH' },
    times: 1,
    fault: { kind: 'dropAfter' },
  });
  const { orderId } = await order(world, administrator, { kind: 'seats', subscriptionId, seatCount: 12 });
  expect((await get(world, bought)).seatCount).toBe(12);
  expect(await chargesOf(world, orderId)).toEqual(['seatsAdded 2 × 31/31: 62.00']);
});

test('S6 the list finds by words, filters by outcome and hides the subscriptions of another account', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, subscriptionId } = await buyLicences(world);
  const list = (input: object) => world.as(administrator).call(listSubscriptions, input);
  const all = await list({});
  expect(all).toMatchObject({ total: 1, counts: { renews: 1, ends: 0, extendsMonthly: 0, ended: 0 } });
  expect(all.items[0]).toMatchObject({ subscriptionId, name: 'Microsoft 365 Business Basic', isChanging: false });
  expect((await list({ search: 'basic 365' })).total).toBe(1);
  expect((await list({ search: '100%' })).total).toBe(0);
  expect((await list({ outcomes: ['ends'] })).total).toBe(0);

  const stranger = { ...administrator, accountId: crypto.randomUUID() as typeof administrator.accountId };
  expect((await world.as(stranger).call(listSubscriptions, {})).total).toBe(0);
  await expect(world.as(stranger).call(getSubscription, { subscriptionId })).rejects.toMatchObject({
    code: 'subscriptions.notFound',
  });
});

async function resourceOf(world: World, { subscriptionId }: Bought) {
  const rows = await world.db({ kind: 'system' }, (tx) => tx.select().from(subscription));
  return rows.find((row) => row.id === subscriptionId)?.resource;
}

async function sentToMicrosoft(world: World, method: string): Promise<string[]> {
  const answer: unknown = await (await world.simulator.control('GET', '/requests')).json();
  const sent = Array.isArray(answer) ? answer : Object(answer).requests;
  assert(Array.isArray(sent), 'the simulator lists its requests');
  return sent.filter((request) => request.method === method).map((request) => String(request.path));
}

/** A change made in Partner Center itself, which the portal reads afterwards. */
async function patchAtMicrosoft(world: World, bought: Bought, changes: SubscriptionChanges) {
  const { client } = world.services.microsoft;
  const [row] = await world.db({ kind: 'system' }, (tx) => tx.select().from(subscription));
  assert(row !== undefined, 'the subscription is there');
  const subscriptionId = row.vendorSubscriptionId;
  const [owner] = await world.db({ kind: 'system' }, (tx) =>
    tx.select().from(tenant).where(eq(tenant.id, bought.tenantId)),
  );
  const customerId = owner?.microsoftCustomerId ?? '';
  await client.subscriptions.patch(customerId, await client.subscriptions.get({ customerId, subscriptionId }), changes);
  await readAgain(world);
}

async function readAgain(world: World) {
  await world.db({ kind: 'system' }, (tx) => tx.update(subscription).set({ readAgainAt: world.clock.now() }));
  await world.runJobs();
}

test('billing that Microsoft has scheduled for the next charge shows in the remaining charges, at a locked price', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world, { sold: [SALES_ENTERPRISE], termDuration: 'P3Y' });
  expect(await get(world, bought)).toMatchObject({ nextBillingCycle: null, nextCharge: { net: { amount: '310' } } });

  await patchAtMicrosoft(world, bought, { billingCycle: 'annual' });
  // Eleven months of the first year are left: € 365 × 11/12 × 10 seats, counted in months.
  expect(await get(world, bought)).toMatchObject({
    billingCycle: 'monthly',
    nextBillingCycle: 'annual',
    nextCharge: { on: '2027-01-02', net: { amount: '3345.83', currency: 'EUR' } },
    remainingNet: { amount: '10645.83' }, // 3345.83 + 2 × 3650
  });

  await raisePrices(world);
  await world.advance({ days: 31 });
  await readAgain(world);
  expect(await get(world, bought)).toMatchObject({
    billingCycle: 'annual',
    nextBillingCycle: null,
    unitPricePerCycle: { amount: '365', currency: 'EUR' },
  });
});

/** Doubles every price from now on. */
async function raisePrices(world: World) {
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(price).set({ retailPricePerTerm: sql`2 * ${price.retailPricePerTerm}` }),
  );
}
