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

test('a database with a migration that this version does not have is refused, and nothing is applied', async () => {
  await migrate(connection, [FIRST]);
  const start = migrate(connection, [SECOND]);
  await expect(start).rejects.toThrow(
    /made by another version of the portal: .*"0001-first\.sql".* remove the data folder or set DATA_DIR/,
  );
  expect(await columnsOf('first')).toEqual(['id']);
});

test('a migration that was changed after it was applied is refused', async () => {
  await migrate(connection, [FIRST]);
  const changed = { ...FIRST, sql: 'create table first (id bigint)' };
  await expect(migrate(connection, [changed])).rejects.toThrow('its migration "0001-first.sql" differs');
});
