import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openEmbeddedDatabase, openServerDatabase } from '#platform/database.server.ts';
import { silentLog } from '#platform/logging.server.ts';
import { readMigrations } from '#platform/migrate.server.ts';
import { openQueue } from '#platform/queue.server.ts';
import { databasesOf, onServer } from './test-database.ts';

const PORTAL_FOLDER = join(import.meta.dirname, '..', '..');

/** Migrates one database for the whole run; each test starts from a copy of it. TEST_DATABASE_URL chooses a server. */
export default async function setup(project: TestProject) {
  const migrations = readMigrations(PORTAL_FOLDER);
  const serverUrl = process.env.TEST_DATABASE_URL;
  if (serverUrl === undefined || serverUrl === '') {
    const folder = mkdtempSync(join(tmpdir(), 'licence-portal-test-'));
    const database = await openEmbeddedDatabase({ folder: undefined, migrations });
    await (await openQueue(database, silentLog)).close();
    const dump = await database.embedded.dumpDataDir('none');
    const dumpFile = join(folder, 'template.tar');
    writeFileSync(dumpFile, Buffer.from(await dump.arrayBuffer()));
    await database.close();
    project.provide('databaseTemplate', { kind: 'embedded', dumpFile });
    return () => rmSync(folder, { recursive: true, force: true });
  }

  const templateName = `portal_template_${process.pid}`;
  await onServer(serverUrl, `create database ${templateName}`);
  const url = new URL(serverUrl);
  url.pathname = `/${templateName}`;
  const database = await openServerDatabase({ url: url.href, ownerUrl: url.href, migrations, log: silentLog });
  await (await openQueue(database, silentLog)).close();
  await database.close();
  project.provide('databaseTemplate', { kind: 'server', url: serverUrl, templateName });
  return async () => {
    for (const name of await databasesOf(serverUrl, templateName)) {
      await onServer(serverUrl, `drop database ${name} with (force)`);
    }
  };
}
