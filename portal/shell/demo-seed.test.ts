import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { count, eq } from 'drizzle-orm';
import { expect, inject, onTestFinished, test } from 'vitest';
import { account } from '#features/accounts/accounts.ts';
import { customerOrder } from '#features/orders/orders.ts';
import { subscription } from '#features/subscriptions/subscriptions.ts';
import { person } from '#features/users/users.ts';
import { readConfig } from '#platform/config.server.ts';
import { silentLog } from '#platform/logging.server.ts';
import { seedDemo } from './demo-seed.server.ts';
import { openTestDatabase } from './testing/test-database.ts';

async function emptyDemo(environment: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'licence-portal-seed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const database = await openTestDatabase(inject('databaseTemplate'));
  onTestFinished(() => database.close());
  const secret = 'a secret for tests, at least 32 characters long';
  const config = readConfig({ DATA_DIR: folder, SECRET: secret, ...environment });
  return { config, database, log: silentLog };
}

test('the first start fills the demo with a history that ends today, once', { timeout: 90_000 }, async () => {
  const demo = await emptyDemo();
  const { database } = demo;

  const signIns = await seedDemo(demo);

  expect(signIns).toMatchObject({ logins: ['admin', 'utente', 'fornitore'], isPasswordMade: true });
  expect(signIns?.password).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){2}$/);
  const { placed, held, waiting } = await database.transaction({ kind: 'system' }, async (tx) => ({
    placed: await tx.select().from(customerOrder).orderBy(customerOrder.number),
    held: await tx.select().from(subscription),
    waiting: await tx.select().from(person).where(eq(person.login, 'utente')),
  }));
  expect(placed.map(({ status }) => status)).toEqual([
    'done',
    'done',
    'done',
    'done',
    'done',
    'running',
    'awaitingApproval',
  ]);
  expect(held).toHaveLength(5);
  expect(waiting[0]?.passwordSetAt).not.toBeNull();
  const now = Temporal.Now.instant();
  for (const { placedAt } of placed) expect(Temporal.Instant.compare(placedAt, now)).toBeLessThanOrEqual(0);

  expect(await seedDemo(demo)).toBeUndefined();
  const [companies] = await database.transaction({ kind: 'system' }, (tx) =>
    tx.select({ count: count() }).from(account),
  );
  expect(companies?.count).toBe(3);
});

test('no demo account is made when the portal is connected to Microsoft', async () => {
  const real = await emptyDemo({
    PARTNER_CENTER_TENANT_ID: 'tenant',
    PARTNER_CENTER_CLIENT_ID: 'client',
    PARTNER_CENTER_CLIENT_SECRET: 'secret',
  });
  await expect(seedDemo(real)).rejects.toThrow('no demo account exists');
});
