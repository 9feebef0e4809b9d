import { type SQL, sql } from 'drizzle-orm';
import type { Pool } from 'pg';
import { fromDrizzle, PgBoss } from 'pg-boss';
import { z } from 'zod';
import { systemActor } from './actor.ts';
import { type Clock, machineClock } from './clock.ts';
import type { Database, Scope, Tx } from './database.server.ts';
import type { AccountId } from './ids.ts';
import type { Log } from './logging.server.ts';
import { type AppContext, inContext, type OperationContext, type Services } from './operation.server.ts';
import { assert } from './refusal.ts';

export type JobContext = Readonly<{
  clock: Clock;
  /** The machine's time, not the movable clock's; where `runAll` did not wait for a job, the time at which it was due. */
  machineNow(): Temporal.Instant;
  services: Services;
  log: Log;
  /** Stays the same over the attempts of one job. */
  requestId: string;
  /** 1 for the first. */
  attempt: number;
  isLastAttempt: boolean;
  /** Opens a transaction that sees the rows of the job's account (every account for a job without one). Never wait for HTTP in it. */
  inTransaction<T>(run: (context: OperationContext) => Promise<T>): Promise<T>;
  /** Fires when the process is stopping or the job's time limit passes. */
  signal: AbortSignal;
}>;

/** Work that leaves the portal. It may run twice and must not mind; its data are ids, not rows. */
export type JobDefinition<Data> = Readonly<{
  /** `module.verbNoun`. */
  name: string;
  /** The data of a job carries the account whose rows it touches, or null for a job of the portal. */
  data: z.ZodType<Data>;
  accountIdOf(data: Data): AccountId | null;
  /** How often it is tried in all; between tries the pause doubles from `retryAfterSeconds`. */
  attempts: number;
  retryAfterSeconds: number;
  run(context: JobContext, data: Data): Promise<void>;
}>;

/** A job of any data: a row of the list of operations. */
export type AnyJob = JobDefinition<unknown>;

export type StartOptions = Readonly<{
  /** Machine time, not the movable clock. */
  afterSeconds?: number;
  /** At most one waiting job of this key; a second start changes nothing. */
  key?: string;
}>;

export function job<Data>(declared: JobDefinition<Data>): JobDefinition<Data> {
  return declared;
}

/**
 * Finds what has become due and starts the work for it: asked often, safe to repeat, over indexed rows.
 * One process at a time runs a pass of a name; it sees every account, on the movable clock.
 */
export type Pass = Readonly<{
  name: string;
  everySeconds: number;
  run(context: OperationContext): Promise<void>;
}>;

const QUEUE = 'portal';
const Envelope = z.object({ job: z.string(), data: z.unknown(), requestId: z.string() });

export type JobQueue = {
  start<Data>(tx: Tx, definition: JobDefinition<Data>, data: Data, options?: StartOptions): Promise<void>;
  /** Tells the workers of this process that there is something to do. */
  wake(): void;
};

export type Worker = {
  /** Runs everything that is due now and in the next `withinSeconds`, without waiting for it, until nothing is left. */
  runAll(withinSeconds?: number): Promise<void>;
  /** Starts polling for jobs and running passes, until stopped. */
  work(): Promise<void>;
  stop(): Promise<void>;
};

/** Connects the job queue; `worker` makes the part that runs jobs. */
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
  await boss.createQueue(QUEUE, { retryLimit: 0, expireInSeconds: 600, deleteAfterSeconds: 7 * 24 * 3600 });

  const workerIds: string[] = [];
  const queue: JobQueue = {
    async start(tx, definition, data, options = {}) {
      const id = await boss.send(
        QUEUE,
        { job: definition.name, data, requestId: crypto.randomUUID() },
        {
          db: queueInside(tx),
          retryLimit: definition.attempts - 1,
          retryDelay: definition.retryAfterSeconds,
          retryBackoff: true,
          retryDelayMax: 3600,
          ...(options.afterSeconds === undefined ? {} : { startAfter: options.afterSeconds }),
          ...(options.key === undefined ? {} : { singletonKey: options.key }),
        },
      );
      assert(id !== null || options.key !== undefined, `job ${definition.name} was not started`);
    },
    wake() {
      for (const id of workerIds) boss.notifyWorker(id);
    },
  };

  function worker(app: AppContext, definitions: readonly AnyJob[], passes: readonly Pass[]): Worker {
    const byName = new Map(definitions.map((definition) => [definition.name, definition]));
    const stopping = new AbortController();
    const timers: NodeJS.Timeout[] = [];
    const running = new Set<Promise<void>>();
    let secondsAhead = 0;

    async function runOne(item: { id: string; data: unknown; retryCount: number; retryLimit: number }): Promise<void> {
      const envelope = Envelope.parse(item.data);
      const definition = byName.get(envelope.job) as JobDefinition<unknown> | undefined;
      assert(definition !== undefined, `no job is named ${envelope.job}`);
      const data = definition.data.parse(envelope.data);
      const accountId = definition.accountIdOf(data);
      const scope: Scope = accountId === null ? { kind: 'system' } : { kind: 'account', accountId };
      const jobLog = app.log.child({ job: definition.name, jobId: item.id, requestId: envelope.requestId });
      const caller = { actor: systemActor(accountId), requestId: envelope.requestId };
      const attempt = item.retryCount + 1;
      try {
        await definition.run(
          {
            clock: app.clock,
            machineNow: () => machineClock.now().add({ seconds: secondsAhead }),
            services: app.services,
            log: jobLog,
            requestId: envelope.requestId,
            attempt,
            isLastAttempt: item.retryCount >= item.retryLimit,
            inTransaction: (run) => inContext(app, scope, caller, jobLog, run),
            signal: stopping.signal,
          },
          data,
        );
      } catch (error) {
        jobLog.warn({ err: error, attempt }, 'job attempt failed');
        throw error;
      }
    }

    /** Makes due what waits, instead of waiting for it; false where nothing waits. */
    async function bringForward(withinSeconds: number): Promise<boolean> {
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
      secondsAhead = Math.max(secondsAhead, ...rows.map(({ seconds }) => seconds));
      return rows.length > 0;
    }

    async function runPass(pass: Pass): Promise<void> {
      const passLog = app.log.child({ pass: pass.name });
      try {
        await inContext(
          app,
          { kind: 'system' },
          { actor: systemActor(), requestId: crypto.randomUUID() },
          passLog,
          async (context) => {
            const { rows } = (await context.tx.execute(
              sql`select pg_try_advisory_xact_lock(hashtext(${`pass:${pass.name}`})) as held`,
            )) as unknown as { rows: { held: boolean }[] };
            if (rows[0]?.held === true) await pass.run(context);
          },
        );
      } catch (error) {
        // The next round asks again; a pass that cannot run is loud in the log and in the metrics, not the end of the worker.
        passLog.error({ err: error }, 'pass failed');
      }
    }

    return {
      async runAll(withinSeconds = 30) {
        for (const pass of passes) await runPass(pass);
        for (;;) {
          const items = await boss.fetch<unknown>(QUEUE, { includeMetadata: true, batchSize: 1 });
          const item = items[0];
          if (item === undefined) {
            if (!(await bringForward(withinSeconds))) return;
            continue;
          }
          try {
            await runOne(item);
            await boss.complete(QUEUE, item.id);
          } catch (error) {
            await boss.fail(QUEUE, item.id, { message: error instanceof Error ? error.message : String(error) });
          }
        }
      },
      async work() {
        const id = await boss.work(
          QUEUE,
          {
            includeMetadata: true,
            batchSize: 1,
            pollingIntervalSeconds: database.kind === 'embedded' ? 1 : 0.5,
            localConcurrency: database.kind === 'embedded' ? 2 : 4,
          },
          async (items: Parameters<typeof runOne>[0][]) => {
            for (const item of items) await runOne(item);
          },
        );
        workerIds.push(id);
        for (const pass of passes) {
          let busy = false;
          const round = () => {
            if (busy || stopping.signal.aborted) return;
            busy = true;
            const done = runPass(pass).finally(() => {
              busy = false;
              running.delete(done);
            });
            running.add(done);
          };
          timers.push(setInterval(round, pass.everySeconds * 1000));
          round();
        }
      },
      async stop() {
        stopping.abort();
        for (const timer of timers) clearInterval(timer);
        await Promise.all(running);
        workerIds.length = 0;
      },
    };
  }

  return { queue, worker, close: () => boss.stop({ graceful: true, timeout: 10_000 }) };
}

/** The queue's view of a connection that it shares: a script of its own that failed must not leave its transaction open. */
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

/** The queue's view of an open transaction: what it sends commits or rolls back with the caller's writes. */
function queueInside(tx: Tx) {
  return fromDrizzle(
    { execute: async (query) => (await tx.execute(query as SQL)) as unknown as { rows: unknown[] } },
    sql,
  );
}
