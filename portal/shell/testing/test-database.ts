import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { type Database, openEmbeddedDatabase, openServerDatabase } from '#platform/database.server.ts';
import { readMigrations } from '#platform/migrate.server.ts';

const PORTAL_FOLDER = join(import.meta.dirname, '..', '..');

/** Where tests find a migrated database to start from; made once for a run by `global-setup.ts`. */
export type DatabaseTemplate =
  | { kind: 'embedded'; dumpFile: string }
  /** A server, and the name of a migrated database on it that `create database … template` copies. */
  | { kind: 'server'; url: string; templateName: string };

declare module 'vitest' {
  interface ProvidedContext {
    databaseTemplate: DatabaseTemplate;
  }
}

/** A database of this test alone: embedded in memory, or on the server of TEST_DATABASE_URL. */
export async function openTestDatabase(template: DatabaseTemplate): Promise<Database> {
  const migrations = readMigrations(PORTAL_FOLDER);
  if (template.kind === 'embedded') {
    return openEmbeddedDatabase({
      folder: undefined,
      migrations,
      template: new Blob([await readFile(template.dumpFile)]),
    });
  }
  const name = `test_${crypto.randomUUID().replaceAll('-', '')}`;
  await onServer(template.url, `create database ${name} template ${template.templateName}`);
  const url = new URL(template.url);
  url.pathname = `/${name}`;
  const database = await openServerDatabase({ url: url.href, ownerUrl: url.href, migrations });
  return {
    ...database,
    close: async () => {
      await database.close();
      await onServer(template.url, `drop database ${name} with (force)`);
    },
  };
}

export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
