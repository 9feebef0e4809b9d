import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDemoWorld, queryRows } from './testing/demo-world.ts';
import type { World } from './testing/world.ts';

let world: World;
let close: () => Promise<void>;
beforeAll(async () => {
  ({ world, close } = await openDemoWorld());
  // A quote from which no order was placed; and the time of sign-ins and that of the demo are one.
  await queryRows(
    world,
    sql`insert into quote (account_id, person_id, kind, change, view, created_at)
        select account_id, person_id, kind, change, view, created_at from quote limit 1`,
  );
  world.machineClock.set(world.clock.now());
});
afterAll(() => close());

async function countOf(rows: string): Promise<number> {
  const [row] = await queryRows<{ count: number }>(world, sql`select count(*)::int as count from ${sql.raw(rows)}`);
  return row?.count ?? 0;
}

/** Makes all rows of a table as old as given, and lets the passes run. */
async function ageRows(table: string, column: string, { days, hours }: { days: number; hours: number }) {
  const time = world.clock.now().subtract({ hours: days * 24 + hours });
  await world.asOwner(`
    begin; set local app.scope = 'system'; update ${table} set ${column} = '${time}'; commit`);
  await world.runJobs();
}

test.each([
  ['mail', 'created_at', 'mails', "mail where status <> 'waiting'"],
  ['quote', 'created_at', 'quotes', 'quote where id not in (select quote_id from customer_order)'],
  ['sign_in_attempt', 'attempted_at', 'signInAttempts', 'sign_in_attempt'],
  ['session', 'expires_at', 'sessions', 'session'],
  ['password_link', 'expires_at', 'sessions', 'password_link'],
  ['notification', 'created_at', 'notifications', 'notification'],
] as const)('rows of %s end after their time, and not before', async (table, column, kind, endingRows) => {
  const days = world.services.retention[kind].total('days');
  const before = await countOf(endingRows);
  expect(before).toBeGreaterThan(0);
  await ageRows(table, column, { days, hours: -1 });
  expect(await countOf(endingRows)).toBe(before);
  const keptCount = (await countOf(table)) - before;
  await ageRows(table, column, { days, hours: 1 });
  expect(await countOf(endingRows)).toBe(0);
  expect(await countOf(table), 'what an order or a delivery needs stays').toBe(keptCount);
});

test('nobody but the pass deletes attempts to sign in, and not recent ones', async () => {
  const attempt = sql`
    insert into sign_in_attempt (outcome, attempted_at) values ('unknownLogin', now() - interval '6 days')`;
  await world.db({ kind: 'system' }, (tx) => tx.execute(attempt));
  for (const kind of ['system', 'provider'] as const)
    await world.db({ kind }, (tx) => tx.execute(sql`delete from sign_in_attempt`));
  expect(await countOf('sign_in_attempt')).toBe(1);
});
