import { readConfig } from '#platform/config.server.ts';
import { openDatabase } from '#shell/build-portal.server.ts';

/** Brings the database of the settings to the newest schema. */
export async function migrate(): Promise<void> {
  const database = await openDatabase(readConfig(process.env));
  await database.close();
  process.stdout.write('The database has the newest schema.\n');
}
