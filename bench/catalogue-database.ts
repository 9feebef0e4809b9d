import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { systemActor } from '#platform/actor.ts';
import { machineClock } from '#platform/clock.ts';
import { readConfig } from '#platform/config.server.ts';
import { openEmbeddedDatabase, openServerDatabase } from '#platform/database.server.ts';
import { silentLog } from '#platform/logging.server.ts';
import { readMigrations } from '#platform/migrate.server.ts';
import { openQueue } from '#platform/queue.server.ts';
import { buildServices } from '#shell/services.server.ts';

export const CALLER = { actor: systemActor(), requestId: 'bench' };

/** A PostgreSQL server on which the benchmark may create databases; undefined: the embedded database is measured. */
const SERVER_URL = process.env.BENCH_DATABASE_URL;

export const DATABASE_NAME = SERVER_URL === undefined ? 'embedded' : 'PostgreSQL';

/**
 * The application on an empty database, without a worker: jobs that an import starts stay in the queue. The database
 * is on the server of `BENCH_DATABASE_URL`, from which closing deletes it, or embedded.
 *
 * @param folder  of the embedded database; in memory when left out
 */
export async function startApplication(folder?: string) {
  const migrations = readMigrations(fileURLToPath(new URL('../portal', import.meta.url)));
  const server = SERVER_URL === undefined ? undefined : await createDatabase(SERVER_URL);
  const database =
    server === undefined
      ? await openEmbeddedDatabase({ folder, migrations })
      : await openServerDatabase({ url: server.url, ownerUrl: server.url, migrations, log: silentLog });
  const queueing = await openQueue(database, silentLog);
  const services = await buildServices({
    config: readConfig({ SECRET: 'a secret for measuring, at least 32 characters' }),
    database,
    clock: machineClock,
    log: silentLog,
    simulatorUrl: 'http://127.0.0.1:9',
    readClock: async () => {},
  });
  return {
    app: { database, clock: machineClock, queue: queueing.queue, log: silentLog, services },
    close: async () => {
      await queueing.close();
      await database.close();
      await server?.drop();
    },
  };
}

async function createDatabase(serverUrl: string) {
  const name = `bench_${crypto.randomUUID().replaceAll('-', '')}`;
  await onServer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(serverUrl, `drop database ${name} with (force)`) };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
