import { z } from 'zod';
import { systemActor } from './actor.ts';
import { machineClock } from './clock.ts';
import type { Scope } from './database.server.ts';
import type { AnyJob, Pass } from './job.ts';
import { timeLimitSecondsOf } from './job-queue.ts';
import { createMetrics, type Metrics } from './metrics.server.ts';
import { type AppContext, inContext } from './operation.server.ts';
import { repeatPasses, runPass } from './passes.server.ts';
import type { JobSource, QueuedJob } from './queue.server.ts';
import { assert } from './refusal.ts';

export type Worker = {
  /** Runs everything that is due now and in the next `withinSeconds`, without waiting for it, until nothing is left. */
  runAll(withinSeconds?: number): Promise<void>;
  /** Starts polling for jobs and running passes, until stopped. */
  work(): Promise<void>;
  stop(): Promise<void>;
};

const Envelope = z.object({ job: z.string(), data: z.unknown(), requestId: z.string() });

/** Makes the part of a process that runs jobs and passes. */
export function createWorker(given: {
  app: AppContext;
  source: JobSource;
  jobs: readonly AnyJob[];
  passes: readonly Pass[];
  metrics?: Metrics;
}): Worker {
  const { app, source, passes, metrics = createMetrics() } = given;
  const byName = new Map(given.jobs.map((job) => [job.name, job]));
  const stopping = new AbortController();
  let stopPasses = async () => {};
  let secondsAhead = 0;

  const runQueued = (queued: QueuedJob) => {
    const { job: name, data, requestId } = Envelope.parse(queued.data);
    const job = byName.get(name);
    assert(job !== undefined, `no job is named ${name}`);
    const machineNow = () => machineClock.now().add({ seconds: secondsAhead });
    return runAttempt({ app, job, data, requestId, queued, stopping: stopping.signal, machineNow, metrics });
  };

  return {
    async runAll(withinSeconds = 30) {
      for (const pass of passes) await runPass(app, pass, metrics);
      for (;;) {
        const queued = await source.fetchOne();
        if (queued === undefined) {
          const broughtForward = await source.bringForward(withinSeconds);
          if (broughtForward.length === 0) return;
          secondsAhead = Math.max(secondsAhead, ...broughtForward);
          continue;
        }
        try {
          await runQueued(queued);
          await source.complete(queued);
        } catch (error) {
          await source.fail(queued, error);
        }
      }
    },
    async work() {
      await source.poll(runQueued);
      stopPasses = repeatPasses(passes, (pass) => runPass(app, pass, metrics));
    },
    async stop() {
      stopping.abort();
      await stopPasses();
    },
  };
}

async function runAttempt(given: {
  app: AppContext;
  job: AnyJob;
  data: unknown;
  requestId: string;
  queued: QueuedJob;
  stopping: AbortSignal;
  machineNow: () => Temporal.Instant;
  metrics: Metrics;
}): Promise<void> {
  const { app, job, requestId, queued, stopping, machineNow, metrics } = given;
  const data = job.data.parse(given.data);
  const accountId = job.accountIdOf(data);
  const scope: Scope = accountId === null ? { kind: 'system' } : { kind: 'account', accountId };
  const log = app.log.child({ job: job.name, jobId: queued.id, requestId });
  const caller = { actor: systemActor(accountId), requestId };
  const attempt = queued.retryCount + 1;
  const timeLimit = AbortSignal.timeout(timeLimitSecondsOf(job) * 1000);
  const signals = [stopping, timeLimit, ...(queued.signal === undefined ? [] : [queued.signal])];
  try {
    await job.run(
      {
        clock: app.clock,
        machineNow,
        services: app.services,
        log,
        requestId,
        attempt,
        isLastAttempt: queued.retryCount >= queued.retryLimit,
        inTransaction: (run) => inContext(app, scope, caller, log, run),
        signal: AbortSignal.any(signals),
      },
      data,
    );
    metrics.jobAttempts.inc({ job: job.name, outcome: 'done' });
  } catch (error) {
    log.warn({ err: error, attempt }, 'job attempt failed');
    metrics.jobAttempts.inc({ job: job.name, outcome: 'failed' });
    throw error;
  }
}
