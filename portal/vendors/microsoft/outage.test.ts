import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { getNotices } from '#features/connections/connections.ts';
import { getConnection } from '#features/connections/get-connection.ts';
import { buildCustomer, buildOffer, buildProvider, buildTenantDraft, placeChange } from '#features/orders/builders.ts';
import { advanceOrder } from '#features/orders/steps/advance-order.job.ts';
import { resumeOrders } from '#features/orders/steps/resume-orders.pass.ts';
import { machineClock } from '#platform/clock.ts';
import { silentLog } from '#platform/logging.server.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { openQueue } from '#platform/queue.server.ts';
import { createWorker } from '#platform/worker.server.ts';
import { jobs } from '#shell/registry.ts';
import { queryRows } from '#shell/testing/demo-world.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { connectMicrosoft } from './connect.ts';

const OPEN_ORDERS = 40;
const GOOD_ORDERS = 6;

test('orders of a customer for whom Microsoft does not answer hold up no other, and ask seldom', async () => {
  const world = await startWorld();
  const offerId = await buildOffer(world);
  const [failing, good] = [await readyCustomer(world, 'anna', offerId), await readyCustomer(world, 'bruno', offerId)];
  await world.simulator.control('POST', '/faults', {
    match: { path: `/customers/${failing.microsoftCustomerId}` },
    times: 100_000,
    fault: { kind: 'dropBefore' },
  });
  for (let count = 0; count < OPEN_ORDERS; count += 1) await failing.order();
  const before = await requestCountOf(world, failing.microsoftCustomerId);
  const provider = await buildProvider(world);
  const { worker, metrics } = await startRealWorker(world);
  await worker.work();
  const ids: string[] = [];
  for (let count = 0; count < GOOD_ORDERS; count += 1) ids.push(await good.order());
  await vi.waitFor(async () => expect(await doneCount(world, ids)).toBe(GOOD_ORDERS), {
    timeout: 100_000,
    interval: 250,
  });
  // Each order has had its turn by now, three attempts a time without the circuit.
  await vi.waitFor(async () => expect(await heldBackCount(world)).toBe(OPEN_ORDERS), {
    timeout: 60_000,
    interval: 250,
  });
  await worker.stop();

  // Another process than the worker's shows it.
  world.machineClock.set(machineClock.now());
  const { outages } = await world.as(provider).call(getConnection, { vendor: 'microsoft' });
  expect(outages).toMatchObject({
    vendorSince: null,
    customers: [{ accountId: failing.accountId, vendorCustomerId: failing.microsoftCustomerId }],
  });
  const notices = await world.as(provider).call(getNotices, {});
  expect(notices.outages).toEqual([{ vendor: 'microsoft', serviceName: 'Partner Center', outages }]);
  expect((await requestCountOf(world, failing.microsoftCustomerId)) - before).toBeLessThan(OPEN_ORDERS);
  expect(await waitingJobs(world)).toEqual([{ jobs: OPEN_ORDERS, orders: OPEN_ORDERS }]);
  const { values } = await metrics.openCircuits.get();
  expect(values.map(({ labels, value }) => [labels.of, value])).toEqual([
    ['vendor', 0],
    ['customers', 1],
  ]);
}, 300_000);

/** A customer whose Microsoft account an order has made. */
async function readyCustomer(world: World, login: string, offerId: string) {
  const { accountId, administrator } = await buildCustomer(world, { login });
  const tenantId = await buildTenantDraft(world, { accountId, domain: `${login}.onmicrosoft.com`, companyName: login });
  const line = { offerId, termDuration: 'P1Y', billingCycle: 'annual', seatCount: 1 };
  const order = async () => {
    const change = { kind: 'purchase' as const, tenantId, lines: [line] };
    return (await placeChange(world, administrator, change)).orderId;
  };
  await order();
  await world.runJobs();
  const [row] = await queryRows(
    world,
    sql`select microsoft_customer_id as id from tenant where id = ${tenantId} and status = 'ready'`,
  );
  return { accountId, order, microsoftCustomerId: String(row?.id).toLowerCase() };
}

/** A worker whose time passes, with a client that has a circuit breaker. */
async function startRealWorker(world: World) {
  const queueing = await openQueue(world.app.database, silentLog);
  onTestFinished(() => queueing.close());
  const metrics = createMetrics();
  const { client } = connectMicrosoft({
    config: world.config,
    database: world.app.database,
    secretBox: world.services.secretBox,
    machineClock,
    log: silentLog,
    metrics,
    withCircuitBreaker: true,
    simulatorUrl: world.simulator.url,
  });
  const services = { ...world.services, microsoft: { ...world.services.microsoft, client } };
  const app = { ...world.app, services, queue: queueing.queue };
  return { metrics, worker: createWorker({ app, source: queueing.source, jobs, passes: [resumeOrders] }) };
}

async function doneCount(world: World, ids: readonly string[]): Promise<number> {
  const rows = await queryRows(world, sql`select id from customer_order where status = 'done'`);
  return rows.filter(({ id }) => ids.includes(String(id))).length;
}

async function heldBackCount(world: World): Promise<unknown> {
  const [row] = await queryRows(
    world,
    sql`select count(*)::int as count from order_step where status = 'running' and failure_code = 'noAnswer'`,
  );
  return row?.count;
}

function waitingJobs(world: World) {
  return queryRows(
    world,
    sql`select count(*)::int as jobs, count(distinct data->'data'->>'orderId')::int as orders
        from pgboss.job where state in ('created', 'retry', 'active') and data->>'job' = ${advanceOrder.name}`,
  );
}

async function requestCountOf(world: World, customerId: string): Promise<number> {
  const answer = await world.simulator.control('GET', '/requests');
  const requests = (await answer.json()) as { path: string }[];
  return requests.filter(({ path }) => path.includes(customerId)).length;
}
