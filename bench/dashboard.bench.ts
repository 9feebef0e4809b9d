import { monitorEventLoopDelay } from 'node:perf_hooks';
import { sql } from 'drizzle-orm';
import { getOverview } from '#features/dashboard/get-overview.ts';
import { computeForecasts } from '#features/subscriptions/forecast/compute-forecasts.pass.ts';
import type { Actor } from '#platform/actor.ts';
import { AccountId, newId, type PersonId } from '#platform/ids.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { runOperation } from '#platform/operation.server.ts';
import { runPass } from '#platform/passes.server.ts';
import { DATABASE_NAME, startApplication } from './catalogue-database.ts';
import { type Metric, median } from './metric.ts';

const SUBSCRIPTION_COUNT = 1_000;
const ROUNDS = 60;
const WARM_UP = 10;
const NANOSECONDS_PER_MS = 1_000_000;
/** No request may hold the thread longer. Embedded, the database itself runs in the thread: no ceiling there. */
const HELD_MS_MAX = 30;

/** The dashboard of an account with 1,000 subscriptions, beside computing their charges. */
export async function measure(): Promise<Metric[]> {
  const { app, close } = await startApplication();
  try {
    const accountId = await fillAccount(app);
    const startedAtMs = performance.now();
    await runPass(app, computeForecasts, createMetrics());
    const computedMs = performance.now() - startedAtMs;
    const { totalMs, heldMs } = await readOften(app, accountId);
    const of = `of ${SUBSCRIPTION_COUNT} subscriptions (${DATABASE_NAME})`;
    const ceiling = DATABASE_NAME === 'embedded' ? {} : { ceiling: HELD_MS_MAX };
    return [
      { name: `charges ${of}, computed by the pass`, value: computedMs, unit: 'ms' },
      { name: `dashboard ${of}`, value: totalMs, unit: 'ms', ceiling: 60 },
      { name: `event loop delay meanwhile, 99th percentile`, value: heldMs, unit: 'ms', ...ceiling },
    ];
  } finally {
    await close();
  }
}

type App = Awaited<ReturnType<typeof startApplication>>['app'];

async function fillAccount({ database }: App): Promise<AccountId> {
  const accountId = AccountId.parse(newId());
  await database.transaction({ kind: 'system' }, async (tx) => {
    await tx.execute(
      sql`insert into account (id, kind, name, created_at) values (${accountId}, 'customer', 'Large', now())`,
    );
    await tx.execute(sql`
      insert into subscription (account_id, vendor, vendor_subscription_id, name, seat_count, term_duration,
        billing_cycle, starts_on, ends_before, status, is_suspended, is_trial, is_extended, auto_renew,
        term_end_outcome, unit_price_per_cycle, currency, purchased_or_renewed_at, refund_options, scheduled, resource,
        read_at, created_at)
      select ${accountId}, 'microsoft', n, 'Subscription ' || n, n % 50 + 1, 'P1Y', 'monthly', day, day + interval '1 year',
        'active', false, false, false, true, 'renews', 31, 'EUR', now(), '[]', '{"nextTerm":null,"actions":[]}', '{}',
        now(), now()
      from generate_series(1, ${SUBSCRIPTION_COUNT}::int) as n, cast(now() - n % 360 * interval '1 day' as date) as day`);
    await tx.execute(sql`
      insert into subscription_forecast (subscription_id, account_id, charged_on, net, currency, seat_count,
        unit_price_per_cycle, billed_days, cycle_days, prices, price_list_version, computed_until)
      select id, account_id, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', 0, starts_on from subscription`);
  });
  return accountId;
}

/** The median time of a call, and the 99th percentile of the event loop's delay while the calls run. */
async function readOften(app: App, accountId: AccountId) {
  const actor: Actor = { roles: ['administrator'], accountId, personId: newId() as PersonId, impersonatorId: null };
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    if (round === WARM_UP) delay.enable();
    const startedAtMs = performance.now();
    await runOperation(app, getOverview, {}, { actor, requestId: 'bench' });
    if (round >= WARM_UP) times.push(performance.now() - startedAtMs);
  }
  delay.disable();
  return { totalMs: median(times), heldMs: delay.percentile(99) / NANOSECONDS_PER_MS };
}
