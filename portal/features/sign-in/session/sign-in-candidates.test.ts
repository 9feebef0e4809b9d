import { expect, test } from 'vitest';
import { createUser } from '#features/users/users.ts';
import { ANONYMOUS } from '#platform/actor.ts';
import { runOperation } from '#platform/operation.server.ts';
import { startWorld } from '#shell/testing/world.ts';
import { buildAccount } from '../../accounts/builders.ts';
import { buildConnection, buildPerson, buildSession, callerWith, GOOD_PASSWORD } from '../builders.ts';
import { requestRecovery } from '../password/request-recovery.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const OTHER_PASSWORD = 'cinque gatti sul tetto';

/** Two customers that know nothing of each other, each with a person whose login is "nora". */
async function worldOfTwoNoras() {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z' });
  const now = world.clock.now();
  const noras = await world.db({ kind: 'system' }, async (tx) => {
    const rossi = await buildAccount(tx, { now });
    const neri = await buildAccount(tx, { name: 'Neri S.p.A.', now });
    return {
      first: await buildPerson(tx, { accountId: rossi, login: 'nora', email: 'nora@rossi.it', now }),
      second: await buildPerson(tx, {
        accountId: neri,
        login: 'nora',
        email: 'nora@neri.it',
        password: OTHER_PASSWORD,
        now,
      }),
      stranger: await buildPerson(tx, { accountId: neri, login: 'norina', password: OTHER_PASSWORD, now }),
    };
  });
  let comparisons = 0;
  const { verify } = world.services.passwordHashing;
  world.services.passwordHashing.verify = (...given) => {
    comparisons += 1;
    return verify(...given);
  };
  const comparisonsOf = async (act: () => Promise<unknown>) => {
    comparisons = 0;
    await act();
    return comparisons;
  };
  return { world, ...noras, comparisonsOf };
}

test('a login that two customers have signs in the one whose password it is', async () => {
  const { world, first, second } = await worldOfTwoNoras();
  const actorOf = async (password: string) =>
    (await callerWith(world, { cookie: await buildSession(world, 'Nora', { password }) })).actor;
  expect(await actorOf(GOOD_PASSWORD)).toEqual(first);
  expect(await actorOf(OTHER_PASSWORD)).toEqual(second);
});

test('a wrong password counts for everyone whom the login may mean', async () => {
  const { world } = await worldOfTwoNoras();
  for (let failure = 1; failure <= 10; failure += 1)
    await expect(buildSession(world, 'nora', { password: 'sbagliata' })).rejects.toEqual(
      refusal('signIn.signInFailed'),
    );
  for (const password of [GOOD_PASSWORD, OTHER_PASSWORD])
    await expect(buildSession(world, 'nora', { password })).rejects.toEqual(refusal('signIn.signInFailed'));
});

test('a login that another customer has is accepted like a free one, and signing in takes the same work', async () => {
  const { world, first, comparisonsOf } = await worldOfTwoNoras();
  const create = (login: string) =>
    world.as(first).call(createUser, {
      ...{ firstName: 'N', lastName: 'N', roles: ['serviceUser'], sendActivationMail: false },
      ...{ email: `${login}@rossi.example`, login },
    });
  // "norina" is the login of a person of the other customer.
  for (const login of ['nessuno', 'norina']) expect(await create(login)).toEqual({ userId: expect.any(String) });
  const refused = (login: string) => () => buildSession(world, login, { password: 'sbagliata' }).catch(() => undefined);
  expect(await comparisonsOf(refused('nora'))).toBe(2);
  expect(await comparisonsOf(refused('norina'))).toBe(2);
  expect(await comparisonsOf(refused('di nessuno'))).toBe(2);
});

test('recovery answers the same at once for every login, and each person gets a link of their own', async () => {
  const { world } = await worldOfTwoNoras();
  const visitor = world.as(world.anonymous);
  for (const login of ['nora', 'nessuno']) expect(await visitor.call(requestRecovery, { login })).toEqual({});
  expect(await world.mails()).toEqual([]);
  await world.runJobs();
  expect((await world.mails()).map(({ recipient }) => recipient).sort()).toEqual(['nora@neri.it', 'nora@rossi.it']);
});

test('a network may ask for twenty recoveries an hour, whatever the logins; others are not affected', async () => {
  const { world } = await worldOfTwoNoras();
  const ask = (login: string, address: string) => {
    const { connection } = buildConnection({ address });
    return runOperation(world.app, requestRecovery, { login }, { actor: ANONYMOUS, requestId: 'test', connection });
  };
  for (let request = 1; request <= 20; request += 1) await ask(`login ${request}`, `2001:db8::${request}`);
  await expect(ask('nora', '2001:db8::99')).rejects.toEqual(refusal('signIn.tooManyRecoveries'));
  await ask('nora', '2001:db8:0:1::1');
  world.machineClock.set(world.machineClock.now().add({ minutes: 61 }));
  await ask('nora', '2001:db8::1');
});
