import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { auditRecord } from '#platform/tables.ts';
import { startWorld } from '#shell/testing/world.ts';

test('addresses end after their time and the records stay; nobody else changes a record', async () => {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z', environment: { KEEP_AUDIT_ADDRESSES_DAYS: '30' } });
  const createdAt = world.clock.now();
  await world.db({ kind: 'system' }, (tx) =>
    tx.insert(auditRecord).values({
      ...{ accountId: null, personId: null, impersonatorId: null, event: 'users.edited', facts: {} },
      ...{ address: '192.0.2.7', requestId: 'test', createdAt },
    }),
  );
  const addresses = () =>
    world.db({ kind: 'system' }, async (tx) => {
      const rows = await tx.select().from(auditRecord).where(eq(auditRecord.requestId, 'test'));
      return rows.map(({ address }) => address);
    });
  world.advance({ days: 29 });
  await world.runJobs();
  expect(await addresses()).toEqual(['192.0.2.7']);
  world.advance({ days: 2 });
  await world.runJobs();
  expect(await addresses()).toEqual([null]);

  const change = (scope: 'system' | 'provider', values: Partial<typeof auditRecord.$inferInsert>) =>
    world.db({ kind: scope }, (tx) => tx.update(auditRecord).set(values));
  await expect(change('provider', { address: null })).rejects.toThrow();
  await expect(change('system', { event: 'users.removed' })).rejects.toThrow();
  await expect(change('system', { address: '192.0.2.8' })).rejects.toThrow();
  await expect(change('system', { address: null })).resolves.toBeDefined();
});
