import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, TIME_LIMIT_MS, temporaryFolder } from './testing/run-cli.ts';

test('the help names every command', async () => {
  const { status, stdout } = await cli(['--help']);
  expect(status).toBe(0);
  for (const command of [
    'price-sheet import FILE',
    '--market',
    '--dry-run',
    '--json',
    'operation NAME',
    'second-factor reset LOGIN',
    'link LOGIN',
    'migrate',
    'backup FILE',
    'restore FILE',
  ])
    expect(stdout).toContain(command);
});

test.each([
  [['prices'], 'There is no command "prices".'],
  [['price-sheet', 'import', 'not-there.csv'], 'The file "not-there.csv" cannot be read'],
  [['operation', 'provider.getNothing'], 'There is no operation "provider.getNothing"'],
  [['second-factor', 'reset'], 'Name the login: second-factor reset LOGIN'],
  [['migrate', '--fast'], "Unknown option '--fast'"],
])('%j is not understood: status 2, a sentence, no stack', async (words, sentence) => {
  const { status, stdout, stderr } = await cli(words);
  expect(status).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(sentence);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('a price sheet is imported once; a dry run changes nothing; a bad row is reported with its line', {
  timeout: 3 * TIME_LIMIT_MS,
}, async () => {
  const folder = temporaryFolder();
  const sheet = join(folder, 'sheet.csv');
  const header =
    'ProductTitle,ProductId,SkuId,SkuTitle,TermDuration,BillingPlan,Market,Currency,UnitPrice,EffectiveStartDate,EffectiveEndDate,ERP Price,Segment';
  const row = (skuId: string, unitPrice: string) =>
    `Prova,CFQ7TTC0TEST,${skuId},Prova,P1M,Monthly,IT,EUR,${unitPrice},2026-11-01T00:00:00Z,9999-11-30T00:00:00Z,10,Commercial`;
  writeFileSync(sheet, [header, row('0001', '8'), row('0002', 'eight')].join('\n'));
  const data = join(folder, 'data');

  const tried = await cli(['price-sheet', 'import', sheet, '--market', 'IT', '--dry-run'], { DATA_DIR: data });
  expect(tried.stderr).toBe('');
  expect(tried.stdout).toContain('2 rows read, 1 imported, 0 unchanged, 0 duplicate, 1 rejected');
  expect(tried.stdout).toContain('line 3: the price is not a positive number (eight)');
  expect(tried.stdout).toContain('nothing was changed');

  const whole = await cli(['price-sheet', 'import', sheet, '--market', 'IT'], { DATA_DIR: data });
  expect(whole).toMatchObject({ status: 1, stdout: '' });
  expect(whole.stderr).toContain('plans from sale: it looks like a part of the list');

  const partial = ['price-sheet', 'import', sheet, '--market', 'IT', '--partial', '--json'];
  const first = await cli(partial, { DATA_DIR: data });
  expect(JSON.parse(first.stdout)).toMatchObject({ rowsRead: 2, imported: 1, unchanged: 0, rejectedCount: 1 });
  const second = await cli(partial, { DATA_DIR: data });
  expect(JSON.parse(second.stdout)).toMatchObject({ rowsRead: 2, imported: 0, unchanged: 1, rejectedCount: 1 });
  expect(second.status).toBe(0);

  const refused = await cli(['operation', 'provider.openCustomer', '{"accountId":"1"}'], { DATA_DIR: data });
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toContain('accountId');
  const unlocked = await cli(['unlock', 'ADMIN'], { DATA_DIR: data });
  expect(unlocked).toEqual({ status: 0, stdout: 'The sign-in of ADMIN is not locked.\n', stderr: '' });
  expect((await cli(['unlock', 'nobody'], { DATA_DIR: data })).status).toBe(1);
  const linked = await cli(['link', 'Admin'], { DATA_DIR: data });
  expect(linked).toMatchObject({ status: 0, stderr: '' });
  expect(linked.stdout).toMatch(
    /^Link to choose a new password for Admin of Rossi Arredamenti S\.r\.l\., valid once until /,
  );
  expect(linked.stdout).toMatch(/\nhttp:\/\/\S+\/activate\?token=[\w-]{43}\n$/);
  expect((await cli(['link', 'nobody'], { DATA_DIR: data })).status).toBe(1);
  const customers = await cli(['operation', 'provider.listCustomers', '{"search":"rossi"}'], { DATA_DIR: data });
  expect(JSON.parse(customers.stdout)).toMatchObject({ total: 1, items: [{ name: 'Rossi Arredamenti S.r.l.' }] });
});

test('the second factor of a person is reset by login', { timeout: 3 * TIME_LIMIT_MS }, async () => {
  const data = join(temporaryFolder(), 'data');
  const unknown = await cli(['second-factor', 'reset', 'nobody'], { DATA_DIR: data });
  expect(unknown).toMatchObject({ status: 2, stdout: '' });
  expect(unknown.stderr).toContain('Nobody has the login "nobody".');
  const without = await cli(['second-factor', 'reset', 'Fornitore'], { DATA_DIR: data });
  expect(without).toMatchObject({ status: 1, stdout: '' });
  expect(without.stderr).toContain('(users.noSecondFactor)');
});

const PARTNER = {
  PARTNER_CENTER_TENANT_ID: 'a-tenant',
  PARTNER_CENTER_CLIENT_ID: 'an-application',
  PARTNER_CENTER_CLIENT_SECRET: 'its-secret',
  PUBLIC_URL: 'https://licenze.example.it',
};

test('a link for the staff is printed, and no command turns a database of real use into the demo', {
  timeout: 4 * TIME_LIMIT_MS,
}, async () => {
  const DATA_DIR = temporaryFolder();
  const invited = await cli(['provider', 'invite', '--email', 'paola@fornitore.it', '--name', 'Paola Ferrari'], {
    ...PARTNER,
    DATA_DIR,
  });
  expect(invited).toMatchObject({ status: 0, stderr: '' });
  expect(invited.stdout).toMatch(
    /It works once, until \d{4}-\d\d-\d\d \d\d:\d\d UTC:\n {2}https:\/\/licenze\.example\.it\/first-start\?token=\S{43}\n$/,
  );
  expect(invited.stdout).not.toContain('Demo');

  const withoutPartner = await cli(['operation', 'provider.listCustomers'], { DATA_DIR });
  expect(withoutPartner).toMatchObject({ status: 1, stdout: '' });
  expect(withoutPartner.stderr).toContain('belongs to a portal in real use');
  const customers = await cli(['operation', 'provider.listCustomers'], { ...PARTNER, DATA_DIR });
  expect(JSON.parse(customers.stdout)).toMatchObject({ total: 0 });
});

test.each([
  ['price-sheet', 'import', 'package.json'],
  ['operation', 'provider.listCustomers'],
  ['provider', 'invite'],
])('with DATABASE_URL alone the command %s %s is refused before the database is opened', async (...words) => {
  const SECRET = 'a secret for tests, at least 32 characters long';
  const { status, stdout, stderr } = await cli(words, { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/portal', SECRET });
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('DATABASE_URL is set and PARTNER_CENTER_TENANT_ID is not.');
  expect(stderr).not.toMatch(/\n\s+at /);
});
