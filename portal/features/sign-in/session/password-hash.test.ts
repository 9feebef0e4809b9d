import { hashPassword } from 'better-auth/crypto';
import { expect, test } from 'vitest';
import { assert } from '#platform/refusal.ts';
import { operations } from '#shell/registry.ts';
import { QUICK_HASHER } from '#shell/testing/quick-hasher.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildAccount } from '../../accounts/builders.ts';
import { buildConnection, buildPerson, buildSession, GOOD_PASSWORD } from '../builders.ts';
import { changePassword } from '../password/change-password.ts';
import { createPasswordHashing, type PasswordHasher } from './password-hash.server.ts';

const setUserPassword = operations.find(({ name }) => name === 'users.setPassword');
const NEW_PASSWORD = 'cinque gatti sul tetto';

/** Costs what the real one costs, in the same threads, and knows the hashes that the builders store. */
const COSTLY: PasswordHasher = {
  hash: async (password) => {
    await hashPassword(password);
    return QUICK_HASHER.hash(password);
  },
  verify: async (compared) => {
    await hashPassword(compared.password);
    return QUICK_HASHER.verify(compared);
  },
};

async function worldWithAnna() {
  const world = await startWorld({ passwordHashing: createPasswordHashing({ hasher: COSTLY }) });
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    return {
      world,
      anna: await buildPerson(tx, { accountId, login: 'anna', now }),
      ugo: await buildPerson(tx, { accountId, login: 'ugo', now }),
    };
  });
}

/**
 * Keeps both threads busy with passwords of others, so that a further one waits.
 *
 * @returns the end of the last of them
 */
function keepBusy(world: World): Promise<unknown> {
  const { connection } = buildConnection({ address: '10.9.9.9' });
  return Promise.all(
    Array.from({ length: 12 }, () => world.services.passwordHashing.hash('una frase qualunque', connection)),
  );
}

test('no transaction is open while a password waits to be hashed or compared', async () => {
  const { world, anna, ugo } = await worldWithAnna();
  assert(setUserPassword !== undefined, 'administrators set passwords');
  const change = { currentPassword: GOOD_PASSWORD, password: NEW_PASSWORD, repeatedPassword: NEW_PASSWORD };
  for (const act of [
    () => buildSession(world, 'anna'),
    () => world.as(anna).call(changePassword, change),
    () => world.as(anna).call(setUserPassword, { userId: ugo.personId, password: NEW_PASSWORD }),
  ]) {
    const busy = keepBusy(world);
    let isOver = false;
    const acting = act().finally(() => {
      isOver = true;
    });
    let transactionsMeanwhile = 0;
    while (!isOver) {
      // With the embedded database this waits for every other transaction.
      await world.db({ kind: 'system' }, async () => undefined);
      if (!isOver) transactionsMeanwhile += 1;
      await new Promise((settled) => setImmediate(settled));
    }
    await Promise.all([acting, busy]);
    expect(transactionsMeanwhile).toBeGreaterThan(20);
  }
});

test('a password is compared with its hash; without one the answer is no', async () => {
  const { hash, verify } = createPasswordHashing();
  const stored = await hash('quattro sedie verdi');
  expect(await verify({ hash: stored, password: 'quattro sedie verdi' })).toBe(true);
  expect(await verify({ hash: stored, password: 'quattro sedie rosse' })).toBe(false);
  expect(await verify({ hash: null, password: 'quattro sedie verdi' })).toBe(false);
});

test('what one network sends beyond its share is refused at once, and another network is served', async () => {
  const { hash } = createPasswordHashing({ limits: { running: 1, waiting: 5, waitingPerSource: 2 } });
  const from = (address: string) => hash('una frase', buildConnection({ address }).connection);
  const sent = await Promise.allSettled([
    ...Array.from({ length: 5 }, (_, i) => from(`2001:db8:0:1::${i + 1}`)),
    from('2001:db8:0:2::1'),
  ]);
  const refused = sent.filter((one) => one.status === 'rejected');
  expect(refused).toHaveLength(2);
  expect(refused[0]?.reason).toMatchObject({ code: 'signIn.busy', facts: { retryAfterSeconds: 5 } });
  expect(sent.at(-1)?.status).toBe('fulfilled');
});
