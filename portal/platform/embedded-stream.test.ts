import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { EmbeddedStream } from './embedded-stream.server.ts';

let database: PGlite;
let client: pg.Client;

// Making a database takes seconds: one does for all.
beforeAll(async () => {
  database = await PGlite.create();
  await database.exec('create table thing (name text primary key, at timestamptz)');
});
afterAll(() => database.close());

beforeEach(async () => {
  await database.exec('delete from thing');
  client = await connect();
});

async function connect(): Promise<pg.Client> {
  const connected = new pg.Client({ stream: () => new EmbeddedStream(database), ssl: false });
  await connected.connect();
  return connected;
}

test('values that are written are read back, by the same driver as from a server', async () => {
  await client.query('insert into thing values ($1, $2), ($3, null)', ['«è» 😀', '2026-11-26T10:00:00Z', '']);
  const { rows } = await client.query('select name, at from thing where name <> $1', ['']);
  expect(rows).toEqual([{ name: '«è» 😀', at: new Date('2026-11-26T10:00:00Z') }]);
});

test('a refused statement says why, and the next one is answered', async () => {
  await expect(client.query('select $1::int / 0', [1])).rejects.toMatchObject({ code: '22012' });
  await expect(client.query('select nothing from nowhere where x = $1', [1])).rejects.toMatchObject({ code: '42P01' });
  await expect(client.query('select')).resolves.toMatchObject({ rows: [{}] });
  await expect(client.query('select 1 as one where 1 = $1', [1])).resolves.toMatchObject({ rows: [{ one: 1 }] });
});

test('a transaction with a refused statement takes nothing, and its end brings the connection back', async () => {
  await client.query('begin');
  await client.query('insert into thing values ($1)', ['a']);
  await expect(client.query('insert into thing values ($1)', ['a'])).rejects.toMatchObject({ code: '23505' });
  await expect(client.query('select count(*) from thing where name = $1', ['a'])).rejects.toMatchObject({
    code: '25P02',
  });
  await client.query('rollback');
  await expect(client.query('select name from thing')).resolves.toMatchObject({ rows: [] });
});

test('answers of several megabytes and many values pass', async () => {
  const long = 'x'.repeat(4_000_000);
  const { rows } = await client.query('select $1 as long, n from generate_series(1, $2::int) n', [long, 3]);
  expect(rows).toEqual([1, 2, 3].map((n) => ({ long, n })));
  const names = Array.from({ length: 10_000 }, (_, index) => `name ${index}`);
  await client.query(`insert into thing (name) values ${names.map((_, index) => `($${index + 1})`).join()}`, names);
  await expect(client.query('select count(*)::int as count from thing')).resolves.toMatchObject({
    rows: [{ count: 10_000 }],
  });
});

test('a connection that ends in the middle of a transaction leaves nothing to the next', async () => {
  await client.query('begin');
  await client.query("insert into thing values ('half')");
  const prepared = { name: 'prepared', text: 'select name from thing where name <> $1', values: ['other'] };
  await expect(client.query(prepared)).resolves.toMatchObject({ rows: [{ name: 'half' }] });
  await client.end();
  const next = await connect();
  await expect(next.query(prepared)).resolves.toMatchObject({ rows: [] });
});
