import { randomInt } from 'node:crypto';
import { account } from '#features/accounts/accounts.ts';
import type { Config } from '#platform/config.server.ts';
import type { Database } from '#platform/database.server.ts';
import type { Log } from '#platform/logging.server.ts';
import { openQueue } from '#platform/queue.server.ts';
import { assert } from '#platform/refusal.ts';
import { createWorker } from '#platform/worker.server.ts';
import { type DemoActors, fillCatalogue, openAccounts } from './demo-accounts.server.ts';
import { SIGN_INS } from './demo-companies.ts';
import { type Seeding, seedHistory } from './demo-history.server.ts';
import { startDemoSimulator } from './demo-simulator.server.ts';
import { jobs, passes } from './registry.ts';
import { buildServices } from './services.server.ts';

/** The sign-ins of the demo, shown once to the person who starts it. */
export type DemoSignIns = Readonly<{ logins: readonly string[]; password: string; isPasswordMade: boolean }>;

/** The age of the demo's first orders. */
export const HISTORY_DAYS = 20;
const NO_TIME = Temporal.Duration.from({ seconds: 0 });

/**
 * Fills an empty database with the demo: companies, people, the price sheet, and three weeks of history. A simulator of
 * its own starts in the past and without latency, the demo's people order by the same operations as everybody, workers
 * run their jobs, and the clock is moved until it is today. Then the simulator is closed; the one that serves the demo
 * continues from its state.
 *
 * @returns undefined when there is something in the database already
 */
export async function seedDemo(given: {
  config: Config;
  database: Database;
  log: Log;
}): Promise<DemoSignIns | undefined> {
  const { database, log } = given;
  assert(given.config.mode === 'demo', 'no demo account exists when the portal is connected to real back-ends');
  if (await hasAccounts(database)) return undefined;
  const password = given.config.DEMO_PASSWORD ?? memorablePassword();
  const clock = new ClockInThePast(HISTORY_DAYS);
  const simulator = await startDemoSimulator(given.config.DATA_DIR, {
    latency: { order: NO_TIME, provisioning: NO_TIME, renewal: NO_TIME, vetting: NO_TIME, transition: NO_TIME },
    now: () => clock.now(),
    // Nobody relies on an answer yet.
    savesBeforeAnswer: false,
  });
  try {
    // The mails of the history are kept, never sent: its people have no mailbox.
    const { SMTP_URL: _, ...config } = given.config;
    const { queue, source, close } = await openQueue(database, log);
    try {
      const services = await buildServices({
        config,
        database,
        clock,
        log,
        simulatorUrl: simulator.url,
        readClock: async () => {},
      });
      const app = { database, clock, queue, log, services };
      const worker = createWorker({ app, source, jobs, passes });
      await fillDemo(
        { app, worker, simulatorUrl: simulator.url, moveToDaysAgo: (days) => clock.moveToDaysAgo(days) },
        password,
      );
      await worker.stop();
    } finally {
      await close();
    }
  } finally {
    await simulator.close();
  }
  return {
    logins: [SIGN_INS.administrator.login, SIGN_INS.serviceUser.login, SIGN_INS.provider.login],
    password,
    isPasswordMade: given.config.DEMO_PASSWORD === undefined,
  };
}

/**
 * Opens the demo's accounts, fills the catalogue and seeds the history, in an application whose time is in the past.
 */
export async function fillDemo(seeding: Seeding, password: string): Promise<DemoActors> {
  const { app, worker } = seeding;
  const actors = await openAccounts(app, password);
  const offers = await fillCatalogue(app, actors);
  await worker.runAll();
  await seedHistory(seeding, actors, offers);
  return actors;
}

async function hasAccounts(database: Database): Promise<boolean> {
  const rows = await database.transaction({ kind: 'system' }, (tx) =>
    tx.select({ id: account.id }).from(account).limit(1),
  );
  return rows.length > 0;
}

/** Time that passes as the machine's does, some days behind it. */
class ClockInThePast {
  #behind: Temporal.Duration;

  constructor(daysAgo: number) {
    this.#behind = Temporal.Duration.from({ hours: daysAgo * 24 });
  }

  now(): Temporal.Instant {
    return Temporal.Now.instant().subtract(this.#behind);
  }

  moveToDaysAgo(days: number): void {
    this.#behind = Temporal.Duration.from({ hours: days * 24 });
  }
}

/** Letters and digits that nobody mixes up. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';

/** Three groups of four: about 59 bits, easy to copy by hand. */
function memorablePassword(): string {
  const group = () => Array.from({ length: 4 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return [group(), group(), group()].join('-');
}
