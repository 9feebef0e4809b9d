import { eq, sql } from 'drizzle-orm';
import { assert, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startWorld, type World } from '#shell/testing/world.ts';
import { systemActor } from './actor.ts';
import { type AnyJob, type JobContext, job, type Pass } from './job.ts';
import { claimSecondsOf, type JobSpec, timeLimitSecondsOf } from './job-queue.ts';
import { silentLog } from './logging.server.ts';
import { createMetrics } from './metrics.server.ts';
import { inContext } from './operation.server.ts';
import { runPass } from './passes.server.ts';
import { openQueue } from './queue.server.ts';
import { auditRecord } from './tables.ts';
import { createWorker } from './worker.server.ts';

const caller = { actor: systemActor(), requestId: 'request' };

/** A job of the portal that runs a function of the test. */
function jobThat(run: (context: JobContext) => Promise<void>, declared: Partial<JobSpec<object>> = {}) {
  const data = z.object({});
  return job({ name: 'test.do', data, accountIdOf: () => null, attempts: 1, retryAfterSeconds: 1, ...declared, run });
}

async function startWorker(
  world: World,
  { pollSeconds, ...given }: { jobs?: unknown[]; passes?: Pass[]; pollSeconds?: number },
) {
  const queueing = await openQueue(world.app.database, silentLog, pollSeconds);
  onTestFinished(() => queueing.close());
  const metrics = createMetrics();
  const app = { ...world.app, queue: queueing.queue };
  const jobs = (given.jobs ?? []) as AnyJob[];
  const worker = createWorker({ app, source: queueing.source, jobs, passes: given.passes ?? [], metrics });
  const start = (started: JobSpec<object>, options = {}) =>
    inContext(app, { kind: 'system' }, caller, silentLog, (context) => context.jobs.start(started, {}, options));
  return { worker, start, metrics, app, source: queueing.source };
}

/** Values of a counter by its labels. */
async function countsOf(counter: { get(): Promise<{ values: { labels: object; value: number }[] }> }) {
  return (await counter.get()).values.map(({ labels, value }) => ({ ...labels, value }));
}

test('a job that fails is tried again up to its attempts, under the same request id', async () => {
  const world = await startWorld();
  const seen: unknown[] = [];
  const failing = jobThat(
    async ({ attempt, isLastAttempt, requestId }) => {
      seen.push({ attempt, isLastAttempt, requestId });
      throw new Error('not yet');
    },
    { attempts: 3 },
  );
  const { worker, start, metrics } = await startWorker(world, { jobs: [failing] });
  await start(failing);
  await worker.runAll(3600);
  const requestId = expect.any(String);
  expect(seen).toEqual([
    { attempt: 1, isLastAttempt: false, requestId },
    { attempt: 2, isLastAttempt: false, requestId },
    { attempt: 3, isLastAttempt: true, requestId },
  ]);
  expect(new Set(seen.map((one) => (one as { requestId: string }).requestId)).size).toBe(1);
  expect(await countsOf(metrics.jobAttempts)).toEqual([{ job: 'test.do', outcome: 'failed', value: 3 }]);
});

test('the signal of a job fires at its time limit', async () => {
  const world = await startWorld();
  let reason: unknown;
  const slow = jobThat(
    ({ signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reason = signal.reason;
          reject(signal.reason);
        });
      }),
    { timeLimitSeconds: 0.05 },
  );
  const { worker, start } = await startWorker(world, { jobs: [slow] });
  await start(slow);
  await worker.runAll();
  expect(reason).toMatchObject({ name: 'TimeoutError' });
});

test('a stopping worker fires the signal of its jobs', async () => {
  const world = await startWorld();
  const started = Promise.withResolvers<void>();
  let isAborted = false;
  const waiting = jobThat(({ signal }) => {
    started.resolve();
    return new Promise((resolve) => {
      signal.addEventListener('abort', () => {
        isAborted = true;
        resolve();
      });
    });
  });
  const { worker, start } = await startWorker(world, { jobs: [waiting] });
  await start(waiting);
  const running = worker.runAll();
  await started.promise;
  await worker.stop();
  await running;
  expect(isAborted).toBe(true);
});

test('a stopping worker lets its jobs come to their end and fetches no more', async () => {
  const world = await startWorld();
  const started = Promise.withResolvers<void>();
  const resume = Promise.withResolvers<void>();
  const ended: string[] = [];
  const slow = jobThat(async ({ signal }) => {
    started.resolve();
    await resume.promise;
    ended.push(signal.aborted ? 'aborted' : 'done');
  });
  const { worker, start } = await startWorker(world, { jobs: [slow] });
  await start(slow);
  await worker.work();
  await started.promise;
  const stopped = worker.stop(20_000);
  resume.resolve();
  await stopped;
  expect(ended).toEqual(['done']);
  expect(await statesOf(world)).toEqual([{ state: 'completed', isLastAttempt: true }]);
});

test('a job that still runs at the limit of a stop is another worker’s at once, as the same job', async () => {
  const world = await startWorld();
  const started = Promise.withResolvers<void>();
  const seen: unknown[] = [];
  const stubborn = jobThat(async ({ attempt, isLastAttempt, requestId }) => {
    seen.push({ attempt, isLastAttempt, requestId });
    started.resolve();
    if (attempt === 1) await new Promise(() => {});
  });
  const { worker, start } = await startWorker(world, { jobs: [stubborn] });
  await start(stubborn);
  await worker.work();
  await started.promise;
  await worker.stop(30);
  const next = await startWorker(world, { jobs: [stubborn] });
  await next.worker.runAll(0);
  const requestId = (seen[0] as { requestId: string }).requestId;
  expect(seen).toEqual([
    { attempt: 1, isLastAttempt: true, requestId },
    { attempt: 2, isLastAttempt: true, requestId },
  ]);
});

test('a job that a stop interrupted has not failed', async () => {
  const world = await startWorld();
  const started = Promise.withResolvers<void>();
  const interrupted = jobThat(({ signal }) => {
    started.resolve();
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });
  const { worker, start } = await startWorker(world, { jobs: [interrupted] });
  await start(interrupted);
  await worker.work();
  await started.promise;
  await worker.stop(30);
  expect(await statesOf(world)).toEqual([{ state: 'retry', isLastAttempt: false }]);
});

test('a job that a killed worker had fetched is taken back, one whose worker reports is not', async () => {
  const world = await startWorld();
  const seen: number[] = [];
  const counted = jobThat(async ({ attempt }) => void seen.push(attempt));
  const { worker, start, source } = await startWorker(world, { jobs: [counted] });
  await start(counted);
  const fetched = await source.fetchOne();
  assert(fetched !== undefined, 'the job was fetched');
  expect(await source.takeBackSilent(30)).toBe(0);
  await world.db({ kind: 'system' }, (tx) =>
    tx.execute(sql`update pgboss.job set heartbeat_on = now() - interval '31 seconds' where id = ${fetched.id}`),
  );
  expect(await source.takeBackSilent(30)).toBe(1);
  await worker.runAll(0);
  expect(seen).toEqual([2]);
  // The killed worker was only slow: its late report changes nothing.
  await source.fail(fetched, new Error('too late'));
  expect(await statesOf(world)).toEqual([{ state: 'completed', isLastAttempt: true }]);
});

test('a job of a newer version waits for a worker that knows it', async () => {
  const world = await startWorld();
  const unknown = jobThat(async () => {});
  const { worker, start } = await startWorker(world, { jobs: [] });
  await start(unknown);
  await worker.work();
  await expect.poll(() => statesOf(world)).toEqual([{ state: 'retry', isLastAttempt: false }]);
  await worker.stop();
});

test('what is stored of a failed attempt holds nothing of a person', async () => {
  const world = await startWorld();
  const failing = jobThat(async ({ inTransaction }) => {
    await inTransaction(({ tx }) => tx.execute(sql`select ${'Ludovica Marcati'}::uuid`));
  });
  const { worker, start } = await startWorker(world, { jobs: [failing] });
  await start(failing);
  await worker.work();
  await expect.poll(() => statesOf(world)).toEqual([{ state: 'failed', isLastAttempt: true }]);
  await worker.stop();
  const { rows } = await world.db({ kind: 'system' }, (tx) =>
    tx.execute(sql`select output::text from pgboss.job where data->>'job' = 'test.do'`),
  );
  expect(JSON.stringify(rows)).toContain('22P02');
  expect(JSON.stringify(rows)).not.toContain('Marcati');
});

/** The jobs of the test as the queue has them. */
async function statesOf(world: World) {
  const { rows } = await world.db({ kind: 'system' }, (tx) =>
    tx.execute<{ state: string; isLastAttempt: boolean }>(sql`
      select state, retry_count >= retry_limit as "isLastAttempt" from pgboss.job where data->>'job' = 'test.do'`),
  );
  return rows;
}

test('no worker gets an attempt again before its time limit and the time to stop have passed', () => {
  expect(timeLimitSecondsOf({})).toBe(120);
  expect(claimSecondsOf({})).toBe(150);
  expect(claimSecondsOf({ timeLimitSeconds: 600.5 })).toBe(631);
});

test('a job of a transaction that fails is never run; a key has one waiting job', async () => {
  const world = await startWorld();
  let runCount = 0;
  const counting = jobThat(async () => {
    runCount += 1;
  });
  const { worker, start, app } = await startWorker(world, { jobs: [counting] });
  const failed = inContext(app, { kind: 'system' }, caller, silentLog, async ({ jobs }) => {
    await jobs.start(counting, {});
    throw new Error('half way');
  });
  await expect(failed).rejects.toThrow('half way');
  await start(counting, { key: 'once' });
  await start(counting, { key: 'once' });
  await worker.runAll();
  expect(runCount).toBe(1);
});

test('two transactions that start a key at once make one job', async () => {
  const world = await startWorld();
  const counting = jobThat(async () => {});
  const { app } = await startWorker(world, { jobs: [counting] });
  const started = Promise.withResolvers<void>();
  const commit = Promise.withResolvers<void>();
  const first = app.database.transaction({ kind: 'system' }, async (tx) => {
    await app.queue.start(tx, counting, {}, { key: 'one', afterSeconds: 900 });
    started.resolve();
    await commit.promise;
  });
  await started.promise;
  const others = [1, 2, 3].map(() =>
    app.database.transaction({ kind: 'system' }, (tx) => app.queue.start(tx, counting, {}, { key: 'one' })),
  );
  // Where nothing holds them, they end: each has added a job then.
  await Promise.race([Promise.all(others), expect.poll(() => heldCount(world)).toBe(3)]);
  commit.resolve();
  await Promise.all([first, ...others]);
  expect(await statesOf(world)).toEqual([{ state: 'created', isLastAttempt: true }]);
  expect(await secondsToWait(world)).toBe(0);
});

test('a start whose key was taken and fetched in between makes a job of its own', async () => {
  const world = await startWorld();
  const counting = jobThat(async () => {});
  const { app } = await startWorker(world, { jobs: [counting] });
  await app.database.transaction({ kind: 'system' }, async (tx) => {
    let callCount = 0;
    // What others may commit between two statements of a start: a job of the key, which a worker then fetches.
    const between = [
      async () => {},
      () => app.queue.start(tx, counting, {}, { key: 'one' }),
      () => tx.execute(sql`update pgboss.job set state = 'active', started_on = now() where singleton_key = 'one'`),
    ];
    const interrupted: typeof tx = Object.assign(Object.create(tx), {
      async execute(query: Parameters<typeof tx.execute>[0]) {
        await between[callCount++]?.();
        return tx.execute(query);
      },
    });
    await app.queue.start(interrupted, counting, {}, { key: 'one' });
    expect(callCount).toBeGreaterThan(2);
  });
  expect((await statesOf(world)).map(({ state }) => state).toSorted()).toEqual(['active', 'created']);
});

test('the database refuses a second waiting job of a key, whoever writes it', async () => {
  const world = await startWorld();
  const counting = jobThat(async () => {});
  const { start } = await startWorker(world, { jobs: [counting] });
  await start(counting, { key: 'one' });
  await start(counting, { key: 'two' });
  const rename = world.db({ kind: 'system' }, (tx) =>
    tx.execute(sql`update pgboss.job set singleton_key = 'one' where singleton_key = 'two'`),
  );
  await expect(rename).rejects.toMatchObject({ cause: { constraint: 'job_one_waiting_by_key' } });
});

test('a start moves the waiting job of its key to an earlier time, a pass leaves it', async () => {
  const world = await startWorld();
  const counting = jobThat(async () => {});
  const { start } = await startWorker(world, { jobs: [counting] });
  await start(counting, { key: 'one', afterSeconds: 900 });
  await start(counting, { key: 'one', ifWaiting: 'keep' });
  await start(counting, { key: 'one', afterSeconds: 1800 });
  expect(await secondsToWait(world)).toBeGreaterThan(800);
  await start(counting, { key: 'one' });
  expect(await secondsToWait(world)).toBe(0);
});

test('a job started while one of its key runs waits, and the running one gives way when it is given back', async () => {
  const world = await startWorld();
  const counting = jobThat(async () => {}, { attempts: 3 });
  const { start, source } = await startWorker(world, { jobs: [counting] });
  const fetched = async () => {
    const job = await source.fetchOne();
    assert(job !== undefined, 'a job was due');
    return job;
  };
  await start(counting, { key: 'one' });
  const running = await fetched();
  await start(counting, { key: 'one' });
  await start(counting, { key: 'one' });
  await source.giveBack(running);
  expect((await statesOf(world)).map(({ state }) => state).toSorted()).toEqual(['completed', 'created']);

  const killed = [await fetched()];
  await start(counting, { key: 'one' });
  killed.push(await fetched());
  expect(await source.takeBackSilent(-1)).toBe(2);
  expect((await statesOf(world)).map(({ state }) => state).toSorted()).toEqual(['completed', 'completed', 'retry']);
});

/** Transactions that wait for another: for its lock, or for the embedded database's one connection. */
async function heldCount({ app: { database } }: World): Promise<number> {
  if (database.kind === 'embedded') return database.pool().waiting;
  const { rows } = await database.transaction({ kind: 'system' }, (tx) =>
    tx.execute<{ count: number }>(sql`
      select count(distinct pid)::int as count from pg_locks
      where not granted and pid in (select pid from pg_stat_activity where datname = current_database())`),
  );
  return rows[0]?.count ?? 0;
}

/** Seconds until the one job of the test is due. */
async function secondsToWait(world: World): Promise<number | undefined> {
  const { rows } = await world.db({ kind: 'system' }, (tx) =>
    tx.execute<{ seconds: number }>(sql`
      select greatest(0, extract(epoch from start_after - now()))::float as seconds
      from pgboss.job where data->>'job' = 'test.do'`),
  );
  return rows[0]?.seconds;
}

test('a thousand jobs that nobody waits for do not delay one of an order', async () => {
  const world = await startWorld();
  const release = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const flood = (name: string, queue: 'orders' | 'portal') =>
    jobThat(
      async () => {
        begun.resolve();
        await release.promise;
      },
      { name, queue },
    );
  const floods = [flood('test.read', 'portal'), flood('test.resume', 'orders')];
  let ordered = Promise.withResolvers<void>();
  const order = jobThat(async () => ordered.resolve(), { name: 'test.order', queue: 'orders' });
  const { worker, start, app } = await startWorker(world, { jobs: [...floods, order] });
  await app.database.transaction({ kind: 'system' }, async (tx) => {
    for (const spec of floods)
      for (let count = 0; count < 500; count += 1) await app.queue.start(tx, spec, {}, { isBackground: true });
  });
  await worker.work();
  await begun.promise;
  // A worker that had no job of the flood yet takes one after the order: more rounds than workers.
  for (let round = 0; round < 6; round += 1) {
    ordered = Promise.withResolvers<void>();
    const startedMs = performance.now();
    await start(order);
    await ordered.promise;
    // Two seconds on a machine that is not busy; behind the flood it would never come.
    expect(performance.now() - startedMs).toBeLessThan(15_000);
  }
  await world.db({ kind: 'system' }, (tx) => tx.execute(sql`delete from pgboss.job where state = 'created'`));
  release.resolve();
  await worker.stop();
});

test('jobs of another process are begun at their commit, without a poll', async () => {
  const world = await startWorld();
  const begun: (() => void)[] = [];
  const counted = jobThat(async () => begun.shift()?.(), { queue: 'orders' });
  const { worker, start } = await startWorker(world, { jobs: [counted], pollSeconds: 60 });
  await worker.work();
  // What another process has: a queue with connections of its own. The embedded database has one process.
  const other = world.app.database.kind === 'server' ? await startWorker(world, {}) : { start };
  for (let round = 0; round < 3; round += 1) {
    const all = Promise.all(Array.from({ length: 8 }, () => new Promise<void>((resolve) => begun.push(resolve))));
    const startedMs = performance.now();
    for (let count = 0; count < 8; count += 1) await other.start(counted);
    await all;
    // A busy machine is slow, but a poll would take a minute.
    expect(performance.now() - startedMs).toBeLessThan(15_000);
  }
  await worker.stop();
});

test('what a pass starts comes after what a person has started', async () => {
  const world = await startWorld();
  const seen: string[] = [];
  const seeing = (name: string) => jobThat(async () => void seen.push(name), { name });
  const [found, ordered] = [seeing('test.found'), seeing('test.ordered')];
  const pass: Pass = {
    name: 'finding',
    everySeconds: 60,
    run: ({ inTransaction }) => inTransaction(({ jobs }) => jobs.start(found, {})),
  };
  const { worker, app } = await startWorker(world, { jobs: [found, ordered] });
  await runPass(app, pass, createMetrics());
  await app.database.transaction({ kind: 'system' }, (tx) => app.queue.start(tx, ordered, {}));
  await worker.runAll();
  expect(seen).toEqual(['test.ordered', 'test.found']);
});

test('many jobs are started at once, each unless one of its key waits, and some kinds come last', async () => {
  const world = await startWorld();
  const seen: string[] = [];
  const data = z.object({ name: z.string() });
  const seeing = (declared: Partial<JobSpec<{ name: string }>>) =>
    job({
      name: 'test.do',
      data,
      accountIdOf: () => null,
      attempts: 1,
      retryAfterSeconds: 1,
      ...declared,
      run: async (_, { name }) => void seen.push(name),
    });
  const [soon, last] = [seeing({}), seeing({ name: 'test.last', comesLast: true })];
  const { worker, app } = await startWorker(world, { jobs: [soon, last] });
  const startMissing = (spec: JobSpec<{ name: string }>, names: readonly string[]) =>
    inContext(app, { kind: 'system' }, caller, silentLog, ({ jobs }) =>
      jobs.startMissing(
        spec,
        names.map((name) => ({ data: { name }, key: name })),
      ),
    );
  await startMissing(last, ['x', 'y']);
  await startMissing(soon, ['a', 'b', 'c']);
  await startMissing(soon, ['b', 'd', 'c', 'd']);
  await startMissing(soon, []);
  await worker.runAll();
  expect(seen).toEqual(['a', 'b', 'c', 'd', 'x', 'y']);
  await startMissing(soon, ['a']);
  await worker.runAll();
  expect(seen.at(-1)).toBe('a');
});

test('a pass that fails is counted and undone, and the others run', async () => {
  const world = await startWorld();
  const record = (name: string, fails: boolean): Pass => ({
    name,
    everySeconds: 60,
    run: ({ inTransaction }) =>
      inTransaction(async ({ audit }) => {
        await audit.record('test.passed', { name });
        if (fails) throw new Error('this pass cannot run');
      }),
  });
  const passes = [record('broken', true), record('sound', false)];
  const { worker, metrics } = await startWorker(world, { passes });
  await worker.runAll();
  const events = await world.db({ kind: 'system' }, (tx) =>
    tx.select({ facts: auditRecord.facts }).from(auditRecord).where(eq(auditRecord.event, 'test.passed')),
  );
  expect(events).toEqual([{ facts: { name: 'sound' } }]);
  expect(await countsOf(metrics.passes)).toEqual([
    { pass: 'broken', outcome: 'failed', value: 1 },
    { pass: 'sound', outcome: 'done', value: 1 },
  ]);
});

test('passes repeat until the worker stops', async () => {
  const world = await startWorld();
  const twice = Promise.withResolvers<void>();
  let rounds = 0;
  const pass: Pass = {
    name: 'counting',
    everySeconds: 0.01,
    async run() {
      rounds += 1;
      if (rounds === 2) twice.resolve();
    },
  };
  const { worker } = await startWorker(world, { passes: [pass] });
  await worker.work();
  await twice.promise;
  await worker.stop();
  expect(rounds).toBeGreaterThanOrEqual(2);
});
