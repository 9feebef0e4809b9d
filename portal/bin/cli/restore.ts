import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BackupError, type BackupHeader } from '#platform/backup/backup-format.ts';
import { loadBackup, refuseFilledDatabase } from '#platform/backup/load-backup.server.ts';
import { asOwner } from '#platform/backup/owner-connection.server.ts';
import { readFiles, readHeader } from '#platform/backup/read-backup.server.ts';
import { type DatabaseSettings, readDatabaseSettings } from '#platform/config.server.ts';
import { makeFolder } from '#platform/folder-lock.server.ts';
import { createLog, type Log } from '#platform/logging.server.ts';
import { checksumOf, type Migration } from '#platform/migrate.server.ts';
import { openQueue } from '#platform/queue.server.ts';
import { openDatabase, readPortalMigrations } from '#shell/build-portal.server.ts';
import { SIMULATOR_STATE_FILE } from '#shell/demo-simulator.server.ts';
import { countSentence } from './count-sentence.ts';
import { UsageError } from './usage-error.ts';

/**
 * Restores a backup into an empty database: makes the tables as they were when it was written, loads the rows, then
 * brings the database to the newest schema. A failure before the last step leaves tables without rows, and the restore
 * can be run again.
 */
export async function restore(file: string): Promise<void> {
  if (!existsSync(file)) throw new UsageError(`There is no file "${file}".`);
  const settings = readDatabaseSettings(process.env);
  const log = createLog(settings.LOG_LEVEL === 'info' ? 'warn' : settings.LOG_LEVEL);
  const migrations = migrationsOf(await readHeader(file));
  if (hasDatabase(settings)) await asOwner(settings, refuseFilledDatabase);
  await makeTables(settings, log, migrations);
  const counts = await asOwner(settings, (owner) => loadBackup(owner, file));
  for (const attached of await readFiles(file)) {
    // A name, never a path: a file from elsewhere must not reach outside the folder.
    if (attached.file !== SIMULATOR_STATE_FILE) continue;
    makeFolder(settings.DATA_DIR); // Beside a server nothing has made it yet.
    writeFileSync(join(settings.DATA_DIR, attached.file), attached.content);
  }
  await makeTables(settings, log, readPortalMigrations());
  process.stdout.write(
    `The database holds ${countSentence(counts)} of "${file}". Start the portal with the SECRET of that time.\n`,
  );
}

/** An embedded database is made by the restore. */
function hasDatabase({ DATABASE_URL, DATA_DIR }: DatabaseSettings): boolean {
  return DATABASE_URL !== undefined || existsSync(join(DATA_DIR, 'database'));
}

/** The migrations that a database had when its backup was written, of those that this version has. */
function migrationsOf({ migrations: applied, version, madeAt }: BackupHeader): Migration[] {
  const known = readPortalMigrations();
  const other = Object.entries(applied).find(
    ([name, checksum]) => !known.some((migration) => migration.name === name && checksumOf(migration) === checksum),
  );
  if (other !== undefined)
    throw new BackupError(
      `The backup was written by another version of the portal (${version}, ${madeAt}): this one does not have its ` +
        `migration "${other[0]}". Restore it with that version, then start this one.`,
    );
  return known.filter(({ name }) => name in applied);
}

/** The tables of the portal and of its job queue. */
async function makeTables(settings: DatabaseSettings, log: Log, migrations: readonly Migration[]): Promise<void> {
  const database = await openDatabase(settings, log, { migrations });
  try {
    const queue = await openQueue(database, log);
    await queue.close();
  } finally {
    await database.close();
  }
}
