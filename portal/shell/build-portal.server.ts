import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Clock, machineClock } from '#platform/clock.ts';
import type { Config, DatabaseSettings } from '#platform/config.server.ts';
import { type Database, openEmbeddedDatabase, openServerDatabase } from '#platform/database.server.ts';
import { collectFromDatabase } from '#platform/database-gauges.server.ts';
import { makeFolder } from '#platform/folder-lock.server.ts';
import type { Log } from '#platform/logging.server.ts';
import { createMetrics, type Metrics } from '#platform/metrics.server.ts';
import { type Migration, readMigrations } from '#platform/migrate.server.ts';
import type { AppContext } from '#platform/operation.server.ts';
import { openQueue } from '#platform/queue.server.ts';
import { ROOT_FOLDER } from '#platform/root-folder.server.ts';
import { createWorker, type Worker } from '#platform/worker.server.ts';
import type { DemoSignIns } from './demo-seed.server.ts';
import { refuseOtherMode } from './refuse-other-mode.server.ts';
import { gauges, jobs, passes } from './registry.ts';
import { buildServices } from './services.server.ts';
import { followSimulatorClock } from './simulator-clock.server.ts';
import { type Say, whenDatabaseAnswers } from './wait-for-database.server.ts';

const PORTAL_FOLDER = join(ROOT_FOLDER, 'portal');
/** A migrated, empty database from the build: a first start copies it and saves the seconds of making one. */
const TEMPLATE_FILE = join(ROOT_FOLDER, 'build', 'database-template.tar');

/** Everything that a process of the portal uses, opened in order and closed in reverse. */
export type Portal = Readonly<{
  app: AppContext;
  worker: Worker;
  metrics: Metrics;
  /** The simulator that stands in for Microsoft in the demo. */
  simulatorUrl: string | undefined;
  /** The demo's sign-ins, at its first start only. */
  demoSignIns: DemoSignIns | undefined;
  close(): Promise<void>;
}>;

type BuildOptions = Readonly<{ metrics?: Metrics; say?: Say }>;

export async function buildPortal(config: Config, log: Log, options: BuildOptions = {}): Promise<Portal> {
  const { metrics = createMetrics(), say = () => {} } = options;
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  try {
    const database = await openDatabase(config, log, { say });
    closers.push(() => database.close());
    await whenDatabaseAnswers(() => refuseOtherMode(config, database), say);

    let clock: Clock = machineClock;
    let simulatorUrl: string | undefined;
    let readClock = async () => {};
    let demoSignIns: DemoSignIns | undefined;
    if (config.mode === 'demo') {
      makeFolder(resolve(config.DATA_DIR));
      // Read by demos alone: it is a tenth of the code.
      const [{ seedDemo }, { startDemoSimulator }] = await Promise.all([
        import('./demo-seed.server.ts'),
        import('./demo-simulator.server.ts'),
      ]);
      demoSignIns = await seedDemo({ config, database, log });
      const simulator = await startDemoSimulator(config.DATA_DIR, {
        latency: demoLatency(config.DEMO_ORDER_SECONDS),
      });
      closers.push(() => simulator.close());
      simulatorUrl = simulator.url;
      const following = await followSimulatorClock(simulator.url);
      closers.push(() => following.stop());
      clock = following.clock;
      readClock = following.read;
    }

    const { queue, source, close: closeQueue } = await whenDatabaseAnswers(() => openQueue(database, log), say);
    closers.push(closeQueue);
    const parts = { config, database, clock, log, metrics, simulatorUrl, readClock };
    const services = await whenDatabaseAnswers(() => buildServices(parts), say);
    const app: AppContext = { database, clock, queue, log, services };
    metrics.collectProcess();
    metrics.collectPool(database);
    collectFromDatabase(metrics.registry, { database, clock, log, gauges });
    const worker = createWorker({ app, source, jobs, passes, metrics });
    closers.push(() => worker.stop());
    return { app, worker, metrics, simulatorUrl, demoSignIns, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The migrations of this version. */
export function readPortalMigrations(): Migration[] {
  return readMigrations(PORTAL_FOLDER);
}

/**
 * Opens the database of the settings, and brings its schema up to date first. Waits for a server that is not there yet,
 * and begins again with one that restarts meanwhile: what a migration had not committed is done anew.
 *
 * @param given.migrations  those of this version; a restore applies fewer first
 */
export async function openDatabase(
  config: DatabaseSettings,
  log: Log,
  { migrations = readPortalMigrations(), say = () => {} }: { migrations?: readonly Migration[]; say?: Say } = {},
): Promise<Database> {
  const { DATABASE_URL: url } = config;
  if (url === undefined) {
    const isNew = !existsSync(join(config.DATA_DIR, 'database'));
    const template = isNew && existsSync(TEMPLATE_FILE) ? new Blob([readFileSync(TEMPLATE_FILE)]) : undefined;
    return openEmbeddedDatabase({
      folder: config.DATA_DIR,
      migrations,
      ...(template === undefined ? {} : { template }),
    });
  }
  const ownerUrl = config.DATABASE_OWNER_URL ?? url;
  return whenDatabaseAnswers(() => openServerDatabase({ url, ownerUrl, migrations, log, say }), say);
}

/** In the demo an order takes seconds; a vetting, as long as a person is ready to watch. */
function demoLatency(orderSeconds: number) {
  const order = Temporal.Duration.from({ milliseconds: Math.round(orderSeconds * 1000) });
  return { order, provisioning: order, renewal: order, vetting: order, transition: order };
}
