import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEMO_APPLICATION, DEMO_PARTNER_TENANT_ID, DEMO_REFRESH_TOKEN } from '@licence-portal/partner-center-simulator';
import { z } from 'zod';
import { createOwnPostgres, type OwnPostgres } from './own-postgres.ts';
import {
  DEMO_PASSWORD,
  freePort,
  type PortalProcess,
  type RunningProcess,
  startPortal,
  startProgram,
  until,
  untilReady,
} from './portal-process.ts';

/*
 * The portal in service, as docs/operations.md describes it: PostgreSQL, the simulator as a program of its own in
 * Microsoft's place, web and worker processes. The customers are those of the demo, which is made once, before.
 */

const DATABASE = 'portal';
const SECRET = 'a secret for tests, at least 32 characters long';

const SimulatorState = z.looseObject({
  customers: z.record(z.string(), z.looseObject({ subscriptions: z.record(z.string(), z.unknown()) })),
});

export type Service = Awaited<ReturnType<typeof openService>>;

/**
 * Makes the database and the demo's customers. Nothing runs then but PostgreSQL.
 *
 * @param postgresOptions  for the server, `-c name=value`
 */
export async function openService(programs: string, { postgresOptions = '' }: { postgresOptions?: string } = {}) {
  const postgres: OwnPostgres = createOwnPostgres(programs, postgresOptions);
  const dataFolder = mkdtempSync(join(tmpdir(), 'licence-portal-service-'));
  const simulatorPort = await freePort();
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const processes = new Set<RunningProcess>();
  const databaseUrl = postgres.urlOf(DATABASE);
  const common = { DATA_DIR: dataFolder, DATABASE_URL: databaseUrl, SECRET, DEMO_PASSWORD };
  const asReal = {
    ...common,
    PARTNER_CENTER_TENANT_ID: DEMO_PARTNER_TENANT_ID,
    PARTNER_CENTER_CLIENT_ID: DEMO_APPLICATION.clientId,
    PARTNER_CENTER_CLIENT_SECRET: DEMO_APPLICATION.clientSecret,
    PARTNER_CENTER_REFRESH_TOKEN: DEMO_REFRESH_TOKEN,
    PARTNER_CENTER_URL: simulatorUrl,
    PARTNER_CENTER_LOGIN_URL: simulatorUrl,
  };
  /** Also when this program ends by a signal or a time limit: nothing may be left behind. */
  const removeAll = () => {
    for (const running of processes) if (running.isAlive()) running.kill('SIGKILL');
    postgres.remove();
    rmSync(dataFolder, { recursive: true, force: true });
  };
  process.once('exit', removeAll);
  function keep<Started extends RunningProcess>(started: Started): Started {
    processes.add(started);
    return started;
  }

  async function fillWithDemo(): Promise<void> {
    const demo = keep(await startPortal({ ...common, DEMO_ON_DATABASE_URL: 'true' }));
    await untilReady(demo, 120_000);
    demo.kill('SIGTERM');
    await demo.ended;
    // A database of the demo is refused in real use; these customers are to be served as real ones.
    await postgres.query(DATABASE, "update installation set mode = 'real'");
  }

  const service = {
    postgres,
    dataFolder,
    databaseUrl,
    simulatorUrl,
    /** Settings of a process in service. */
    settings: asReal,
    start: async (role: 'web' | 'work' | 'all', more: Readonly<Record<string, string>> = {}): Promise<PortalProcess> =>
      keep(await startPortal({ ...asReal, ROLE: role, ...more })),
    simulatorState: join(dataFolder, 'simulator.json'),
    /** @param keepsState  in its file; a simulator without one has its state by `PUT /control/state` */
    async startSimulator({ keepsState = true } = {}): Promise<RunningProcess> {
      const program = join('portal', 'bin', 'testing', 'quick-simulator.ts');
      const state = keepsState ? ['--state', service.simulatorState] : [];
      const started = keep(startProgram([program, '--port', String(simulatorPort), ...state]));
      await until('the simulator answers', async () => (await fetch(`${simulatorUrl}/control/clock`)).ok);
      return started;
    },
    async control(method: string, path: string, body?: object): Promise<unknown> {
      const response = await fetch(`${simulatorUrl}/control${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
      return response.status === 204 ? undefined : response.json();
    },
    /** Subscriptions of all customers, counted in the simulator's own state. */
    async countSubscriptions(): Promise<number> {
      const { customers } = SimulatorState.parse(await service.control('GET', '/state'));
      return Object.values(customers).reduce((sum, { subscriptions }) => sum + Object.keys(subscriptions).length, 0);
    },
    query: <Row extends Record<string, unknown>>(statement: string) => postgres.query<Row>(DATABASE, statement),
    /** What every process has printed, the ended ones too, in the order in which they were started. */
    outputs: (): string[] => [...processes].map((running) => running.output()),
    async close(): Promise<void> {
      for (const running of processes) if (running.isAlive()) running.kill('SIGKILL');
      await Promise.all([...processes].map(({ ended }) => ended));
      process.removeListener('exit', removeAll);
      removeAll();
    },
  };
  try {
    postgres.start();
    await postgres.createDatabase(DATABASE);
    await fillWithDemo();
    return service;
  } catch (error) {
    await service.close();
    throw error;
  }
}
