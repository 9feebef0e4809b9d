import type { PoolClient } from 'pg';
import { expect, test, vi } from 'vitest';
import { prepareStatements } from './prepared-statements.server.ts';

function connect() {
  const sent = vi.fn();
  const client = { query: sent } as unknown as PoolClient;
  prepareStatements(client);
  return { client, nameOfLast: (): unknown => sent.mock.lastCall?.[0]?.name };
}

test('the same text has the same name on every connection, another text another one', () => {
  const [one, other] = [connect(), connect()];
  one.client.query('select $1::int', [1]);
  other.client.query({ text: 'select $1::int', rowMode: 'array' }, [2]);
  expect(one.nameOfLast()).toEqual(expect.any(String));
  expect(other.nameOfLast()).toBe(one.nameOfLast());
  one.client.query('select $1::text', ['a']);
  expect(one.nameOfLast()).not.toBe(other.nameOfLast());
});

test('a script without values goes as it is: it may hold several statements', () => {
  const { client, nameOfLast } = connect();
  client.query('begin; select 1');
  expect(nameOfLast()).toBeUndefined();
});

test('after five hundred texts a new one is not kept, the known ones are', () => {
  const { client, nameOfLast } = connect();
  client.query('select $1 as known', ['a']);
  const known = nameOfLast();
  for (let count = 0; count < 500; count += 1) client.query(`select $1 as name_${count}`, ['a']);
  client.query('select $1 as one_more', ['a']);
  expect(nameOfLast()).toBeUndefined();
  client.query('select $1 as known', ['b']);
  expect(nameOfLast()).toBe(known);
});
