import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { assert, expect, inject, onTestFinished, test } from 'vitest';
import { openAsOrdinaryOwner } from '#shell/testing/ordinary-owner.ts';
import { onServer, openTestDatabase } from '#shell/testing/test-database.ts';
import { openServerDatabase, type Scope } from './database.server.ts';
import { DatabaseAway } from './database-away.ts';
import { AccountId } from './ids.ts';
import { silentLog } from './logging.server.ts';
import { migrate, readMigrations } from './migrate.server.ts';
import { openQueue } from './queue.server.ts';

async function open() {
  const database = await openTestDatabase(inject('databaseTemplate'));
  onTestFinished(() => database.close());
  return database;
}

const MINE = AccountId.parse('00000000-0000-4000-8000-000000000001');

test.each([
  [{ kind: 'account', accountId: MINE }, 'portal_customer'],
  [{ kind: 'provider' }, 'portal_provider'],
  [{ kind: 'system' }, 'portal_system'],
] as const)('a transaction of the scope %o runs as %s, which cannot bypass row security', async (scope, name) => {
  const database = await open();
  const { rows } = await database.transaction(scope, (tx) =>
    tx.execute(
      sql`select current_user as name, rolbypassrls or rolsuper as bypasses from pg_roles where rolname = current_user`,
    ),
  );
  expect(rows).toEqual([{ name, bypasses: false }]);
});

test('a customer’s transaction sees no row of another account, even when its scope is forged', async () => {
  const database = await open();
  const insert = (accountId: string) =>
    sql`insert into audit_record (account_id, event, facts, request_id, created_at)
        values (${accountId}, 'test.happened', '{}', 'r', now())`;
  await database.transaction({ kind: 'system' }, async (tx) => {
    await tx.execute(insert(MINE));
    await tx.execute(insert('00000000-0000-4000-8000-000000000002'));
  });
  const { rows } = await database.transaction({ kind: 'account', accountId: MINE }, async (tx) => {
    await tx.execute(sql`select set_config('app.scope', 'system', true)`);
    return tx.execute(sql`select account_id from audit_record`);
  });
  expect(rows).toEqual([{ account_id: MINE }]);
});

test('a row of one account cannot be seen or written from another', async () => {
  const database = await open();
  const [mine, theirs] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
  const insert = (accountId: string) =>
    sql`insert into audit_record (account_id, event, facts, request_id, created_at) values (${accountId}, 'test.happened', '{}', 'r', now())`;
  await database.transaction({ kind: 'system' }, async (tx) => {
    await tx.execute(insert(mine));
    await tx.execute(insert(theirs));
  });
  const seen = (await database.transaction({ kind: 'account', accountId: mine as never }, (tx) =>
    tx.execute(sql`select account_id from audit_record`),
  )) as unknown as { rows: { account_id: string }[] };
  expect(seen.rows).toEqual([{ account_id: mine }]);
  await expect(
    database.transaction({ kind: 'account', accountId: mine as never }, (tx) => tx.execute(insert(theirs))),
  ).rejects.toThrow();
});

/** As processes of the version before run, beside this one and its migrations. */
test('a transaction that stays portal_app sees by its scope what it saw before there were roles of scopes', async () => {
  const database = await open();
  const insert = (accountId: string) =>
    sql`insert into audit_record (account_id, event, facts, request_id, created_at)
        values (${accountId}, 'test.happened', '{}', 'r', now())`;
  await database.transaction({ kind: 'system' }, async (tx) => {
    await tx.execute(insert(MINE));
    await tx.execute(insert('00000000-0000-4000-8000-000000000002'));
  });
  const seenIn = (scope: string, accountId: string) =>
    database.transaction({ kind: 'system' }, async (tx) => {
      await tx.execute(sql`select set_config('role', 'portal_app', true), set_config('app.scope', ${scope}, true),
        set_config('app.account_id', ${accountId}, true)`);
      return (await tx.execute(sql`select from audit_record where event = 'test.happened'`)).rowCount;
    });
  expect(await seenIn('account', MINE)).toBe(1);
  expect(await seenIn('provider', '')).toBe(2);
  expect(await seenIn('system', '')).toBe(2);
  expect(await seenIn('', '')).toBe(0);
});

test('an ordinary owner makes the roles, and sees rows in the system’s scope alone', async () => {
  const { connection, inSystem, database } = await openAsOrdinaryOwner();
  onTestFinished(() => database.close());
  await migrate(connection, readMigrations(join(import.meta.dirname, '..')));
  await inSystem(`insert into account (kind, name, created_at) values ('customer', 'Rossi', now())`);
  expect(await inSystem('select name from account')).toEqual([{ name: 'Rossi' }]);
  expect(await connection.query('select name from account')).toEqual([]);
  // A later migration revokes from portal_app alone; the roles of the scopes follow.
  const [first] = await connection.query(`select has_table_privilege('portal_customer', 'mail', 'delete') as may`);
  const revoking = { name: '9998-test.sql', sql: 'revoke delete on mail from portal_app' };
  await migrate(connection, [...readMigrations(join(import.meta.dirname, '..')), revoking]);
  const [then] = await connection.query(`select has_table_privilege('portal_customer', 'mail', 'delete') as may`);
  expect([first, then]).toEqual([{ may: true }, { may: false }]);
});

test('the writes of a run that fails are rolled back, and the caller gets its error', async () => {
  const database = await open();
  const count = (what: string) =>
    database.transaction({ kind: 'system' }, (tx) => tx.execute(sql`select from audit_record where event = ${what}`));
  const insert = sql`insert into audit_record (event, facts, request_id, created_at) values ('half', '{}', 'r', now())`;
  await expect(
    database.transaction({ kind: 'system' }, async (tx) => {
      await tx.execute(insert);
      throw new Error('half way');
    }),
  ).rejects.toThrow('half way');
  await expect(count('half')).resolves.toMatchObject({ rowCount: 0 });
});

test('a refused statement that was passed over commits nothing in silence', async () => {
  const database = await open();
  const passedOver = database.transaction({ kind: 'system' }, (tx) =>
    tx.execute(sql.raw('select from nowhere')).catch(() => 'passed over'),
  );
  await expect(passedOver).rejects.toThrow('nothing was committed');
  await expect(database.transaction({ kind: 'system' }, async () => 'next')).resolves.toBe('next');
});

test('the job queue opens on the migrated database and closes', async () => {
  const database = await open();
  const queueing = await openQueue(database, silentLog);
  await queueing.close();
});

const onServerOnly = test.runIf(inject('databaseTemplate').kind === 'server');

onServerOnly('statements are not compiled: that takes seconds, they take milliseconds', async () => {
  const database = await open();
  const { rows } = await database.transaction({ kind: 'system' }, (tx) => tx.execute(sql`show jit`));
  expect(rows).toEqual([{ jit: 'off' }]);
});

onServerOnly(
  'a connection that the server closes takes its transaction with it; the next one is made anew',
  async () => {
    const template = inject('databaseTemplate');
    assert(template.kind === 'server', 'the embedded database has no connections to lose');
    const database = await open();
    const select = (what: string) =>
      database.transaction({ kind: 'system' }, (tx) => tx.execute(sql.raw(`select ${what}`)));
    await Promise.all([select('1'), select('2'), select('3')]);
    // Its own alone: other tests are at work on the same server.
    const { rows } = await select('current_database() as name');
    const cut = expect(select('pg_sleep(60)')).rejects.toBeInstanceOf(DatabaseAway);
    await onServer(
      template.url,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${rows[0]?.name}'`,
    );
    await cut;
    // The connections that the pool still holds are closed ones: a transaction does not meet them.
    await expect(Promise.all([select('1'), select('2'), select('3')])).resolves.toHaveLength(3);
  },
);

onServerOnly('a login of its own that is a member of portal_app alone runs the portal', async () => {
  const template = inject('databaseTemplate');
  assert(template.kind === 'server', 'the embedded database has one login');
  const database = await open();
  const { rows } = await database.transaction({ kind: 'system' }, (tx) =>
    tx.execute<{ name: string }>(sql`select current_database() as name`),
  );
  const ownerUrl = new URL(template.url);
  ownerUrl.pathname = `/${rows[0]?.name}`;
  const url = new URL(ownerUrl);
  url.username = `portal_login_${process.pid}`;
  await onServer(ownerUrl.href, `create role ${url.username} login; grant portal_app to ${url.username}`);
  onTestFinished(() => onServer(ownerUrl.href, `drop role ${url.username}`));
  const migrations = readMigrations(join(import.meta.dirname, '..'));
  const apart = await openServerDatabase({ url: url.href, ownerUrl: ownerUrl.href, migrations, log: silentLog });
  onTestFinished(() => apart.close());
  const roleIn = async (scope: Scope) =>
    (await apart.transaction(scope, (tx) => tx.execute(sql`select current_user as name`))).rows;
  expect(await roleIn({ kind: 'account', accountId: MINE })).toEqual([{ name: 'portal_customer' }]);
  expect(await roleIn({ kind: 'system' })).toEqual([{ name: 'portal_system' }]);
  await (await openQueue(apart, silentLog)).close();
});

onServerOnly('a migration updates the rows of every account, run by an owner who is under row security', async () => {
  const template = inject('databaseTemplate');
  assert(template.kind === 'server', 'the owner of the embedded database is under no row security');
  const database = await open();
  const insert = sql`insert into audit_record (account_id, event, facts, request_id, created_at)
    values (${'00000000-0000-4000-8000-000000000001'}, 'test.old', '{}', 'r', now())`;
  const [{ name } = { name: '' }] = await database.transaction({ kind: 'system' }, async (tx) => {
    await tx.execute(insert);
    return (await tx.execute<{ name: string }>(sql`select current_database() as name`)).rows;
  });
  const url = new URL(template.url);
  url.pathname = `/${name}`;
  const update = { name: '9999-test.sql', sql: "update audit_record set event = 'test.new' where event = 'test.old'" };
  const migrations = [...readMigrations(join(import.meta.dirname, '..')), update];
  try {
    await (await openServerDatabase({ url: url.href, ownerUrl: url.href, migrations, log: silentLog })).close();
    const { rows } = await database.transaction({ kind: 'system' }, (tx) =>
      tx.execute(sql`select event from audit_record where event in ('test.old', 'test.new')`),
    );
    expect(rows).toEqual([{ event: 'test.new' }]);
  } finally {
    await database.asOwner(`delete from migration where name = '${update.name}'`);
  }
});

test('a prepared statement gives the right rows with other values and in another scope', async () => {
  const database = await open();
  const [mine, theirs] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'];
  const addAndList = (accountId: string, event: string) =>
    database.transaction({ kind: 'account', accountId: accountId as never }, async (tx) => {
      await tx.execute(
        sql`insert into audit_record (account_id, event, facts, request_id, created_at) values (${accountId}, ${event}, '{}', 'r', now())`,
      );
      return tx.execute(sql`select event from audit_record where request_id = ${'r'} order by id`);
    });
  // More often than the database plans anew for each.
  for (let round = 0; round < 8; round += 1) await addAndList(mine, `of mine ${round}`);
  await expect(addAndList(theirs, 'of theirs')).resolves.toMatchObject({ rows: [{ event: 'of theirs' }] });
  const { rows } = (await database.transaction({ kind: 'system' }, (tx) =>
    tx.execute(sql`select statement from pg_prepared_statements where statement like ${'select event from audit%'}`),
  )) as unknown as { rows: unknown[] };
  // A server has several connections, and any of them may have answered.
  if (database.kind === 'embedded') expect(rows).toHaveLength(1);
});
