import { fileURLToPath } from 'node:url';
import { systemActor } from '#platform/actor.ts';
import { machineClock } from '#platform/clock.ts';
import { readConfig } from '#platform/config.server.ts';
import { openEmbeddedDatabase } from '#platform/database.server.ts';
import { silentLog } from '#platform/logging.server.ts';
import { readMigrations } from '#platform/migrate.server.ts';
import { openQueue } from '#platform/queue.server.ts';
import { buildServices } from '#shell/services.server.ts';

export const CALLER = { actor: systemActor(), requestId: 'bench' };

/**
 * The application on an embedded database, without a worker: jobs that an import starts stay in the queue.
 *
 * @param folder  of the database; in memory when left out
 */
export async function startApplication(folder?: string) {
  const portalFolder = fileURLToPath(new URL('../portal', import.meta.url));
  const database = await openEmbeddedDatabase({ folder, migrations: readMigrations(portalFolder) });
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
    },
  };
}
