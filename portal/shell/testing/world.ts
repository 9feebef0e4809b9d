import { startSimulator } from '@licence-portal/partner-center-simulator';
import { inject, onTestFinished } from 'vitest';
import type { z } from 'zod';
import { createPasswordHashing, type PasswordHashing } from '#features/sign-in/sign-in.ts';
import { type Actor, ANONYMOUS } from '#platform/actor.ts';
import { StandingClock } from '#platform/clock.ts';
import { readConfig } from '#platform/config.server.ts';
import type { Scope, Tx } from '#platform/database.server.ts';
import { silentLog } from '#platform/logging.server.ts';
import { openMailBodies } from '#platform/mail.server.ts';
import { type AppContext, type Operation, runOperation } from '#platform/operation.server.ts';
import { openQueue } from '#platform/queue.server.ts';
import { mail } from '#platform/tables.ts';
import { createWorker } from '#platform/worker.server.ts';
import { answerAsSignatory } from '../demo-agreement.server.ts';
import { jobs, passes } from '../registry.ts';
import { buildServices } from '../services.server.ts';
import { QUICK_HASHER } from './quick-hasher.ts';
import { openTestDatabase } from './test-database.ts';

const NO_TIME = Temporal.Duration.from({ seconds: 0 });

/**
 * The time of a world that names none: a working day in the month of the demo's prices, whatever the machine's date.
 */
export const WORLD_START = '2026-11-25T09:00:00Z';

type WorldOptions = Readonly<{
  now?: string;
  environment?: Record<string, string>;
  /** Default: passwords are hashed at no cost. */
  passwordHashing?: PasswordHashing;
  /** TXT records of DNS by name; the test may change them. Default: none. */
  txtRecords?: ReadonlyMap<string, readonly string[]>;
}>;

/**
 * The portal as a test needs it: a real database, real jobs, the simulator over HTTP without latency, and a clock that
 * stands still until it is moved, for portal and Microsoft together. Everything is closed when the test ends.
 */
export async function startWorld(given: WorldOptions = {}): Promise<World> {
  const { world, close } = await openWorld(given);
  onTestFinished(close);
  return world;
}

/** The same for several tests of a file, which closes it itself. */
export async function openWorld(given: WorldOptions = {}) {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closer of closers.toReversed()) await closer();
  };
  const clock = new StandingClock(given.now ?? WORLD_START);
  const machineClock = new StandingClock(given.now ?? WORLD_START);
  const config = readConfig({
    DATABASE_URL: undefined,
    SECRET: 'a secret for tests, at least 32 characters long',
    PUBLIC_URL: 'http://portal.test',
    ...given.environment,
  });
  const simulator = await startSimulator({
    latency: { order: NO_TIME, provisioning: NO_TIME, renewal: NO_TIME, vetting: NO_TIME, transition: NO_TIME },
    now: () => clock.now(),
  });
  closers.push(() => simulator.close());
  const database = await openTestDatabase(inject('databaseTemplate'));
  closers.push(() => database.close());
  const queueing = await openQueue(database, silentLog);
  closers.push(() => queueing.close());
  const services = await buildServices({
    config,
    database,
    clock,
    machineClock,
    passwordHashing: given.passwordHashing ?? createPasswordHashing({ hasher: QUICK_HASHER }),
    resolveTxt: async (name) => ({ answered: true, values: given.txtRecords?.get(name) ?? [] }),
    log: silentLog,
    simulatorUrl: simulator.url,
    readClock: async () => {},
  });
  const app: AppContext = { database, clock, queue: queueing.queue, log: silentLog, services };
  const worker = createWorker({ app, source: queueing.source, jobs, passes });

  const world = {
    app,
    worker,
    clock,
    /** The machine's time, which locks and the sign-in history follow; it stands still until it is set. */
    machineClock,
    config,
    services,
    /** Runs operations as a person. */
    as(actor: Actor) {
      return {
        call<In extends z.ZodType, Out extends z.ZodType>(
          op: Operation<string, In, Out>,
          input: z.input<In>,
        ): Promise<z.output<Out>> {
          return runOperation(app, op, input, { actor, requestId: crypto.randomUUID() });
        },
      };
    },
    anonymous: ANONYMOUS,
    /** Moves the one clock of portal and Microsoft. */
    advance(duration: Temporal.DurationLikeObject) {
      clock.set(clock.now().add(withHours(duration)));
    },
    /** Runs passes and jobs until nothing is due. */
    runJobs: () => worker.runAll(),
    simulator: {
      url: simulator.url,
      control: controlOf(simulator.url),
      /** Answers the link to the Microsoft Customer Agreement as its signatory. */
      answerAsSignatory: (link: string, answer?: 'accept' | 'decline') =>
        answerAsSignatory(simulator.url, link, answer),
    },
    db: <T>(scope: Scope, run: (tx: Tx) => Promise<T>) => database.transaction(scope, run),
    /** The outbox, with the bodies as the recipients get them, links included. */
    async mails() {
      const rows = await database.transaction({ kind: 'system' }, (tx) =>
        tx.select().from(mail).orderBy(mail.createdAt, mail.id),
      );
      return rows.map((row) => ({ ...row, ...openMailBodies(services.secretBox, row) }));
    },
    /** Runs statements as the owner of the schema, for tests that break a rule of the database on purpose. */
    asOwner: (statements: string) => database.asOwner(statements),
  };
  return { world, close };
}

export type World = Awaited<ReturnType<typeof openWorld>>['world'];

/** Calls of the simulator's control interface: time, faults, state. */
function controlOf(simulatorUrl: string) {
  return async (method: string, path: string, body?: object): Promise<Response> => {
    const response = await fetch(`${simulatorUrl}/control${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`simulator control ${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
}

/** Instants know no days: a day on the clock is 24 hours. */
function withHours({ days = 0, hours = 0, ...rest }: Temporal.DurationLikeObject): Temporal.DurationLikeObject {
  return { ...rest, hours: hours + days * 24 };
}
