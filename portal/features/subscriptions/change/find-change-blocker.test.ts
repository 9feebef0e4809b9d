import { expect, test } from 'vitest';
import { quoteFor } from '#features/orders/builders.ts';
import { placeOrder } from '#features/orders/orders.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { BUSINESS_PREMIUM, BUSINESS_PREMIUM_TRIAL, buyLicences, order } from '../builders.ts';
import { findHindrance } from './find-change-blocker.ts';

const NOW = '2026-12-02T09:00:00Z';

type Bought = Awaited<ReturnType<typeof buyLicences>>;

/** The reason and what is possible instead, of each kind: `windowClosed → cancelAtTermEnd`. */
async function hindrances(world: World, { administrator, subscriptionId }: Bought) {
  const told: Record<string, string | null> = {};
  for (const kind of ['seats', 'renewal', 'cancel'] as const) {
    const { hindrance } = await world.as(administrator).call(findHindrance, { subscriptionId, kind });
    told[kind] = hindrance && `${hindrance.reason} → ${hindrance.instead?.action ?? 'nothing'}`;
  }
  return told;
}

test('in the first days nothing hinders; after the window a cancellation alone is hindered, with what the preview says', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  expect(await hindrances(world, bought)).toEqual({ seats: null, renewal: null, cancel: null });

  await world.advance({ days: 8 });
  await world.runJobs();
  expect(await hindrances(world, bought)).toEqual({
    seats: null,
    renewal: null,
    cancel: 'windowClosed → cancelAtTermEnd',
  });
  const { administrator, subscriptionId } = bought;
  const { hindrance } = await world.as(administrator).call(findHindrance, { subscriptionId, kind: 'cancel' });
  const { view } = await quoteFor(world, administrator, { kind: 'cancel', subscriptionId });
  expect(hindrance).toEqual(view);
});

test('a change under way hinders every other, and leads to its order', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const { administrator, subscriptionId } = bought;
  const change = { kind: 'seats', subscriptionId, seatCount: 12 } as const;
  const { quoteId } = await quoteFor(world, administrator, change);
  await world.as(administrator).call(placeOrder, { quoteId, paymentMethod: 'onAccount' });
  const told = 'changeInProgress → trackOrder';
  expect(await hindrances(world, bought)).toEqual({ seats: told, renewal: told, cancel: told });
});

test('what has ended takes no change at all', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world, { termDuration: 'P1M' });
  await order(world, bought.administrator, { kind: 'renewal', subscriptionId: bought.subscriptionId, outcome: 'ends' });
  await world.advance({ days: 31 });
  await world.runJobs();
  const told = 'ended → nothing';
  expect(await hindrances(world, bought)).toEqual({ seats: told, renewal: told, cancel: told });
});

test('a trial keeps its licences, and is ended rather than cancelled', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world, {
    termDuration: 'P1M',
    billingCycle: 'none',
    sold: [BUSINESS_PREMIUM_TRIAL, BUSINESS_PREMIUM],
  });
  expect(await hindrances(world, bought)).toMatchObject({ renewal: null, cancel: 'trial → cancelAtTermEnd' });
  expect((await hindrances(world, bought)).seats).toMatch(/^trial →/);
});
