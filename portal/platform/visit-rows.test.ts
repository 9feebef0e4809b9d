import { and, asc, sql } from 'drizzle-orm';
import { bigint, pgTable, text } from 'drizzle-orm/pg-core';
import { expect, inject, onTestFinished, test } from 'vitest';
import { onServer } from '#shell/testing/test-database.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import type { Pass } from './job.ts';
import { createMetrics } from './metrics.server.ts';
import { runPass } from './passes.server.ts';
import { createProcessLocks } from './process-locks.server.ts';
import { rowsAfter, visitRows } from './visit-rows.server.ts';

const DUE_COUNT = 10_000;

/** Leases stand for rows that are due: `limiter` says whether one is due, done, or fails. */
const thing = pgTable('request_lease', {
  id: bigint('id', { mode: 'number' }).primaryKey(),
  limiter: text('limiter').notNull(),
});

async function fill(world: World, count = DUE_COUNT): Promise<void> {
  await world.db({ kind: 'system' }, (tx) =>
    tx.execute(sql`
      insert into request_lease (limiter, permits, leased_at)
      select 'due', 1, now() from generate_series(1, ${count}::int)`),
  );
}

/** Counts how often each row was reached; `fails` says whose work fails. */
function countingPass(given: Readonly<{ fails?: (id: number) => boolean; during?: () => Promise<unknown> }> = {}) {
  const { fails = () => false, during = async () => {} } = given;
  const state = { rowsAtMost: 0, transactionCount: 0 };
  const pass: Pass = {
    name: 'test.visit',
    everySeconds: 60,
    run: (context) =>
      visitRows(context, {
        list: (tx, { after, limit }) =>
          tx
            .select()
            .from(thing)
            .where(and(sql`${thing.limiter} = 'due'`, rowsAfter([thing.limiter, thing.id], after)))
            .orderBy(asc(thing.limiter), asc(thing.id))
            .limit(limit),
        keyOf: ({ limiter, id }) => [limiter, id],
        async run({ tx }, rows) {
          state.rowsAtMost = Math.max(state.rowsAtMost, rows.length);
          state.transactionCount += 1;
          await during();
          const ids = rows.map(({ id }) => id);
          await tx.execute(sql`
            update request_lease set permits = permits + 1, limiter = 'done'
            where id = any(${sql.param(`{${ids.join(',')}}`)}::bigint[])`);
          if (ids.some(fails)) throw new Error('the work of this row fails');
        },
      }),
  };
  return { pass, state };
}

/** Rows by how often they were reached, beside the first time at which they were filled. */
async function reached(world: World) {
  const { rows } = await world.db({ kind: 'system' }, (tx) =>
    tx.execute(sql`
      select limiter, permits - 1 as times, count(*)::int as count from request_lease group by 1, 2 order by 1, 2`),
  );
  return rows;
}

async function countsOf(metrics: ReturnType<typeof createMetrics>) {
  const { values } = await metrics.passRows.get();
  return Object.fromEntries(values.map(({ labels, value }) => [labels.outcome, value]));
}

test('one run reaches ten thousand due rows once each, a hundred in a transaction', async () => {
  const world = await startWorld();
  await fill(world);
  const { pass, state } = countingPass();
  const metrics = createMetrics();
  await runPass(world.app, pass, metrics);
  expect(await reached(world)).toEqual([{ limiter: 'done', times: 1, count: DUE_COUNT }]);
  expect(state).toEqual({ rowsAtMost: 100, transactionCount: 100 });
  expect(await countsOf(metrics)).toEqual({ done: DUE_COUNT, failed: 0 });
  await runPass(world.app, pass, metrics);
  expect(state.transactionCount, 'nothing is due any more').toBe(100);
});

test('rows that fail are counted and tried again, and all others are reached', async () => {
  const world = await startWorld();
  await fill(world, 1_000);
  // All of the first batch and some of every other one.
  const { pass } = countingPass({ fails: (id) => id <= 150 || id % 50 === 0 });
  const metrics = createMetrics();
  await runPass(world.app, pass, metrics);
  const failedCount = 150 + 17;
  expect(await reached(world)).toEqual([
    { limiter: 'done', times: 1, count: 1_000 - failedCount },
    { limiter: 'due', times: 0, count: failedCount },
  ]);
  expect(await countsOf(metrics)).toEqual({ done: 1_000 - failedCount, failed: failedCount });
  await runPass(world.app, countingPass().pass, metrics);
  expect(await reached(world)).toEqual([{ limiter: 'done', times: 1, count: 1_000 }]);
});

test('a stop ends a visit after the present batch', async () => {
  const world = await startWorld();
  await fill(world, 500);
  const stopping = new AbortController();
  const { pass, state } = countingPass({ during: async () => stopping.abort() });
  await runPass(world.app, pass, createMetrics(), stopping.signal);
  expect(state.transactionCount).toBe(1);
  expect(await reached(world)).toEqual([
    { limiter: 'done', times: 1, count: 100 },
    { limiter: 'due', times: 0, count: 400 },
  ]);
});

/** The locks of another process of the same database; of the embedded one there is none. */
function locksOfOtherProcess(world: World) {
  const { queueConnection } = world.app.database;
  const locks = 'connectionString' in queueConnection ? createProcessLocks(queueConnection) : world.app.database.locks;
  if ('connectionString' in queueConnection) onTestFinished(() => locks.close());
  return locks;
}

test('a pass that runs elsewhere is not run, over all its transactions', async () => {
  const world = await startWorld();
  await fill(world, 300);
  const locks = locksOfOtherProcess(world);
  const { pass, state } = countingPass();
  const held = await locks.whileHeld('pass:test.visit', () => runPass(world.app, pass, createMetrics()));
  expect([held, state.transactionCount]).toEqual([true, 0]);

  const answers: boolean[] = [];
  const seen = countingPass({
    during: async () => answers.push(await locks.whileHeld('pass:test.visit', async () => {})),
  });
  await runPass(world.app, seen.pass, createMetrics());
  expect(answers, 'held from the first transaction to the last').toEqual([false, false, false]);
  expect(await locks.whileHeld('pass:test.visit', async () => {}), 'free afterwards').toBe(true);
});

const template = inject('databaseTemplate');

test.runIf(template.kind === 'server')('a pass ends when the connection that holds its lock is lost', async () => {
  const world = await startWorld();
  await fill(world, 300);
  const { url } = template as Extract<typeof template, { kind: 'server' }>;
  const endHolder = `
    select pg_terminate_backend(pid) from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = '${await nameOf(world)}')`;
  const { pass, state } = countingPass({
    async during() {
      await onServer(url, endHolder);
      await expect.poll(() => locksOfOtherProcess(world).whileHeld('pass:test.visit', async () => {})).toBe(true);
    },
  });
  const metrics = createMetrics();
  await runPass(world.app, pass, metrics);
  expect(state.transactionCount).toBe(1);
  expect((await metrics.passes.get()).values).toMatchObject([{ labels: { outcome: 'failed' } }]);
});

async function nameOf(world: World): Promise<string> {
  const { rows } = await world.db({ kind: 'system' }, (tx) => tx.execute(sql`select current_database() as name`));
  return String(rows[0]?.name);
}
