import pg from 'pg';
import { readConfig } from '#platform/config.server.ts';
import { silentLog } from '#platform/logging.server.ts';
import { buildPortal } from '#shell/build-portal.server.ts';
import { openService, type Service } from '../../portal/bin/testing/service.ts';
import { fillCatalogue } from './fill-catalogue.ts';
import { fillCustomers } from './fill-customers.ts';
import { fillMeasuredCompanies, fillSubscriptions, findTemplates } from './fill-subscriptions.ts';

/** As a server of 4 GB would be set up, beside PostgreSQL's own presets. Statements are counted by its extension. */
const SERVER_OPTIONS = [
  'shared_preload_libraries=pg_stat_statements',
  'pg_stat_statements.max=10000',
  'shared_buffers=1GB',
  'effective_cache_size=2GB',
  'random_page_cost=1.1',
  'max_wal_size=4GB',
  'checkpoint_timeout=30min',
];

export const METRICS_TOKEN = 'a token for the benchmark';
/** Settings of the processes: sign-ins without a second factor, and metrics on their own port. */
const SETTINGS = { LOG_LEVEL: 'warn', REQUIRE_SECOND_FACTOR: 'false', METRICS_TOKEN };

export type FilledService = Awaited<ReturnType<typeof openFilledService>>;

/** The service with customers, people and products, and the subscriptions of the measured companies alone. */
export async function openFilledService(programs: string) {
  const service = await openService(programs, {
    postgresOptions: SERVER_OPTIONS.map((option) => `-c ${option}`).join(' '),
  });
  try {
    await service.postgres.query('portal', 'create extension pg_stat_statements', 'postgres');
    await withPortal(service, ({ app }) => fillCatalogue(app));
    await inSystem(service, async (client) => {
      await fillCustomers(client);
      await fillMeasuredCompanies(client);
      // Microsoft's limit is measured by itself: see docs/scale.md. Here requests are sent as fast as they are made.
      await client.query(`
        create or replace function lease_requests(
          limiter_name text, wanted integer, per_window integer, window_ms integer, test_time timestamptz default null
        ) returns table (granted integer, wait_ms integer) language sql as 'select wanted, 0'`);
      await client.query(`update account set credit_limit = 1000000000`);
    });
    await forgetJobs(service);
    return {
      ...service,
      startProcess: (role: 'web' | 'work') => service.start(role, SETTINGS),
      /** Adds subscriptions of other customers until there are so many. */
      async growTo(from: number, to: number): Promise<void> {
        await inSystem(service, (client) => fillSubscriptions(client, from + 1, to));
        await inSystem(service, (client) => client.query('vacuum analyze'));
      },
      forgetJobs: () => forgetJobs(service),
      passSettings: { ...service.settings, ...SETTINGS },
    };
  } catch (error) {
    await service.close();
    throw error;
  }
}

/** Jobs of the filling are not those that are measured. */
async function forgetJobs(service: Service): Promise<void> {
  await service.query('delete from pgboss.job');
}

/** The portal in this process, for operations of the system. */
async function withPortal(
  service: Service,
  act: (portal: Awaited<ReturnType<typeof buildPortal>>) => Promise<void>,
): Promise<void> {
  const portal = await buildPortal(readConfig(service.settings), silentLog);
  try {
    await act(portal);
  } finally {
    await portal.close();
  }
}

/** A connection of the owner, who is under row security as every role, in the scope that sees all rows. */
async function inSystem(service: Service, act: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: service.databaseUrl });
  await client.connect();
  try {
    await client.query("set app.scope = 'system'; set work_mem = '128MB'");
    await findTemplates(client);
    await act(client);
  } finally {
    await client.end();
  }
}
