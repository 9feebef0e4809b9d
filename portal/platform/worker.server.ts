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
  /**
   * Fetches nothing more and lets what runs come to its end. Near the limit the signals of the jobs fire; a job that
   * still runs at the limit is given back, so that another worker has it at once.
   *
   * @param limitMs  ten seconds where nothing else is said
   */
  stop(limitMs?: number): Promise<void>;
};

/** Time that jobs have between their signal and the limit of a stop, at most a third of it. */
const SIGNAL_BEFORE_LIMIT_MS = 5_000;
const STOP_LIMIT_MS = 10_000;
/** A job of another version waits so long, so many times, for a worker that knows it; then it fails. */
const OTHER_VERSION_PAUSE_SECONDS = 30;
const OTHER_VERSION_PAUSES_MAX = 40;

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
  const running = new Set<QueuedJob>();
  let stopPasses = async () => {};
  let secondsAhead = 0;

  const runQueued = (queued: QueuedJob): Promise<void> => {
    const { job: name, data, requestId } = Envelope.parse(queued.data);
    const job = byName.get(name);
    assert(job !== undefined, `no job is named ${name}`);
    const machineNow = () => machineClock.now().add({ seconds: secondsAhead });
    return runAttempt({ app, job, data, requestId, queued, stopping: stopping.signal, machineNow, metrics });
  };
  /** A job that does not come to its end because the process stops has not failed: another worker does it. */
  const runUnlessStopped = async (queued: QueuedJob): Promise<void> => {
    running.add(queued);
    try {
      stopping.signal.throwIfAborted();
      if (isOfOtherVersion(queued)) await source.giveBack(queued, OTHER_VERSION_PAUSE_SECONDS);
      else await runQueued(queued);
    } catch (error) {
      if (!stopping.signal.aborted) throw error;
      await source.giveBack(queued);
    } finally {
      running.delete(queued);
    }
  };
  /** While a new version is installed, its processes start jobs that this one does not know. */
  const isOfOtherVersion = ({ data, retryCount }: QueuedJob): boolean =>
    !byName.has(Envelope.parse(data).job) && retryCount < OTHER_VERSION_PAUSES_MAX;

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
      await source.poll(runUnlessStopped);
      stopPasses = repeatPasses(passes, (pass, stopped) => runPass(app, pass, metrics, stopped));
    },
    async stop(limitMs = STOP_LIMIT_MS) {
      const ended = Promise.all([stopPasses(), source.stopPolling()]);
      const graceMs = Math.min(SIGNAL_BEFORE_LIMIT_MS, limitMs / 3);
      await atMost(limitMs - graceMs, ended);
      stopping.abort();
      await atMost(graceMs, ended);
      await Promise.all([...running].map((queued) => source.giveBack(queued)));
    },
  };
}

/** Waits for a promise, but no longer than a time. */
async function atMost(ms: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const time = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, time]).finally(() => clearTimeout(timer));
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
