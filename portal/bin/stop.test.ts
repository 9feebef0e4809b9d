import { afterAll, assert, beforeAll, expect, test } from 'vitest';
import { knownChoice, placeOrder, signInCustomer } from './testing/customer.ts';
import { findPostgresPrograms } from './testing/own-postgres.ts';
import { type PortalProcess, until, untilReady } from './testing/portal-process.ts';
import { openService, type Service } from './testing/service.ts';

/* Processes of the built portal on PostgreSQL are stopped and killed while they work. */

const programs = findPostgresPrograms();
const withPostgres = test.runIf(programs !== undefined);
const SLOW = 150_000;

let service: Service;
beforeAll(async () => {
  if (programs === undefined) return;
  service = await openService(programs);
  await service.startSimulator();
}, SLOW);
afterAll(() => service?.close());

withPostgres(
  'requests in flight are answered, readiness goes off, and the process ends with 0',
  { timeout: SLOW },
  async () => {
    const web = await service.start('web');
    await untilReady(web);
    const customer = await signInCustomer(web);
    const held = await holdOrders();
    const requests = Array.from({ length: 20 }, () => customer.call(web, 'GET', '/orders/list-orders'));
    await until('the requests wait for the table', async () => (await held.waitingCount()) >= 10);

    web.kill('SIGTERM');
    await until('readiness is off', async () => (await fetch(`${web.url}/readyz`)).status === 503);
    await held.release();
    const answers = await Promise.all(requests);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    for (const answer of answers) expect(answer.headers.get('connection')).toBe('close');
    expect(await web.ended).toBe(0);
    expect(web.output()).not.toMatch(/"level":[45]0/);
  },
);

withPostgres('a second signal ends the process at once', { timeout: SLOW }, async () => {
  const web = await service.start('web');
  await untilReady(web);
  const customer = await signInCustomer(web);
  const held = await holdOrders();
  const cut = expect(customer.call(web, 'GET', '/orders/list-orders')).rejects.toThrow();
  await until('the request waits for the table', async () => (await held.waitingCount()) > 0);
  web.kill('SIGTERM');
  await until('it is stopping', () => web.output().includes('stopping'));
  await new Promise((resolve) => setTimeout(resolve, 600));
  web.kill('SIGTERM');
  expect(await web.ended).toBe(143);
  await cut;
  await held.release();
});

withPostgres('a step in progress ends before the worker does', { timeout: SLOW }, async () => {
  const { orderId, worker } = await orderInCheckout({ latencyMs: 2_000 });
  worker.kill('SIGTERM');
  expect(await worker.ended).toBe(0);
  expect(await checkoutOf(orderId)).toMatchObject({ status: 'done' });
  await startWorker();
  await untilDone(orderId);
});

withPostgres(
  'a step that does not end in time is handed to another worker, with the same request id',
  { timeout: SLOW },
  async () => {
    const { orderId, worker, countBefore } = await orderInCheckout({
      latencyMs: 15_000,
      settings: { STOP_SECONDS: '2' },
    });
    const before = await checkoutOf(orderId);
    const stoppedMs = performance.now();
    worker.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect(performance.now() - stoppedMs).toBeLessThan(6_000);
    await startWorker();
    await untilDone(orderId, 15_000);
    const { requestId } = await checkoutOf(orderId);
    expect(requestId).toBe(before.requestId);
    expect(await service.countSubscriptions()).toBe(countBefore + 1);
  },
);

withPostgres(
  'what a killed worker had fetched, and the step that it had begun, go on within a minute',
  { timeout: SLOW },
  async () => {
    const { orderId, worker, countBefore } = await orderInCheckout({ latencyMs: 60_000 });
    worker.kill('SIGKILL');
    await worker.ended;
    const killedMs = performance.now();
    await service.control('DELETE', '/faults');
    await startWorker();
    await untilDone(orderId, 75_000);
    expect(performance.now() - killedMs).toBeLessThan(65_000);
    expect(await service.countSubscriptions()).toBe(countBefore + 1);
  },
);

withPostgres('a worker serves health and metrics alone, a web process runs no jobs', { timeout: SLOW }, async () => {
  await stopWorkers();
  const token = 'a token of this test';
  const worker = await startWorker({ METRICS_TOKEN: token });
  const statusOf = async (at: PortalProcess, path: string, headers: Record<string, string> = {}) =>
    (await fetch(`${at.url}${path}`, { headers })).status;
  for (const path of ['/', '/sign-in', '/api/v1/openapi.json', '/api/v1/users/get-profile', '/favicon.svg'])
    expect([path, await statusOf(worker, path)]).toEqual([path, 404]);
  expect(await statusOf(worker, '/healthz')).toBe(200);
  expect(await statusOf(worker, '/readyz')).toBe(200);
  expect(await statusOf(worker, '/metrics')).toBe(401);
  expect(await statusOf(worker, '/metrics', { authorization: `Bearer ${token}` })).toBe(200);
  await stopWorkers();

  const web = await service.start('web');
  await untilReady(web);
  expect(await statusOf(web, '/metrics')).toBe(404);
  const orderId = await placeOrder(await signInCustomer(web), () => [web], await knownChoice(service));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const [job] = await service.query<{ state: string }>(
    `select state from pgboss.job where data->'data'->>'orderId' = '${orderId}'`,
  );
  expect(job?.state).toBe('created');
  await startWorker();
  await untilDone(orderId);
});

const workers: PortalProcess[] = [];

async function startWorker(settings: Record<string, string> = {}): Promise<PortalProcess> {
  const worker = await service.start('work', settings);
  workers.push(worker);
  await untilReady(worker);
  return worker;
}

async function stopWorkers(): Promise<void> {
  for (const worker of workers.splice(0)) {
    worker.kill('SIGTERM');
    await worker.ended;
  }
}

/** Holds the table of orders, so that every request that reads it waits. */
async function holdOrders() {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: service.databaseUrl });
  await client.connect();
  await client.query('begin; lock table customer_order in access exclusive mode');
  return {
    async waitingCount(): Promise<number> {
      const rows = await service.query<{ count: number }>(
        "select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = 'portal'",
      );
      return rows[0]?.count ?? 0;
    },
    async release(): Promise<void> {
      await client.query('rollback');
      await client.end();
    },
  };
}

/** An order whose checkout waits for Microsoft's answer, in a worker of its own. */
async function orderInCheckout(given: { latencyMs: number; settings?: Record<string, string> }) {
  await stopWorkers();
  const web = await service.start('web');
  await untilReady(web);
  const worker = await service.start('work', given.settings);
  workers.push(worker);
  await untilReady(worker);
  await service.control('DELETE', '/requests');
  const countBefore = await service.countSubscriptions();
  await service.control('POST', '/faults', {
    match: { method: 'POST', path: '/checkout$' },
    times: 1,
    fault: { kind: 'latency', ms: given.latencyMs },
  });
  const orderId = await placeOrder(await signInCustomer(web), () => [web], await knownChoice(service));
  await until('the worker waits for Microsoft', async () => {
    const sent = (await service.control('GET', '/requests')) as { path: string; status: number | null }[];
    const isSent = sent.some(({ path, status }) => path.endsWith('/checkout') && status === null);
    return isSent && (await checkoutOf(orderId)).status === 'running';
  });
  return { orderId, worker, countBefore };
}

async function checkoutOf(orderId: string) {
  const [step] = await service.query<{ status: string; requestId: string }>(
    `select status, request_id as "requestId" from order_step where order_id = '${orderId}' and name = 'checkout'`,
  );
  assert(step !== undefined, 'the order has a checkout');
  return step;
}

async function untilDone(orderId: string, limitMs = 30_000): Promise<void> {
  await until(
    'the order is done',
    async () => {
      const [order] = await service.query<{ status: string }>(
        `select status from customer_order where id = '${orderId}'`,
      );
      return order?.status === 'done';
    },
    limitMs,
  );
}
