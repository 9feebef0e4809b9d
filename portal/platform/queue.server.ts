import { type SQL, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { fromDrizzle, PgBoss } from 'pg-boss';
import type { Database, Tx } from './database.server.ts';
import { isConnectionFault } from './database-away.ts';
import { keepOneWaitingByKey } from './job-key-index.server.ts';
import { claimSecondsOf, type JobQueue, type JobSpec, QUEUES, type QueueName, type StartOptions } from './job-queue.ts';
import type { Log } from './logging.server.ts';
import { createOutageLog } from './outage-log.ts';
import { safeErrorText } from './safe-error.ts';

/*
 * Queues with workers of their own; see docs/decisions/0027. Of the workers of a process, one is kept for the jobs for
 * which somebody waits now: what passes start, and what was put off, never has all of them.
 */
const WORKERS: Readonly<Record<Database['kind'], Readonly<Record<QueueName, number>>>> = {
  server: { orders: 4, mails: 3, portal: 3 },
  embedded: { orders: 2, mails: 2, portal: 2 },
};
/** Each that fails has met a job of its key that was committed and fetched in between. */
const START_ATTEMPTS_MAX = 20;
const PRIORITY_NOW = 1;
/** Jobs that an earlier version queued have it too. */
const PRIORITY_BACKGROUND = 0;
const PRIORITY_LAST = -1;
/** The queue has jobs of its own besides. */
const isOurs = sql`name in (${sql.join(
  QUEUES.map((name) => sql`${name}`),
  sql`, `,
)})`;
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
  /** Its queue. */
  name: string;
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

/**
 * Connects the job queue.
 *
 * @param pollSeconds  for what becomes due later; what is due at once wakes the workers
 */
export async function openQueue(database: Database, log: Log, pollSeconds = 1) {
  const connection = database.queueConnection;
  const boss = new PgBoss({
    ...('onlyConnection' in connection
      ? { db: queueThrough(connection.onlyConnection), backend: 'pglite' as const }
      : {
          connectionString: connection.connectionString,
          options: connection.options,
          max: 4,
          useListenNotify: true,
        }),
    schema: 'pgboss',
    createSchema: false,
    schedule: false,
  });
  const outages = createOutageLog(log, 'the database of the job queue');
  boss.on('error', (error) => {
    if (isConnectionFault(error) || isListenerFault(error)) outages.lost(error);
    else log.error({ err: error }, 'job queue');
  });
  try {
    await boss.start();
    const options = { retryLimit: 0, deleteAfterSeconds: DONE_JOBS_KEPT_SECONDS, notify: database.kind === 'server' };
    for (const name of QUEUES) await boss.createQueue(name, options);
    // An earlier version has made it without notifications.
    await boss.updateQueue('portal', options);
    await keepOneWaitingByKey(database);
  } catch (error) {
    // Whoever waits for the database opens another one: this one must not keep its connections.
    await boss.stop({ graceful: false }).catch(outages.lost);
    throw error;
  }
  const workerIds: string[] = [];
  return {
    queue: queueOf(boss, workerIds, database.kind === 'server'),
    source: sourceOf({ boss, database, workerIds, pollSeconds, outages, log }),
    /** The worker has waited for its jobs before; see `Worker.stop`. */
    close: () => boss.stop({ graceful: true, timeout: 1_000 }),
  };
}

/** The connection that listens has ended; the queue opens another. The driver gives no code for it. */
function isListenerFault({ message }: Error): boolean {
  return message.startsWith('LISTEN/NOTIFY');
}

/** @param isNotified  the database wakes the workers of all processes, this one included */
function queueOf(boss: PgBoss, workerIds: readonly string[], isNotified: boolean): JobQueue {
  return {
    async start(tx, spec, data, options = {}) {
      const { key, afterSeconds = 0, ifWaiting = 'sooner' } = options;
      const priority = options.isBackground || afterSeconds > 0 ? backgroundPriorityOf(spec) : PRIORITY_NOW;
      const wanted = { afterSeconds, ifWaiting, priority };
      const add = () =>
        boss.send(queueNameOf(spec), envelopeOf(spec, data), {
          db: queueInside(tx),
          priority,
          ...attemptsOf(spec),
          ...(afterSeconds === 0 ? {} : { startAfter: afterSeconds }),
          ...(key === undefined ? {} : { singletonKey: key }),
        });
      // The index refuses a job where another transaction has just committed one of its key; a worker may have that
      // one already when it is looked for, and then it is too late for it to see the caller's writes.
      for (let attempt = 0; attempt < START_ATTEMPTS_MAX; attempt += 1) {
        if (key !== undefined && (await findWaiting(tx, key, wanted))) return;
        if ((await add()) !== null) return;
      }
      throw new Error(`job ${spec.name} was not started`);
    },
    async startMissing(tx, spec, jobs) {
      if (jobs.length === 0) return;
      // The index leaves out those of whose key one waits.
      await boss.insert(
        queueNameOf(spec),
        jobs.map(({ data, key }) => ({
          data: envelopeOf(spec, data),
          priority: backgroundPriorityOf(spec),
          ...attemptsOf(spec),
          singletonKey: key,
        })),
        { db: queueInside(tx) },
      );
    },
    wake() {
      if (isNotified) return;
      for (const id of workerIds) boss.notifyWorker(id);
    },
  };
}

function queueNameOf({ queue = 'portal' }: Pick<JobSpec<never>, 'queue'>): QueueName {
  return queue;
}

function backgroundPriorityOf({ comesLast = false }: Pick<JobSpec<never>, 'comesLast'>): number {
  return comesLast ? PRIORITY_LAST : PRIORITY_BACKGROUND;
}

function envelopeOf<Data>({ name }: JobSpec<Data>, data: Data) {
  return { job: name, data, requestId: crypto.randomUUID() };
}

function attemptsOf(spec: Pick<JobSpec<never>, 'attempts' | 'retryAfterSeconds' | 'timeLimitSeconds'>) {
  return {
    expireInSeconds: claimSecondsOf(spec),
    heartbeatSeconds: SILENT_SECONDS_OF_QUEUE,
    retryLimit: spec.attempts - 1,
    retryDelay: spec.retryAfterSeconds,
    retryBackoff: true,
    retryDelayMax: RETRY_PAUSE_SECONDS_MAX,
  };
}

type Wanted = Readonly<{
  afterSeconds: number;
  ifWaiting: NonNullable<StartOptions['ifWaiting']>;
  priority: number;
}>;

/**
 * Is a job of the key waiting? `sooner` writes its row even where its time stays: no worker fetches it before the
 * caller has committed, so that it sees the caller's writes.
 */
async function findWaiting(tx: Tx, key: string, { afterSeconds, ifWaiting, priority }: Wanted): Promise<boolean> {
  const waiting = sql`singleton_key = ${key} and state < 'active'`;
  const { rows } = await tx.execute(
    ifWaiting === 'keep'
      ? sql`select from pgboss.job where ${waiting} limit 1`
      : sql`update pgboss.job set priority = greatest(priority, ${priority}),
            start_after = least(start_after, now() + make_interval(secs => ${afterSeconds}))
          where ${waiting} returning id`,
  );
  return rows.length > 0;
}

type SourceParts = Readonly<{
  boss: PgBoss;
  database: Database;
  workerIds: string[];
  pollSeconds: number;
  outages: ReturnType<typeof createOutageLog>;
  log: Log;
}>;

function sourceOf({ boss, database, workerIds, pollSeconds, outages, log }: SourceParts): JobSource {
  const isEmbedded = database.kind === 'embedded';
  let looking: NodeJS.Timeout | undefined;
  const startWorker = async (name: string, isKept: boolean, run: (job: QueuedJob) => Promise<void>) => {
    let id: string | undefined;
    id = await boss.work(
      name,
      {
        includeMetadata: true,
        batchSize: 1,
        pollingIntervalSeconds: pollSeconds,
        notifyPollingIntervalSeconds: pollSeconds,
        heartbeatRefreshSeconds: BEAT_SECONDS,
        ...(isKept ? { minPriority: PRIORITY_NOW } : {}),
      },
      async (jobs: QueuedJob[]) => {
        // It looks for the next job as soon as this one has ended, not at the next poll.
        if (id !== undefined) boss.notifyWorker(id);
        for (const job of jobs) await run(job).catch(throwStorable);
      },
    );
    workerIds.push(id);
  };
  const source: JobSource = {
    async poll(run) {
      // Nobody else uses an embedded database: what is active was left by a process that was killed.
      if (isEmbedded) await source.takeBackSilent(0);
      looking = repeatedly(LOOK_FOR_SILENT_SECONDS, outages, async () => {
        const count = await source.takeBackSilent(SILENT_SECONDS);
        if (count > 0) log.warn({ count }, 'jobs of a worker that is gone were given to others');
      });
      for (const [name, count] of Object.entries(WORKERS[database.kind])) {
        for (let place = 0; place < count; place += 1) await startWorker(name, place === 0, run);
      }
    },
    async stopPolling() {
      clearInterval(looking);
      await Promise.all(QUEUES.map((name) => boss.offWork(name, { wait: true })));
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
      for (const name of QUEUES) {
        const [job] = await boss.fetch<unknown>(name, { includeMetadata: true, batchSize: 1 });
        if (job !== undefined) return job;
      }
      return undefined;
    },
    async complete(job) {
      await boss.complete(job.name, job.id);
    },
    async fail(job, error) {
      await boss.fail(job.name, job.id, { message: safeErrorText(error) });
    },
    async bringForward(withinSeconds) {
      const { rows } = (await database.transaction({ kind: 'system' }, (tx) =>
        tx.execute(sql`
          with waiting as (
            select id, start_after from pgboss.job
            where ${isOurs} and state in ('created', 'retry')
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
      from pgboss.job where ${isOurs} and state = 'active' and ${condition}
    )
    update pgboss.job set
      state = case when is_double then 'completed' else 'retry' end::pgboss.job_state,
      completed_on = case when is_double then now() end,
      start_after = now() + make_interval(secs => ${afterSeconds}),
      retry_limit = retry_limit + 1
    from chosen where job.id = chosen.id and job.state = 'active'`);
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
