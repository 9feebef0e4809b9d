// Plain JavaScript for Node 20 or newer: it runs before anything is installed.

/*
 * node scripts/bootstrap.mjs PROGRAM [ARGUMENT …]
 *
 * Runs a program of the project with the project's own Node, which is among its dependencies, so that the machine's
 * Node may be older. Before that it installs the dependencies, unless they are those of package-lock.json, and for a
 * program below build/ it runs build.ts, unless no source has changed. Messages of its own go to standard error, so
 * that a program's output can be piped.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = 20;
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TOOLS = join(ROOT, 'node_modules', '.bin');
const ENVIRONMENT = {
  ...process.env,
  PATH: `${TOOLS}${delimiter}${process.env.PATH ?? ''}`,
  NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'compile'),
};

/** New objects get 8 MB instead of 16, three times over: a process at rest is 25 MB smaller. */
const NODE_OPTIONS_OF_PROGRAMS = ['--max-semi-space-size=8'];

const [program, ...given] = process.argv.slice(2);
if (program === undefined) giveUp('Usage: node scripts/bootstrap.mjs PROGRAM [ARGUMENT …]');
checkMachine();
install();
if (program.startsWith('build/')) runToEnd('node', ['scripts/build.ts', '--if-changed'], 'The build has failed.');
become('node', [...NODE_OPTIONS_OF_PROGRAMS, program, ...given]);

function checkMachine() {
  if (process.platform === 'win32') {
    giveUp('This project does not run on Windows itself. Install WSL (wsl --install) and run it there.');
  }
  if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
    giveUp(`Node ${OLDEST_NODE} or newer is needed to start; this is ${process.version}. Install a newer one.`);
  }
}

function install() {
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json')))
    .digest('hex');
  const stampFile = join(ROOT, 'node_modules', '.installed-from');
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === lock) return;
  process.stderr.write('Installing dependencies (about a minute) …\n');
  runToEnd(
    'npm',
    ['ci', '--no-fund', '--no-audit', '--loglevel=error'],
    'The dependencies could not be installed. Check the network and the space on the disk, then try again.',
  );
  writeFileSync(stampFile, lock);
}

/** Runs a command; ends this program with a sentence when it fails. */
function runToEnd(command, args, failure) {
  const { status } = spawnSync(command, args, { cwd: ROOT, env: ENVIRONMENT, stdio: 'inherit' });
  if (status !== 0) giveUp(failure);
}

/** Hands the terminal over to a program until it ends, passing on signals and its status. */
function become(command, args) {
  const child = spawn(command, args, { cwd: ROOT, env: ENVIRONMENT, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
}

function giveUp(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
