import { existsSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { EmbeddedStream } from './embedded-stream.server.ts';
import { FolderError, lockFolder, makeFolder } from './folder-lock.server.ts';
import type { AccountId } from './ids.ts';
import type { Log } from './logging.server.ts';
import { type Migration, migrate } from './migrate.server.ts';
import { PreparingClient } from './preparing-client.server.ts';

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
  /** Runs in one transaction, committed when `run` resolves. Never wait for HTTP or mail inside. */
  transaction<T>(scope: Scope, run: (tx: Tx) => Promise<T>): Promise<T>;
  /** The way in which the job queue connects: by connections of its own, or the embedded database's only one. */
  queueConnection: { connectionString: string; options: string } | { onlyConnection: pg.Pool };
  close(): Promise<void>;
}>;

/** The embedded database can be copied while nothing runs on it. */
export type EmbeddedDatabase = Database & Readonly<{ embedded: PGlite }>;

const APP_ROLE_OPTION = '-c role=portal_app -c timezone=UTC';

/** Opens the PostgreSQL server named by `url`, after bringing its schema up to date through `ownerUrl`. */
export async function openServerDatabase(settings: {
  url: string;
  ownerUrl: string;
  migrations: readonly Migration[];
  log: Log;
}): Promise<Database> {
  const owner = new pg.Client({ connectionString: settings.ownerUrl });
  await owner.connect();
  try {
    await migrate(
      {
        query: async (text, values) => (await owner.query(text, values)).rows,
        script: async (text) => void (await owner.query(text)),
      },
      settings.migrations,
    );
  } finally {
    await owner.end();
  }
  const pool = new pg.Pool({
    connectionString: settings.url,
    options: APP_ROLE_OPTION,
    max: 10,
    Client: PreparingClient,
  });
  // A server that restarts closes what is open here. What runs on it fails; the next transaction connects anew.
  const onLost = ({ message }: Error) =>
    settings.log.warn({ reason: message }, 'a connection to the database was lost');
  pool.on('connect', (client) => client.on('error', onLost));
  pool.on('error', onLost);
  return {
    kind: 'server',
    transaction: transactionsOf(pool),
    queueConnection: { connectionString: settings.url, options: APP_ROLE_OPTION },
    close: () => pool.end(),
  };
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
      transaction: transactionsOf(pool),
      queueConnection: { onlyConnection: pool },
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

async function openClient(folder: string | undefined, template: Blob | undefined): Promise<PGlite> {
  const from = template === undefined ? {} : { loadDataDir: template };
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
  return PGlite.create({ dataDir });
}

/**
 * The embedded database throws PostgreSQL's error or, where its files cannot be made, its file system's: `{ errno: 51
 * }`.
 */
function isDiskFull(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  return ('code' in error && error.code === '53100') || ('errno' in error && error.errno === 51);
}

/**
 * Begins a transaction and says what it may see in one message, runs, commits. Of a run that failed nothing stays; a
 * connection that cannot even take that back is closed.
 */
function transactionsOf(pool: pg.Pool): Database['transaction'] {
  return async (scope, run) => {
    const client = await pool.connect();
    try {
      await client.query(`begin; ${scopeStatement(scope)}`);
      const result = await run(drizzle(client));
      const { command } = await client.query('commit');
      // PostgreSQL answers thus, without an error, when a refused statement was caught and passed over.
      if (command === 'ROLLBACK')
        throw new Error('a statement of this transaction was refused, so nothing was committed');
      client.release();
      return result;
    } catch (error) {
      client.release(await faultOfRollback(client));
      throw error;
    }
  };
}

function faultOfRollback(client: pg.PoolClient): Promise<Error | undefined> {
  return client.query('rollback').then(
    () => undefined,
    (fault: Error) => fault,
  );
}

function scopeStatement(scope: Scope): string {
  const accountId = scope.kind === 'account' ? scope.accountId : '';
  return `select set_config('app.scope', ${pg.escapeLiteral(scope.kind)}, true), set_config('app.account_id', ${pg.escapeLiteral(accountId)}, true)`;
}
