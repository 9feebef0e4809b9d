import { existsSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { DatabaseAway, isConnectionFault } from './database-away.ts';
import { EmbeddedStream } from './embedded-stream.server.ts';
import { FolderError, lockFolder, makeFolder } from './folder-lock.server.ts';
import type { AccountId } from './ids.ts';
import type { Log } from './logging.server.ts';
import { type Migration, migrate } from './migrate.server.ts';
import { createOutageLog } from './outage-log.ts';
import { PreparingClient } from './preparing-client.server.ts';
import { createProcessLocks, type ProcessLocks } from './process-locks.server.ts';

/** An open transaction. Everything that reads or writes takes one: the embedded database has a single connection. */
export type Tx = Omit<NodePgDatabase, 'transaction'>;

/**
 * The rows that a transaction may see. `account`: the rows of one account and the tables of the portal. `provider`:
 * every account, for operations of the provider's staff, each audited. `system`: every account, for jobs, passes and
 * sign-in.
 */
export type Scope =
  | Readonly<{ kind: 'account'; accountId: AccountId }>
  | Readonly<{ kind: 'provider' }>
  | Readonly<{ kind: 'system' }>;

export type Database = Readonly<{
  kind: 'embedded' | 'server';
  /**
   * Runs in one transaction, committed when `run` resolves. Never wait for HTTP or mail inside.
   *
   * @throws DatabaseAway when the database does not answer
   */
  transaction<T>(scope: Scope, run: (tx: Tx) => Promise<T>): Promise<T>;
  /** The way in which the job queue connects: by connections of its own, or the embedded database's only one. */
  queueConnection: { connectionString: string; options: string } | { onlyConnection: pg.Pool };
  /** Locks of this process against the others of this database. */
  locks: ProcessLocks;
  /** The pool's connections: in all, without work, and callers that wait for one. */
  pool(): Readonly<{ total: number; idle: number; waiting: number }>;
  close(): Promise<void>;
}>;

/** The embedded database can be copied while nothing runs on it. */
export type EmbeddedDatabase = Database & Readonly<{ embedded: PGlite }>;

/**
 * The connections of the running portal. A process that hangs, or that the network has lost, must not hold its
 * locks: the server ends its transaction after a minute.
 */
const APP_OPTIONS = [
  'role=portal_app',
  'timezone=UTC',
  // Compiling a plan costs seconds, for statements that take milliseconds.
  'jit=off',
  'idle_in_transaction_session_timeout=60s',
  'tcp_keepalives_idle=30',
  'tcp_keepalives_interval=10',
  'tcp_keepalives_count=3',
]
  .map((option) => `-c ${option}`)
  .join(' ');
/** A caller gets an answer rather than waiting for a server that is not there. */
const CONNECT_TIMEOUT_MS = 10_000;
const CONNECTIONS_MAX = 10;

/**
 * Opens the PostgreSQL server named by `url`, after bringing its schema up to date through `ownerUrl`.
 *
 * @param settings.say  takes sentences for the person who starts the portal
 * @throws an error that `isConnectionFault` recognises when the server does not answer, or stops during a migration
 */
export async function openServerDatabase(settings: {
  url: string;
  ownerUrl: string;
  migrations: readonly Migration[];
  log: Log;
  say?: (sentence: string) => void;
}): Promise<Database> {
  await migrateServer(settings);
  const outages = createOutageLog(settings.log, 'the database');
  const connecting = {
    connectionString: settings.url,
    options: APP_OPTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  };
  const pool = new pg.Pool({ ...connecting, max: CONNECTIONS_MAX, Client: PreparingClient });
  const locks = createProcessLocks(connecting);
  // A server that restarts closes what is open here. What runs on it fails; the next transaction connects anew.
  pool.on('connect', (client) => client.on('error', outages.lost));
  pool.on('error', outages.lost);
  return {
    kind: 'server',
    transaction: transactionsOf(pool, outages),
    queueConnection: { connectionString: settings.url, options: APP_OPTIONS },
    locks,
    pool: () => countsOf(pool),
    close: async () => {
      await locks.close();
      await pool.end();
    },
  };
}

async function migrateServer(settings: Parameters<typeof openServerDatabase>[0]): Promise<void> {
  const owner = new pg.Client({
    connectionString: settings.ownerUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  // The statement that runs fails too, and says so to its caller.
  owner.on('error', () => {});
  await owner.connect();
  try {
    await migrate(
      {
        query: async (text, values) => (await owner.query(text, values)).rows,
        script: async (text) => void (await owner.query(text)),
      },
      settings.migrations,
      settings.say === undefined ? {} : { say: settings.say },
    );
  } finally {
    // A connection that broke has ended already.
    await owner.end().catch(() => undefined);
  }
}

function countsOf({ totalCount, idleCount, waitingCount }: pg.Pool) {
  return { total: totalCount, idle: idleCount, waiting: waitingCount };
}

/**
 * Opens the embedded database in a folder (created if absent), or in memory when `folder` is undefined.
 * Refuses a folder that another process holds. `template` is a dump of a migrated database, to start faster.
 */
export async function openEmbeddedDatabase(settings: {
  folder: string | undefined;
  migrations: readonly Migration[];
  template?: Blob;
}): Promise<EmbeddedDatabase> {
  let unlock = async () => {};
  if (settings.folder !== undefined) {
    makeFolder(resolve(settings.folder));
    unlock = await lockFolder(settings.folder);
  }
  try {
    const client = await openClient(settings.folder, settings.template);
    await migrate(
      {
        query: async (text, values) => (await client.query<Record<string, unknown>>(text, values)).rows,
        script: async (text) => void (await client.exec(text)),
      },
      settings.migrations,
    );
    await client.exec("set timezone = 'UTC'; set role portal_app");
    const pool = new pg.Pool({
      stream: () => new EmbeddedStream(client),
      ssl: false,
      max: 1,
      idleTimeoutMillis: 0,
      Client: PreparingClient,
    });
    return {
      kind: 'embedded',
      transaction: transactionsOf(pool, NO_OUTAGES),
      queueConnection: { onlyConnection: pool },
      locks: createProcessLocks(),
      pool: () => countsOf(pool),
      embedded: client,
      close: async () => {
        await pool.end();
        await client.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw isDiskFull(error)
      ? new FolderError(
          `The disk is full. Free some space where the folder "${settings.folder}" is, or set DATA_DIR to another folder.`,
          { cause: error },
        )
      : error;
  }
}

/**
 * The embedded database clears its shared memory at start, so that all of it is the process's own: the 128 MB of its
 * default would be a third of the portal. Its files are in the system's cache besides.
 */
const EMBEDDED_PARAMS = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'];

async function openClient(folder: string | undefined, template: Blob | undefined): Promise<PGlite> {
  const startParams = EMBEDDED_PARAMS;
  const from = template === undefined ? { startParams } : { startParams, loadDataDir: template };
  if (folder === undefined) return PGlite.create(from);
  const dataDir = join(folder, 'database');
  if (!existsSync(dataDir)) {
    // Made under another name: what a kill or a full disk leaves half made is made anew at the next start.
    const unfinished = join(folder, 'database.unfinished');
    rmSync(unfinished, { recursive: true, force: true });
    const maker = await PGlite.create({ dataDir: unfinished, ...from });
    await maker.close();
    renameSync(unfinished, dataDir);
  }
  return PGlite.create({ dataDir, startParams });
}

/**
 * The embedded database throws PostgreSQL's error or, where its files cannot be made, its file system's: `{ errno: 51
 * }`.
 */
function isDiskFull(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return ('code' in error && error.code === '53100') || ('errno' in error && error.errno === 51);
}

const NO_OUTAGES = { lost: () => {}, back: () => {} };

/**
 * Begins a transaction and says what it may see in one message, runs, commits. Of a run that failed nothing stays; a
 * connection that cannot even take that back is closed.
 */
function transactionsOf(pool: pg.Pool, outages: Outages): Database['transaction'] {
  return async (scope, run) => {
    const client = await begin(pool, scope, outages);
    try {
      const result = await run(drizzle(client));
      const { command } = await client.query('commit');
      // PostgreSQL answers thus, without an error, when a refused statement was caught and passed over.
      if (command === 'ROLLBACK')
        throw new Error('a statement of this transaction was refused, so nothing was committed');
      client.release();
      return result;
    } catch (error) {
      client.release(await faultOfRollback(client));
      throw isConnectionFault(error) ? away(error, outages) : error;
    }
  };
}

type Outages = Readonly<{ lost(error: unknown): void; back(): void }>;

/**
 * A connection with an open transaction. The pool may hold one that a restart of the server has closed: nothing has run
 * on it yet, so that another is tried, at most once for each that the pool held.
 */
async function begin(pool: pg.Pool, scope: Scope, outages: Outages): Promise<pg.PoolClient> {
  for (let triesLeft = CONNECTIONS_MAX; ; triesLeft -= 1) {
    const client = await pool.connect().catch((error: unknown) => {
      throw isConnectionFault(error) ? away(error, outages) : error;
    });
    try {
      await client.query(`begin; ${scopeStatement(scope)}`);
      outages.back();
      return client;
    } catch (error) {
      client.release(true);
      if (!isConnectionFault(error)) throw error;
      if (triesLeft === 0) throw away(error, outages);
    }
  }
}

function away(error: unknown, outages: Outages): DatabaseAway {
  outages.lost(error);
  return new DatabaseAway(error);
}

function faultOfRollback(client: pg.PoolClient): Promise<Error | undefined> {
  return client.query('rollback').then(
    () => undefined,
    (fault: Error) => fault,
  );
}

/** The role of each scope has one policy for a table: that of its scope, which an index can answer. */
const ROLES = { account: 'portal_customer', provider: 'portal_provider', system: 'portal_system' } as const;

function scopeStatement(scope: Scope): string {
  const settings = {
    role: ROLES[scope.kind],
    'app.scope': scope.kind,
    'app.account_id': scope.kind === 'account' ? scope.accountId : '',
  };
  const calls = Object.entries(settings).map(
    ([name, value]) => `set_config('${name}', ${pg.escapeLiteral(value)}, true)`,
  );
  return `select ${calls.join(', ')}`;
}

/**
 * Runs a part of a provider's transaction on the rows that an account sees, so that rules which are asked for a
 * customer get that customer's answer. What `run` throws must end the transaction.
 */
export async function withinAccount<T>(tx: Tx, accountId: AccountId, run: () => Promise<T>): Promise<T> {
  await tx.execute(sql.raw(scopeStatement({ kind: 'account', accountId })));
  const result = await run();
  await tx.execute(sql.raw(scopeStatement({ kind: 'provider' })));
  return result;
}
