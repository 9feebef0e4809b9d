import { expect, test } from 'vitest';
import { disableUser } from '#features/users/users.ts';
import { runOperation } from '#platform/operation.server.ts';
import { isPermitted } from '#platform/permissions.ts';
import { auditRecord } from '#platform/tables.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildAccount } from '../accounts/builders.ts';
import { createApiKey } from './api-keys/create-api-key.ts';
import { listAccountApiKeys } from './api-keys/list-account-api-keys.ts';
import { listApiKeys } from './api-keys/list-api-keys.ts';
import { revokeApiKey } from './api-keys/revoke-api-key.ts';
import { revokeUserApiKey } from './api-keys/revoke-user-api-key.ts';
import { buildConnection, buildPerson, buildSession, callerWith, GOOD_PASSWORD } from './builders.ts';
import { changePassword } from './password/change-password.ts';
import { choosePassword } from './password/choose-password.ts';
import { getPasswordLink } from './password/get-password-link.ts';
import { requestRecovery } from './password/request-recovery.ts';
import { endSession } from './session/end-session.ts';
import { listSessions } from './session/list-sessions.ts';
import { signOutEverywhere } from './session/sign-out-everywhere.ts';
import { signInOperations } from './sign-in.ts';
import { apiKey } from './tables.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const fieldRefusal = (path: string, code: string) => expect.objectContaining({ fields: [{ path, code }] });
const NEW_PASSWORD = 'cinque gatti sul tetto';
const CHOSEN = { password: NEW_PASSWORD, repeatedPassword: NEW_PASSWORD };

async function worldWithAnna() {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z' });
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    const neri = await buildAccount(tx, { name: 'Neri S.p.A.', now });
    return {
      world,
      anna: await buildPerson(tx, { accountId, login: 'anna', now }),
      ugo: await buildPerson(tx, { accountId, login: 'ugo', roles: ['serviceUser'], now }),
      newcomer: await buildPerson(tx, { accountId, login: 'nina', password: null, now }),
      nora: await buildPerson(tx, { accountId: neri, login: 'nora', now }),
    };
  });
}

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0';

async function roleWith(world: World, headers: Record<string, string>): Promise<string> {
  return (await callerWith(world, headers)).actor.roles.join();
}

async function tokens(world: World): Promise<string[]> {
  await world.runJobs();
  return (await world.mails()).map((mail) => /activate\?token=([\w-]+)/.exec(mail.textBody)?.[1] ?? '');
}

test('A24 a forgotten password is replaced by a link that works once', async () => {
  const { world } = await worldWithAnna();
  const visitor = world.as(world.anonymous);
  const cookie = await buildSession(world, 'anna');
  await visitor.call(requestRecovery, { login: 'ANNA' });
  const [token = ''] = await tokens(world);
  expect((await world.mails())[0]).toMatchObject({ recipient: 'anna@example.it', kind: 'signIn.recovery' });
  expect(await visitor.call(getPasswordLink, { token })).toMatchObject({ purpose: 'recovery', login: 'anna' });
  expect(await visitor.call(choosePassword, { token, ...CHOSEN })).toEqual({ login: 'anna' });
  expect(await roleWith(world, { cookie })).toBe('anonymous');
  await expect(buildSession(world, 'anna')).rejects.toEqual(refusal('signIn.signInFailed'));
  await buildSession(world, 'anna', { password: NEW_PASSWORD });
  await expect(visitor.call(choosePassword, { token, ...CHOSEN })).rejects.toEqual(refusal('signIn.linkUsed'));
  await expect(visitor.call(getPasswordLink, { token })).rejects.toEqual(refusal('signIn.linkUsed'));
});

test('A24 a recovery link works for an hour on the movable clock', async () => {
  const { world } = await worldWithAnna();
  const visitor = world.as(world.anonymous);
  await visitor.call(requestRecovery, { login: 'anna' });
  const [token = ''] = await tokens(world);
  world.advance({ minutes: 59 });
  expect(await visitor.call(getPasswordLink, { token })).toMatchObject({ login: 'anna' });
  world.advance({ minutes: 1 });
  for (const attempt of [
    () => visitor.call(getPasswordLink, { token }),
    () => visitor.call(choosePassword, { token, ...CHOSEN }),
  ])
    await expect(attempt()).rejects.toEqual(refusal('signIn.linkExpired'));
});

test('a newer link replaces an older one, and an unknown token has no link', async () => {
  const { world } = await worldWithAnna();
  const visitor = world.as(world.anonymous);
  await visitor.call(requestRecovery, { login: 'anna' });
  await visitor.call(requestRecovery, { login: 'anna' });
  const [older = '', newer = ''] = await tokens(world);
  await expect(visitor.call(choosePassword, { token: older, ...CHOSEN })).rejects.toEqual(
    refusal('signIn.linkReplaced'),
  );
  await expect(visitor.call(choosePassword, { token: `${newer}x`, ...CHOSEN })).rejects.toEqual(
    refusal('signIn.linkUnknown'),
  );
  await visitor.call(choosePassword, { token: newer, ...CHOSEN });
});

test('a link of a person who was disabled since does not work', async () => {
  const { world, anna, ugo } = await worldWithAnna();
  await world.as(world.anonymous).call(requestRecovery, { login: 'ugo' });
  const [token = ''] = await tokens(world);
  await world.as(anna).call(disableUser, { userId: ugo.personId });
  await expect(world.as(world.anonymous).call(choosePassword, { token, ...CHOSEN })).rejects.toEqual(
    refusal('signIn.linkUnknown'),
  );
});

test('a refused password leaves the link unused', async () => {
  const { world } = await worldWithAnna();
  const visitor = world.as(world.anonymous);
  await visitor.call(requestRecovery, { login: 'anna' });
  const [token = ''] = await tokens(world);
  const choose = (password: string, repeatedPassword = password) =>
    visitor.call(choosePassword, { token, password, repeatedPassword });
  await expect(choose(NEW_PASSWORD, 'altra')).rejects.toEqual(
    fieldRefusal('repeatedPassword', 'input.passwordsDiffer'),
  );
  await expect(choose('password1234')).rejects.toEqual(fieldRefusal('password', 'input.passwordCommon'));
  await expect(choose('annabianchi1')).rejects.toEqual(fieldRefusal('password', 'input.passwordHasName'));
  await choose(NEW_PASSWORD);
});

test('recovery answers the same for an unknown login, and sends nothing to a person who is not active', async () => {
  const { world, anna, ugo } = await worldWithAnna();
  await world.as(anna).call(disableUser, { userId: ugo.personId });
  const visitor = world.as(world.anonymous);
  for (const login of ['nessuno', 'nina', 'ugo']) expect(await visitor.call(requestRecovery, { login })).toEqual({});
  expect(await tokens(world)).toEqual([]);
});

test('recovery sends three mails an hour to a person at most', async () => {
  const { world } = await worldWithAnna();
  const visitor = world.as(world.anonymous);
  for (let i = 0; i < 5; i += 1) expect(await visitor.call(requestRecovery, { login: 'anna' })).toEqual({});
  expect(await tokens(world)).toHaveLength(3);
});

test('changing one’s password needs the current one and ends every session', async () => {
  const { world, anna } = await worldWithAnna();
  const cookie = await buildSession(world, 'anna');
  const change = (currentPassword: string, password = NEW_PASSWORD) =>
    world.as(anna).call(changePassword, { currentPassword, password, repeatedPassword: password });
  await expect(change('sbagliata')).rejects.toEqual(fieldRefusal('currentPassword', 'input.passwordWrong'));
  await expect(change(GOOD_PASSWORD, 'password1234')).rejects.toEqual(fieldRefusal('password', 'input.passwordCommon'));
  expect(await roleWith(world, { cookie })).toBe('administrator');
  expect(await change(GOOD_PASSWORD)).toEqual({ login: 'anna' });
  expect(await roleWith(world, { cookie })).toBe('anonymous');
  await buildSession(world, 'anna', { password: NEW_PASSWORD });
});

test('the list of sessions is the caller’s own, and signing out everywhere ends all of them', async () => {
  const { world, anna, ugo } = await worldWithAnna();
  const cookies = [await buildSession(world, 'ugo', { userAgent: FIREFOX }), await buildSession(world, 'ugo')];
  const annas = await buildSession(world, 'anna');
  const { items, total } = await world.as(ugo).call(listSessions, {});
  expect(total).toBe(2);
  expect(items.map(({ device }) => device)).toEqual(
    expect.arrayContaining([{ browser: 'Firefox', system: 'Windows' }, null]),
  );
  expect((await world.as(anna).call(listSessions, {})).total).toBe(1);
  const [newest] = items;
  expect(newest).toMatchObject({ ipAddress: '10.0.0.1', isCurrent: false });
  const { connection } = buildConnection({ cookieHeader: cookies[1] ?? '' });
  const own = await runOperation(world.app, listSessions, {}, { actor: ugo, requestId: 'test', connection });
  expect(own.items.filter(({ isCurrent }) => isCurrent)).toHaveLength(1);
  const other = own.items.find(({ isCurrent }) => !isCurrent);
  await expect(world.as(anna).call(endSession, { sessionId: other?.id ?? '' })).rejects.toEqual(
    refusal('signIn.session.notFound'),
  );
  await world.as(ugo).call(endSession, { sessionId: other?.id ?? '' });
  expect(await roleWith(world, { cookie: cookies[0] ?? '' })).toBe('anonymous');
  expect(await roleWith(world, { cookie: cookies[1] ?? '' })).toBe('serviceUser');
  await world.as(ugo).call(signOutEverywhere, {});
  for (const cookie of cookies) expect(await roleWith(world, { cookie })).toBe('anonymous');
  expect(await roleWith(world, { cookie: annas })).toBe('administrator');
});

test('an API key acts as its owner until it is revoked, and is stored as a hash', async () => {
  const { world, anna } = await worldWithAnna();
  const { key } = await world.as(anna).call(createApiKey, { name: 'Contabilità', lifetimeDays: 30 });
  expect((await callerWith(world, { authorization: `Bearer ${key}` })).actor).toEqual({ ...anna, keyScopes: ['read'] });
  expect(await roleWith(world, { authorization: `Bearer ${key}x` })).toBe('anonymous');

  const { items } = await world.as(anna).call(listApiKeys, {});
  expect(items).toMatchObject([{ name: 'Contabilità', start: key.slice(0, 8) }]);
  expect(JSON.stringify(items)).not.toContain(key);
  await world.as(anna).call(revokeApiKey, { apiKeyId: items[0]?.id ?? '' });
  expect(await roleWith(world, { authorization: `Bearer ${key}` })).toBe('anonymous');
});

test('administrators see and revoke the keys of the account’s users, with scopes and end', async () => {
  const { world, anna, ugo, nora } = await worldWithAnna();
  const { key } = await world.as(ugo).call(createApiKey, { name: 'Script', scopes: ['order', 'read'] });
  await world.as(nora).call(createApiKey, { name: 'Di un altro account' });
  await expect(world.as(ugo).call(listAccountApiKeys, {})).rejects.toEqual(refusal('permission.denied'));
  const { items, total } = await world.as(anna).call(listAccountApiKeys, {});
  expect(total).toBe(1);
  expect(items).toMatchObject([
    { name: 'Script', userName: 'Anna Bianchi', userId: ugo.personId, scopes: ['read', 'order'], lastUsedAt: null },
  ]);
  const apiKeyId = items[0]?.id ?? '';
  await expect(world.as(nora).call(revokeUserApiKey, { apiKeyId })).rejects.toEqual(refusal('signIn.apiKey.notFound'));
  await world.as(anna).call(revokeUserApiKey, { apiKeyId });
  expect(await roleWith(world, { authorization: `Bearer ${key}` })).toBe('anonymous');
});

test('a key has a scope at least, and ends after a year at most', async () => {
  const { world, ugo } = await worldWithAnna();
  const create = (input: object) => world.as(ugo).call(createApiKey, { name: 'Script', ...input });
  await expect(create({ scopes: [] })).rejects.toEqual(fieldRefusal('scopes', 'input.scopesMissing'));
  await expect(create({ lifetimeDays: 366 })).rejects.toMatchObject({ fields: [{ path: 'lifetimeDays' }] });
  const { expiresAt } = await create({});
  expect(Temporal.Instant.from(expiresAt).since(Temporal.Now.instant()).total('hours')).toBeCloseTo(90 * 24, 0);
});

test('the last use of a key is stored once a minute', async () => {
  const { world, ugo } = await worldWithAnna();
  const { key } = await world.as(ugo).call(createApiKey, { name: 'Script' });
  const lastUse = async () => (await world.as(ugo).call(listApiKeys, {})).items[0]?.lastUsedAt;
  const use = () => callerWith(world, { authorization: `Bearer ${key}` });
  await use();
  const first = await lastUse();
  expect(first).not.toBeNull();
  await use();
  expect(await lastUse()).toBe(first);
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(apiKey).set({ lastRequest: Temporal.Now.instant().subtract({ seconds: 61 }) }),
  );
  await use();
  expect(
    Temporal.Now.instant()
      .since(Temporal.Instant.from((await lastUse()) ?? ''))
      .total('seconds'),
  ).toBeLessThan(30);
});

test('a person is reminded once, a week before a key ends', async () => {
  const { world, ugo } = await worldWithAnna();
  const { key } = await world.as(ugo).call(createApiKey, { name: 'Contabilità', lifetimeDays: 30 });
  const endsIn = (days: number) =>
    world.db({ kind: 'system' }, (tx) =>
      tx.update(apiKey).set({ expiresAt: Temporal.Now.instant().add({ hours: days * 24 }) }),
    );
  const subjects = async () => {
    await world.runJobs();
    return (await world.mails()).map(({ recipient, subject }) => [recipient, subject]);
  };
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(apiKey).set({ createdAt: Temporal.Now.instant().subtract({ hours: 24 * 24 }) }),
  );
  await endsIn(8);
  expect(await subjects()).toEqual([]);
  await endsIn(6);
  const once = [['ugo@example.it', 'La chiave API «Contabilità» sta per scadere']];
  expect(await subjects()).toEqual(once);
  expect(await subjects()).toEqual(once);
  expect((await world.mails())[0]?.textBody).not.toContain(key);
});

test('a key opens no page, and rests where its person is locked', async () => {
  const { world, ugo } = await worldWithAnna();
  const { key } = await world.as(ugo).call(createApiKey, { name: 'Script' });
  const headers = { authorization: `Bearer ${key}` };
  expect((await callerWith(world, headers, { address: '10.0.0.1', takesKeys: false })).actor.roles).toEqual([
    'anonymous',
  ]);
  for (let i = 1; i <= 10; i += 1)
    await expect(buildSession(world, 'ugo', { password: 'sbagliata', address: '203.0.113.7' })).rejects.toEqual(
      refusal('signIn.signInFailed'),
    );
  expect((await callerWith(world, headers, { address: '203.0.113.7', takesKeys: true })).apiKey).toEqual({
    status: 'invalid',
  });
  expect(await roleWith(world, headers)).toBe('serviceUser');
});

test('an API key of a person who was disabled does not work', async () => {
  const { world, anna, ugo } = await worldWithAnna();
  const { key } = await world.as(ugo).call(createApiKey, { name: 'Script' });
  await world.as(anna).call(disableUser, { userId: ugo.personId });
  expect(await roleWith(world, { authorization: `Bearer ${key}` })).toBe('anonymous');
});

test('API keys of a colleague and of another account are neither listed nor revoked', async () => {
  const { world, anna, ugo, nora } = await worldWithAnna();
  const { key } = await world.as(anna).call(createApiKey, { name: 'Contabilità' });
  const [own] = (await world.as(anna).call(listApiKeys, {})).items;
  for (const other of [ugo, nora]) {
    expect((await world.as(other).call(listApiKeys, {})).items).toEqual([]);
    await expect(world.as(other).call(revokeApiKey, { apiKeyId: own?.id ?? '' })).rejects.toEqual(
      refusal('signIn.apiKey.notFound'),
    );
  }
  expect(await roleWith(world, { authorization: `Bearer ${key}` })).toBe('administrator');
});

test('a person has twenty API keys at most', async () => {
  const { world, ugo } = await worldWithAnna();
  for (let i = 1; i <= 20; i += 1) await world.as(ugo).call(createApiKey, { name: `Chiave ${i}` });
  await expect(world.as(ugo).call(createApiKey, { name: 'Una di troppo' })).rejects.toEqual(
    expect.objectContaining({ code: 'signIn.tooManyApiKeys', facts: { maximum: 20 } }),
  );
});

test('an operation that fails takes back the writes of Better Auth', async () => {
  const { world, anna } = await worldWithAnna();
  const { betterAuth, within } = world.services.auth;
  const lost = { name: 'perduta', userId: anna.personId, expiresIn: 86_400, permissions: { portal: ['read'] } };
  await expect(
    world.db({ kind: 'account', accountId: anna.accountId }, async (tx) => {
      await within(tx, () => betterAuth.api.createApiKey({ body: lost }));
      throw new Error('after the key');
    }),
  ).rejects.toThrow('after the key');
  expect((await world.as(anna).call(listApiKeys, {})).items).toEqual([]);
});

test('the operations on one’s own access need a sign-in, of any role', () => {
  const ownAccess = signInOperations.filter(({ permission }) => permission === 'signIn.self');
  expect(ownAccess.map(({ name }) => name)).toEqual([
    'signIn.changePassword',
    'signIn.createApiKey',
    'signIn.endSession',
    'signIn.listApiKeys',
    'signIn.listSessions',
    'signIn.revokeApiKey',
    'signIn.signOutEverywhere',
  ]);
  for (const role of ['serviceUser', 'administrator', 'provider'] as const)
    expect(isPermitted([role], 'signIn.self')).toBe(true);
  expect(isPermitted(['anonymous'], 'signIn.self')).toBe(false);
});

test('no password, key or token is in the audit records', async () => {
  const { world, anna } = await worldWithAnna();
  const { key } = await world.as(anna).call(createApiKey, { name: 'Contabilità' });
  await world.as(world.anonymous).call(requestRecovery, { login: 'anna' });
  const [token = ''] = await tokens(world);
  await world.as(world.anonymous).call(choosePassword, { token, ...CHOSEN });
  const records = await world.db({ kind: 'system' }, (tx) => tx.select().from(auditRecord));
  expect(records.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['signIn.apiKeyCreated', 'signIn.recoveryRequested', 'signIn.passwordRecovered']),
  );
  const text = JSON.stringify(records);
  for (const secret of [key, token, NEW_PASSWORD]) expect(text).not.toContain(secret);
});
