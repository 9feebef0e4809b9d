import { type SQL, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Database, Tx } from './database.server.ts';
import { claimSecondsOf, type JobQueue } from './job-queue.ts';
import type { Log } from './logging.server.ts';
import { assert } from './refusal.ts';

/** One queue for all jobs; see docs/decisions/0006. */
const QUEUE = 'portal';
const RETRY_PAUSE_SECONDS_MAX = 3600;
const DONE_JOBS_KEPT_SECONDS = 7 * 24 * 3600;

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
  /** Polls for jobs until the queue is closed. A `run` that throws fails the attempt. */
  poll(run: (job: QueuedJob) => Promise<void>): Promise<void>;
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
  boss.on('error', (error) => log.error({ err: error }, 'job queue'));
  await boss.start();
  await boss.createQueue(QUEUE, { retryLimit: 0, deleteAfterSeconds: DONE_JOBS_KEPT_SECONDS });
  const workerIds: string[] = [];
  return {
    queue: queueOf(boss, workerIds),
    source: sourceOf(boss, database, workerIds),
    close: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
}

function queueOf(boss: PgBoss, workerIds: readonly string[]): JobQueue {
  return {
    async start(tx, spec, data, options = {}) {
      if (options.key !== undefined && (await isWaiting(tx, options.key))) return;
      const id = await boss.send(
        QUEUE,
        { job: spec.name, data, requestId: crypto.randomUUID() },
        {
          db: queueInside(tx),
          expireInSeconds: claimSecondsOf(spec),
          retryLimit: spec.attempts - 1,
          retryDelay: spec.retryAfterSeconds,
          retryBackoff: true,
          retryDelayMax: RETRY_PAUSE_SECONDS_MAX,
          ...(options.afterSeconds === undefined ? {} : { startAfter: options.afterSeconds }),
          ...(options.key === undefined ? {} : { singletonKey: options.key }),
        },
      );
      assert(id !== null, `job ${spec.name} was not started`);
    },
    wake() {
      for (const id of workerIds) boss.notifyWorker(id);
    },
  };
}

/** The queue itself keeps keys apart in throttled queues only, where every job would need one. */
async function isWaiting(tx: Tx, key: string): Promise<boolean> {
  const { rows } = await tx.execute(
    sql`select from pgboss.job where name = ${QUEUE} and state < 'active' and singleton_key = ${key} limit 1`,
  );
  return rows.length > 0;
}

function sourceOf(boss: PgBoss, database: Database, workerIds: string[]): JobSource {
  const isEmbedded = database.kind === 'embedded';
  return {
    async poll(run) {
      const id = await boss.work(
        QUEUE,
        {
          includeMetadata: true,
          batchSize: 1,
          pollingIntervalSeconds: isEmbedded ? 1 : 0.5,
          localConcurrency: isEmbedded ? 2 : 4,
        },
        async (jobs: QueuedJob[]) => {
          for (const job of jobs) await run(job);
        },
      );
      workerIds.push(id);
    },
    async fetchOne() {
      const [job] = await boss.fetch<unknown>(QUEUE, { includeMetadata: true, batchSize: 1 });
      return job;
    },
    async complete(job) {
      await boss.complete(QUEUE, job.id);
    },
    async fail(job, error) {
      await boss.fail(QUEUE, job.id, { message: error instanceof Error ? error.message : String(error) });
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
