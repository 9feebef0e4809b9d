import { assert, expect, test } from 'vitest';
import { buildProvider, storedOrder } from '#features/orders/builders.ts';
import { getWork } from '#features/provider/get-work.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { BUSINESS_STANDARD, buyLicences, order, sellAlso } from '../builders.ts';
import { getSubscription } from '../get-subscription.ts';
import { subscription } from '../tables.ts';

// A term of one year, billed monthly at € 31 a seat, from 2 December 2026; the windows close on 9 December.
const NOW = '2026-12-02T09:00:00Z';
const PLAN = { termDuration: 'P1Y', billingCycle: 'monthly' };

type Bought = Awaited<ReturnType<typeof buyLicences>>;

/** Ten licences, of which six are to renew. */
async function buyAndSchedule(world: World, seatCount = 6): Promise<Bought> {
  const bought = await buyLicences(world);
  const { administrator, subscriptionId, offerId } = bought;
  const next = { offerId, ...PLAN, seatCount };
  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'renews', next });
  return bought;
}

function setSeats(world: World, { administrator, subscriptionId }: Bought, seatCount: number) {
  return order(world, administrator, { kind: 'seats', subscriptionId, seatCount });
}

function get(world: World, { administrator, subscriptionId }: Bought) {
  return world.as(administrator).call(getSubscription, { subscriptionId });
}

/** The writes of a subscription that the simulator has answered; one that is sent again has the same request id. */
async function writesAt(world: World): Promise<number> {
  const answer = await world.simulator.control('GET', '/requests');
  const requests = (await answer.json()) as { method: string; path: string; requestId: string }[];
  const writes = requests.filter(({ method, path }) => method === 'PATCH' && path.includes('/subscriptions/'));
  return new Set(writes.map(({ requestId }) => requestId)).size;
}

/** The first write passes, the second meets a fault. */
async function failSecondWrite(world: World, fault: object): Promise<void> {
  const match = { method: 'PATCH', path: '/subscriptions/' };
  await world.simulator.control('POST', '/faults', { match, times: 1, fault: { kind: 'latency', ms: 1 } });
  await world.simulator.control('POST', '/faults', { match, times: 1, fault });
}

test('S8 S80 licences that are added leave the reduction at the renewal as it was, and the preview says so', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyAndSchedule(world);
  const before = await writesAt(world);
  const { view } = await setSeats(world, bought, 12);
  assert(view.possible);
  expect(view.sideEffects).toContainEqual({ code: 'scheduledChangeRestored', facts: { seatCount: 6, ...PLAN } });
  expect(view.sideEffects.map(({ code }) => code)).not.toContain('scheduledChangeDeleted');
  expect(await get(world, bought)).toMatchObject({ seatCount: 12, scheduled: { seatCount: 6 }, differences: [] });
  expect((await writesAt(world)) - before, 'the licences and the schedule, each once').toBe(2);

  await world.advance({ days: 366 });
  await world.runJobs();
  expect(await get(world, bought)).toMatchObject({ seatCount: 6, term: { startsOn: '2027-12-02' } });
});

test('a renewal that was to have more licences than now is never more than what was chosen', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyAndSchedule(world, 9);
  const { view } = await setSeats(world, bought, 8);
  assert(view.possible);
  expect(view.sideEffects).not.toContainEqual(expect.objectContaining({ code: 'scheduledChangeDeleted' }));
  // Nine were to renew of ten; of eight, eight do without anything scheduled.
  expect(await get(world, bought)).toMatchObject({ seatCount: 8, scheduled: null, differences: [] });
});

test('S8 a move of all licences keeps the reduction at the renewal, for the new product', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyAndSchedule(world);
  const standardId = await sellAlso(world, BUSINESS_STANDARD);
  const { administrator, subscriptionId } = bought;
  const to = { way: 'product', offerId: standardId, ...PLAN } as const;
  const { view } = await order(world, administrator, { kind: 'upgrade', subscriptionId, seatCount: 10, to });
  assert(view.possible);
  expect(view.sideEffects).toContainEqual({ code: 'scheduledChangeRestored', facts: { seatCount: 6, ...PLAN } });
  expect(await get(world, bought)).toMatchObject({
    offerTitle: 'Microsoft 365 Business Standard',
    seatCount: 10,
    scheduled: { seatCount: 6 },
    differences: [],
  });
});

test('S8 a schedule of licences alone follows the plan of the new product', async () => {
  const world = await startWorld({ now: NOW });
  const annual = { termDuration: 'P1Y', billingCycle: 'annual' } as const;
  const bought = await buyLicences(world, annual);
  const { administrator, subscriptionId, offerId } = bought;
  const next = { offerId, ...annual, seatCount: 6 };
  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'renews', next });
  const standardId = await sellAlso(world, BUSINESS_STANDARD);
  const to = { way: 'product', offerId: standardId, ...PLAN } as const;
  const { view } = await order(world, administrator, { kind: 'upgrade', subscriptionId, seatCount: 10, to });
  assert(view.possible);
  expect(view.sideEffects).toContainEqual({ code: 'scheduledChangeRestored', facts: { seatCount: 6, ...PLAN } });
  expect(await get(world, bought)).toMatchObject({ ...PLAN, scheduled: { seatCount: 6, ...PLAN }, differences: [] });
});

test('S8 S87 a move of all licences keeps the end that was chosen', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const standardId = await sellAlso(world, BUSINESS_STANDARD);
  const { administrator, subscriptionId } = bought;
  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'ends' });
  const to = { way: 'product', offerId: standardId, ...PLAN } as const;
  const { view } = await order(world, administrator, { kind: 'upgrade', subscriptionId, seatCount: 10, to });
  assert(view.possible);
  expect(view.sideEffects).toContainEqual({ code: 'termEndChoiceRestored', facts: { outcome: 'ends' } });
  expect(await get(world, bought)).toMatchObject({ termEndOutcome: 'ends', autoRenew: false, differences: [] });
});

test('a connection that breaks after the schedule was sent sends it once', { timeout: 60_000 }, async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyAndSchedule(world);
  await failSecondWrite(world, { kind: 'dropAfter' });
  const before = await writesAt(world);
  const { orderId } = await setSeats(world, bought, 12);
  expect((await storedOrder(world, orderId)).order.status).toBe('done');
  expect((await writesAt(world)) - before).toBe(2);
  expect(await get(world, bought)).toMatchObject({ seatCount: 12, scheduled: { seatCount: 6 }, differences: [] });
});

test('S8 a schedule that Microsoft refuses is charged for nothing less, and alarms customer and provider', async () => {
  const world = await startWorld({ now: NOW });
  const provider = await buildProvider(world);
  const bought = await buyAndSchedule(world);
  await failSecondWrite(world, { kind: 'status', status: 400, body: { code: 800121, description: 'Term invalid.' } });
  const { orderId } = await setSeats(world, bought, 12);
  const stored = await storedOrder(world, orderId);
  expect(stored.order.status).toBe('done');
  expect(stored.charges).toHaveLength(1);
  expect(stored.steps.at(-1)?.result).toMatchObject({ notRestored: expect.stringContaining('800121') });
  const difference = { field: 'nextSeatCount', requested: '6', found: '12' };
  expect(await get(world, bought)).toMatchObject({ seatCount: 12, differences: [difference] });
  const subjects = (await world.mails()).map(({ subject }) => subject);
  expect(subjects).toContain('Microsoft 365 Business Basic: la scadenza non è come l’hai scelta');
  const work = await world.as(provider).call(getWork, {});
  expect(work.differences).toMatchObject([{ subscriptionId: bought.subscriptionId, fields: [difference] }]);
});

/** An administrator changes the end of the term in Microsoft's own pages. */
async function setEndOfTermElsewhere(world: World, endOfTerm: 'renew' | 'extend'): Promise<void> {
  const customerId = 'c0000000-0000-4000-8000-000000000001';
  const { subscriptions } = world.services.microsoft.client;
  const [row] = await world.db({ kind: 'system' }, (tx) => tx.select().from(subscription));
  const read = await subscriptions.get({ customerId, subscriptionId: row?.vendorSubscriptionId ?? '' });
  await subscriptions.setEndOfTerm(customerId, read, endOfTerm);
}

test('A18 a choice that is changed outside the portal is found within a day and notified once, and goes when it is undone', async () => {
  const world = await startWorld({ now: NOW });
  const provider = await buildProvider(world);
  const bought = await buyLicences(world);
  await setEndOfTermElsewhere(world, 'extend');
  const mailsOfDrift = async () => (await world.mails()).filter(({ subject }) => subject.includes('la scadenza non è'));
  for (const _ of [1, 2, 3]) {
    await world.advance({ days: 1 });
    await world.runJobs();
  }
  expect(await mailsOfDrift()).toHaveLength(1);
  expect(await get(world, bought)).toMatchObject({
    termEndOutcome: 'extendsMonthly',
    differences: [{ field: 'termEndOutcome', requested: 'renews', found: 'extendsMonthly' }],
  });
  expect((await world.as(provider).call(getWork, {})).differences).toHaveLength(1);

  await setEndOfTermElsewhere(world, 'renew');
  await world.advance({ days: 1 });
  await world.runJobs();
  expect(await get(world, bought)).toMatchObject({ termEndOutcome: 'renews', differences: [] });
  expect(await mailsOfDrift()).toHaveLength(1);
  expect((await world.as(provider).call(getWork, {})).differences).toEqual([]);
});
