import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { addAccount } from '#features/accounts/accounts.ts';
import { person } from '#features/users/users.ts';
import { ANONYMOUS } from '#platform/actor.ts';
import { runOperation } from '#platform/operation.server.ts';
import { auditRecord } from '#platform/tables.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildAccount } from '../../accounts/builders.ts';
import { buildConnection, buildPerson, buildSession, callerWith, GOOD_PASSWORD } from '../builders.ts';
import { session, signInAttempt } from '../tables.ts';
import { signIn } from './sign-in-person.ts';
import { signOut } from './sign-out.ts';

const FAILED = expect.objectContaining({ code: 'signIn.signInFailed' });
const WRONG = { password: 'sbagliata' };

async function worldWithAnna() {
  const world = await startWorld();
  const now = world.clock.now();
  const anna = await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    return buildPerson(tx, { accountId, login: 'anna', now });
  });
  return { world, anna };
}

function outcomes(world: World) {
  return world.db({ kind: 'system' }, async (tx) =>
    (await tx.select().from(signInAttempt).orderBy(signInAttempt.id)).map((row) => row.outcome),
  );
}

function auditEvents(world: World) {
  return world.db({ kind: 'system' }, (tx) =>
    tx
      .select({ event: auditRecord.event, facts: auditRecord.facts, accountId: auditRecord.accountId })
      .from(auditRecord)
      .orderBy(auditRecord.id),
  );
}

async function failTimes(world: World, count: number): Promise<void> {
  for (let failure = 1; failure <= count; failure += 1)
    await expect(buildSession(world, 'anna', WRONG)).rejects.toEqual(FAILED);
}

test('S5 a person signs in with login name and password, whatever the case of the login', async () => {
  const { world, anna } = await worldWithAnna();
  const { connection, setCookies } = buildConnection();
  const caller = { actor: ANONYMOUS, requestId: 'test', connection };
  expect(await runOperation(world.app, signIn, { login: ' Anna ', password: GOOD_PASSWORD }, caller)).toEqual({
    userId: anna.personId,
    accountId: anna.accountId,
    displayName: 'Anna Bianchi',
    roles: ['administrator'],
    secondStepNeeded: false,
  });

  const seen = await callerWith(world, { cookie: setCookies[0]?.split(';')[0] ?? '' });
  expect(seen.actor).toEqual(anna);
  expect(seen.signedIn).toMatchObject({ login: 'anna', displayName: 'Anna Bianchi', accountName: 'Rossi S.r.l.' });
  expect(await outcomes(world)).toEqual(['signedIn']);
  expect(await auditEvents(world)).toEqual([
    {
      event: 'signIn.signedIn',
      facts: { personId: anna.personId, outcome: 'signedIn' },
      accountId: anna.accountId,
    },
  ]);
});

test('S5 every refused attempt has the same refusal, and is recorded with its reason', async () => {
  const { world, anna } = await worldWithAnna();
  await world.db({ kind: 'system' }, async (tx) => {
    const common = { accountId: anna.accountId, now: world.clock.now() };
    const { personId } = await buildPerson(tx, { ...common, login: 'dora' });
    await tx.update(person).set({ disabledAt: common.now }).where(eq(person.id, personId));
    await buildPerson(tx, { ...common, login: 'nina', password: null });
  });
  for (const [login, password] of [
    ['anna', 'sbagliata'],
    ['nessuno', GOOD_PASSWORD],
    ['', ''],
    ['anna', 'x'.repeat(5000)],
    ['dora', GOOD_PASSWORD],
    ['nina', GOOD_PASSWORD],
  ] as const)
    await expect(buildSession(world, login, { password })).rejects.toMatchObject({
      code: 'signIn.signInFailed',
      facts: {},
      fields: [],
    });
  const reasons = ['wrongPassword', 'unknownLogin', 'unknownLogin', 'wrongPassword', 'disabled', 'noPassword'];
  expect(await outcomes(world)).toEqual(reasons);
  const records = await auditEvents(world);
  expect(records.map(({ event, facts }) => [event, facts.outcome])).toEqual(
    reasons.map((reason) => ['signIn.refused', reason]),
  );
  expect(records.map(({ accountId }) => accountId)).toEqual([
    anna.accountId,
    null,
    null,
    anna.accountId,
    anna.accountId,
    anna.accountId,
  ]);
});

test('a person of a closed account cannot sign in', async () => {
  const world = await startWorld();
  const now = world.clock.now();
  await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await addAccount(tx, {
      name: 'Chiusa S.r.l.',
      kind: 'customer',
      status: 'closed',
      createdAt: now,
    });
    await buildPerson(tx, { accountId, login: 'anna', now });
  });
  await expect(buildSession(world, 'anna')).rejects.toEqual(FAILED);
  expect(await outcomes(world)).toEqual(['disabled']);
});

test('A24 the session cookie is out of reach of scripts and of other sites', async () => {
  const { world } = await worldWithAnna();
  const { connection, setCookies } = buildConnection();
  const caller = { actor: ANONYMOUS, requestId: 'test', connection };
  await runOperation(world.app, signIn, { login: 'anna', password: GOOD_PASSWORD }, caller);
  expect(setCookies[0]).toMatch(/HttpOnly/);
  expect(setCookies[0]).toMatch(/SameSite=Lax/);
  expect(setCookies[0]).toMatch(/Max-Age=43200/);
});

test('S33 A4 ten failures lock for an hour, in which even the right password gets the same refusal', async () => {
  const { world } = await worldWithAnna();
  await failTimes(world, 9);
  await buildSession(world, 'anna');

  // The success resets the count.
  world.machineClock.set(world.machineClock.now().add({ seconds: 1 }));
  await failTimes(world, 10);
  await expect(buildSession(world, 'anna')).rejects.toEqual(FAILED);
  expect((await outcomes(world)).at(-1)).toBe('locked');
  expect((await auditEvents(world)).filter(({ event }) => event === 'signIn.locked')).toHaveLength(1);

  world.machineClock.set(world.machineClock.now().add({ minutes: 59 }));
  await expect(buildSession(world, 'anna')).rejects.toEqual(FAILED);
  world.machineClock.set(world.machineClock.now().add({ minutes: 1 }));
  await buildSession(world, 'anna');
});

test('A4 failures of more than ten minutes ago do not count', async () => {
  const { world } = await worldWithAnna();
  await failTimes(world, 9);
  world.machineClock.set(world.machineClock.now().add({ minutes: 10 }));
  await failTimes(world, 1);
  await buildSession(world, 'anna');
});

test('A4 the lock follows the machine’s time, not the movable clock', async () => {
  const { world } = await worldWithAnna();
  await failTimes(world, 10);
  world.advance({ days: 1 });
  await expect(buildSession(world, 'anna')).rejects.toEqual(FAILED);
});

test('A4 attempts sent at once are counted one after the other', async () => {
  const { world } = await worldWithAnna();
  const attempts = Array.from({ length: 14 }, () => buildSession(world, 'anna', WRONG));
  const ended = await Promise.allSettled(attempts);
  expect(ended).toEqual(attempts.map(() => ({ status: 'rejected', reason: FAILED })));
  expect((await outcomes(world)).filter((outcome) => outcome === 'wrongPassword')).toHaveLength(10);
});

test('an expired session is anonymous, and known to have ended', async () => {
  const { world } = await worldWithAnna();
  const cookie = await buildSession(world, 'anna');
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(session).set({ expiresAt: Temporal.Now.instant().subtract({ seconds: 1 }) }),
  );
  const seen = await callerWith(world, { cookie });
  expect(seen.actor.roles).toEqual(['anonymous']);
  expect(seen.sessionEnded).toBe(true);
  expect((await callerWith(world, {})).sessionEnded).toBe(false);
});

test('a session in use is prolonged, with its cookie', async () => {
  const { world } = await worldWithAnna();
  const cookie = await buildSession(world, 'anna');
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(session).set({ expiresAt: Temporal.Now.instant().add({ hours: 2 }) }),
  );
  const seen = await callerWith(world, { cookie });
  expect(seen.setCookies.join()).toMatch(/Max-Age=43200/);
  const [open] = await world.db({ kind: 'system' }, (tx) => tx.select().from(session));
  expect(open?.expiresAt.since(Temporal.Now.instant()).total('hours')).toBeGreaterThan(11.9);
});

test('a forged cookie opens no session', async () => {
  const { world } = await worldWithAnna();
  const [cookie = ''] = (await buildSession(world, 'anna')).split('; ');
  const forged = `${cookie.slice(0, -12)}AAAAAAAAAAAA`;
  expect((await callerWith(world, { cookie: forged })).actor.roles).toEqual(['anonymous']);
});

test('signing out ends the session of this browser alone, and is recorded', async () => {
  const { world, anna } = await worldWithAnna();
  const cookie = await buildSession(world, 'anna');
  const other = await buildSession(world, 'anna');
  const { connection, setCookies } = buildConnection({ cookieHeader: cookie });
  await runOperation(world.app, signOut, {}, { actor: anna, requestId: 'test', connection });
  expect(setCookies.join()).toMatch(/Max-Age=0/);
  expect((await callerWith(world, { cookie })).actor.roles).toEqual(['anonymous']);
  expect((await callerWith(world, { cookie: other })).actor.roles).toEqual(['administrator']);
  expect((await auditEvents(world)).at(-1)).toEqual({
    event: 'signIn.signedOut',
    facts: { personId: anna.personId },
    accountId: anna.accountId,
  });
});

test('signing out without a session does nothing', async () => {
  const { world, anna } = await worldWithAnna();
  const cookie = await buildSession(world, 'anna');
  expect(await world.as(anna).call(signOut, {})).toEqual({});
  expect((await callerWith(world, { cookie })).actor).toEqual(anna);
});

test('S94 the language is the person’s, else the browser’s choice or first known one, else Italian', async () => {
  const { world } = await worldWithAnna();
  const localeOf = async (headers: Record<string, string>) => (await callerWith(world, headers)).locale;
  expect(await localeOf({})).toBe('it');
  expect(await localeOf({ 'accept-language': 'de-DE,en;q=0.8' })).toBe('en');
  expect(await localeOf({ 'accept-language': 'en', cookie: 'portal.locale=it' })).toBe('it');
  const cookie = await buildSession(world, 'anna');
  expect(await localeOf({ 'accept-language': 'en', cookie: `${cookie}; portal.locale=en` })).toBe('it');
});

test('a session ends twelve hours after the sign-in, however much it is used', async () => {
  const { world } = await worldWithAnna();
  const cookie = await buildSession(world, 'anna');
  const resolve = () => callerWith(world, { cookie });
  const signedInAgo = (minutes: number) =>
    world.db({ kind: 'system' }, (tx) =>
      tx.update(session).set({ createdAt: Temporal.Now.instant().subtract({ minutes }) }),
    );
  await signedInAgo(12 * 60 - 1);
  expect((await resolve()).signedIn).toMatchObject({ login: 'anna' });
  await signedInAgo(12 * 60);
  expect(await resolve()).toMatchObject({ signedIn: null, sessionEnded: true, setCookies: [] });
  expect(await world.db({ kind: 'system' }, (tx) => tx.select().from(session))).toEqual([]);
});
