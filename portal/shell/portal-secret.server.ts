import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#platform/config.server.ts';

/** What signs sessions and seals secrets: the setting, or one made at the first start and kept in the data folder, readable by its owner only. */
export function portalSecret(config: Config): string {
  if (config.SECRET !== undefined) return config.SECRET;
  const file = join(config.DATA_DIR, 'secret');
  if (!existsSync(file)) {
    mkdirSync(config.DATA_DIR, { recursive: true });
    writeFileSync(file, randomBytes(32).toString('base64url'), { mode: 0o600 });
  }
  return readFileSync(file, 'utf8').trim();
}
