import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { buildCustomer, buildOffer, buildTenantDraft, placeChange, storedOrder } from '#features/orders/builders.ts';
import { endPreparationTurn, takePreparationTurn, tenant } from '#features/tenants/tenants.ts';
import type { Id } from '#platform/ids.ts';
import { startWorld, type World } from '#shell/testing/world.ts';

const DOMAIN = 'rossi.onmicrosoft.com';

test('two first orders of one new tenant at the same moment are both done, and the tenant is created once', async () => {
  const world = await startWorld();
  const orderIds = await placeTwoFirstOrders(world);
  // Microsoft takes its time, so that the workers are at it together.
  await world.simulator.control('POST', '/faults', {
    match: { method: 'POST', path: '/customers' },
    times: 1,
    fault: { kind: 'latency', ms: 400 },
  });
  await world.worker.work();
  await vi.waitFor(async () => expect(await statusesOf(world, orderIds)).toEqual(['done', 'done']), {
    timeout: 60_000,
    interval: 200,
  });
  await world.worker.stop();
  expect(await creationsOf(world)).toEqual([201]);
  expect(await tenantOf(world)).toMatchObject({ status: 'ready', proof: 'createdByOrder', preparingOrderId: null });
});

test('an order continues the creation that another one has sent without an answer, with the same request', async () => {
  const world = await startWorld();
  const [first = '', second = ''] = await placeTwoFirstOrders(world);
  await world.simulator.control('POST', '/faults', {
    match: { method: 'POST', path: '/customers' },
    times: 1,
    fault: { kind: 'dropAfter' },
  });
  await world.runJobs();
  world.advance({ minutes: 10 });
  await world.worker.runAll(3600);
  expect(await statusesOf(world, [first, second])).toEqual(['done', 'done']);
  const requests = await requestsOf(world);
  expect(new Set(requests.map(({ requestId }) => requestId)).size).toBe(1);
});

test('a tenant is one order’s until it ends its turn, or for three minutes after its process was killed', async () => {
  const world = await startWorld();
  const { accountId } = await buildCustomer(world);
  const tenantId = await buildTenantDraft(world, { accountId });
  const [first, second] = [crypto.randomUUID(), crypto.randomUUID()] as Id<'order'>[];
  const take = (orderId: Id<'order'> | undefined, afterSeconds: number, requestId: string) =>
    world.db({ kind: 'system' }, async (tx) => {
      const machineNow = world.machineClock.now().add({ seconds: afterSeconds });
      const taken = await takePreparationTurn(tx, { tenantId, orderId: orderId as Id<'order'>, machineNow }, requestId);
      return taken?.creationRequestId;
    });

  expect(await take(first, 0, 'a')).toBe('a');
  expect(await take(first, 1, 'b')).toBe('a');
  expect(await take(second, 2, 'b')).toBeUndefined();
  expect(await take(second, 182, 'b')).toBe('a');
  await world.db({ kind: 'system' }, (tx) => endPreparationTurn(tx, { tenantId, orderId: first as Id<'order'> }));
  expect(await take(first, 183, 'b')).toBeUndefined();
  await world.db({ kind: 'system' }, (tx) => endPreparationTurn(tx, { tenantId, orderId: second as Id<'order'> }));
  expect(await take(first, 184, 'b')).toBe('a');
});

test('an order of a ready tenant does not wait for one whose worker was killed in its turn', async () => {
  const world = await startWorld();
  const { accountId, administrator } = await buildCustomer(world);
  const line = { offerId: await buildOffer(world), termDuration: 'P1Y', billingCycle: 'annual', seatCount: 2 };
  const tenantId = await buildTenantDraft(world, { accountId, domain: DOMAIN });
  const change = { kind: 'purchase' as const, tenantId, lines: [line] };
  const killed = await placeChange(world, administrator, change);
  await world.runJobs();
  const turn = { tenantId, orderId: killed.orderId, machineNow: world.machineClock.now() };
  await world.db({ kind: 'system' }, (tx) => takePreparationTurn(tx, turn, 'a'));

  const next = await placeChange(world, administrator, change);
  await world.runJobs();
  expect(await statusesOf(world, [next.orderId])).toEqual(['done']);
  expect(await tenantOf(world)).toMatchObject({ preparingOrderId: killed.orderId });
});

async function placeTwoFirstOrders(world: World): Promise<string[]> {
  const { accountId, administrator } = await buildCustomer(world);
  const offerId = await buildOffer(world);
  const tenantId = await buildTenantDraft(world, { accountId, domain: DOMAIN });
  const orderIds = [];
  for (const seatCount of [2, 3]) {
    const line = { offerId, termDuration: 'P1Y', billingCycle: 'annual', seatCount };
    const { orderId } = await placeChange(world, administrator, { kind: 'purchase', tenantId, lines: [line] });
    orderIds.push(orderId);
  }
  return orderIds;
}

async function statusesOf(world: World, orderIds: readonly string[]): Promise<string[]> {
  const orders = await Promise.all(orderIds.map((orderId) => storedOrder(world, orderId as Id<'order'>)));
  return orders.map(({ order }) => order.status);
}

async function requestsOf(world: World) {
  const answer = await world.simulator.control('GET', '/requests');
  const requests = (await answer.json()) as { method: string; path: string; status: number; requestId: string }[];
  return requests.filter(({ method, path }) => method === 'POST' && path === '/v1/customers');
}

async function creationsOf(world: World): Promise<number[]> {
  return (await requestsOf(world)).map(({ status }) => status);
}

async function tenantOf(world: World) {
  const [row] = await world.db({ kind: 'system' }, (tx) => tx.select().from(tenant).where(eq(tenant.domain, DOMAIN)));
  return row;
}
