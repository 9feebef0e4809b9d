import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#platform/config.server.ts';

/**
 * The secret that signs sessions and seals vendors' secrets: the setting, or one made at the first start and kept in
 * the data folder.
 */
export function readSecret(config: Config): string {
  const known = config.SECRET ?? madeSecret(config);
  if (known !== undefined) return known;
  const secret = randomBytes(32).toString('base64url');
  mkdirSync(config.DATA_DIR, { recursive: true });
  writeFileSync(fileOf(config), `${secret}\n`, { mode: 0o600, flag: 'wx' });
  return secret;
}

/** The secret that was made at the first start; undefined where none was. */
export function madeSecret(config: Config): string | undefined {
  const file = fileOf(config);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

function fileOf({ DATA_DIR }: Config): string {
  return join(DATA_DIR, 'secret');
}
