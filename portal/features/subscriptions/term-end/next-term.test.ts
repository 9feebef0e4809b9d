import { expect, test } from 'vitest';
import { quoteFor } from '#features/orders/builders.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import {
  BUSINESS_PREMIUM,
  BUSINESS_PREMIUM_TRIAL,
  BUSINESS_STANDARD,
  buyLicences,
  order,
  sellAlso,
} from '../builders.ts';
import { getSubscription } from '../get-subscription.ts';
import { getNextTerm } from './get-next-term.ts';

// A term of one year, billed monthly at € 31 a seat, from 2 December 2026; the windows close on 9 December.
const NOW = '2026-12-02T09:00:00Z';
const PLAN = { termDuration: 'P1Y', billingCycle: 'monthly' };

type Bought = Awaited<ReturnType<typeof buyLicences>>;

function renewing({ subscriptionId, offerId }: Bought, seatCount: number) {
  return { kind: 'renewal', subscriptionId, outcome: 'renews', next: { offerId, ...PLAN, seatCount } } as const;
}

function get(world: World, { administrator, subscriptionId }: Bought) {
  return world.as(administrator).call(getSubscription, { subscriptionId });
}

function nextTerm(world: World, { administrator, subscriptionId }: Bought) {
  return world.as(administrator).call(getNextTerm, { subscriptionId });
}

test('S8 fewer licences at the renewal: nothing today, the price of the next term, and the renewal brings them', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const { view } = await order(world, bought.administrator, renewing(bought, 6));
  expect(view).toMatchObject({
    items: [{ seats: { before: 10, after: 6 } }],
    columns: { today: { net: '0' }, nextCharge: { on: '2027-12-02', net: '186' }, untilTermEnd: { net: '2232' } },
  });
  expect(await get(world, bought)).toMatchObject({ seatCount: 10, scheduled: { seatCount: 6 }, differences: [] });
  const { planned, scheduled } = await nextTerm(world, bought);
  expect(planned).toMatchObject({ seatCount: 6, title: 'Microsoft 365 Business Basic' });
  expect(scheduled?.personName).toBe('Anna Bianchi');

  await world.advance({ days: 366 });
  await world.runJobs();
  expect(await get(world, bought)).toMatchObject({ seatCount: 6, term: { startsOn: '2027-12-02' } });
});

test('S8 another product at the renewal has its own price, and can be withdrawn until then', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const { administrator, subscriptionId } = bought;
  const standardId = await sellAlso(world, BUSINESS_STANDARD);
  const next = { offerId: standardId, ...PLAN, seatCount: 10 };
  const { view } = await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'renews', next });
  expect(view).toMatchObject({
    items: [{ product: { before: 'Microsoft 365 Business Basic', after: 'Microsoft 365 Business Standard' } }],
    columns: { nextCharge: { net: '620' } },
  });
  expect((await nextTerm(world, bought)).planned).toMatchObject({ offerId: standardId });

  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'renews', next: null });
  expect(await get(world, bought)).toMatchObject({ autoRenew: true, scheduled: null, differences: [] });
  const left = await nextTerm(world, bought);
  expect(left.planned).toMatchObject({ offerId: bought.offerId, seatCount: 10 });
  expect(left.scheduled).toBeNull();
});

test('a next term that is not sold, too large or the present one is refused with its reason', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const { administrator, offerId, subscriptionId } = bought;
  const reasonOf = async (next: { termDuration: string; billingCycle: string; seatCount: number }) => {
    const change = { kind: 'renewal', subscriptionId, outcome: 'renews', next: { offerId, ...next } } as const;
    const { view } = await quoteFor(world, administrator, change);
    return view.possible ? 'possible' : view.reason;
  };
  expect(await reasonOf({ termDuration: 'P3Y', billingCycle: 'annual', seatCount: 10 })).toBe('notOnSale');
  expect(await reasonOf({ ...PLAN, seatCount: 301 })).toBe('aboveSeatMaximum');
  expect(await reasonOf({ ...PLAN, seatCount: 10 })).toBe('nothingChanges');
});

test('S8 a trial becomes paid at its end with the licences and the plan that were chosen', async () => {
  const world = await startWorld({ now: NOW });
  const sold = [BUSINESS_PREMIUM_TRIAL, BUSINESS_PREMIUM] as const;
  const bought = await buyLicences(world, { sold, termDuration: 'P1M', billingCycle: 'none', seatCount: 5 });
  const { administrator, subscriptionId } = bought;
  const { offers } = await nextTerm(world, bought);
  expect(offers).toHaveLength(1);
  const next = { offerId: offers[0]?.offerId ?? ('' as never), ...PLAN, seatCount: 7 };
  const { view } = await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'renews', next });
  // Seven licences at € 20 a month.
  expect(view).toMatchObject({ columns: { today: { net: '0' }, nextCharge: { on: '2027-01-02', net: '140' } } });
  expect((await nextTerm(world, bought)).planned).toMatchObject({ ...PLAN, seatCount: 7 });

  await world.advance({ days: 32 });
  await world.runJobs();
  expect(await get(world, bought)).toMatchObject({
    isTrial: false,
    seatCount: 7,
    ...PLAN,
    term: { startsOn: '2027-01-02', endsBefore: '2028-01-02' },
    unitPricePerCycle: { amount: '20' },
  });
});
