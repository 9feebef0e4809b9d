import { expect, test } from 'vitest';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildAccount } from '../accounts/builders.ts';
import { getProfile } from '../users/get-profile.ts';
import { getUser } from '../users/get-user.ts';
import { setLanguage } from '../users/set-language.ts';
import { updateProfile } from '../users/update-profile.ts';
import { buildPerson, GOOD_PASSWORD } from './builders.ts';
import { changePassword } from './change-password.ts';
import { choosePassword } from './choose-password.ts';
import { createApiKey } from './create-api-key.ts';
import { listApiKeys } from './list-api-keys.ts';
import { requestRecovery } from './request-recovery.ts';
import { revokeApiKey } from './revoke-api-key.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const NEW_PASSWORD = 'cinque gatti sul tetto';

async function worldWithAnna() {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z' });
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    return {
      world,
      anna: await buildPerson(tx, { accountId, login: 'anna', now }),
      ugo: await buildPerson(tx, { accountId, login: 'ugo', role: 'serviceUser', now }),
      newcomer: await buildPerson(tx, { accountId, login: 'nina', password: null, now }),
    };
  });
}

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0';

async function signInAs(world: World, login: string, password = GOOD_PASSWORD): Promise<string> {
  const request = new Request('http://portal.test/', { headers: { 'user-agent': FIREFOX } });
  const { auth } = await world.services.resolveCaller(request, '10.0.0.1');
  const [cookie] = (await auth.signIn({ login, password })).getSetCookie();
  return cookie?.split(';')[0] ?? '';
}

async function actorSeen(world: World, headers: Record<string, string>) {
  return (await world.services.resolveCaller(new Request('http://portal.test/', { headers }), '10.0.0.1')).actor;
}

async function tokens(world: World): Promise<string[]> {
  await world.runJobs();
  return (await world.mails()).map((mail) => /activate\?token=([\w-]+)/.exec(mail.textBody)?.[1] ?? '');
}

test('A24 a forgotten password is replaced by a link that works for an hour, once', async () => {
  const { world } = await worldWithAnna();
  const visitor = world.as(world.anonymous);
  const cookie = await signInAs(world, 'anna');
  await visitor.call(requestRecovery, { login: 'ANNA' });
  const [token = ''] = await tokens(world);
  expect((await world.mails())[0]).toMatchObject({ recipient: 'anna@example.it', kind: 'signIn.recovery' });
  const chosen = { password: NEW_PASSWORD, repeatedPassword: NEW_PASSWORD };
  await visitor.call(choosePassword, { token, ...chosen });
  expect((await actorSeen(world, { cookie })).role).toBe('anonymous');
  await expect(signInAs(world, 'anna')).rejects.toEqual(refusal('signIn.signInFailed'));
  await signInAs(world, 'anna', NEW_PASSWORD);
  await expect(visitor.call(choosePassword, { token, ...chosen })).rejects.toEqual(refusal('signIn.linkUsed'));

  await visitor.call(requestRecovery, { login: 'anna' });
  const [, late = ''] = await tokens(world);
  await world.advance({ hours: 1 });
  await expect(visitor.call(choosePassword, { token: late, ...chosen })).rejects.toEqual(refusal('signIn.linkExpired'));
});

test('recovery answers the same for a login that nobody has, and sends nothing to who is not active', async () => {
  const { world } = await worldWithAnna();
  const visitor = world.as(world.anonymous);
  for (const login of ['nessuno', 'nina']) expect(await visitor.call(requestRecovery, { login })).toEqual({});
  expect(await tokens(world)).toEqual([]);
  // At most three mails an hour, whoever asks.
  for (let i = 0; i < 5; i += 1) await visitor.call(requestRecovery, { login: 'anna' });
  expect(await tokens(world)).toHaveLength(3);
});

test('changing one’s password needs the present one and signs out every other browser', async () => {
  const { world, anna } = await worldWithAnna();
  const cookie = await signInAs(world, 'anna');
  const change = (currentPassword: string) =>
    world.as(anna).call(changePassword, { currentPassword, password: NEW_PASSWORD, repeatedPassword: NEW_PASSWORD });
  await expect(change('sbagliata')).rejects.toEqual(
    expect.objectContaining({ fields: [{ path: 'currentPassword', code: 'input.passwordWrong' }] }),
  );
  expect((await actorSeen(world, { cookie })).role).toBe('administrator');
  await change(GOOD_PASSWORD);
  expect((await actorSeen(world, { cookie })).role).toBe('anonymous');
  await signInAs(world, 'anna', NEW_PASSWORD);
});

test('S19 one’s own data, language and second address can be changed; signing out everywhere ends all sessions', async () => {
  const { world, ugo } = await worldWithAnna();
  const self = world.as(ugo);
  const cookie = await signInAs(world, 'ugo');
  await self.call(updateProfile, {
    firstName: 'Ugo',
    lastName: 'Verdi',
    phone: '',
    notificationEmail: 'Avvisi@Rossi.it',
  });
  await self.call(setLanguage, { locale: 'en' });
  const profile = await self.call(getProfile, {});
  expect(profile).toMatchObject({ lastName: 'Verdi', phone: null, notificationEmail: 'avvisi@rossi.it', locale: 'en' });
  expect(profile.sessions.map(({ device }) => device)).toEqual([{ browser: 'Firefox', system: 'Windows' }]);
  await self.call(signOutEverywhere, {});
  expect((await actorSeen(world, { cookie })).role).toBe('anonymous');
});

test('an API key acts as its maker until it is revoked, and is stored as a hash', async () => {
  const { world, anna, ugo } = await worldWithAnna();
  const { key } = await world.as(anna).call(createApiKey, { name: 'Contabilità', lifetimeDays: 30 });
  expect(await actorSeen(world, { authorization: `Bearer ${key}` })).toEqual(anna);
  expect((await actorSeen(world, { authorization: `Bearer ${key}x` })).role).toBe('anonymous');

  const { apiKeys } = await world.as(anna).call(listApiKeys, {});
  expect(apiKeys).toMatchObject([{ name: 'Contabilità', start: key.slice(0, 8) }]);
  expect(JSON.stringify(apiKeys)).not.toContain(key);
  const apiKeyId = apiKeys[0]?.id ?? '';
  expect((await world.as(ugo).call(listApiKeys, {})).apiKeys).toEqual([]);
  await expect(world.as(ugo).call(revokeApiKey, { apiKeyId })).rejects.toEqual(refusal('signIn.apiKey.notFound'));
  await world.as(anna).call(revokeApiKey, { apiKeyId });
  expect((await actorSeen(world, { authorization: `Bearer ${key}` })).role).toBe('anonymous');
});

test('an operation that fails takes what Better Auth did for it along', async () => {
  const { world, anna } = await worldWithAnna();
  const { betterAuth, within } = world.services.auth;
  await expect(
    world.db({ kind: 'account', accountId: anna.accountId }, async (tx) => {
      await within(tx, () => betterAuth.api.createApiKey({ body: { name: 'perduta', userId: anna.personId } }));
      throw new Error('after the key');
    }),
  ).rejects.toThrow('after the key');
  expect((await world.as(anna).call(listApiKeys, {})).apiKeys).toEqual([]);
  expect(await world.as(anna).call(getUser, { userId: anna.personId })).toMatchObject({ isSelf: true });
});
