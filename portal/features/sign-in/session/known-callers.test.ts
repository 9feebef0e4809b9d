import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { buildCustomer } from '#features/orders/builders.ts';
import { person } from '#features/users/users.ts';
import { keyOf } from '#shell/testing/serve-world.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { apiKey, signInLock } from '../tables.ts';
import { KNOWN_FOR_MS, KnownCallers } from './known-callers.server.ts';

/** Recognises the key as the REST API does. */
async function isKnown(world: World, key: string): Promise<boolean> {
  const request = new Request('http://portal.test', { headers: { authorization: `Bearer ${key}` } });
  const { apiKey: outcome } = await world.services.resolveCaller(request, { address: '10.0.0.1', takesKeys: true });
  return outcome?.status === 'valid';
}

async function worldWithKey() {
  const world = await startWorld();
  const { administrator } = await buildCustomer(world);
  return { world, administrator, key: await keyOf(world, administrator) };
}

test('a caller is known for two seconds, counted from the beginning of the reading', () => {
  let nowMs = 0;
  const callers = new KnownCallers<string>(() => nowMs);
  const keep = callers.reading('key');
  nowMs = 500;
  keep('anna');
  nowMs = KNOWN_FOR_MS - 1;
  expect(callers.find('key')).toBe('anna');
  nowMs = KNOWN_FOR_MS;
  expect(callers.find('key')).toBeUndefined();
});

test('what was read before a write is not kept after it', () => {
  const callers = new KnownCallers<string>(() => 0);
  const keep = callers.reading('key');
  callers.forgetAll();
  keep('anna');
  expect(callers.find('key')).toBeUndefined();
});

test.for([
  ['its key is deleted', (world: World) => world.db({ kind: 'system' }, (tx) => tx.delete(apiKey))],
  [
    'its person is disabled',
    (world: World) =>
      world.db({ kind: 'system' }, (tx) =>
        tx.update(person).set({ disabledAt: world.clock.now() }).where(eq(person.login, 'anna')),
      ),
  ],
  [
    'its person is locked out',
    (world: World) =>
      world.db({ kind: 'system' }, async (tx) => {
        const [anna] = await tx.select().from(person).where(eq(person.login, 'anna'));
        const lockedAt = world.machineClock.now();
        await tx
          .insert(signInLock)
          .values({ personId: anna?.id ?? ('' as never), lockedAt, lockedUntil: lockedAt.add({ hours: 1 }) });
      }),
  ],
] as const)('in the same process a known key stops working at once when %s', async ([, write]) => {
  const { world, key } = await worldWithKey();
  expect(await isKnown(world, key)).toBe(true);
  expect(await isKnown(world, key)).toBe(true);
  await write(world);
  expect(await isKnown(world, key)).toBe(false);
});

test('a key that another process revoked stops working within two seconds', async () => {
  const { world, key } = await worldWithKey();
  expect(await isKnown(world, key)).toBe(true);
  // The first use was stored by that request, which made all callers unknown; this one makes the key known.
  expect(await isKnown(world, key)).toBe(true);
  await world.asOwner("begin; set local app.scope = 'system'; delete from api_key; commit");
  expect(await isKnown(world, key), 'this process has not heard of it').toBe(true);
  await expect.poll(() => isKnown(world, key), { timeout: KNOWN_FOR_MS + 1_000 }).toBe(false);
});
