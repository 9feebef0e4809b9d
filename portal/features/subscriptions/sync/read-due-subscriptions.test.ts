import { sql } from 'drizzle-orm';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '#platform/logging.server.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { runPass } from '#platform/passes.server.ts';
import { openQueue } from '#platform/queue.server.ts';
import { createWorker } from '#platform/worker.server.ts';
import { queryRows } from '#shell/testing/demo-world.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buyLicences } from '../builders.ts';
import { readDueOfCustomer } from './read-due-of-customer.job.ts';
import { readDueSubscriptions } from './read-due-subscriptions.pass.ts';

/** After those of the demo in the order of ids. */
const TENANT_ID = "('ffffffff-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid";
const DUE = "'read_again_at', '2026-11-25T08:00:00Z'";

/** Copies the bought subscription, for the same customer or for `customers` others; all are due. */
async function copyDue(world: World, { count, customers = 0 }: { count: number; customers?: number }): Promise<void> {
  await world.asOwner(`
    begin; set local app.scope = 'system';
    insert into tenant select (jsonb_populate_record(known, jsonb_build_object(
      'id', ${TENANT_ID}, 'domain', n || '.onmicrosoft.com',
      'microsoft_customer_id', gen_random_uuid(), 'microsoft_tenant_id', gen_random_uuid()))).*
    from tenant known, generate_series(1, ${customers}) n where known.microsoft_customer_id is not null;
    insert into subscription select (jsonb_populate_record(bought, jsonb_build_object(
      'id', gen_random_uuid(), 'vendor_subscription_id', gen_random_uuid(), 'order_id', null, ${DUE},
      'tenant_id', case when ${customers} = 0 then bought.tenant_id else ${TENANT_ID} end))).*
    from subscription bought, generate_series(1, ${count}) n where order_id is not null;
    commit`);
}

function startedCount(world: World) {
  return queryRows(
    world,
    sql`select count(*)::int as jobs, count(distinct data->'data'->>'tenantId')::int as customers
        from pgboss.job where state = 'created' and data->>'job' = ${readDueOfCustomer.name}`,
  );
}

test('one run starts one reading of every customer with due subscriptions, however many', async () => {
  const world = await startWorld();
  await buyLicences(world);
  await copyDue(world, { count: 700, customers: 700 });
  await copyDue(world, { count: 300 });
  await runPass(world.app, readDueSubscriptions, createMetrics());
  expect(await startedCount(world)).toEqual([{ jobs: 701, customers: 701 }]);
  await runPass(world.app, readDueSubscriptions, createMetrics());
  expect(await startedCount(world), 'a reading that waits is not started again').toEqual([
    { jobs: 701, customers: 701 },
  ]);
});

test('what is due of a customer is read by one list, and what the list lacks alone', async () => {
  const world = await startWorld();
  await buyLicences(world);
  await world.asOwner(`
    begin; set local app.scope = 'system';
    update subscription set read_again_at = '2026-11-25T08:00:00Z', name = 'before' where order_id is not null; commit`);
  // The vendor does not know these any more.
  await copyDue(world, { count: 4 });
  const before = await readsOf(world);
  await runPass(world.app, readDueSubscriptions, createMetrics());
  await world.runJobs();
  const after = await readsOf(world);
  expect({ lists: after.lists - before.lists, singles: after.singles - before.singles }).toEqual({
    lists: 1,
    singles: 4,
  });
  expect(
    await queryRows(
      world,
      sql`select count(*) filter (where read_again_at is null)::int as gone,
            count(*) filter (where read_again_at > '2026-11-25T08:00:00Z' and name <> 'before')::int as read
          from subscription`,
    ),
  ).toEqual([{ gone: 4, read: 1 }]);
});

test('a customer with thousands of due subscriptions does not hold up another', async () => {
  const world = await startWorld();
  await buyLicences(world);
  await copyDue(world, { count: 2300 });
  await copyDue(world, { count: 1, customers: 1 });
  const read: string[] = [];
  const services = {
    ...world.app.services,
    subscriptionReaders: {
      microsoft: {
        async readOne({ vendorCustomerId }: { vendorCustomerId: string }) {
          read.push(vendorCustomerId);
          return undefined;
        },
        async *readAll() {},
      },
    },
  };
  const queueing = await openQueue(world.app.database, silentLog);
  onTestFinished(() => queueing.close());
  const worker = createWorker({
    app: { ...world.app, services, queue: queueing.queue },
    source: queueing.source,
    jobs: [readDueOfCustomer],
    passes: [readDueSubscriptions],
  });
  await worker.runAll();
  const customers = [...new Set(read)];
  expect(customers.map((customer) => read.filter((one) => one === customer).length).toSorted()).toEqual([1, 2300]);
  const [small] = customers.filter((customer) => read.filter((one) => one === customer).length === 1);
  expect(read.indexOf(small ?? ''), 'at most one part of the large customer comes before').toBeLessThanOrEqual(2000);
}, 180_000);

/** Reads of subscriptions that the simulator has answered: of a whole customer, and of one. */
async function readsOf(world: World) {
  const answer = await world.simulator.control('GET', '/requests');
  const requests = (await answer.json()) as { method: string; path: string }[];
  const reads = requests.filter(({ method }) => method === 'GET').map(({ path }) => path.split('?')[0] ?? '');
  return {
    lists: reads.filter((path) => /\/subscriptions$/.test(path)).length,
    singles: reads.filter((path) => /\/subscriptions\/[^/]+$/.test(path)).length,
  };
}
