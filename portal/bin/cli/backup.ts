import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileLine } from '#platform/backup/backup-format.ts';
import { asOwner } from '#platform/backup/owner-connection.server.ts';
import { writeBackup } from '#platform/backup/write-backup.server.ts';
import { machineClock } from '#platform/clock.ts';
import { type DatabaseSettings, readDatabaseSettings } from '#platform/config.server.ts';
import { SIMULATOR_STATE_FILE } from '#shell/demo-simulator.server.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { countSentence } from './count-sentence.ts';

/** Writes everything in the database to a file, as it is at one moment. */
export async function backup(file: string): Promise<void> {
  const settings = readDatabaseSettings(process.env);
  const counts = await asOwner(settings, (owner) =>
    writeBackup(owner, file, { version: packageJson.version, now: machineClock.now(), files: demoFiles(settings) }),
  );
  process.stdout.write(
    `${file} holds ${countSentence(counts)}. Keep SECRET with it: without it passwords of new Microsoft accounts and ` +
      'the sign-in to Microsoft cannot be read again. The file holds personal data.\n',
  );
}

/** Rows of the demo name what the demo's simulator holds. */
function demoFiles({ DATA_DIR }: DatabaseSettings): FileLine[] {
  const path = join(DATA_DIR, SIMULATOR_STATE_FILE);
  return existsSync(path) ? [{ file: SIMULATOR_STATE_FILE, content: readFileSync(path, 'utf8') }] : [];
}
