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
import { openQueue } from './queue.server.ts';
import { auditRecord } from './tables.ts';
import { createWorker } from './worker.server.ts';

const caller = { actor: systemActor(), requestId: 'request' };

/** A job of the portal that runs a function of the test. */
function jobThat(run: (context: JobContext) => Promise<void>, declared: Partial<JobSpec<object>> = {}) {
  const data = z.object({});
  return job({ name: 'test.do', data, accountIdOf: () => null, attempts: 1, retryAfterSeconds: 1, ...declared, run });
}

async function startWorker(world: World, given: { jobs?: unknown[]; passes?: Pass[] }) {
  const queueing = await openQueue(world.app.database, silentLog);
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
