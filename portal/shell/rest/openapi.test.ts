import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateApi } from 'swagger-typescript-api';
import { expect, onTestFinished, test } from 'vitest';
import { buildCustomer, buildOffer, buildTenantDraft } from '#features/orders/builders.ts';
import packageJson from '../../../package.json' with { type: 'json' };
import { operations } from '../registry.ts';
import { keyOf, serveWorld } from '../testing/serve-world.ts';
import { startWorld } from '../testing/world.ts';
import { describeRest, openApiText } from './openapi.ts';
import { MODULES } from './openapi-text.ts';
import { REST_PREFIX } from './rest-path.ts';
import { CONFLICT_CODES, OTHER_STATUS_BY_CODE } from './rest-status.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const COMMITTED = join(ROOT, 'docs', 'openapi.json');
const EXAMPLE = join(ROOT, 'docs', 'examples', 'order-by-rest.ts');

test('docs/openapi.json is the document of these operations', () => {
  const same = readFileSync(COMMITTED, 'utf8') === openApiText(operations, packageJson.version);
  expect(same, 'the REST API has changed: run "npm run openapi", read the difference and commit it').toBe(true);
});

test('every module of the API is described, and none that has no operation', () => {
  const used = new Set(operations.map(({ name }) => name.split('.')[0] ?? ''));
  expect([...used].filter((module) => MODULES[module] === undefined)).toEqual([]);
});

test('every refusal with a status of its own is one of an operation', () => {
  const declared = new Set(operations.flatMap(({ refusals }) => refusals ?? []));
  const listed = [...CONFLICT_CODES, ...Object.keys(OTHER_STATUS_BY_CODE)];
  expect(listed.filter((code) => !declared.has(code))).toEqual([]);
});

test('a client generated from the document finds a product, orders it and follows the order to its end', {
  timeout: 180_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'licence-portal-client-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  await generateClient(folder);
  await checkTypes(folder);
  const example = (await import(join(folder, 'order-by-rest.ts'))) as {
    connect(url: string, key: string): unknown;
    orderSeats(api: unknown, given: object): Promise<unknown>;
  };

  const world = await startWorld();
  const { accountId, administrator } = await buildCustomer(world);
  await buildOffer(world, { title: 'Microsoft 365 Business Basic' });
  await buildTenantDraft(world, { accountId });
  const { url } = await serveWorld(world);
  const api = example.connect(url, await keyOf(world, administrator));
  const given = { text: 'business basic', seatCount: 3, pause: () => world.runJobs() };
  expect(await example.orderSeats(api, given)).toMatchObject({
    status: 'done',
    ownReference: 'REST example',
    lines: [{ seatCount: 3, status: 'done' }],
  });
});

async function generateClient(folder: string): Promise<void> {
  copyFileSync(EXAMPLE, join(folder, 'order-by-rest.ts'));
  await generateApi({
    spec: describeRest(operations, { version: 'test', serverUrl: REST_PREFIX }) as never,
    output: folder,
    fileName: 'client.ts',
    silent: true,
  });
}

/** Fails with the compiler's words when the example does not match the client. */
async function checkTypes(folder: string): Promise<void> {
  const compilerOptions = {
    strict: true,
    noEmit: true,
    target: 'ESNext',
    module: 'ESNext',
    moduleResolution: 'Bundler',
    lib: ['ESNext', 'DOM', 'DOM.Iterable'],
    types: [],
    allowImportingTsExtensions: true,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['order-by-rest.ts'] }));
  const compiler = join(ROOT, 'node_modules', 'typescript', 'lib', 'tsc.js');
  const run = promisify(execFile)(process.execPath, [compiler, '-p', folder]);
  const output = await run.then(
    ({ stdout }) => stdout,
    (error: { stdout?: string }) => error.stdout ?? String(error),
  );
  expect(output).toBe('');
}
