import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#platform/config.server.ts';

/**
 * The secret that signs sessions and seals vendors' secrets: the setting, or one made at the first start and kept in
 * the data folder.
 */
export function readSecret(config: Config): string {
  if (config.SECRET !== undefined) return config.SECRET;
  const file = join(config.DATA_DIR, 'secret');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const secret = randomBytes(32).toString('base64url');
  mkdirSync(config.DATA_DIR, { recursive: true });
  writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' });
  return secret;
}
