import { eq } from 'drizzle-orm';
import { assert, expect, test } from 'vitest';
import { charge } from '#features/billing/billing.ts';
import { assignService, listMyServices } from '#features/licences/licences.ts';
import { chargesBesideQuote, quoteFor, storedOrder } from '#features/orders/builders.ts';
import { placeOrder } from '#features/orders/orders.ts';
import { buildPerson } from '#features/sign-in/builders.ts';
import type { Id } from '#platform/ids.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { BUSINESS_STANDARD, buyLicences, order, sellAlso } from '../builders.ts';
import { getSubscription } from '../get-subscription.ts';
import { subscription } from '../tables.ts';
import { getUpgradeOptions } from './get-upgrade-options.ts';
import { readUpgradeTargets } from './read-upgrade-targets.ts';

// A term of one year, billed monthly, from 2 December 2026: Business Basic costs € 1 a seat and day in December,
// Business Standard € 2.
const NOW = '2026-12-02T09:00:00Z';

async function buy(world: World, given: Parameters<typeof buyLicences>[1] = {}) {
  const bought = await buyLicences(world, given);
  const standardId = await sellAlso(world, BUSINESS_STANDARD);
  return { ...bought, standardId };
}

type Bought = Awaited<ReturnType<typeof buy>>;

function toStandard({ subscriptionId, standardId }: Bought, seatCount: number) {
  const to = { way: 'product', offerId: standardId, termDuration: 'P1Y', billingCycle: 'monthly' } as const;
  return { kind: 'upgrade', subscriptionId, seatCount, to } as const;
}

function get(world: World, { administrator }: Bought, subscriptionId: string) {
  return world.as(administrator).call(getSubscription, { subscriptionId });
}

test('S8 all licences move to another product: the same subscription, with the money of the remaining days', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buy(world);
  await world.advance({ days: 21 }); // 23 December: ten days of the cycle are left.
  await world.runJobs();

  const { orderId, view } = await order(world, bought.administrator, toStandard(bought, 10));
  assert(view.possible);
  // Back: 10 × € 31 × 10/31 = € 100. Due: 10 × € 62 × 10/31 = € 200. Then eleven months of 10 × € 31 more.
  expect(view.columns.today).toMatchObject({ net: '100', tax: '22', gross: '122' });
  expect(view.columns.today.lines.map(({ code, name, net }) => [code, name, net])).toEqual([
    ['movedOut', 'Microsoft 365 Business Basic', '-100'],
    ['movedIn', 'Microsoft 365 Business Standard', '200'],
  ]);
  expect(view.columns.nextCharge).toMatchObject({ on: '2027-01-02', net: '310' });
  expect(view.columns.untilTermEnd.net).toBe(String(100 + 11 * 310));
  expect(view.undo).toBeNull();
  expect(view.items).toMatchObject([
    {
      product: { before: 'Microsoft 365 Business Basic', after: 'Microsoft 365 Business Standard' },
      unitPricePerCycle: { before: '31', after: '62' },
    },
  ]);
  const { promised, charged } = await chargesBesideQuote(world, orderId);
  expect(charged).toEqual(promised);

  expect(await get(world, bought, bought.subscriptionId)).toMatchObject({
    name: 'Microsoft 365 Business Standard',
    offerTitle: 'Microsoft 365 Business Standard',
    seatCount: 10,
    term: { startsOn: '2026-12-02', endsBefore: '2027-12-02' },
    unitPricePerCycle: { amount: '62' },
    autoRenew: true,
    differences: [],
  });
  const services = await world.as(bought.administrator).call(listMyServices, {});
  expect(services.services.map(({ name }) => name)).toEqual(['Microsoft 365 Business Standard']);
});

test('S8 some licences move to a subscription of their own, which ends on the same day', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buy(world);
  const { orderId, view } = await order(world, bought.administrator, toStandard(bought, 4));
  assert(view.possible);
  expect(view.columns.today.net).toBe(String(-4 * 31 + 4 * 62));
  expect(view.items.map(({ name, seats }) => [name, seats])).toEqual([
    ['Microsoft 365 Business Basic', { before: 10, after: 6 }],
    ['Microsoft 365 Business Standard', { before: 0, after: 4 }],
  ]);
  expect(view.sideEffects.map(({ code }) => code)).toEqual(['subscriptionCreated']);

  const { lines } = await storedOrder(world, orderId);
  const [left, received] = lines;
  assert(left !== undefined && received?.subscriptionId);
  expect(await get(world, bought, bought.subscriptionId)).toMatchObject({ seatCount: 6, differences: [] });
  const made = await get(world, bought, received.subscriptionId);
  expect(made).toMatchObject({
    name: 'Microsoft 365 Business Standard',
    seatCount: 4,
    term: { endsBefore: '2027-12-02' },
    unitPricePerCycle: { amount: '62' },
    orders: [{ orderId }],
  });
  const charges = await world.db({ kind: 'system' }, (tx) =>
    tx.select().from(charge).where(eq(charge.orderId, orderId)).orderBy(charge.net),
  );
  expect(charges.map(({ subscriptionId, net }) => [subscriptionId, net.toFixed()])).toEqual([
    [bought.subscriptionId, '-124'],
    [received.subscriptionId, '248'],
  ]);
});

test('S8 the people who hold licences are named, and all licences that join another subscription take them along', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buy(world);
  const { administrator, subscriptionId, accountId } = bought;
  const { orderId } = await order(world, administrator, toStandard(bought, 4));
  const intoSubscriptionId = (await storedOrder(world, orderId)).lines[1]?.subscriptionId;
  assert(intoSubscriptionId);
  const giulia = await world.db({ kind: 'system' }, (tx) =>
    buildPerson(tx, { accountId, login: 'giulia', now: world.clock.now(), password: null }),
  );
  const services = (await world.as(administrator).call(listMyServices, {})).services;
  const basic = services.find(({ name }) => name === 'Microsoft 365 Business Basic');
  assert(basic);
  await world.as(administrator).call(assignService, { serviceId: basic.serviceId, personId: giulia.personId });

  const partly = await quoteFor(world, administrator, toStandard(bought, 2));
  assert(partly.view.possible);
  expect(partly.view.sideEffects).toContainEqual({
    code: 'licencesStay',
    facts: expect.objectContaining({ count: 1, left: 4, surplus: 0 }),
  });

  // The seats that have moved inherit the window of the purchase: until it is over, the subscription receives none.
  const into = { way: 'subscription', subscriptionId: intoSubscriptionId } as const;
  const joining = { kind: 'upgrade', subscriptionId, seatCount: 6, to: into } as const;
  const early = await quoteFor(world, administrator, joining);
  expect(early.view).toMatchObject({ possible: false, reason: 'notEligible' });

  await world.advance({ days: 8 });
  await world.runJobs();
  const { view } = await order(world, administrator, joining);
  assert(view.possible);
  expect(view.sideEffects).toContainEqual({ code: 'licencesMove', facts: expect.objectContaining({ count: 1 }) });
  expect(await get(world, bought, subscriptionId)).toMatchObject({ status: 'deleted' });
  expect(await get(world, bought, intoSubscriptionId)).toMatchObject({
    seatCount: 10,
    unitPricePerCycle: { amount: '62' },
  });
  const hers = (await world.as(giulia).call(listMyServices, {})).services;
  expect(hers.map(({ name }) => name)).toEqual(['Microsoft 365 Business Standard']);
});

test('S8 a monthly term becomes a yearly one at once, with a new term from today', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buy(world, { termDuration: 'P1M' });
  await world.advance({ days: 21 });
  await world.runJobs();
  const { administrator, subscriptionId } = bought;
  const to = { way: 'longerTerm', termDuration: 'P1Y', billingCycle: 'annual' } as const;
  const { orderId, view } = await order(world, administrator, { kind: 'upgrade', subscriptionId, seatCount: 10, to });
  assert(view.possible);
  // Back: ten days of € 10. Due: a year of 10 × € 365.
  expect(view.columns.today.net).toBe(String(3650 - 100));
  expect(view.items).toMatchObject([
    {
      plan: { before: { termDuration: 'P1M' }, after: { termDuration: 'P1Y', billingCycle: 'annual' } },
      termEndsBefore: { before: '2027-01-02', after: '2027-12-23' },
    },
  ]);
  expect(await get(world, bought, subscriptionId)).toMatchObject({
    termDuration: 'P1Y',
    billingCycle: 'annual',
    term: { startsOn: '2026-12-23', endsBefore: '2027-12-23' },
    unitPricePerCycle: { amount: '365' },
    differences: [],
  });
  const { promised, charged } = await chargesBesideQuote(world, orderId);
  expect(charged).toEqual(promised);
});

test('S8 the options are those that Microsoft lists, with the prices of the customer, and longer terms', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buy(world, { termDuration: 'P1M' });
  const { administrator, subscriptionId } = bought;
  const before = await world.as(administrator).call(getUpgradeOptions, { subscriptionId });
  expect(before.readAt).toBeNull();
  await world.as(administrator).call(readUpgradeTargets, { subscriptionId });
  const { options, blocker } = await world.as(administrator).call(getUpgradeOptions, { subscriptionId });
  expect(blocker).toBeNull();
  expect(
    options.map(
      ({ way, title, termDuration, billingCycle, unitPricePerCycle }) =>
        `${way} ${title} ${termDuration} ${billingCycle} ${unitPricePerCycle.amount}`,
    ),
  ).toEqual([
    'product Microsoft 365 Business Standard P1Y monthly 62',
    'longerTerm Microsoft 365 Business Basic P1Y monthly 31',
    'longerTerm Microsoft 365 Business Basic P1Y annual 365',
  ]);
});

test('a move that is not possible says why, and nothing is sent', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buy(world);
  const { administrator, subscriptionId, standardId } = bought;
  const reasonOf = async (change: Parameters<typeof quoteFor>[2]) => {
    const { view } = await quoteFor(world, administrator, change);
    return view.possible ? 'possible' : view.reason;
  };
  const to = { way: 'product', offerId: standardId, termDuration: 'P1Y', billingCycle: 'annual' } as const;
  expect(await reasonOf({ kind: 'upgrade', subscriptionId, seatCount: 10, to })).toBe('notOnSale');
  expect(await reasonOf(toStandard(bought, 11))).toBe('moreSeatsThanOwned');
  const shorter = { way: 'longerTerm', termDuration: 'P1M', billingCycle: 'monthly' } as const;
  expect(await reasonOf({ kind: 'upgrade', subscriptionId, seatCount: 10, to: shorter })).toBe('targetTermShorter');
  const same = { way: 'product', offerId: bought.offerId, termDuration: 'P1Y', billingCycle: 'monthly' } as const;
  expect(await reasonOf({ kind: 'upgrade', subscriptionId, seatCount: 10, to: same })).toBe('noUpgrade');
});

test('a transition that Microsoft gives up ends the order without a charge, and the subscription stays', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buy(world);
  const { administrator, subscriptionId } = bought;
  const { quoteId } = await quoteFor(world, administrator, toStandard(bought, 10));
  const placed = await world.as(administrator).call(placeOrder, { quoteId, paymentMethod: 'onAccount' });
  assert(placed.placed);
  const [row] = await world.db({ kind: 'system' }, (tx) =>
    tx.select().from(subscription).where(eq(subscription.id, subscriptionId)),
  );
  assert(row);
  await breakTransitions(world, row.vendorSubscriptionId);
  await world.runJobs();
  const stored = await storedOrder(world, placed.orderId as Id<'order'>);
  expect(stored.order).toMatchObject({ status: 'failed', failureCode: 'vendorOrderFailed' });
  expect(stored.charges).toEqual([]);
  expect(await get(world, bought, subscriptionId)).toMatchObject({ seatCount: 10, pendingOrder: null });
  expect(await world.db({ kind: 'system' }, (tx) => tx.select().from(subscription))).toHaveLength(1);
});

/** The simulator breaks transitions of a subscription with this name. */
async function breakTransitions(world: World, vendorSubscriptionId: string): Promise<void> {
  const { client } = world.services.microsoft;
  const customerId = 'c0000000-0000-4000-8000-000000000001';
  const read = await client.subscriptions.get({ customerId, subscriptionId: vendorSubscriptionId });
  await client.subscriptions.patch(customerId, read, { friendlyName: 'Basic (guasto)' });
}
