import { sql } from 'drizzle-orm';
import { expect, inject, onTestFinished, test } from 'vitest';
import { openTestDatabase } from '#shell/testing/test-database.ts';
import { onCommittedWrite, statementNames, writtenTables } from './preparing-client.server.ts';
import { vendorSecret } from './tables.ts';

const named = statementNames(100);
const nameOf = (query: unknown, values: unknown) => (named(query, values) as { name?: string }).name;

test('the same text has the same name on every connection, another text another one', () => {
  const name = nameOf('select $1::int', [1]);
  expect(name).toEqual(expect.any(String));
  expect(nameOf({ text: 'select $1::int', rowMode: 'array' }, [2])).toBe(name);
  expect(nameOf('select $1::text', ['a'])).not.toBe(name);
});

test('a script without values goes as it is: it may hold several statements', () => {
  expect(named('begin; select 1', undefined)).toBe('begin; select 1');
  expect(named('begin; select 1', [])).toBe('begin; select 1');
});

test('a statement that has a name keeps it', () => {
  expect(nameOf({ text: 'select $1', name: 'own' }, ['a'])).toBe('own');
});

test('the connections of the portal prepare their statements', async () => {
  const database = await openTestDatabase(inject('databaseTemplate'));
  onTestFinished(() => database.close());
  const { rows } = await database.transaction({ kind: 'system' }, async (tx) => {
    await tx.execute(sql`select ${'prepared here'}::text`);
    return tx.execute(sql`select name from pg_prepared_statements where statement = ${'select $1::text'}`);
  });
  expect(rows).toEqual([{ name: expect.stringMatching(/^portal_\d+$/) }]);
});

test('beyond the number of texts a new one is not kept, the known ones are', () => {
  const known = nameOf('select $1 as known', ['a']);
  for (let count = 0; count < 100; count += 1) named(`select $1 as name_${count}`, ['a']);
  expect(nameOf('select $1 as one_more', ['a'])).toBeUndefined();
  expect(nameOf('select $1 as known', ['b'])).toBe(known);
});

test.for([
  ['insert into "api_key" ("id") values ($1)', ['api_key']],
  ['update "person" set "login" = $1', ['person']],
  ['delete from only session where id = $1', ['session']],
  ['with gone as (delete from "mail" where id = $1) insert into audit_record select 1', ['mail', 'audit_record']],
  ['select "updated_at" from "account" where "id" = $1', []],
] as const)('%s writes %j', ([text, tables]) => {
  expect(writtenTables(text)).toEqual(tables);
});

test('a table counts as written once its transaction is committed, and never when it is rolled back', async () => {
  const database = await openTestDatabase(inject('databaseTemplate'));
  onTestFinished(() => database.close());
  let heard = 0;
  onCommittedWrite(['vendor_secret'], () => {
    heard += 1;
  });
  const write = (end: () => void) =>
    database.transaction({ kind: 'system' }, async (tx) => {
      await tx.delete(vendorSecret);
      expect(heard).toBe(0);
      end();
    });
  const rolledBack = write(() => {
    throw new Error('taken back');
  });
  await expect(rolledBack).rejects.toThrow('taken back');
  await database.transaction({ kind: 'system' }, (tx) => tx.select().from(vendorSecret));
  expect(heard).toBe(0);
  await write(() => {});
  expect(heard).toBe(1);
});
