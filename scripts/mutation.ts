import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Changes the code of one package, mutation by mutation, and lists those that no test notices:
 * `npm run mutation -- packages/partner-center`. Further arguments go to Stryker, as in
 * `npm run mutation -- packages/partner-center --mutate src/limiter.ts`. Without a package it is packages/nce.
 */

const [folder = 'packages/nce', ...strykerArguments] = process.argv.slice(2);
const cwd = join(import.meta.dirname, '..', folder);
if (existsSync(join(cwd, 'stryker.config.json'))) {
  const run = spawnSync('stryker', ['run', ...strykerArguments], { cwd, stdio: 'inherit' });
  if (run.error !== undefined) throw new Error('starting Stryker', { cause: run.error });
  process.exitCode = run.status ?? 1;
} else {
  process.stderr.write(
    `${folder} has no stryker.config.json: npm run mutation -- packages/NAME [options of Stryker]\n`,
  );
  process.exitCode = 2;
}
