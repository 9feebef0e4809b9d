import { createHash } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Migration, migrate } from './migrate.server.ts';

let database: PGlite;
beforeAll(async () => {
  database = await PGlite.create();
});
beforeEach(async () => {
  await database.exec('drop schema public cascade; create schema public');
});
afterAll(() => database.close());

const connection = {
  query: async (text: string, values?: unknown[]) => (await database.query<Record<string, unknown>>(text, values)).rows,
  script: async (text: string) => void (await database.exec(text)),
};

const FIRST: Migration = { name: '0001-first.sql', sql: 'create table first (id integer)' };
const SECOND: Migration = { name: '0002-second.sql', sql: 'alter table first add column name text' };

async function columnsOf(table: string): Promise<unknown[]> {
  const { rows } = await database.query<{ name: string }>(
    'select column_name as name from information_schema.columns where table_name = $1 order by ordinal_position',
    [table],
  );
  return rows.map(({ name }) => name);
}

test('each migration is applied once, a new one at the next start', async () => {
  await migrate(connection, [FIRST]);
  await migrate(connection, [FIRST, SECOND]);
  await migrate(connection, [FIRST, SECOND]);
  expect(await columnsOf('first')).toEqual(['id', 'name']);
});

test('a migration that fails leaves nothing of itself, and names itself', async () => {
  const broken: Migration = {
    name: '0002-broken.sql',
    sql: 'alter table first add column name text; select from nowhere',
  };
  await expect(migrate(connection, [FIRST, broken])).rejects.toThrow(/^migration 0002-broken\.sql failed: .*nowhere/);
  expect(await columnsOf('first')).toEqual(['id']);
  await migrate(connection, [FIRST, SECOND]);
  expect(await columnsOf('first')).toEqual(['id', 'name']);
});

test('a database of another line of versions is refused, and nothing is applied', async () => {
  await migrate(connection, [FIRST]);
  const start = migrate(connection, [SECOND]);
  await expect(start).rejects.toThrow(
    /made by another version of the portal: .*"0001-first\.sql".* remove the data folder or set DATA_DIR/,
  );
  expect(await columnsOf('first')).toEqual(['id']);
});

test('a version runs on the schema of a newer one, and says so, unless a migration forbids it', async () => {
  await migrate(connection, [FIRST, SECOND]);
  const sentences: string[] = [];
  await migrate(connection, [FIRST], { say: (sentence) => void sentences.push(sentence) });
  expect(sentences).toEqual(['The database has the schema of a newer version of the portal. This version runs on it.']);
  const breaking = { name: '0003-third.sql', sql: '-- breaking: drops a column\nalter table first drop column name' };
  await migrate(connection, [FIRST, SECOND, breaking]);
  await expect(migrate(connection, [FIRST, SECOND])).rejects.toThrow('does not have its migration "0003-third.sql"');
});

test('a database of a version that recorded no breaking migrations is taken over', async () => {
  await connection.script(
    `create table migration (name text primary key, checksum text not null, applied_at timestamptz default now());
    create table first (id integer)`,
  );
  const checksum = createHash('sha256').update(FIRST.sql).digest('hex').slice(0, 16);
  await connection.query('insert into migration (name, checksum) values ($1, $2)', [FIRST.name, checksum]);
  await migrate(connection, [FIRST, SECOND]);
  expect(await columnsOf('first')).toEqual(['id', 'name']);
});

test('a table that a running process holds is waited for', async () => {
  await migrate(connection, [FIRST]);
  const busy = Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' });
  let refusals = 2;
  const sentences: string[] = [];
  const held = {
    ...connection,
    script: async (text: string) => {
      if (text.includes('add column name') && refusals > 0) {
        refusals -= 1;
        throw busy;
      }
      await connection.script(text);
    },
  };
  await migrate(held, [FIRST, SECOND], { say: (sentence) => void sentences.push(sentence), retryAfterMs: 1 });
  expect(await columnsOf('first')).toEqual(['id', 'name']);
  expect(sentences).toEqual(['Migration 0002-second.sql waits for a table that running processes use.']);
});

test('a migration that was changed after it was applied is refused', async () => {
  await migrate(connection, [FIRST]);
  const changed = { ...FIRST, sql: 'create table first (id bigint)' };
  await expect(migrate(connection, [changed])).rejects.toThrow('its migration "0001-first.sql" differs');
});
