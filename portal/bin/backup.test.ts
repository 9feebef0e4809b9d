import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest';
import { onServer } from '#shell/testing/test-database.ts';
import { cli, TIME_LIMIT_MS, temporaryFolder } from './testing/run-cli.ts';

const TABLES_OF_RECORD = ['account', 'customer_order', 'charge', 'audit_record', 'person', 'mail'];

/** Fails where row security does not hold for the owner of a table. */
const REFUSE_UNFORCED_TABLES = `
  do $$ begin
    if exists (select from pg_class where relrowsecurity and not relforcerowsecurity) then
      raise exception 'a table lost its forced row security';
    end if;
  end $$`;

/** The lines of a backup after the header, which holds the moment of writing. */
function linesOf(file: string): string[] {
  return gunzipSync(readFileSync(file)).toString('utf8').split('\n').slice(1);
}

/** The lines that stand in one list only: the order of a table's rows does not count. */
function differencesOf(left: readonly string[], right: readonly string[]): string[] {
  return [...new Set(left).symmetricDifference(new Set(right))];
}

function countsOf(file: string): Record<string, number> {
  const last = linesOf(file).findLast((line) => line.startsWith('#')) ?? '#{}';
  return JSON.parse(last.slice(1)).rows;
}

/** The demo, whose history fills accounts, orders, ledger and audit, backed up to a file: once for all tests. */
let demo: Readonly<{ file: string; secret: string }>;
const demoFolder = mkdtempSync(join(tmpdir(), 'licence-portal-backup-'));

beforeAll(async () => {
  const data = join(demoFolder, 'data');
  const file = join(demoFolder, 'portal.backup');
  await cli(['operation', 'provider.listCustomers'], { DATA_DIR: data });
  const done = await cli(['backup', file], { DATA_DIR: data });
  expect(done.stderr).toBe('');
  expect(done.stdout).toMatch(/holds \d+ rows of \d+ tables.*SECRET/);
  demo = { file, secret: readFileSync(join(data, 'secret'), 'utf8') };
}, 3 * TIME_LIMIT_MS);
afterAll(() => rmSync(demoFolder, { recursive: true, force: true }));

/** An empty database of an owner who is no superuser, where the tests run on a server. */
async function newServerDatabase(): Promise<string | undefined> {
  const template = inject('databaseTemplate');
  if (template.kind === 'embedded') return undefined;
  const name = `${template.templateName}_${crypto.randomUUID().replaceAll('-', '')}`;
  await onServer(template.url, `create database ${name}`);
  onTestFinished(() => onServer(template.url, `drop database ${name} with (force)`));
  const url = new URL(template.url);
  url.pathname = `/${name}`;
  return url.href;
}

test('a backup restored into an empty database gives the same rows again', { timeout: 5 * TIME_LIMIT_MS }, async () => {
  const { file, secret } = demo;
  const folder = temporaryFolder();
  const counts = countsOf(file);
  for (const table of TABLES_OF_RECORD) expect(counts[table], table).toBeGreaterThan(0);
  expect(statSync(file).mode & 0o077, 'others read nothing').toBe(0);

  const databaseUrl = await newServerDatabase();
  const target = {
    DATA_DIR: join(folder, 'restored'),
    ...(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl }),
  };
  const restored = await cli(['restore', file], target);
  expect(restored.stderr).toBe('');
  expect(restored.stdout).toContain('The database holds');
  const again = join(folder, 'again.backup');
  await cli(['backup', again], target);
  expect(differencesOf(linesOf(again), linesOf(file))).toEqual([]);
  if (databaseUrl !== undefined) await onServer(databaseUrl, REFUSE_UNFORCED_TABLES);

  const second = await cli(['restore', file], target);
  expect(second.status).toBe(1);
  expect(second.stderr).toContain('The database is not empty');
  const customers = await cli(['operation', 'provider.listCustomers', '{"search":"rossi"}'], {
    ...target,
    ...(databaseUrl === undefined ? {} : { DEMO_ON_DATABASE_URL: 'true' }),
    SECRET: secret.trim(),
  });
  expect(customers.stderr).toBe('');
  expect(customers.stdout).toContain('Rossi Arredamenti S.r.l.');
});

test('a file that is no complete backup is refused with a sentence, and a restore can follow', {
  timeout: 8 * TIME_LIMIT_MS,
}, async () => {
  const { file } = demo;
  const folder = temporaryFolder();
  const target = { DATA_DIR: join(folder, 'restored') };
  const refusalOf = async (name: string, content: Uint8Array | string) => {
    const broken = join(folder, name);
    writeFileSync(broken, content);
    const { status, stderr } = await cli(['restore', broken], target);
    expect(status).toBe(1);
    expect(stderr).not.toMatch(/\n\s+at /);
    return stderr;
  };
  const whole = readFileSync(file);
  const text = gunzipSync(whole).toString('utf8');
  expect(await refusalOf('text', 'no backup')).toContain('is damaged or not complete');
  expect(await refusalOf('other', gzipSync('{"a":1}\n'))).toContain('is no backup of the portal');
  expect(await refusalOf('newer', gzipSync(text.replace('0001-platform.sql":"', '0001-platform.sql":"0')))).toContain(
    'was written by another version',
  );
  expect(await refusalOf('cut', whole.subarray(0, whole.length - 1000))).toContain('is damaged or not complete');
  expect(await refusalOf('short', gzipSync(text.replace(/\n#\{"rows".*\n$/, '\n')))).toContain('its end is missing');
  expect(await refusalOf('less', gzipSync(text.replace(/\n\{[^\n]*"event"[^\n]*\n/, '\n')))).toContain(
    'rows of audit_record',
  );
  expect((await cli(['restore', file], target)).stderr).toBe('');
});
