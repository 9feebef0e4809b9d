import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import { ROOT_FOLDER } from '#platform/root-folder.server.ts';
import { PACKAGES, type PackageName, packPackages } from './pack-packages.ts';

/*
 * What a stranger gets: each tarball is alone in an empty folder, where the README is followed: its install commands
 * are run as they stand, then its example, on this Node and, with the polyfill of `Temporal` that it asks for, on 22
 * and 24.
 */

const TIME_LIMIT_MS = 180_000;
const OLDER_NODES = ['22', '24'];
const VERSIONS = [...OLDER_NODES, '26'];

let tarballs: Record<PackageName, string>;
let folder: string;

beforeAll(async () => {
  tarballs = packPackages();
  folder = mkdtempSync(join(tmpdir(), 'licence-portal-packed-'));
  await Promise.all([installOlderNodes(), ...PACKAGES.map(installAlone)]);
  return () => rmSync(folder, { recursive: true, force: true });
}, TIME_LIMIT_MS);

/** Runs the commands of the README's first block for the shell, with nothing but the tarball at hand. */
async function installAlone(name: PackageName): Promise<void> {
  const home = emptyFolder(name);
  copyFileSync(tarballs[name], join(home, basename(tarballs[name])));
  for (const line of blockOf(name, 'sh').trim().split('\n')) {
    const [command = '', ...words] = line.replace(/#.*/, '').trim().split(/\s+/);
    await run(command, [...words, '--no-audit', '--no-fund'], home);
  }
}

async function installOlderNodes(): Promise<void> {
  const nodes = OLDER_NODES.map((version) => `node-${version}@npm:node@${version}`);
  await run('npm', ['install', '--no-audit', '--no-fund', ...nodes], emptyFolder('nodes'));
}

function emptyFolder(name: string): string {
  const home = join(folder, name);
  mkdirSync(home);
  // npm would else look for a package in the folders above.
  writeFileSync(join(home, 'package.json'), '{ "private": true, "type": "module" }');
  return home;
}

function run(command: string, words: readonly string[], cwd = folder) {
  return promisify(execFile)(command, [...words], { cwd, encoding: 'utf8', timeout: TIME_LIMIT_MS });
}

/** Each of the Nodes with the words that come before a program. */
function nodes(): [version: string, command: string, words: string[]][] {
  const older = OLDER_NODES.map((version): [string, string, string[]] => [
    version,
    join(folder, 'nodes', 'node_modules', `node-${version}`, 'bin', 'node'),
    ['--import', 'temporal-polyfill/global'],
  ]);
  return [['26', process.execPath, []], ...older];
}

/** Runs a program beside an installed package, on every Node. */
async function printedBy(name: PackageName, program: string): Promise<Record<string, string>> {
  const home = join(folder, name);
  writeFileSync(join(home, 'program.mjs'), program);
  const printed = nodes().map(async ([version, command, words]) => {
    const { stdout } = await run(command, [...words, 'program.mjs'], home);
    return [version, stdout.trim()] as const;
  });
  return Object.fromEntries(await Promise.all(printed));
}

/** The first block of a language in a package's README. */
function blockOf(name: PackageName, language: 'sh' | 'ts'): string {
  const readme = readFileSync(join(ROOT_FOLDER, 'packages', name, 'README.md'), 'utf8');
  const block = new RegExp(`\`\`\`${language}\\n([\\s\\S]+?)\`\`\``).exec(readme)?.[1];
  if (block === undefined) throw new Error(`the README of ${name} has no block of ${language}`);
  return block;
}

/** The simulator as its own folder's program. @returns its address and what it prints of its demo application */
async function runningSimulator() {
  const program = join(folder, 'partner-center-simulator', 'node_modules', '.bin', 'partner-center-simulator');
  const running = spawn(process.execPath, [program, '--port', '0']);
  onTestFinished(() => void running.kill());
  const [said] = await once(running.stdout, 'data');
  const [, url, partnerTenantId, clientId, clientSecret] =
    /on (\S+)\npartner tenant (\S+), client (\S+), secret (\S+)\n/.exec(String(said)) ?? [];
  return { url, partnerTenantId, clientId, clientSecret };
}

test('the Nodes are those that they are called', async () => {
  const versions = await printedBy('nce', 'console.log(process.versions.node.split(".")[0])');
  expect(versions).toEqual(Object.fromEntries(VERSIONS.map((version) => [version, version])));
});

test('nce: the example of the README runs', { timeout: TIME_LIMIT_MS }, async () => {
  expect(await printedBy('nce', blockOf('nce', 'ts'))).toEqual({ 22: '46.12', 24: '46.12', 26: '46.12' });
});

test('the simulator: the example of the README runs', { timeout: TIME_LIMIT_MS }, async () => {
  const printed = await printedBy('partner-center-simulator', blockOf('partner-center-simulator', 'ts'));
  for (const version of VERSIONS) expect(printed[version]).toMatch(/now: '20\d\d-/);
});

test('the client: the example of the README lists the customers of the simulator beside it', {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const example = blockOf('partner-center', 'ts').replace(
    'credentials: {',
    'baseUrl: url, loginUrl: url, credentials: {',
  );
  const known = JSON.stringify(await runningSimulator());
  const printed = await printedBy(
    'partner-center',
    `const { url, partnerTenantId, clientId, clientSecret } = ${known};\n${example}`,
  );
  for (const version of VERSIONS) expect(printed[version]).toContain('c0000000-0000-4000-8000-000000000001');
});

test('the sentences for error codes come with the client', async () => {
  const printed = await printedBy(
    'partner-center',
    `import { ERROR_CODES } from '@licence-portal/partner-center';
    import it from '@licence-portal/partner-center/messages/it.json' with { type: 'json' };
    console.log(it[ERROR_CODES.get(2011).message]);`,
  );
  expect(new Set(Object.values(printed))).toEqual(
    new Set(['L’abbonamento è stato eliminato e non si può più modificare.']),
  );
});

test.each(PACKAGES)('%s: its exports are in order', { timeout: TIME_LIMIT_MS }, async (name) => {
  await run('publint', ['--strict', tarballs[name]], ROOT_FOLDER);
  await run(
    'attw',
    [tarballs[name], '--profile', 'esm-only', '--exclude-entrypoints', ...dataOf(name), '--no-emoji'],
    ROOT_FOLDER,
  );
});

test.each(PACKAGES)(
  '%s: its types hold for a stranger, with nothing beside them',
  {
    timeout: TIME_LIMIT_MS,
  },
  async (name) => {
    const home = join(folder, name);
    writeFileSync(join(home, 'typed.ts'), `import * as all from '@licence-portal/${name}';\nconsole.log(all);\n`);
    const words = ['--noEmit', '--strict', '--module', 'nodenext', '--lib', 'esnext,dom', '--types', '', 'typed.ts'];
    await run(join(ROOT_FOLDER, 'node_modules', '.bin', 'tsc'), words, home);
  },
);

/** Exports that are data: they have no types. */
function dataOf(name: PackageName): string[] {
  const manifest = JSON.parse(readFileSync(join(ROOT_FOLDER, 'packages', name, 'package.json'), 'utf8')) as {
    exports: Record<string, string>;
  };
  return ['./package.json', ...Object.keys(manifest.exports).filter((key) => key !== '.')];
}
