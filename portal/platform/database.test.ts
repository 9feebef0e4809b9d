import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { assert, expect, inject, onTestFinished, test } from 'vitest';
import { onServer, openTestDatabase } from '#shell/testing/test-database.ts';
import { openServerDatabase } from './database.server.ts';
import { DatabaseAway } from './database-away.ts';
import { silentLog } from './logging.server.ts';
import { readMigrations } from './migrate.server.ts';
import { openQueue } from './queue.server.ts';

async function open() {
  const database = await openTestDatabase(inject('databaseTemplate'));
  onTestFinished(() => database.close());
  return database;
}

test('the running portal is a role that cannot bypass row security', async () => {
  const database = await open();
  const { rows } = (await database.transaction({ kind: 'system' }, (tx) =>
    tx.execute(
      sql`select current_user as name, rolbypassrls or rolsuper as bypasses from pg_roles where rolname = current_user`,
    ),
  )) as unknown as { rows: { name: string; bypasses: boolean }[] };
  expect(rows).toEqual([{ name: 'portal_app', bypasses: false }]);
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
