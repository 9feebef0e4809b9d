import { globSync } from 'node:fs';
import { join } from 'node:path';
import { getTableColumns, getTableName, is, sql } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { expect, test } from 'vitest';
import { startWorld, type World } from './testing/world.ts';

const PORTAL = join(import.meta.dirname, '..');

/** Tables without rows of a customer and without a policy: the runner's own list of migrations. */
const WITHOUT_POLICY = ['migration'];

/** Tables that SQL alone writes and reads: of an import that runs, and of the limit shared by processes. */
const BY_SQL_ALONE = /^staged_|^request_lease$/;

async function rowsOf<Row>(world: World, query: ReturnType<typeof sql>): Promise<Row[]> {
  const { rows } = (await world.db({ kind: 'system' }, (tx) => tx.execute(query))) as unknown as { rows: Row[] };
  return rows;
}

test('every table stands under forced row security with a policy', async () => {
  const world = await startWorld();
  const open = await rowsOf<{ name: string }>(
    world,
    sql`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and c.relkind in ('r', 'p')
          and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))
        order by 1`,
  );
  expect(open.map(({ name }) => name)).toEqual(WITHOUT_POLICY);
});

test('without an account or a scope the running portal sees no row of any table', async () => {
  const world = await startWorld();
  const tables = await rowsOf<{ name: string }>(
    world,
    sql`select tablename as name from pg_tables where schemaname = 'public'`,
  );
  const seen: string[] = [];
  for (const { name } of tables) {
    if (WITHOUT_POLICY.includes(name)) continue;
    const count = await world.db({ kind: 'system' }, async (tx) => {
      await tx.execute(sql`select set_config('app.scope', '', true), set_config('app.account_id', '', true)`);
      const { rows } = (await tx.execute(
        sql`select count(*)::int as count from ${sql.identifier(name)}`,
      )) as unknown as { rows: { count: number }[] };
      return rows[0]?.count;
    });
    if (count !== 0) seen.push(name);
  }
  expect(seen).toEqual([]);
});

test('the tables in code are the tables in the database', async () => {
  const world = await startWorld();
  const there = await rowsOf<{ table: string; column: string; nullable: boolean }>(
    world,
    sql`select table_name as table, column_name as column, is_nullable = 'YES' as nullable from information_schema.columns where table_schema = 'public'`,
  );
  const inDatabase = new Set(
    there
      .filter(({ table }) => !WITHOUT_POLICY.includes(table) && !BY_SQL_ALONE.test(table))
      .map(({ table, column, nullable }) => `${table}.${column}${nullable ? '?' : ''}`),
  );

  const inCode = new Set<string>();
  for (const file of globSync(['platform/tables.ts', 'features/*/tables.ts'], { cwd: PORTAL })) {
    const module: Record<string, unknown> = await import(join(PORTAL, file));
    for (const table of Object.values(module)) {
      if (!is(table, PgTable)) continue;
      for (const column of Object.values(getTableColumns(table)))
        inCode.add(`${getTableName(table)}.${column.name}${column.notNull ? '' : '?'}`);
    }
  }
  expect([...inCode].filter((column) => !inDatabase.has(column)).sort()).toEqual([]);
  expect([...inDatabase].filter((column) => !inCode.has(column)).sort()).toEqual([]);
});
