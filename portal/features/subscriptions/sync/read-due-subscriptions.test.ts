import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createMetrics } from '#platform/metrics.server.ts';
import { runPass } from '#platform/passes.server.ts';
import { queryRows } from '#shell/testing/demo-world.ts';
import { startWorld } from '#shell/testing/world.ts';
import { buyLicences } from '../builders.ts';
import { readDueSubscriptions } from './read-due-subscriptions.pass.ts';

test('one run starts one reading of every subscription that is due', async () => {
  const world = await startWorld();
  await buyLicences(world);
  // Due at the same moment: what is visited by the time alone would be left out from the second batch on.
  await world.asOwner(`
    begin; set local app.scope = 'system';
    insert into subscription select (jsonb_populate_record(bought, jsonb_build_object(
      'id', gen_random_uuid(), 'vendor_subscription_id', gen_random_uuid(), 'order_id', null,
      'read_again_at', '2026-11-25T08:00:00Z'))).*
    from subscription bought, generate_series(1, 450) n where order_id is not null;
    commit`);
  const startedCounts = () =>
    queryRows(
      world,
      sql`select count(*)::int as jobs, count(distinct data->'data'->>'subscriptionId')::int as subscriptions
          from pgboss.job where state = 'created' and data->>'job' = 'subscriptions.readSubscription'`,
    );
  await runPass(world.app, readDueSubscriptions, createMetrics());
  expect(await startedCounts()).toEqual([{ jobs: 450, subscriptions: 450 }]);
  await runPass(world.app, readDueSubscriptions, createMetrics());
  expect(await startedCounts(), 'a reading that waits is not started again').toEqual([
    { jobs: 450, subscriptions: 450 },
  ]);
});
