import { createPartnerCenterClient } from '@licence-portal/partner-center';
import { DEMO_APPLICATION, DEMO_PARTNER_TENANT_ID, DEMO_REFRESH_TOKEN } from '@licence-portal/partner-center-simulator';
import { and, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { systemActor } from '#platform/actor.ts';
import { machineClock } from '#platform/clock.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import type { JobContext } from '#platform/job.ts';
import { inContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import {
  buildCustomer,
  buildOffer,
  buildProvider,
  buildTenantDraft,
  chargesBesideQuote,
  placeChange,
  storedOrder,
} from '../builders.ts';
import { retryStep } from '../decide/retry-step.ts';
import { orderStep } from '../tables.ts';
import type { AnyVendor, VendorStep } from '../vendor.ts';
import { advanceOrder } from './advance-order.job.ts';

const SLOW = 120_000;

test.for([
  ['429 Too Many Requests', { kind: 'status', status: 429, retryAfterSeconds: 1 }],
  ['500 Internal Server Error', { kind: 'status', status: 500 }],
  ['garbage', { kind: 'garbage' }],
  ['nothing in time', { kind: 'latency', ms: 3000 }],
  ['a connection that breaks before the purchase', { kind: 'dropBefore' }],
  ['a connection that breaks after the purchase', { kind: 'dropAfter' }],
] as const)(
  'Microsoft answers the purchase with %s: it is sent again, and bought once',
  { timeout: SLOW },
  async ([, fault]) => {
    const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
    useImpatientClient(world);
    await world.simulator.control('POST', '/faults', { match: { method: 'POST', path: '/checkout' }, times: 1, fault });
    const { purchase } = await placePurchase(world);
    await world.runJobs();

    const { order, steps } = await storedOrder(world, purchase);
    expect(order.status).toBe('done');
    expect(steps.find(({ name }) => name === 'checkout')).toMatchObject({ attemptCount: 2, failureCode: null });
    await expectOnePurchase(world);
    await expectPromiseKept(world, purchase);
  },
);

test('a vendor that never answers makes the order stuck; the provider sends the same request again', {
  timeout: SLOW,
}, async () => {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const provider = await buildProvider(world);
  useImpatientClient(world);
  const { purchase } = await placePurchase(world);
  // Seven attempts have failed already: waiting for them takes minutes.
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(orderStep).set({ attemptCount: 7 }).where(eq(orderStep.name, 'checkout')),
  );
  await world.simulator.control('POST', '/faults', {
    match: { method: 'POST', path: '/checkout' },
    times: 1,
    fault: { kind: 'dropAfter' },
  });
  await world.runJobs();

  const stuck = await storedOrder(world, purchase);
  expect(stuck.order).toMatchObject({ status: 'stuck', failureCode: 'noAnswer', finishedAt: null });
  expect(stuck.charges).toEqual([]);
  const sent = stuck.steps.find(({ name }) => name === 'checkout');

  await world.as(provider).call(retryStep, { orderId: purchase });
  await world.runJobs();
  const { order, steps } = await storedOrder(world, purchase);
  expect(order.status).toBe('done');
  expect(steps.find(({ name }) => name === 'checkout')?.requestId).toBe(sent?.requestId);
  await expectOnePurchase(world);
});

test('a purchase that is found again after a month is confused neither with another one nor with its renewal', {
  timeout: SLOW,
}, async () => {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const provider = await buildProvider(world);
  const { accountId, administrator } = await buildCustomer(world);
  const offerId = await buildOffer(world, { prices: { monthly: '12' } });
  const tenantId = await buildTenantDraft(world, { accountId });
  const buy = () =>
    placeChange(world, administrator, {
      kind: 'purchase',
      tenantId,
      lines: [{ offerId, termDuration: 'P1M', billingCycle: 'monthly', seatCount: 3 }],
    });
  const first = await buy();
  await world.runJobs();

  useImpatientClient(world);
  const second = await buy();
  await world.db({ kind: 'system' }, (tx) =>
    tx
      .update(orderStep)
      .set({ attemptCount: 7 })
      .where(and(eq(orderStep.name, 'checkout'), eq(orderStep.orderId, second.orderId))),
  );
  await world.simulator.control('POST', '/faults', {
    match: { method: 'POST', path: '/checkout' },
    times: 1,
    fault: { kind: 'dropAfter' },
  });
  await world.runJobs();
  expect((await storedOrder(world, second.orderId)).order.status).toBe('stuck');
  world.advance({ days: 40 });
  await world.runJobs();

  // By then Microsoft has forgotten that it has seen this request.
  const state = await (await world.simulator.control('GET', '/state')).json();
  await world.simulator.control('PUT', '/state', { ...(state as object), answered: {} });
  await world.as(provider).call(retryStep, { orderId: second.orderId });
  await world.runJobs();
  const { order, lines } = await storedOrder(world, second.orderId);
  expect(order.status).toBe('done');
  const [known] = (await storedOrder(world, first.orderId)).lines;
  expect(lines[0]?.subscriptionId).not.toBe(known?.subscriptionId);
});

test('a worker killed between request and answer loses nothing and buys nothing twice', {
  timeout: SLOW,
}, async () => {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const { purchase, accountId } = await placePurchase(world);
  const data = { accountId, orderId: purchase };
  await expect(advanceOrder.run(dyingContext(world, accountId), data)).rejects.toThrow('killed');

  const killed = await storedOrder(world, purchase);
  for (const step of ['payment', 'awaitAgreement', 'prepareTenant', 'createCart'])
    expect(killed.steps.find(({ name }) => name === step)?.status).toBe('done');
  expect(killed.steps.find(({ name }) => name === 'checkout')).toMatchObject({ status: 'running', attemptCount: 1 });
  await world.runJobs();
  expect((await storedOrder(world, purchase)).order.status, 'its claim has not run out').toBe('running');

  await world.db({ kind: 'system' }, (tx) =>
    tx
      .update(orderStep)
      .set({ claimedUntil: machineClock.now().subtract({ seconds: 1 }) })
      .where(eq(orderStep.name, 'checkout')),
  );
  await world.runJobs();
  const { order, steps } = await storedOrder(world, purchase);
  expect(order.status).toBe('done');
  expect(steps.find(({ name }) => name === 'checkout')?.requestId).toBe(
    killed.steps.find(({ name }) => name === 'checkout')?.requestId,
  );
  await expectOnePurchase(world);
  await expectPromiseKept(world, purchase);
});

test('an error of ours is tried again, then stops the order for the provider and is not lost', {
  timeout: SLOW,
}, async () => {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  replaceSteps(world, (name, step) =>
    name === 'createCart' ? () => Promise.reject(new Error('a secret detail')) : step,
  );
  const { purchase } = await placePurchase(world);
  await world.runJobs();

  const { order, steps } = await storedOrder(world, purchase);
  expect(order).toMatchObject({ status: 'stuck', failureCode: 'internal' });
  expect(steps.find(({ name }) => name === 'createCart')?.providerNote).not.toContain('a secret detail');
});

async function placePurchase(world: World) {
  const { accountId, administrator } = await buildCustomer(world);
  const offerId = await buildOffer(world);
  const tenantId = await buildTenantDraft(world, { accountId });
  const { orderId } = await placeChange(world, administrator, {
    kind: 'purchase',
    tenantId,
    lines: [{ offerId, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 3 }],
  });
  return { accountId, administrator, purchase: orderId };
}

/** One company, one order and one subscription at Microsoft. */
async function expectOnePurchase(world: World): Promise<void> {
  const { client } = world.services.microsoft;
  const { items } = await client.customers.list({ startsWith: { field: 'Domain', value: 'rossi' } });
  expect(items).toHaveLength(1);
  const customerId = items[0]?.id ?? '';
  expect((await client.orders.list(customerId)).items).toHaveLength(1);
  expect((await client.subscriptions.list(customerId)).items.map(({ quantity }) => quantity)).toEqual([3]);
}

async function expectPromiseKept(world: World, orderId: Id<'order'>): Promise<void> {
  const { promised, charged } = await chargesBesideQuote(world, orderId);
  expect(charged).toEqual(promised);
}

function replaceSteps(world: World, replace: (name: string, step: VendorStep) => VendorStep): void {
  const vendors = Object.entries(world.services.vendors).map(([id, vendor]): [string, AnyVendor] => {
    const steps = Object.entries(vendor.steps).map(([name, step]) => [name, replace(name, step)] as const);
    return [id, { ...vendor, steps: Object.fromEntries(steps) }];
  });
  world.services.vendors = Object.fromEntries(vendors);
}

/** A client that gives up at once, so that the order's own persistence is what is tried. */
function useImpatientClient(world: World): void {
  world.services.microsoft.client = createPartnerCenterClient({
    partnerTenantId: DEMO_PARTNER_TENANT_ID,
    baseUrl: world.simulator.url,
    loginUrl: world.simulator.url,
    credentials: {
      appOnly: DEMO_APPLICATION,
      appUser: { ...DEMO_APPLICATION, tokenStore: { read: async () => DEMO_REFRESH_TOKEN, write: async () => {} } },
    },
    timeoutMs: 2000,
    maxAttempts: 1,
  });
}

function workerContext(world: World, accountId: AccountId): JobContext {
  const { clock, services, app } = world;
  const caller = { actor: systemActor(accountId), requestId: crypto.randomUUID() };
  return {
    clock,
    machineNow: () => Temporal.Now.instant(),
    services,
    log: app.log,
    requestId: caller.requestId,
    attempt: 1,
    isLastAttempt: false,
    signal: new AbortController().signal,
    inTransaction: (run) => inContext(app, { kind: 'account', accountId }, caller, app.log, (inside) => run(inside)),
  };
}

/** A worker that dies when it comes to store what it has heard: its transactions after the step's own do not happen. */
function dyingContext(world: World, accountId: AccountId): JobContext {
  const context = workerContext(world, accountId);
  const vendor = world.services.vendors.microsoft;
  const step = vendor?.steps.checkout;
  assert(vendor !== undefined && step !== undefined, 'Microsoft has a checkout');
  let isDead = false;
  const dying: VendorStep = async (given) => {
    const outcome = await step(given);
    isDead = true;
    return outcome;
  };
  const services = {
    ...context.services,
    vendors: { microsoft: { ...vendor, steps: { ...vendor.steps, checkout: dying } } },
  };
  return {
    ...context,
    services,
    inTransaction: (run) => (isDead ? Promise.reject(new Error('killed')) : context.inTransaction(run)),
  };
}
