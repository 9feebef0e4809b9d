import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openServerDatabase } from '#platform/database.server.ts';
import { silentLog } from '#platform/logging.server.ts';
import { readMigrations } from '#platform/migrate.server.ts';
import { createOwnPostgres, findPostgresPrograms, type OwnPostgres } from './testing/own-postgres.ts';
import { type PortalProcess, startPortal, until, untilReady } from './testing/portal-process.ts';

/* The built server against a PostgreSQL that starts late, restarts, and is brought to a newer schema. */

const programs = findPostgresPrograms();
const withPostgres = test.runIf(programs !== undefined);
const SLOW = 120_000;

let postgres: OwnPostgres;
const started: PortalProcess[] = [];

beforeEach(() => {
  if (programs !== undefined) postgres = createOwnPostgres(programs);
});
afterEach(async () => {
  for (const one of started.splice(0)) {
    one.kill('SIGKILL');
    await one.ended;
  }
  postgres?.remove();
});

withPostgres(
  'a server that starts before its database waits for it and says so in both languages',
  { timeout: SLOW },
  async () => {
    const portal = await start();
    await until('it answers', async () => (await fetch(`${portal.url}/healthz`)).ok);
    expect((await fetch(`${portal.url}/readyz`)).status).toBe(503);
    const pageIn = (language: string) => fetch(`${portal.url}/`, { headers: { 'accept-language': language } });
    const italian = await pageIn('it-IT');
    expect([italian.status, italian.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await italian.text()).toContain('<h1>Il portale torna tra poco</h1>');
    expect(await (await pageIn('en-GB')).text()).toContain('<h1>The portal will be back shortly</h1>');
    const rest = await fetch(`${portal.url}/api/v1/users/get-profile`, { headers: { 'accept-language': 'en' } });
    expect([rest.status, rest.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await rest.json()).toMatchObject({ error: { code: 'request.unavailable' } });
    await until('it says that it waits', () => portal.output().includes('The database does not answer'));

    postgres.start();
    await postgres.createDatabase('portal');
    await untilReady(portal);
    expect(portal.output().match(/Waiting for it/g)).toHaveLength(1);
    expect((await pageIn('it-IT')).status).not.toBe(503);
  },
);

withPostgres('a migration that a restart of the database cuts off is taken up again', { timeout: SLOW }, async () => {
  postgres.start();
  await postgres.createDatabase('portal');
  const portal = await start();
  await until('some migrations are done', async () => {
    const [{ count } = { count: 0 }] = await postgres.query<{ count: number }>(
      'portal',
      'select count(*)::int as count from migration',
    );
    return count > 0;
  });
  expect((await fetch(`${portal.url}/readyz`)).status).toBe(503);
  postgres.stop('immediate');
  await until('it says that it waits', () => portal.output().includes('The database does not answer'));
  postgres.start();
  await untilReady(portal);
  const applied = await postgres.query<{ name: string }>('portal', 'select name from migration order by name');
  expect(applied.map(({ name }) => name)).toEqual(ownMigrations().map(({ name }) => name));
});

withPostgres('a running server survives a restart of its database', { timeout: SLOW }, async () => {
  postgres.start();
  await postgres.createDatabase('portal');
  const portal = await start({ ROLE: 'all' });
  await untilReady(portal);
  for (const mode of ['fast', 'immediate'] as const) {
    postgres.stop(mode);
    await until('readiness is off', async () => (await fetch(`${portal.url}/readyz`)).status === 503);
    // A page of somebody who may be signed in: without a cookie the sign-in page reads nothing.
    const signedIn = () => fetch(`${portal.url}/sign-in`, { headers: { cookie: 'portal.session_token=unknown' } });
    expect((await signedIn()).status).toBe(503);
    postgres.start();
    await untilReady(portal);
    expect((await signedIn()).status).toBe(200);
  }
  expect(portal.isAlive()).toBe(true);
  expect(portal.output()).not.toContain('"level":50');
});

withPostgres(
  'an old server answers while a newer version migrates, and starts again on its schema',
  { timeout: SLOW },
  async () => {
    postgres.start();
    await postgres.createDatabase('portal');
    const old = await start();
    await untilReady(old);
    const url = postgres.urlOf('portal');
    const newer = [
      ...ownMigrations(),
      { name: '9998-newer.sql', sql: 'alter table person add column newer text; select pg_sleep(2)' },
      { name: '9999-newer.sql', sql: "update person set newer = 'filled'" },
    ];
    const statuses: number[] = [];
    let isMigrating = true;
    const asking = (async () => {
      while (isMigrating) statuses.push((await fetch(`${old.url}/sign-in`)).status);
    })();
    await (await openServerDatabase({ url, ownerUrl: url, migrations: newer, log: silentLog })).close();
    isMigrating = false;
    await asking;
    expect(statuses.length).toBeGreaterThan(1);
    expect(new Set(statuses)).toEqual(new Set([200]));

    const again = await start();
    await untilReady(again);
    expect(again.output()).toContain('The database has the schema of a newer version of the portal.');
  },
);

withPostgres('a wrong database is no reason to wait', { timeout: SLOW }, async () => {
  postgres.start();
  const portal = await start();
  expect(await portal.ended).toBe(1);
  expect(portal.output()).toMatch(/refuses the user|does not exist/);
});

function ownMigrations() {
  return readMigrations(join(import.meta.dirname, '..'));
}

async function start(settings: Readonly<Record<string, string>> = {}): Promise<PortalProcess> {
  const portal = await startPortal({
    DATABASE_URL: postgres.urlOf('portal'),
    SECRET: 'a secret for tests, at least 32 characters long',
    PARTNER_CENTER_TENANT_ID: '11111111-2222-4333-8444-555555555555',
    PARTNER_CENTER_CLIENT_ID: '11111111-2222-4333-8444-666666666666',
    PARTNER_CENTER_CLIENT_SECRET: 'never used',
    PARTNER_CENTER_URL: 'http://127.0.0.1:9',
    PARTNER_CENTER_LOGIN_URL: 'http://127.0.0.1:9',
    ROLE: 'web',
    ...settings,
  });
  started.push(portal);
  return portal;
}
