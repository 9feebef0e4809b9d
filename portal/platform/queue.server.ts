import { type SQL, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Database, Tx } from './database.server.ts';
import { isConnectionFault } from './database-away.ts';
import { keepOneWaitingByKey } from './job-key-index.server.ts';
import { claimSecondsOf, type JobQueue, type StartOptions } from './job-queue.ts';
import type { Log } from './logging.server.ts';
import { createOutageLog } from './outage-log.ts';
import { assert } from './refusal.ts';
import { safeErrorText } from './safe-error.ts';

/** One queue for all jobs; see docs/decisions/0006. */
const QUEUE = 'portal';
const RETRY_PAUSE_SECONDS_MAX = 3600;
const DONE_JOBS_KEPT_SECONDS = 7 * 24 * 3600;

/*
 * A worker says every few seconds that it still has a job, from the moment at which it fetched it. A job of a worker
 * that was killed falls silent and is given to another, long before the time limit of its attempt: together the three
 * times stay below a minute.
 */
const BEAT_SECONDS = 5;
const SILENT_SECONDS = 30;
const LOOK_FOR_SILENT_SECONDS = 10;
/** The queue's own measure against silent jobs counts them as failed; ours is always quicker. */
const SILENT_SECONDS_OF_QUEUE = 600;
/** A job that has ended so many workers is left to the queue, which fails it: it would end the next one too. */
const TAKEN_BACK_MAX = 20;

/** One attempt of a job, as the queue hands it out. */
export type QueuedJob = Readonly<{
  id: string;
  data: unknown;
  retryCount: number;
  retryLimit: number;
  /** Fires when the queue takes the job away from this worker. */
  signal?: AbortSignal;
}>;

/** The worker's side of the queue. */
export type JobSource = Readonly<{
  /** Polls for jobs until `stopPolling`. A `run` that throws fails the attempt. */
  poll(run: (job: QueuedJob) => Promise<void>): Promise<void>;
  /** Fetches no more jobs, and resolves when those that run have ended. */
  stopPolling(): Promise<void>;
  /** Lets another worker have a job, as the same job. Its attempts stay as many as they were. */
  giveBack(job: QueuedJob, afterSeconds?: number): Promise<void>;
  /** Gives the jobs of workers that are gone to others. */
  takeBackSilent(silentSeconds: number): Promise<number>;
  /** The next job that is due, claimed; undefined where none is. It ends with `complete` or `fail`. */
  fetchOne(): Promise<QueuedJob | undefined>;
  complete(job: QueuedJob): Promise<void>;
  fail(job: QueuedJob, error: unknown): Promise<void>;
  /**
   * Makes due the jobs that are due in the next `withinSeconds`.
   *
   * @returns for each, the seconds that it would have waited
   */
  bringForward(withinSeconds: number): Promise<number[]>;
}>;

/** Connects the job queue. */
export async function openQueue(database: Database, log: Log) {
  const connection = database.queueConnection;
  const boss = new PgBoss({
    ...('onlyConnection' in connection
      ? { db: queueThrough(connection.onlyConnection), backend: 'pglite' as const }
      : { connectionString: connection.connectionString, options: connection.options, max: 4 }),
    schema: 'pgboss',
    createSchema: false,
    schedule: false,
  });
  const outages = createOutageLog(log, 'the database of the job queue');
  boss.on('error', (error) => {
    if (isConnectionFault(error)) outages.lost(error);
    else log.error({ err: error }, 'job queue');
  });
  try {
    await boss.start();
    await boss.createQueue(QUEUE, { retryLimit: 0, deleteAfterSeconds: DONE_JOBS_KEPT_SECONDS });
    await keepOneWaitingByKey(database);
  } catch (error) {
    // Whoever waits for the database opens another one: this one must not keep its connections.
    await boss.stop({ graceful: false }).catch(outages.lost);
    throw error;
  }
  const workerIds: string[] = [];
  return {
    queue: queueOf(boss, workerIds),
    source: sourceOf({ boss, database, workerIds, outages, log }),
    /** The worker has waited for its jobs before; see `Worker.stop`. */
    close: () => boss.stop({ graceful: true, timeout: 1_000 }),
  };
}

function queueOf(boss: PgBoss, workerIds: readonly string[]): JobQueue {
  return {
    async start(tx, spec, data, options = {}) {
      const { key, afterSeconds = 0, ifWaiting = 'sooner' } = options;
      if (key !== undefined && (await findWaiting(tx, key, afterSeconds, ifWaiting))) return;
      const id = await boss.send(
        QUEUE,
        { job: spec.name, data, requestId: crypto.randomUUID() },
        {
          db: queueInside(tx),
          expireInSeconds: claimSecondsOf(spec),
          heartbeatSeconds: SILENT_SECONDS_OF_QUEUE,
          retryLimit: spec.attempts - 1,
          retryDelay: spec.retryAfterSeconds,
          retryBackoff: true,
          retryDelayMax: RETRY_PAUSE_SECONDS_MAX,
          ...(afterSeconds === 0 ? {} : { startAfter: afterSeconds }),
          ...(key === undefined ? {} : { singletonKey: key }),
        },
      );
      if (id !== null) return;
      // The index has refused it: another transaction has just committed a job of this key.
      assert(key !== undefined, `job ${spec.name} was not started`);
      await findWaiting(tx, key, afterSeconds, ifWaiting);
    },
    wake() {
      for (const id of workerIds) boss.notifyWorker(id);
    },
  };
}

/**
 * Is a job of the key waiting? `sooner` writes its row even where its time stays: no worker fetches it before the
 * caller has committed, so that it sees the caller's writes.
 */
async function findWaiting(
  tx: Tx,
  key: string,
  afterSeconds: number,
  ifWaiting: NonNullable<StartOptions['ifWaiting']>,
): Promise<boolean> {
  const waiting = sql`singleton_key = ${key} and state < 'active'`;
  const { rows } = await tx.execute(
    ifWaiting === 'keep'
      ? sql`select from pgboss.job where ${waiting} limit 1`
      : sql`update pgboss.job set start_after = least(start_after, now() + make_interval(secs => ${afterSeconds}))
          where ${waiting} returning id`,
  );
  return rows.length > 0;
}

type SourceParts = Readonly<{
  boss: PgBoss;
  database: Database;
  workerIds: string[];
  outages: ReturnType<typeof createOutageLog>;
  log: Log;
}>;

function sourceOf({ boss, database, workerIds, outages, log }: SourceParts): JobSource {
  const isEmbedded = database.kind === 'embedded';
  let looking: NodeJS.Timeout | undefined;
  const source: JobSource = {
    async poll(run) {
      // Nobody else uses an embedded database: what is active was left by a process that was killed.
      if (isEmbedded) await source.takeBackSilent(0);
      looking = repeatedly(LOOK_FOR_SILENT_SECONDS, outages, async () => {
        const count = await source.takeBackSilent(SILENT_SECONDS);
        if (count > 0) log.warn({ count }, 'jobs of a worker that is gone were given to others');
      });
      const id = await boss.work(
        QUEUE,
        {
          includeMetadata: true,
          batchSize: 1,
          pollingIntervalSeconds: isEmbedded ? 1 : 0.5,
          localConcurrency: isEmbedded ? 2 : 4,
          heartbeatRefreshSeconds: BEAT_SECONDS,
        },
        async (jobs: QueuedJob[]) => {
          for (const job of jobs) await run(job).catch(throwStorable);
        },
      );
      workerIds.push(id);
    },
    async stopPolling() {
      clearInterval(looking);
      await boss.offWork(QUEUE, { wait: true });
    },
    async giveBack({ id, retryCount }, afterSeconds = 0) {
      await database.transaction({ kind: 'system' }, (tx) =>
        makeWaiting(tx, sql`id = ${id} and retry_count = ${retryCount}`, afterSeconds),
      );
    },
    async takeBackSilent(silentSeconds) {
      const silent = sql`retry_count < ${TAKEN_BACK_MAX}
        and coalesce(heartbeat_on, started_on) <= now() - make_interval(secs => ${silentSeconds})`;
      return database.transaction({ kind: 'system' }, (tx) => makeWaiting(tx, silent, 0));
    },
    async fetchOne() {
      const [job] = await boss.fetch<unknown>(QUEUE, { includeMetadata: true, batchSize: 1 });
      return job;
    },
    async complete(job) {
      await boss.complete(QUEUE, job.id);
    },
    async fail(job, error) {
      await boss.fail(QUEUE, job.id, { message: safeErrorText(error) });
    },
    async bringForward(withinSeconds) {
      const { rows } = (await database.transaction({ kind: 'system' }, (tx) =>
        tx.execute(sql`
          with waiting as (
            select id, start_after from pgboss.job
            where name = ${QUEUE} and state in ('created', 'retry')
              and start_after <= now() + make_interval(secs => ${withinSeconds})
          )
          update pgboss.job set start_after = now() from waiting where job.id = waiting.id
          returning ceil(extract(epoch from waiting.start_after - now()))::int as seconds`),
      )) as unknown as { rows: { seconds: number }[] };
      return rows.map(({ seconds }) => seconds);
    },
  };
  return source;
}

/**
 * Makes running jobs wait again. Where another job of the key waits already, that one does the work, and this one is
 * closed.
 *
 * @returns how many jobs were changed
 */
async function makeWaiting(tx: Tx, condition: SQL, afterSeconds: number): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    with chosen as (
      select id, exists (
          select from pgboss.job other where other.singleton_key = job.singleton_key and other.state < 'active'
        ) or row_number() over (partition by coalesce(singleton_key, id::text) order by id) > 1 as is_double
      from pgboss.job where name = ${QUEUE} and state = 'active' and ${condition}
    )
    update pgboss.job set
      state = case when is_double then 'completed' else 'retry' end::pgboss.job_state,
      completed_on = case when is_double then now() end,
      start_after = now() + make_interval(secs => ${afterSeconds}),
      retry_limit = retry_limit + 1
    from chosen where job.name = ${QUEUE} and job.id = chosen.id and job.state = 'active'`);
  return rowCount ?? 0;
}

/** The queue stores the error of a failed attempt with all its fields: this one has only those without data. */
function throwStorable(error: unknown): never {
  const storable = new Error(safeErrorText(error));
  storable.stack = '';
  throw storable;
}

/**
 * Runs again and again. After a round that could not reach the database one is left out, so that the workers which
 * could not report their jobs in the meantime do so before anybody looks for silent ones.
 */
function repeatedly(seconds: number, outages: SourceParts['outages'], run: () => Promise<void>): NodeJS.Timeout {
  let leavesOut = false;
  return setInterval(async () => {
    if (leavesOut) {
      leavesOut = false;
      return;
    }
    try {
      await run();
      outages.back();
    } catch (error) {
      leavesOut = true;
      outages.lost(error);
    }
  }, seconds * 1000).unref();
}

/**
 * The queue's view of a connection that it shares: a script of its own that failed must not leave its transaction open.
 */
function queueThrough(pool: Pool): ReturnType<typeof fromDrizzle> {
  return {
    async executeSql(text, values) {
      const client = await pool.connect();
      try {
        return await client.query(text, values);
      } catch (error) {
        await client.query('rollback');
        throw error;
      } finally {
        client.release();
      }
    },
  };
}

/** The queue's view of an open transaction: the jobs that it adds commit or roll back with the caller's writes. */
function queueInside(tx: Tx) {
  return fromDrizzle(
    { execute: async (query) => (await tx.execute(query as SQL)) as unknown as { rows: unknown[] } },
    sql,
  );
}
