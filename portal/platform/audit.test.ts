import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { startWorld } from '#shell/testing/world.ts';
import type { Actor } from './actor.ts';
import { auditIn } from './audit.server.ts';
import { AccountId, newId, type PersonId } from './ids.ts';
import { auditRecord } from './tables.ts';

const actor: Actor = {
  roles: ['administrator'],
  accountId: AccountId.parse(newId()),
  personId: newId() as PersonId,
  impersonatorId: newId() as PersonId,
};

test('a record names the person, who acts in their place, the request and the time of the movable clock', async () => {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z' });
  const records = await world.db({ kind: 'system' }, async (tx) => {
    const audit = auditIn(tx, world.clock, { actor, requestId: 'request 1' });
    await audit.record('orders.placed', { orderId: 'o-1' });
    await audit.flush();
    return tx.select().from(auditRecord);
  });
  expect(records).toMatchObject([
    { ...(({ roles: _, ...person }) => person)(actor), event: 'orders.placed', facts: { orderId: 'o-1' } },
  ]);
  expect(records[0]?.requestId).toBe('request 1');
  expect(records[0]?.createdAt.toString()).toBe('2026-03-02T09:00:00Z');
});

test('a record belongs to the account whose rows were touched, or to none', async () => {
  const world = await startWorld();
  const other = AccountId.parse(newId());
  const [accounts, count] = await world.db({ kind: 'system' }, async (tx) => {
    const audit = auditIn(tx, world.clock, { actor, requestId: 'request 2' });
    for (const accountId of [undefined, other, null]) await audit.record('accounts.changed', {}, accountId);
    await audit.flush();
    const found = await tx.select().from(auditRecord).where(eq(auditRecord.requestId, 'request 2'));
    return [found.map(({ accountId }) => accountId), audit.count()] as const;
  });
  expect(accounts.toSorted()).toEqual([actor.accountId, other, null].toSorted());
  expect(count).toBe(3);
});

test('a record is not kept when its transaction fails', async () => {
  const world = await startWorld();
  const failing = world.db({ kind: 'system' }, async (tx) => {
    const audit = auditIn(tx, world.clock, { actor, requestId: 'request 3' });
    await audit.record('orders.placed', {});
    await audit.flush();
    throw new Error('the write failed');
  });
  await expect(failing).rejects.toThrow('the write failed');
  expect(await world.db({ kind: 'system' }, (tx) => tx.select().from(auditRecord))).toEqual([]);
});
