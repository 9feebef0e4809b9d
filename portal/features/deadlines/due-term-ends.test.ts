import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { buildAccount } from '#features/accounts/builders.ts';
import { buyLicences } from '#features/subscriptions/builders.ts';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import type { AccountId } from '#platform/ids.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { runPass } from '#platform/passes.server.ts';
import { queryRows } from '#shell/testing/demo-world.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { notifyOfTermEnds } from './notify-of-term-ends.pass.ts';
import { remindOfTermEnds } from './remind-of-term-ends.pass.ts';
import { DEFAULT_REMINDER_DAYS, dueReminder } from './rules.ts';
import { toRunningSubscription } from './running-subscription.ts';

const NOW = '2026-12-02T09:00:00Z';
const DUE_COUNT = 10_000;

/** A customer with one subscription and an administrator; a company without anybody to notify. */
async function startScene() {
  const world = await startWorld({ now: NOW });
  const { accountId } = await buyLicences(world);
  const others = await world.db({ kind: 'system' }, (tx) =>
    buildAccount(tx, { name: 'Verdi', now: world.clock.now() }),
  );
  return { world, accountId, others };
}

/**
 * Copies the bought subscription `count` times. The term of number `n` ends as many days after 2 December as `daysLeft`
 * says in SQL, and began `termDays` before.
 */
async function copySubscription(
  world: World,
  given: Readonly<{ accountId: AccountId; count: number; daysLeft: string; termDays?: string }>,
): Promise<void> {
  const { accountId, count, daysLeft, termDays = '365' } = given;
  const end = `date '2026-12-02' + ${daysLeft}`;
  await world.asOwner(`
    begin; set local app.scope = 'system';
    insert into subscription select (jsonb_populate_record(bought, jsonb_build_object(
      'id', gen_random_uuid(), 'account_id', '${accountId}', 'vendor_subscription_id', gen_random_uuid(),
      'ends_before', ${end}, 'starts_on', ${end} - ${termDays}, 'read_again_at', null,
      'order_id', null))).*
    from subscription bought, generate_series(1, ${count}) n where order_id is not null;
    commit`);
}

/** Notices by kind, and how many subscriptions they are about. */
function notices(world: World) {
  return queryRows(
    world,
    sql`select kind, count(*)::int as count, count(distinct subscription_id)::int as subscriptions
        from deadline_notice group by 1 order by 1`,
  );
}

async function rowCountsOf(metrics: ReturnType<typeof createMetrics>) {
  const { values } = await metrics.passRows.get();
  return Object.fromEntries(values.map(({ labels, value }) => [labels.outcome, value]));
}

test('one run reminds of ten thousand terms that end within 60 days, once each, with one e-mail', async () => {
  const { world, accountId, others } = await startScene();
  // Ends from 1 to 80 days away: an eightieth of the rows on each day, of which three quarters are due.
  const ofEachDay = 167;
  await copySubscription(world, { accountId: others, count: ofEachDay * 80, daysLeft: '(n % 80 + 1)' });
  await copySubscription(world, { accountId, count: 10, daysLeft: '1' });
  const metrics = createMetrics();
  await runPass(world.app, remindOfTermEnds, metrics);
  const reminded = [
    { kind: 'termEndsIn10Days', count: ofEachDay * 7, subscriptions: ofEachDay * 7 },
    { kind: 'termEndsIn30Days', count: ofEachDay * 20, subscriptions: ofEachDay * 20 },
    { kind: 'termEndsIn3Days', count: ofEachDay * 3 + 10, subscriptions: ofEachDay * 3 + 10 },
    { kind: 'termEndsIn60Days', count: ofEachDay * 30, subscriptions: ofEachDay * 30 },
  ];
  expect(await notices(world)).toEqual(reminded);
  // Each row is noted, and each of the two accounts is sent its e-mail.
  expect(await rowCountsOf(metrics)).toEqual({ done: ofEachDay * 60 + 10 + 2, failed: 0 });
  expect(ofEachDay * 60 + 10).toBeGreaterThan(DUE_COUNT);
  expect(await queryRows(world, sql`select facts from notification where kind = 'termsEnd'`)).toEqual([
    { facts: { count: 10, days: 1 } },
  ]);

  await runPass(world.app, remindOfTermEnds, metrics);
  expect(await notices(world), 'nobody is reminded twice').toEqual(reminded);
  expect((await rowCountsOf(metrics)).done, 'what was sent is not looked at again').toBe(ofEachDay * 60 + 12);
}, 180_000);

test('a subscription that cannot be read starves no other', async () => {
  const { world, accountId, others } = await startScene();
  await copySubscription(world, { accountId: others, count: 150, daysLeft: '1' });
  await world.asOwner(`
    begin; set local app.scope = 'system';
    update subscription set scheduled = 'null' where account_id = '${others}'; commit`);
  await copySubscription(world, { accountId, count: 20, daysLeft: '2' });
  const metrics = createMetrics();
  await runPass(world.app, remindOfTermEnds, metrics);
  expect(await notices(world)).toEqual([{ kind: 'termEndsIn3Days', count: 20, subscriptions: 20 }]);
  expect(await rowCountsOf(metrics)).toEqual({ done: 20 + 1, failed: 150 });
});

test('the database finds the reminders that the rule says, for every length of a term', async () => {
  const { world, others } = await startScene();
  await copySubscription(world, {
    accountId: others,
    count: 64 * 128,
    daysLeft: '(n % 64)',
    termDays: '(n / 64 + 1)',
  });
  const rows = await world.db({ kind: 'system' }, (tx) => tx.select().from(subscription));
  const today = Temporal.PlainDate.from('2026-12-02');
  const expected = rows.flatMap((row) => {
    const days = dueReminder(toRunningSubscription(row), today, DEFAULT_REMINDER_DAYS);
    return days === undefined ? [] : [`${row.id} termEndsIn${days}Days`];
  });
  const metrics = createMetrics();
  await runPass(world.app, remindOfTermEnds, metrics);
  const found = await queryRows<{ notice: string }>(
    world,
    sql`select subscription_id || ' ' || kind as notice from deadline_notice`,
  );
  expect(new Set(expected.map((notice) => notice.split(' ')[1])).size).toBe(4);
  expect(found.map(({ notice }) => notice).sort()).toEqual(expected.sort());
  expect((await rowCountsOf(metrics)).done, 'the query leaves out what is not due').toBe(expected.length + 1);
});

test('one run notifies of a thousand ended terms, and of two events of one day once', async () => {
  const { world, others } = await startScene();
  await copySubscription(world, { accountId: others, count: 1_000, daysLeft: '300' });
  await world.asOwner(`
    begin; set local app.scope = 'system';
    insert into subscription_event (account_id, subscription_id, kind, facts, happened_at)
    select account_id, id, 'renewed', '{}', timestamptz '2026-12-01T12:00:00Z' + n * interval '1 microsecond'
    from subscription, generate_series(1, 2) n where account_id = '${others}'; commit`);
  await runPass(world.app, notifyOfTermEnds, createMetrics());
  expect(await notices(world)).toEqual([{ kind: 'renewed', count: 1_000, subscriptions: 1_000 }]);
});
