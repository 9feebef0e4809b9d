import { expect, test } from 'vitest';
import { placeChange, storedOrder } from '#features/orders/builders.ts';
import { buyLicences, order } from '#features/subscriptions/builders.ts';
import { startWorld, type World } from '#shell/testing/world.ts';

/** Requests that change a subscription. */
async function writesOf(world: World): Promise<number> {
  const answer = await world.simulator.control('GET', '/requests');
  const requests = (await answer.json()) as { method: string; path: string }[];
  return requests.filter(({ method, path }) => method === 'PATCH' && path.includes('/subscriptions/')).length;
}

test('a renewal that Microsoft does not offer any more is not sent, and the order says why', async () => {
  const world = await startWorld({ now: '2026-12-02T09:00:00Z' });
  const { administrator, subscriptionId } = await buyLicences(world);
  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'ends' });
  const before = await writesOf(world);
  const renews = { kind: 'renewal', subscriptionId, outcome: 'renews' } as const;

  await world.simulator.control('PUT', '/catalogue', { notRenewable: ['CFQ7TTC0LH18:0001'] });
  const { orderId } = await placeChange(world, administrator, renews);
  await world.runJobs();
  const refused = await storedOrder(world, orderId);
  expect(refused.order).toMatchObject({ status: 'failed', failureCode: 'offerNotAvailable' });
  expect(await writesOf(world)).toBe(before);

  await world.simulator.control('PUT', '/catalogue', { notRenewable: [] });
  await order(world, administrator, renews);
  expect(await writesOf(world)).toBe(before + 1);
});
