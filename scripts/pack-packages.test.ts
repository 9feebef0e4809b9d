import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
const COMPILERS = ['5.9', '7'];

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
  const compilers = COMPILERS.map((version) => `typescript-${version}@npm:typescript@${version}`);
  const types = ['@types/node@22', 'temporal-polyfill@1'];
  await run('npm', ['install', '--no-audit', '--no-fund', ...nodes, ...compilers, ...types], emptyFolder('nodes'));
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

/** A small project of a user: it calls, it names types, and it has a `Temporal` of its own. */
const PROJECTS: Record<PackageName, string> = {
  nce: `
    import { calculatePurchaseQuote, type Money, money, newCommercePolicy, type Quote } from '@licence-portal/nce';
    import { exactCharge } from '@licence-portal/nce/internals';
    import { sum } from '@licence-portal/nce/money';
    const price: Money = money('1.00', 'EUR');
    const purchase = { termDuration: 'P1Y', billingCycle: 'annual', seatCount: 3, wholeTermPrice: price };
    export const quote: Quote = calculatePurchaseQuote(
      { ...purchase, policy: newCommercePolicy() }, Temporal.Now.instant());
    if (quote.possible) console.log(sum(quote.today.map((line) => line.net), 'EUR').amount.toFixed(2), exactCharge);`,
  'partner-center': `
    import { createPartnerCenterClient, type Customer, SignInRefused } from '@licence-portal/partner-center';
    const appOnly = { clientId: 'a', getAccessToken: async () => ({ accessToken: 'b', expiresAt: Temporal.Now.instant() }) };
    const client = createPartnerCenterClient({ partnerTenantId: 'c', credentials: { appOnly } });
    const nameOf = ({ companyProfile }: Customer): string => companyProfile.companyName ?? '';
    export async function print(): Promise<void> {
      try {
        for await (const customer of client.customers.pages().items()) console.log(nameOf(customer));
        const { body } = await client.request(
          { method: 'GET', path: 'v1/customers/{customerId}/managedservices', token: 'appUser' },
          { path: { customerId: 'd' } },
        );
        console.log(body);
      } catch (error) {
        if (error instanceof SignInRefused) console.error(error.signInCode);
      }
    }`,
  'partner-center-simulator': `
    import { createSimulator, type Simulator, startSimulator } from '@licence-portal/partner-center-simulator';
    export const simulator: Simulator = createSimulator({ now: () => Temporal.Instant.from('2026-01-01T00:00:00Z') });
    export const url = startSimulator({ port: 0 }).then((running): string => running.url);`,
};

test.each(PACKAGES.flatMap((name) => COMPILERS.map((compiler): [PackageName, string] => [name, compiler])))(
  '%s: a project of a user compiles with TypeScript %s',
  { timeout: TIME_LIMIT_MS },
  async (name, compiler) => {
    const home = join(folder, name);
    const tools = join(folder, 'nodes', 'node_modules');
    writeFileSync(join(home, 'project.ts'), PROJECTS[name]);
    for (const [module, moduleResolution] of [
      ['nodenext', 'nodenext'],
      ['preserve', 'bundler'],
    ]) {
      const settings = {
        compilerOptions: {
          ...{ noEmit: true, strict: true, skipLibCheck: false, target: 'es2023', lib: ['esnext'] },
          ...{ module, moduleResolution, typeRoots: [join(tools, '@types')] },
          // TypeScript 7 knows Temporal itself.
          types: ['node', ...(compiler === '7' ? [] : [join(tools, 'temporal-polyfill', 'types', 'global.d.ts')])],
        },
        files: ['project.ts'],
      };
      const file = `tsconfig.${module}.json`;
      writeFileSync(join(home, file), JSON.stringify(settings));
      await run(process.execPath, [join(tools, `typescript-${compiler}`, 'bin', 'tsc'), '-p', file], home);
    }
  },
);

test.each(PACKAGES)('%s: the README names only files that the tarball holds', (name) => {
  const home = join(folder, name, 'node_modules', '@licence-portal', name);
  const readme = readFileSync(join(home, 'README.md'), 'utf8');
  const { exports } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { exports: object };
  const named = [...readme.matchAll(/`([@\w.-]+(?:\/[\w.-]*)+)`/g)].map(([, path = '']) => path);
  const files = named.filter((path) =>
    /^(?:src|test|scripts|fixtures|docs|data|bin|build|dist|examples)\/|\.(?:ts|js|json|csv|md)$/.test(path),
  );
  const own = `@licence-portal/${name}/`;
  const isHeld = (path: string) =>
    path.startsWith(own) ? Object.hasOwn(exports, `./${path.slice(own.length)}`) : existsSync(join(home, path));
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((path) => !isHeld(path))).toEqual([]);
  expect(readme).not.toContain('npm run');
});

test('nce: the examples of the tarball run', { timeout: TIME_LIMIT_MS }, async () => {
  const path = './node_modules/@licence-portal/nce/dist/examples/questions.js';
  const printed = await printedBy(
    'nce',
    `import { EXAMPLES } from '${path}';\nfor (const answer of Object.values(EXAMPLES)) answer();
    console.log(Object.keys(EXAMPLES).length);`,
  );
  for (const version of VERSIONS) expect(Number(printed[version])).toBeGreaterThan(15);
});

test('without Temporal, a program is told what it needs', { timeout: TIME_LIMIT_MS }, async () => {
  const [, node] = nodes()[1] ?? [];
  if (node === undefined) throw new Error('no older Node');
  const programs: Record<PackageName, string> = {
    nce: `import '@licence-portal/nce';`,
    'partner-center': `import { createPartnerCenterClient } from '@licence-portal/partner-center';
      createPartnerCenterClient({ partnerTenantId: 'a', credentials: { appOnly: { clientId: 'b', clientSecret: 'c' } } });`,
    'partner-center-simulator': `import '@licence-portal/partner-center-simulator';`,
  };
  for (const [name, program] of Object.entries(programs)) {
    writeFileSync(join(folder, name, 'program.mjs'), program);
    const failure = run(node, ['program.mjs'], join(folder, name));
    await expect(failure).rejects.toThrow(
      `@licence-portal/${name} needs the global Temporal: run it on Node 26, or on`,
    );
  }
});

test('npm run pack installs what it needs first', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT_FOLDER, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  expect(scripts.pack).toMatch(/^node scripts\/bootstrap\.mjs /);
});

test.each(PACKAGES)('%s: its manifest has keywords, and ranges for its dependencies', (name) => {
  const home = join(folder, name, 'node_modules', '@licence-portal', name);
  const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    keywords: string[];
    dependencies: Record<string, string>;
  };
  expect(manifest.keywords.length).toBeGreaterThan(2);
  expect(Object.values(manifest.dependencies).filter((range) => !/^[\^~]/.test(range))).toEqual([]);
});

/** Exports that are data: they have no types. */
function dataOf(name: PackageName): string[] {
  const manifest = JSON.parse(readFileSync(join(ROOT_FOLDER, 'packages', name, 'package.json'), 'utf8')) as {
    exports: Record<string, string>;
  };
  return ['./package.json', ...Object.keys(manifest.exports).filter((key) => key !== '.')];
}
