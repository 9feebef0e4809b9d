import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildAccount } from '../accounts/builders.ts';
import { buildPerson, GOOD_PASSWORD } from './builders.ts';
import { person, session, signInAttempt } from './tables.ts';

const FAILED = expect.objectContaining({ code: 'signIn.signInFailed' });

async function worldWithAnna() {
  const world = await startWorld();
  const now = world.clock.now();
  const anna = await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    return buildPerson(tx, { accountId, login: 'anna', now });
  });
  return { world, anna };
}

async function seenFrom(world: World, cookie: string | null, address = '10.0.0.1') {
  const headers = new Headers({ 'user-agent': 'a browser of the test' });
  if (cookie !== null) headers.set('cookie', cookie);
  return world.services.resolveCaller(new Request('http://portal.test/', { headers }), address);
}

/** Signs in as a page would, and gives back the cookie. */
async function signInAs(world: World, login: string, password: string, address?: string): Promise<string> {
  const { auth } = await seenFrom(world, null, address);
  const headers = await auth.signIn({ login, password });
  return cookieOf(headers);
}

function cookieOf(headers: Headers): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

function outcomes(world: World) {
  return world.db({ kind: 'system' }, async (tx) =>
    (await tx.select().from(signInAttempt).orderBy(signInAttempt.attemptedAt)).map((row) => row.outcome),
  );
}

test('S5 a person signs in with login name and password, whatever the case of the login', async () => {
  const { world, anna } = await worldWithAnna();
  const cookie = await signInAs(world, ' Anna ', GOOD_PASSWORD);

  const seen = await seenFrom(world, cookie);
  expect(seen.actor).toEqual(anna);
  expect(seen.signedIn).toMatchObject({ login: 'anna', displayName: 'Anna Bianchi', accountName: 'Rossi S.r.l.' });
  expect(await outcomes(world)).toEqual(['signedIn']);
});

test('S5 a wrong password, an unknown login and an empty field are refused in the same words', async () => {
  const { world } = await worldWithAnna();
  await expect(signInAs(world, 'anna', 'sbagliata')).rejects.toEqual(FAILED);
  await expect(signInAs(world, 'nessuno', GOOD_PASSWORD)).rejects.toEqual(FAILED);
  await expect(signInAs(world, '', '')).rejects.toEqual(FAILED);
  await expect(signInAs(world, 'anna', 'x'.repeat(5000))).rejects.toEqual(FAILED);
  expect(await outcomes(world)).toEqual(['wrongPassword', 'unknownLogin', 'unknownLogin', 'wrongPassword']);
});

test('A24 the session cookie is out of reach of scripts and of other sites', async () => {
  const { world } = await worldWithAnna();
  const { auth } = await seenFrom(world, null);
  const [cookie] = (await auth.signIn({ login: 'anna', password: GOOD_PASSWORD })).getSetCookie();
  expect(cookie).toMatch(/HttpOnly/);
  expect(cookie).toMatch(/SameSite=Lax/);
  expect(cookie).toMatch(/Max-Age=43200/);
});

test('S33 A4 ten failures lock for an hour, and then even the right password is refused without telling', async () => {
  const { world } = await worldWithAnna();
  for (let failure = 1; failure <= 9; failure += 1)
    await expect(signInAs(world, 'anna', 'sbagliata')).rejects.toEqual(FAILED);
  await signInAs(world, 'anna', GOOD_PASSWORD);

  // The success starts the count again.
  for (let failure = 1; failure <= 10; failure += 1)
    await expect(signInAs(world, 'anna', 'sbagliata')).rejects.toEqual(FAILED);
  await expect(signInAs(world, 'anna', GOOD_PASSWORD)).rejects.toEqual(FAILED);
  expect((await outcomes(world)).at(-1)).toBe('locked');

  // Sixty minutes later: the lock's end is moved instead of the machine's clock.
  await world.db({ kind: 'system' }, (tx) =>
    tx
      .update(person)
      .set({ lockedUntil: Temporal.Now.instant(), failuresCountFrom: Temporal.Now.instant() })
      .where(eq(person.login, 'anna')),
  );
  await signInAs(world, 'anna', GOOD_PASSWORD);
});

test('A4 attempts sent at once are counted one after the other', async () => {
  const { world } = await worldWithAnna();
  const attempts = Array.from({ length: 14 }, () => signInAs(world, 'anna', 'sbagliata'));
  const ended = await Promise.allSettled(attempts);
  expect(ended).toEqual(attempts.map(() => ({ status: 'rejected', reason: FAILED })));
  expect((await outcomes(world)).filter((outcome) => outcome === 'wrongPassword')).toHaveLength(10);
});

test('an address that fails too often is refused, another one is not', async () => {
  const { world } = await worldWithAnna();
  const attemptedAt = Temporal.Now.instant();
  await world.db({ kind: 'system' }, (tx) =>
    tx
      .insert(signInAttempt)
      .values(
        Array.from({ length: 60 }, () => ({ outcome: 'unknownLogin' as const, ipAddress: '10.6.6.6', attemptedAt })),
      ),
  );
  await expect(signInAs(world, 'anna', GOOD_PASSWORD, '10.6.6.6')).rejects.toEqual(FAILED);
  expect((await outcomes(world)).at(-1)).toBe('tooManyFromAddress');
  await signInAs(world, 'anna', GOOD_PASSWORD, '10.0.0.7');
});

test('an expired session is anonymous, and the page can say why', async () => {
  const { world } = await worldWithAnna();
  const cookie = await signInAs(world, 'anna', GOOD_PASSWORD);
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(session).set({ expiresAt: Temporal.Now.instant().subtract({ seconds: 1 }) }),
  );
  const seen = await seenFrom(world, cookie);
  expect(seen.actor.role).toBe('anonymous');
  expect(seen.auth.sessionEnded).toBe(true);
  expect((await seenFrom(world, null)).auth.sessionEnded).toBe(false);
});

test('a session in use is prolonged, with its cookie', async () => {
  const { world } = await worldWithAnna();
  const cookie = await signInAs(world, 'anna', GOOD_PASSWORD);
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(session).set({ expiresAt: Temporal.Now.instant().add({ hours: 2 }) }),
  );
  const seen = await seenFrom(world, cookie);
  expect(seen.setCookies.join()).toMatch(/Max-Age=43200/);
  const [open] = await world.db({ kind: 'system' }, (tx) => tx.select().from(session));
  expect(open?.expiresAt.since(Temporal.Now.instant()).total('hours')).toBeGreaterThan(11.9);
});

test('a cookie that was made up opens nothing', async () => {
  const { world } = await worldWithAnna();
  const cookie = await signInAs(world, 'anna', GOOD_PASSWORD);
  const forged = `${cookie.slice(0, -12)}AAAAAAAAAAAA`;
  expect((await seenFrom(world, forged)).actor.role).toBe('anonymous');
});

test('signing out ends the session of this browser', async () => {
  const { world } = await worldWithAnna();
  const cookie = await signInAs(world, 'anna', GOOD_PASSWORD);
  const other = await signInAs(world, 'anna', GOOD_PASSWORD);
  const headers = await (await seenFrom(world, cookie)).auth.signOut();
  expect(headers.getSetCookie().join()).toMatch(/Max-Age=0/);
  expect((await seenFrom(world, cookie)).actor.role).toBe('anonymous');
  expect((await seenFrom(world, other)).actor.role).toBe('administrator');
});

test('S94 the language is the person’s, else the browser’s choice, else its first that is spoken, else Italian', async () => {
  const { world } = await worldWithAnna();
  const localeOf = async (headers: Record<string, string>) =>
    (await world.services.resolveCaller(new Request('http://portal.test/', { headers }), '10.0.0.1')).locale;
  expect(await localeOf({})).toBe('it');
  expect(await localeOf({ 'accept-language': 'de-DE,en;q=0.8' })).toBe('en');
  expect(await localeOf({ 'accept-language': 'en', cookie: 'portal.locale=it' })).toBe('it');
  const cookie = await signInAs(world, 'anna', GOOD_PASSWORD);
  expect(await localeOf({ 'accept-language': 'en', cookie: `${cookie}; portal.locale=en` })).toBe('it');
});
