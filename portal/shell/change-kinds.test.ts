import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { startWorld } from './testing/world.ts';

test.each(['quote', 'customer_order'])(
  'the kinds that the table %s accepts are those that the shell supplies',
  async (table) => {
    const world = await startWorld();
    const { rows } = await world.db({ kind: 'system' }, async (tx) => {
      const found = await tx.execute(sql`
      select pg_get_constraintdef(oid) as definition from pg_constraint
      where conrelid = ${table}::regclass and contype = 'c' and conname = ${`${table}_kind_check`}`);
      return found as unknown as { rows: { definition: string }[] };
    });

    const accepted = [...(rows[0]?.definition ?? '').matchAll(/'([a-zA-Z]+)'/g)].map(([, kind]) => kind);
    expect(accepted.sort()).toEqual(Object.keys(world.services.changeKinds).sort());
  },
);

test('every vendor names steps of its own for every kind of change that it offers', async () => {
  const { services } = await startWorld();
  const wrong = Object.values(services.vendors).flatMap(({ id, steps, stepsOf }) =>
    Object.keys(services.changeKinds).flatMap((kind) => {
      const named = Object.entries(stepsOf).find(([name]) => name === kind)?.[1] ?? [];
      if (Object.entries(stepsOf).some(([name, steps]) => name === kind && steps === null)) return [];
      const unknown = named.filter((step) => steps[step] === undefined);
      return named.length === 0 || unknown.length > 0 ? [`${id} ${kind}: ${unknown.join(', ')}`] : [];
    }),
  );
  expect(wrong).toEqual([]);
});
