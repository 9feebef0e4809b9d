import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { account } from '#features/accounts/accounts.ts';
import { buildAccount } from '#features/accounts/builders.ts';
import { buildCustomer, buildProvider, buildTenantDraft } from '#features/orders/builders.ts';
import { person } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { getWork } from './get-work.ts';
import { listCustomers } from './list-customers.ts';

async function startCustomers() {
  const world = await startWorld();
  const staff = world.as(await buildProvider(world));
  const totalOf = async (search: string) => (await staff.call(listCustomers, { search })).total;
  return { world, staff, totalOf };
}

const asSystem = <Result>(world: World, run: (tx: Tx) => Promise<Result>) => world.db({ kind: 'system' }, run);

test('customers are found by the beginnings of words, without accents and signs', async () => {
  const { world, totalOf } = await startCustomers();
  const { accountId } = await buildCustomer(world);
  await asSystem(world, (tx) =>
    tx
      .update(account)
      .set({ name: "L'Ànfora & C. S.r.l.", city: 'Cefalù', vatNumber: 'IT01234567890' })
      .where(eq(account.id, accountId)),
  );
  for (const search of ['anfora', 'ANF cefalu', '01234', 'it0123', "l'anfora", 'Cefalù', 's.r.l.'])
    expect([search, await totalOf(search)]).toEqual([search, 1]);
  for (const search of ['rossi', 'anfora roma', 'fora', '%', "'; drop table customer_word; --", '\\', '_'])
    expect([search, await totalOf(search)]).toEqual([search, 0]);
});

test('words follow a person who is renamed, removed or deleted, and a tenant that is renamed', async () => {
  const { world, totalOf } = await startCustomers();
  const { accountId, administrator } = await buildCustomer(world, { login: 'gerhard' });
  await buildTenantDraft(world, { accountId });
  const isPerson = eq(person.id, administrator.personId);
  expect(await totalOf('gerhard')).toBe(1);

  await asSystem(world, (tx) => tx.update(person).set({ login: 'wolfgang', email: 'w@rossi.example' }).where(isPerson));
  expect([await totalOf('gerhard'), await totalOf('wolfgang')]).toEqual([0, 1]);
  await asSystem(world, (tx) => tx.update(person).set({ login: null, removedAt: world.clock.now() }).where(isPerson));
  expect(await totalOf('wolfgang')).toBe(0);
  await asSystem(world, (tx) => tx.update(person).set({ login: 'ulrich', removedAt: null }).where(isPerson));
  expect(await totalOf('ulrich')).toBe(1);
  await asSystem(world, (tx) => tx.delete(person).where(isPerson));
  expect(await totalOf('ulrich')).toBe(0);

  await asSystem(world, (tx) => tx.execute(sql`update tenant set domain = 'kontoso.example.org'`));
  expect([await totalOf('kontoso.example'), await totalOf('rossi.onmicrosoft')]).toEqual([1, 0]);
});

test('words belong to their account: another one sees none of them', async () => {
  const { world } = await startCustomers();
  const { accountId } = await buildCustomer(world);
  const other = await asSystem(world, (tx) => buildAccount(tx, { name: 'Verdi', now: world.clock.now() }));
  const wordsOf = (id: typeof accountId) =>
    world.db({ kind: 'account', accountId: id }, async (tx) => {
      const { rows } = await tx.execute<{ word: string }>(sql`select distinct word from customer_word order by word`);
      return rows.map(({ word }) => word);
    });
  expect(await wordsOf(other)).toContain('verdi');
  expect(await wordsOf(other)).not.toContain('rossi');
  expect(await wordsOf(accountId)).not.toContain('verdi');
});

test('frequent words are combined with rare ones', async () => {
  const { world, staff, totalOf } = await startCustomers();
  await asSystem(world, (tx) =>
    tx.execute(sql`
      insert into account (kind, name, vat_number, created_at)
      select 'customer', 'Officina ' || number || ' S.p.A.', 'IT' || (10000000000 + number), now()
      from generate_series(1, 2500) as number`),
  );
  const page = await staff.call(listCustomers, { search: 'officina' });
  expect(page).toMatchObject({ total: 2500 });
  expect(page.items[1]?.name).toBe('Officina 10 S.p.A.');
  const second = await staff.call(listCustomers, { search: 'spa officina', page: 2 });
  expect(second.total).toBe(0); // "S.p.A." is three words.
  expect(await totalOf('officina 2417')).toBe(1);
  expect(await totalOf('off s.p.a. 10000002417')).toBe(1);
  expect(await staff.call(listCustomers, {})).toMatchObject({ total: 2500 });
  expect(await staff.call(listCustomers, { search: 'officina', descending: true, page: 2 })).toMatchObject({
    items: { length: 25 },
  });
}, 120_000);

test('customers are counted up to ten thousand, in their list, a search and the provider’s home', async () => {
  const { world, staff } = await startCustomers();
  await asSystem(world, (tx) =>
    tx.execute(sql`
      insert into account (kind, name, created_at)
      select 'customer', 'Officina', now() from generate_series(1, 10002)`),
  );
  expect(await staff.call(listCustomers, {})).toMatchObject({ total: 10_001, items: { length: 25 } });
  expect((await staff.call(listCustomers, { search: 'officina' })).total).toBe(10_001);
  expect((await staff.call(getWork, {})).customerCount).toBe(10_001);
}, 120_000);
