import { readConfig } from '#platform/config.server.ts';
import { createLog } from '#platform/logging.server.ts';
import { openDatabase } from '#shell/build-portal.server.ts';
import { resealDatabase } from '#shell/reseal.server.ts';
import { madeSecret } from '#shell/secret.server.ts';
import { UsageError } from './usage-error.ts';

/** Seals the database of the settings with SECRET, in place of OLD_SECRET or the secret that the first start made. */
export async function reseal(): Promise<void> {
  const config = readConfig({ LOG_LEVEL: 'warn', ...process.env });
  const oldSecret = process.env.OLD_SECRET ?? madeSecret(config);
  if (config.SECRET === undefined) throw new UsageError('Set SECRET to the new secret, at least 32 characters.');
  if (oldSecret === undefined || oldSecret === '') throw new UsageError('Set OLD_SECRET to the secret until now.');
  const database = await openDatabase(config, createLog(config.LOG_LEVEL));
  try {
    const count = await resealDatabase(database, { oldSecret, newSecret: config.SECRET });
    process.stdout.write(
      count === undefined
        ? 'The database is sealed with this SECRET already; nothing was changed.\n'
        : `${count} texts were sealed anew. Start all processes with this SECRET. Everybody must sign in again.\n`,
    );
  } finally {
    await database.close();
  }
}
