import { claimInstallation } from '#features/provider/provider.ts';
import { type Config, ConfigError } from '#platform/config.server.ts';
import type { Database } from '#platform/database.server.ts';

const SENTENCES = {
  real:
    'This database belongs to a portal in real use, and the credentials of the partner are not set. Set ' +
    'PARTNER_CENTER_TENANT_ID and the settings beside it (see docs/operations.md). For the demo set DATA_DIR to ' +
    'another folder.',
  demo:
    'This database was filled with the demo, whose companies and sign-ins are fictitious: it cannot be connected to ' +
    'Microsoft. Set DATABASE_URL, or DATA_DIR, to an empty one.',
} as const;

/**
 * A database of real use is never served as the demo, nor filled with it; and the demo never meets Microsoft. Programs
 * and commands alike ask before they do anything else.
 *
 * @throws ConfigError
 */
export async function refuseOtherMode(config: Pick<Config, 'mode'>, database: Database): Promise<void> {
  const claimed = await claimInstallation(database, config.mode);
  if (claimed !== config.mode) throw new ConfigError(SENTENCES[claimed]);
}
