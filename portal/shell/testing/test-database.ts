import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type Database, openEmbeddedDatabase, openServerDatabase } from '#platform/database.server.ts';
import { silentLog } from '#platform/logging.server.ts';
import { readMigrations } from '#platform/migrate.server.ts';

const PORTAL_FOLDER = join(import.meta.dirname, '..', '..');

/** The migrated database that tests start from; made once for a run by `global-setup.ts`. */
export type DatabaseTemplate =
  | { kind: 'embedded'; dumpFile: string }
  /** A server, and the name of a migrated database on it that `create database … template` copies. */
  | { kind: 'server'; url: string; templateName: string };

declare module 'vitest' {
  interface ProvidedContext {
    databaseTemplate: DatabaseTemplate;
  }
}

/**
 * A database that a test has for itself: embedded in memory, or on the server of TEST_DATABASE_URL. Closing it brings
 * back the rows of the template, and the next test takes it over: that is a hundred times faster than a new one.
 */
export async function openTestDatabase(template: DatabaseTemplate): Promise<TestDatabase> {
  const reusable = idle.pop() ?? (await openReusable(template));
  return {
    ...reusable.database,
    asOwner: reusable.asOwner,
    close: async () => {
      await reusable.asOwner(BRING_BACK_ROWS);
      idle.push(reusable);
    },
  };
}

export type TestDatabase = Database &
  Readonly<{
    /** Runs statements as the owner of the schema. A test that changes the schema changes it back. */
    asOwner(statements: string): Promise<void>;
  }>;

type Reusable = Readonly<{ database: Database; asOwner(statements: string): Promise<void> }>;

/** Of this worker: its files run one after the other and share this module. */
const idle: Reusable[] = [];

async function openReusable(template: DatabaseTemplate): Promise<Reusable> {
  const migrations = readMigrations(PORTAL_FOLDER);
  if (template.kind === 'embedded') {
    const database = await openEmbeddedDatabase({
      folder: undefined,
      migrations,
      template: new Blob([await readFile(template.dumpFile)]),
    });
    const asOwner = async (statements: string) => {
      await database.embedded.exec('reset role');
      try {
        await database.embedded.exec(statements);
      } finally {
        await database.embedded.exec('set role portal_app');
      }
    };
    await asOwner(KEEP_ROWS);
    return { database, asOwner };
  }

  const name = `${template.templateName}_${crypto.randomUUID().replaceAll('-', '')}`;
  await onServer(template.url, `create database ${name} template ${template.templateName}`);
  const url = new URL(template.url);
  url.pathname = `/${name}`;
  await onServer(url.href, KEEP_ROWS);
  return {
    database: await openServerDatabase({ url: url.href, ownerUrl: url.href, migrations, log: silentLog }),
    asOwner: (statements) => onServer(url.href, statements),
  };
}

/** Copies the rows that migrations made into the schema `kept`. The owner sees all rows in the system's scope alone. */
const KEEP_ROWS = `
  begin;
  set local app.scope = 'system';
  create schema kept;
  do $$
  declare
    full_name text;
    has_rows boolean;
  begin
    for full_name in
      select format('%I.%I', schemaname, tablename) from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema', 'kept')
    loop
      execute format('select exists (select from %s)', full_name) into has_rows;
      if has_rows then execute format('create table kept.%I as table %s', full_name, full_name); end if;
    end loop;
  end $$;
  commit`;

/** Empties every table that has rows, brings the kept rows back and starts the sequences anew. */
const BRING_BACK_ROWS = `
  begin;
  set local app.scope = 'system';
  do $$
  declare
    full_name text;
    has_rows boolean;
    filled text[] := '{}';
    columns text;
  begin
    for full_name in
      select format('%I.%I', schemaname, tablename) from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema', 'kept')
    loop
      execute format('select exists (select from %s)', full_name) into has_rows;
      if has_rows then filled := filled || full_name; end if;
    end loop;
    if filled <> '{}' then execute format('truncate %s cascade', array_to_string(filled, ', ')); end if;
    for full_name in select tablename from pg_tables where schemaname = 'kept' order by tablename
    loop
      select string_agg(quote_ident(attname), ', ') into columns from pg_attribute
      where attrelid = full_name::regclass and attnum > 0 and not attisdropped and attgenerated = '';
      execute format('insert into %s (%s) select %s from kept.%I', full_name, columns, columns, full_name);
    end loop;
    perform setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
    from pg_sequences where last_value is not null and schemaname <> 'pgboss';
  end $$;
  commit`;

export async function onServer(url: string, statement: string): Promise<void> {
  await connected(url, (client) => client.query(statement));
}

/** The template of a run and the databases that were copied from it. */
export function databasesOf(url: string, templateName: string): Promise<string[]> {
  return connected(url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database where datname = $1 or starts_with(datname, $1 || '_')",
      [templateName],
    );
    return rows.map(({ datname }) => datname);
  });
}

async function connected<T>(url: string, run: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}
