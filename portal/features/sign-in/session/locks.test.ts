import { expect, test } from 'vitest';
import type { Actor } from '#platform/actor.ts';
import { inContext, runOperation } from '#platform/operation.server.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildAccount } from '../../accounts/builders.ts';
import { buildConnection, buildPerson, buildSession, callerWith, GOOD_PASSWORD } from '../builders.ts';
import { credentials } from '../credentials.ts';
import { changePassword } from '../password/change-password.ts';
import { signInAttempt } from '../tables.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';
import { unlockSignIn } from './unlock-sign-in.ts';

const FAILED = expect.objectContaining({ code: 'signIn.signInFailed' });
const WRONG_CURRENT = expect.objectContaining({
  fields: [{ path: 'currentPassword', code: 'input.passwordWrong' }],
});
const NEW_PASSWORD = 'cinque gatti sul tetto';
const OFFICE = '203.0.113.7';
const ELSEWHERE = '198.51.100.4';

async function worldWithAnna() {
  const world = await startWorld();
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    return {
      world,
      anna: await buildPerson(tx, { accountId, login: 'anna', now }),
      bruno: await buildPerson(tx, { accountId, login: 'bruno', firstName: 'Bruno', lastName: 'Neri', now }),
    };
  });
}

async function failTimes(world: World, count: number, from: { address: string; cookieHeader?: string }) {
  for (let failure = 1; failure <= count; failure += 1)
    await expect(buildSession(world, 'anna', { password: 'sbagliata', ...from })).rejects.toEqual(FAILED);
}

/** The cookie alone by which a browser is known: it opens no session. */
function deviceOf(cookies: string): string {
  const device = cookies.split('; ').find((cookie) => cookie.startsWith('portal.device='));
  if (device === undefined) throw new Error('no cookie of a device was set');
  return device;
}

async function roleWith(world: World, cookie: string): Promise<string> {
  return (await callerWith(world, { cookie })).actor.roles.join();
}

function wait(world: World, minutes: number): void {
  world.machineClock.set(world.machineClock.now().add({ minutes }));
}

/** Guesses the current password in an open session. */
function guess(world: World, actor: Actor, currentPassword: string, address = OFFICE) {
  const { connection } = buildConnection({ address });
  const input = { currentPassword, password: NEW_PASSWORD, repeatedPassword: NEW_PASSWORD };
  return runOperation(world.app, changePassword, input, { actor, requestId: 'test', connection });
}

test('ten wrong passwords lock the network they come from and end its sessions, and no other network', async () => {
  const { world } = await worldWithAnna();
  const inOffice = await buildSession(world, 'anna', { address: OFFICE });
  const atHome = await buildSession(world, 'anna', { address: '192.0.2.9' });
  wait(world, 1);
  await failTimes(world, 10, { address: OFFICE });
  expect(await roleWith(world, inOffice)).toBe('anonymous');
  expect(await roleWith(world, atHome)).toBe('administrator');
  await expect(buildSession(world, 'anna', { address: OFFICE })).rejects.toEqual(FAILED);
  await buildSession(world, 'anna', { address: ELSEWHERE });
  // A success elsewhere does not end the lock.
  await expect(buildSession(world, 'anna', { address: OFFICE })).rejects.toEqual(FAILED);
});

test.each([
  ['of one IPv6 network', (i: number) => `2001:db8:5:6::${i}`, '2001:db8:5:6:ffff::1', '2001:db8:5:7::1'],
  [
    'of one IPv4 address in two spellings',
    (i: number) => (i % 2 === 0 ? OFFICE : `::ffff:${OFFICE}`),
    OFFICE,
    ELSEWHERE,
  ],
])('addresses %s are locked together', async (_what, addressOf, same, other) => {
  const { world } = await worldWithAnna();
  for (let i = 1; i <= 10; i += 1) await failTimes(world, 1, { address: addressOf(i) });
  await expect(buildSession(world, 'anna', { address: same })).rejects.toEqual(FAILED);
  await buildSession(world, 'anna', { address: other });
});

test('a device on which the person has signed in before is not locked out', async () => {
  const { world } = await worldWithAnna();
  const cookieHeader = deviceOf(await buildSession(world, 'anna', { address: OFFICE }));
  expect(await roleWith(world, cookieHeader)).toBe('anonymous');
  wait(world, 1);
  await failTimes(world, 10, { address: OFFICE });
  const cookies = await buildSession(world, 'anna', { address: OFFICE, cookieHeader });
  expect(await roleWith(world, cookies)).toBe('administrator');
  // The secret of the cookie is a new one after each sign-in.
  expect(deviceOf(cookies)).not.toBe(cookieHeader);
  await expect(buildSession(world, 'anna', { address: OFFICE, cookieHeader })).rejects.toEqual(FAILED);
});

test('a device of another person, or one that guesses, is locked out as any other', async () => {
  const { world } = await worldWithAnna();
  const brunos = deviceOf(await buildSession(world, 'bruno', { address: OFFICE }));
  const annas = deviceOf(await buildSession(world, 'anna', { address: OFFICE }));
  wait(world, 1);
  await failTimes(world, 10, { address: OFFICE, cookieHeader: brunos });
  await expect(buildSession(world, 'anna', { address: OFFICE, cookieHeader: brunos })).rejects.toEqual(FAILED);
  await failTimes(world, 10, { address: ELSEWHERE, cookieHeader: annas });
  await expect(buildSession(world, 'anna', { address: ELSEWHERE, cookieHeader: annas })).rejects.toEqual(FAILED);
});

test('a browser that several people share is known for each of them', async () => {
  const { world } = await worldWithAnna();
  const first = deviceOf(await buildSession(world, 'anna', { address: OFFICE }));
  const both = deviceOf(await buildSession(world, 'bruno', { address: OFFICE, cookieHeader: first }));
  wait(world, 1);
  await failTimes(world, 10, { address: OFFICE });
  await buildSession(world, 'anna', { address: OFFICE, cookieHeader: both });
});

test('a device is forgotten when the person signs out everywhere or changes the password', async () => {
  const { world, anna } = await worldWithAnna();
  const forgotten: string[] = [];
  forgotten.push(deviceOf(await buildSession(world, 'anna', { address: OFFICE })));
  await world.as(anna).call(signOutEverywhere, {});
  forgotten.push(deviceOf(await buildSession(world, 'anna', { address: OFFICE })));
  await guess(world, anna, GOOD_PASSWORD);
  wait(world, 1);
  await failTimes(world, 10, { address: OFFICE });
  for (const cookieHeader of forgotten) {
    const known = { address: OFFICE, cookieHeader, password: NEW_PASSWORD };
    await expect(buildSession(world, 'anna', known)).rejects.toEqual(FAILED);
  }
});

test('thirty wrong passwords from many networks lock everywhere and end every session', async () => {
  const { world } = await worldWithAnna();
  const cookies = await buildSession(world, 'anna', { address: OFFICE });
  wait(world, 1);
  for (let i = 1; i <= 29; i += 1) await failTimes(world, 1, { address: `198.51.100.${i}` });
  expect(await roleWith(world, cookies)).toBe('administrator');
  await failTimes(world, 1, { address: '198.51.100.30' });
  expect(await roleWith(world, cookies)).toBe('anonymous');
  await expect(buildSession(world, 'anna', { address: '192.0.2.77' })).rejects.toEqual(FAILED);
  await buildSession(world, 'anna', { address: OFFICE, cookieHeader: deviceOf(cookies) });
  wait(world, 60);
  await buildSession(world, 'anna', { address: '192.0.2.77' });
});

test('the person and the other administrators get a mail about a lock, once for networks that follow', async () => {
  const { world } = await worldWithAnna();
  await buildSession(world, 'anna', { address: OFFICE });
  wait(world, 1);
  await failTimes(world, 10, { address: OFFICE });
  await failTimes(world, 10, { address: ELSEWHERE });
  await world.runJobs();
  const mails = await world.mails();
  expect(mails.map(({ kind, recipient }) => [kind, recipient])).toEqual([
    ['signIn.locked', 'anna@example.it'],
    ['signIn.colleagueLocked', 'bruno@example.it'],
  ]);
  expect(mails[0]?.textBody).toContain(`dalla rete dell’indirizzo ${OFFICE} è bloccato fino al`);
  expect(mails[0]?.textBody).toContain('dai dispositivi già usati per accedere');
  expect(mails[1]?.textBody).toContain('Anna Bianchi');
  await failTimes(world, 10, { address: '192.0.2.1' });
  await world.runJobs();
  const more = (await world.mails()).slice(2);
  expect(more.map(({ kind }) => kind)).toEqual(['signIn.locked', 'signIn.colleagueLocked']);
  expect(more[0]?.textBody).toContain('tutte le sessioni aperte sono state chiuse');
});

test('the provider unlocks a person of a customer, whom an administrator of another account does not see', async () => {
  const { world, anna } = await worldWithAnna();
  const { provider, nora } = await world.db({ kind: 'system' }, async (tx) => {
    const now = world.clock.now();
    const providerId = await buildAccount(tx, { name: 'Fornitore S.p.A.', kind: 'provider', now });
    const neri = await buildAccount(tx, { name: 'Neri S.p.A.', now });
    return {
      provider: await buildPerson(tx, { accountId: providerId, login: 'piero', roles: ['provider'], now }),
      nora: await buildPerson(tx, { accountId: neri, login: 'nora', now }),
    };
  });
  await failTimes(world, 10, { address: OFFICE });
  for (const actor of [anna, nora])
    await expect(world.as(actor).call(unlockSignIn, { login: 'anna' })).rejects.toMatchObject({
      code: 'permission.denied',
    });
  await expect(world.as(provider).call(unlockSignIn, { login: 'nessuno' })).rejects.toMatchObject({
    code: 'users.notFound',
  });
  await world.as(provider).call(unlockSignIn, { login: ' Anna ' });
  await buildSession(world, 'anna', { address: OFFICE });
});

test('an unlock ends every lock, and a lock that ended before its mail is not mentioned', async () => {
  const { world, anna, bruno } = await worldWithAnna();
  await failTimes(world, 10, { address: OFFICE });
  const caller = { actor: bruno, requestId: 'test' };
  await inContext(world.app, { kind: 'account', accountId: anna.accountId }, caller, world.app.log, (context) =>
    credentials.unlock(context, anna.personId),
  );
  await buildSession(world, 'anna', { address: OFFICE });
  await world.runJobs();
  expect(await world.mails()).toEqual([]);
});

test('sixty failures from an office refuse others there with a true sentence, but no known device', async () => {
  const { world } = await worldWithAnna();
  const cookieHeader = deviceOf(await buildSession(world, 'anna', { address: OFFICE }));
  const failedAt = world.machineClock.now();
  const failure = { outcome: 'unknownLogin' as const, ipAddress: OFFICE, network: OFFICE, attemptedAt: failedAt };
  await world.db({ kind: 'system' }, (tx) =>
    tx.insert(signInAttempt).values(Array.from({ length: 60 }, () => failure)),
  );
  wait(world, 3);
  for (const login of ['bruno', 'nessuno'])
    await expect(buildSession(world, login, { address: `::ffff:${OFFICE}` })).rejects.toMatchObject({
      code: 'signIn.tooManyAttempts',
      facts: { minutes: 7, retryAfterSeconds: 420 },
    });
  await expect(buildSession(world, 'bruno', { address: OFFICE })).rejects.toMatchObject({
    code: 'signIn.tooManyAttempts',
  });
  const stored = await world.db({ kind: 'system' }, (tx) => tx.select().from(signInAttempt));
  expect(stored.filter(({ outcome }) => outcome === 'tooManyFromAddress')).toHaveLength(2);
  await buildSession(world, 'anna', { address: OFFICE, cookieHeader });
  await buildSession(world, 'bruno', { address: ELSEWHERE });
  wait(world, 7);
  await buildSession(world, 'bruno', { address: OFFICE });
});

test('the current password is guessed ten times at most, and the tenth ends every session', async () => {
  const { world, anna } = await worldWithAnna();
  const cookies = await buildSession(world, 'anna', { address: ELSEWHERE });
  wait(world, 1);
  for (let i = 1; i <= 9; i += 1) await expect(guess(world, anna, `tentativo ${i}`)).rejects.toEqual(WRONG_CURRENT);
  expect(await roleWith(world, cookies)).toBe('administrator');
  await expect(guess(world, anna, 'tentativo 10')).rejects.toEqual(WRONG_CURRENT);
  expect(await roleWith(world, cookies)).toBe('anonymous');
  await expect(guess(world, anna, GOOD_PASSWORD)).rejects.toEqual(WRONG_CURRENT);
  // The device was the guesser's.
  const known = { address: ELSEWHERE, cookieHeader: deviceOf(cookies) };
  await expect(buildSession(world, 'anna', known)).rejects.toEqual(FAILED);
  wait(world, 60);
  await buildSession(world, 'anna', known);
});

test('guesses in a session and at the sign-in page count together', async () => {
  const { world, anna } = await worldWithAnna();
  await failTimes(world, 6, { address: OFFICE });
  for (let i = 1; i <= 4; i += 1) await expect(guess(world, anna, `tentativo ${i}`)).rejects.toEqual(WRONG_CURRENT);
  await expect(buildSession(world, 'anna', { address: ELSEWHERE })).rejects.toEqual(FAILED);
});

test('of guesses sent at once no more than ten are answered, whatever they say', async () => {
  const { world, anna } = await worldWithAnna();
  const guesses = Array.from({ length: 14 }, (_, i) => guess(world, anna, `tentativo ${i}`));
  expect(await Promise.allSettled(guesses)).toEqual(guesses.map(() => ({ status: 'rejected', reason: WRONG_CURRENT })));
  const attempts = await world.db({ kind: 'system' }, (tx) => tx.select().from(signInAttempt));
  expect(attempts.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 10 }, () => 'wrongCurrentPassword'));
});
