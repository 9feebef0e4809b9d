import { readDatabaseSettings } from '#platform/config.server.ts';
import { createLog } from '#platform/logging.server.ts';
import { openDatabase } from '#shell/build-portal.server.ts';

/** Brings the database of the settings to the newest schema. */
export async function migrate(): Promise<void> {
  const settings = readDatabaseSettings(process.env);
  const say = (sentence: string) => void process.stderr.write(`${sentence}\n`);
  const database = await openDatabase(settings, createLog(settings.LOG_LEVEL), { say });
  await database.close();
  process.stdout.write('The database has the newest schema.\n');
}
