import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import { ROOT_FOLDER } from '#platform/root-folder.server.ts';
import { PACKAGES, type PackageName, packPackages } from './pack-packages.ts';

/*
 * What a stranger gets: each tarball goes into an empty folder and does there what its README promises, on this Node and,
 * with the polyfill of `Temporal` that the README asks for, on 22 and 24.
 */

const TIME_LIMIT_MS = 180_000;
const POLYFILL = 'temporal-polyfill@1.0.8';
const OLDER_NODES = ['22', '24'];

let tarballs: Record<PackageName, string>;
let folder: string;

beforeAll(async () => {
  tarballs = packPackages();
  folder = mkdtempSync(join(tmpdir(), 'licence-portal-packed-'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const olderNodes = OLDER_NODES.map((version) => `node-${version}@npm:node@${version}`);
  await run('npm', ['install', '--no-audit', '--no-fund', ...Object.values(tarballs), POLYFILL, ...olderNodes]);
  return () => rmSync(folder, { recursive: true, force: true });
}, TIME_LIMIT_MS);

function run(command: string, words: readonly string[], cwd = folder) {
  return promisify(execFile)(command, [...words], { cwd, encoding: 'utf8', timeout: TIME_LIMIT_MS });
}

/** Each of the Nodes with the words that come before a program. */
function nodes(): [version: string, command: string, words: string[]][] {
  const older = OLDER_NODES.map((version): [string, string, string[]] => [
    version,
    join(folder, 'node_modules', `node-${version}`, 'bin', 'node'),
    ['--import', 'temporal-polyfill/global'],
  ]);
  return [['26', process.execPath, []], ...older];
}

/** Runs a program on every Node. */
async function printedBy(program: string): Promise<Record<string, string>> {
  const file = join(folder, 'program.mjs');
  writeFileSync(file, program);
  const printed = nodes().map(async ([version, command, words]) => {
    const { stdout } = await run(command, [...words, file]);
    return [version, stdout.trim()] as const;
  });
  return Object.fromEntries(await Promise.all(printed));
}

function exampleOf(name: PackageName): string {
  const readme = readFileSync(join(ROOT_FOLDER, 'packages', name, 'README.md'), 'utf8');
  return /```ts\n([\s\S]+?)```/.exec(readme)?.[1] ?? '';
}

test('the Nodes are those that they are called', async () => {
  const versions = await printedBy('console.log(process.versions.node.split(".")[0])');
  expect(versions).toEqual({ 22: '22', 24: '24', 26: '26' });
});

test('nce: the example of the README runs', { timeout: TIME_LIMIT_MS }, async () => {
  expect(await printedBy(exampleOf('nce'))).toEqual({ 22: '46.12', 24: '46.12', 26: '46.12' });
});

test('the simulator: the example of the README runs', { timeout: TIME_LIMIT_MS }, async () => {
  const printed = await printedBy(exampleOf('partner-center-simulator'));
  for (const version of ['22', '24', '26']) expect(printed[version]).toMatch(/now: '20\d\d-/);
});

test('the client: the example of the README lists the customers of the simulator', {
  timeout: TIME_LIMIT_MS,
}, async () => {
  const example = exampleOf('partner-center').replace('credentials: {', 'baseUrl: url, loginUrl: url, credentials: {');
  const printed = await printedBy(`
    import { DEMO_APPLICATION, DEMO_PARTNER_TENANT_ID, startSimulator } from '@licence-portal/partner-center-simulator';
    const { url, close } = await startSimulator();
    const partnerTenantId = DEMO_PARTNER_TENANT_ID;
    const { clientId, clientSecret } = DEMO_APPLICATION;
    ${example}
    await close();`);
  for (const version of ['22', '24', '26']) expect(printed[version]).toContain('c0000000-0000-4000-8000-000000000001');
});

test('the sentences for error codes come with the client', async () => {
  const printed = await printedBy(`
    import { ERROR_CODES } from '@licence-portal/partner-center';
    import it from '@licence-portal/partner-center/messages/it.json' with { type: 'json' };
    console.log(it[ERROR_CODES.get(2011).message]);`);
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

/** Exports that are data: they have no types. */
function dataOf(name: PackageName): string[] {
  const manifest = JSON.parse(readFileSync(join(ROOT_FOLDER, 'packages', name, 'package.json'), 'utf8')) as {
    exports: Record<string, string>;
  };
  return ['./package.json', ...Object.keys(manifest.exports).filter((key) => key !== '.')];
}
