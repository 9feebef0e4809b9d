import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/*
 * Builds pages, programs and the empty database into build/. `npm run build` builds always; `--if-changed` only when a
 * source has changed since the last build, as `npm start` and `npm test` do.
 */

const ROOT = join(import.meta.dirname, '..');
const STAMP_FILE = join(ROOT, 'build', '.built-from');
const SOURCES = [
  'package-lock.json',
  '*.config.ts',
  'scripts/make-database-template.ts',
  '{portal,packages,public}/**',
];

const STEPS = [
  { name: 'pages and programs', command: 'react-router', args: ['build'] },
  { name: 'empty database', command: 'node', args: ['scripts/make-database-template.ts'] },
];

const stamp = stampOfSources();
if (!process.argv.includes('--if-changed') || !existsSync(STAMP_FILE) || readFileSync(STAMP_FILE, 'utf8') !== stamp) {
  process.stderr.write('Building the pages and programs (about half a minute) …\n');
  for (const step of STEPS) runStep(step);
  for (const program of ['serve', 'cli']) writeProgram(program);
  writeFileSync(STAMP_FILE, stamp);
}

/** Runs a step; its output is shown when it fails. */
function runStep({ name, command, args }: (typeof STEPS)[number]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' });
  if (status === 0) return;
  process.stderr.write(`${stdout}${stderr}The build of the ${name} failed; the messages above say why.\n`);
  process.exit(1);
}

/**
 * Writes build/programs/NAME.js, which starts the built program of that name, and lets Node keep what it compiles:
 * the next start takes it from there. Where the folder cannot be written, it compiles each time.
 */
function writeProgram(name: string): void {
  const folder = join(ROOT, 'build', 'programs');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `${name}.js`),
    [
      "import { enableCompileCache } from 'node:module';",
      "import { join } from 'node:path';",
      '',
      "enableCompileCache(join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'compile'));",
      `await import('../server/${name}.js');`,
      '',
    ].join('\n'),
  );
}

/** A text that differs when a source was added, removed or changed. Tests are no sources. */
function stampOfSources(): string {
  const hash = createHash('sha256');
  for (const path of globSync(SOURCES, { cwd: ROOT }).sort()) {
    if (/node_modules|\.test\.tsx?$/.test(path)) continue;
    const file = statSync(join(ROOT, path));
    if (file.isFile()) hash.update(`${path} ${file.size} ${file.mtimeMs}\n`);
  }
  return hash.digest('hex');
}
