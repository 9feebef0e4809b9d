import { expect, test } from 'vitest';
import { quoteFor } from '#features/orders/builders.ts';
import { placeOrder } from '#features/orders/orders.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { BUSINESS_PREMIUM, BUSINESS_PREMIUM_TRIAL, buyLicences, order } from '../builders.ts';
import { findChangeBlocker } from './find-change-blocker.ts';

const NOW = '2026-12-02T09:00:00Z';

type Bought = Awaited<ReturnType<typeof buyLicences>>;

/** The reason and the alternative of each kind: `windowClosed → cancelAtTermEnd`. */
async function blockers(world: World, { administrator, subscriptionId }: Bought) {
  const shown: Record<string, string | null> = {};
  for (const kind of ['seats', 'renewal', 'cancel'] as const) {
    const { blocker } = await world.as(administrator).call(findChangeBlocker, { subscriptionId, kind });
    shown[kind] = blocker && `${blocker.reason} → ${blocker.instead?.action ?? 'nothing'}`;
  }
  return shown;
}

test('in the first days nothing is blocked; after the window only the cancellation is, with the reason of its quote', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  expect(await blockers(world, bought)).toEqual({ seats: null, renewal: null, cancel: null });

  await world.advance({ days: 8 });
  await world.runJobs();
  expect(await blockers(world, bought)).toEqual({
    seats: null,
    renewal: null,
    cancel: 'windowClosed → cancelAtTermEnd',
  });
  const { administrator, subscriptionId } = bought;
  const { blocker } = await world.as(administrator).call(findChangeBlocker, { subscriptionId, kind: 'cancel' });
  const { view } = await quoteFor(world, administrator, { kind: 'cancel', subscriptionId });
  expect(blocker).toEqual(view);
});

test('an open order blocks every other change, and the alternative is to track it', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const { administrator, subscriptionId } = bought;
  const change = { kind: 'seats', subscriptionId, seatCount: 12 } as const;
  const { quoteId } = await quoteFor(world, administrator, change);
  await world.as(administrator).call(placeOrder, { quoteId, paymentMethod: 'onAccount' });
  const blocker = 'changeInProgress → trackOrder';
  expect(await blockers(world, bought)).toEqual({ seats: blocker, renewal: blocker, cancel: blocker });
});

test('a subscription that has ended can no longer be changed', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world, { termDuration: 'P1M' });
  await order(world, bought.administrator, { kind: 'renewal', subscriptionId: bought.subscriptionId, outcome: 'ends' });
  await world.advance({ days: 31 });
  await world.runJobs();
  const blocker = 'ended → nothing';
  expect(await blockers(world, bought)).toEqual({ seats: blocker, renewal: blocker, cancel: blocker });
});

test('a trial keeps its licences, and can be ended with its term instead of cancelled', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world, {
    termDuration: 'P1M',
    billingCycle: 'none',
    sold: [BUSINESS_PREMIUM_TRIAL, BUSINESS_PREMIUM],
  });
  expect(await blockers(world, bought)).toMatchObject({ renewal: null, cancel: 'trial → cancelAtTermEnd' });
  expect((await blockers(world, bought)).seats).toMatch(/^trial →/);
});
