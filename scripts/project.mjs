// Plain JavaScript for any Node 20 or newer: it runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');
const BIN = join(ROOT, 'node_modules', '.bin');

export function say(text) {
  process.stdout.write(`${text}\n`);
}

/** What happens before a program's own words; beside them, so that they can be piped. */
function note(text) {
  process.stderr.write(`${text}\n`);
}

/** Ends the program with a sentence that names the mend. */
export function giveUp(text) {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

/** The environment in which the project's own Node and tools are found first. */
export function projectEnvironment(extra = {}) {
  return {
    ...process.env,
    PATH: `${BIN}:${process.env.PATH ?? ''}`,
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'compile'),
    ...extra,
  };
}

/** Installs the dependencies when they are absent or the lock file is newer than what is there. */
export function ensureInstalled() {
  const [major] = process.versions.node.split('.').map(Number);
  if (major < 20)
    giveUp(`Node 20 or newer is needed to start; this is ${process.version}. Install a newer Node and try again.`);
  const lock = readFileSync(join(ROOT, 'package-lock.json'));
  const stamp = createHash('sha256').update(lock).digest('hex');
  const stampFile = join(ROOT, 'node_modules', '.installed-from');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  note('Installing dependencies (about a minute) …');
  const result = spawnSync('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  if (result.status !== 0)
    giveUp('The dependencies could not be installed. Check the network and the space on the disk, then try again.');
  writeFileSync(stampFile, stamp);
}

/** Builds pages and programs when a source is newer than the last build. */
export function ensureBuilt() {
  const stamp = sourceStamp();
  const stampFile = join(ROOT, 'build', '.built-from');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  note('Building the pages and programs (about half a minute) …');
  run('react-router', ['build'], { quiet: true, failure: 'The pages could not be built; the messages above say why.' });
  run('vite', ['build', '--config', 'vite.programs.config.ts'], {
    quiet: true,
    failure: 'The programs could not be built; the messages above say why.',
  });
  run('node', [join('scripts', 'make-database-template.ts')], {
    quiet: true,
    failure: 'The empty database could not be prepared; the messages above say why.',
  });
  mkdirSync(join(ROOT, 'build'), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/** Runs a tool of the project to its end; a quiet one shows its output only when it fails. */
export function run(command, args, { quiet = false, failure, env = {} } = {}) {
  const result = spawnSync(command, args, {
    cwd: ROOT,
    env: projectEnvironment(env),
    stdio: quiet ? 'pipe' : 'inherit',
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.status === 0) return result;
  if (quiet) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  if (failure !== undefined) giveUp(failure);
  return result;
}

/** Hands the terminal over to a program until it ends, passing on signals. */
export function become(command, args, env = {}) {
  const child = spawn(command, args, { cwd: ROOT, env: projectEnvironment(env), stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
}

function sourceStamp() {
  const hash = createHash('sha256');
  const files = ['package-lock.json', 'vite.config.ts', 'vite.programs.config.ts', 'react-router.config.ts'];
  const walk = (folder) => {
    for (const entry of readdirSync(join(ROOT, folder), { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules') walk(path);
      } else if (!entry.name.includes('.test.')) files.push(path);
    }
  };
  walk('portal');
  walk('packages');
  for (const file of files.sort()) {
    const { size, mtimeMs } = statSync(join(ROOT, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}
