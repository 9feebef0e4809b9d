import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { createApiKey } from '#features/sign-in/api-keys/create-api-key.ts';
import { listAccountApiKeys } from '#features/sign-in/api-keys/list-account-api-keys.ts';
import { revokeUserApiKey } from '#features/sign-in/api-keys/revoke-user-api-key.ts';
import { buildPerson, GOOD_PASSWORD, openBrowser } from '#features/sign-in/builders.ts';
import { startImpersonation } from '#features/sign-in/impersonation/start-impersonation.ts';
import { signIn } from '#features/sign-in/session/sign-in-person.ts';
import { migrate, readMigrations } from '#platform/migrate.server.ts';
import {
  CUSTOMER_ROLES,
  haveRightsOf,
  isPermitted,
  permissionsOf,
  STAFF_MEMBER_ROLES,
  storedRoles,
} from '#platform/permissions.ts';
import { openAsOrdinaryOwner } from '#shell/testing/ordinary-owner.ts';
import { startWorld } from '#shell/testing/world.ts';
import { buildAccount } from '../accounts/builders.ts';
import { createUsers } from './import/create-users.ts';
import { changeRoles } from './manage/change-roles.ts';
import { createUser } from './manage/create-user.ts';
import { disableUser } from './manage/disable-user.ts';
import { editUser } from './manage/edit-user.ts';
import { enableUser } from './manage/enable-user.ts';
import { getUser } from './manage/get-user.ts';
import { listUsers } from './manage/list-users.ts';
import { removeUser } from './manage/remove-user.ts';
import { resendActivation } from './manage/resend-activation.ts';
import { resetSecondFactor } from './manage/reset-second-factor.ts';
import { setUserPassword } from './manage/set-user-password.ts';
import { unlockUser } from './manage/unlock-user.ts';

type CustomerRole = (typeof CUSTOMER_ROLES)[number];

const refusal = (code: string) => expect.objectContaining({ code });
const EVA = { firstName: 'Eva', lastName: 'Rosa', email: 'eva@rossi.it', sendActivationMail: false };

/** Rossi with one person of each role, by the name of the role. */
async function worldOfRoles() {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z' });
  const now = world.clock.now();
  const people = await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { name: 'Rossi S.r.l.', now });
    const built = [];
    for (const role of CUSTOMER_ROLES)
      built.push([role, await buildPerson(tx, { accountId, login: role.toLowerCase(), roles: [role], now })] as const);
    return new Map(built);
  });
  const personOf = (role: CustomerRole) => {
    const person = people.get(role);
    if (person === undefined) throw new Error(`nobody is ${role}`);
    return person;
  };
  return { world, personOf, as: (role: CustomerRole) => world.as(personOf(role)) };
}

test('A5 S17 the administrator has the rights of every role, every role those of a service user', () => {
  for (const role of CUSTOMER_ROLES) {
    expect([role, haveRightsOf(['administrator'], [role])]).toEqual([role, true]);
    expect([role, haveRightsOf([role], ['serviceUser'])]).toEqual([role, true]);
    if (role !== 'administrator') expect([role, haveRightsOf([role], ['administrator'])]).toEqual([role, false]);
  }
  // No staff role is another one under a second name.
  const rights = STAFF_MEMBER_ROLES.map((role) => permissionsOf([role]).join());
  expect(new Set(rights).size).toBe(STAFF_MEMBER_ROLES.length);
});

test('A5 the rights of several roles are those of all together', () => {
  const roles = ['userManager', 'purchaser'] as const;
  expect(isPermitted(roles, 'users.manage')).toBe(true);
  expect(isPermitted(roles, 'purchasing.manage')).toBe(true);
  expect(isPermitted(roles, 'subscriptions.manage')).toBe(false);
  expect(isPermitted(roles, 'accounts.manage')).toBe(false);
});

test('A5 roles are stored in one order, each once, without one that adds nothing', () => {
  expect(storedRoles(['purchaser', 'userManager', 'purchaser'])).toEqual(['userManager', 'purchaser']);
  expect(storedRoles(['serviceUser', 'costViewer'])).toEqual(['costViewer']);
  expect(storedRoles(['purchaser', 'administrator', 'serviceUser'])).toEqual(['administrator']);
  expect(storedRoles(['serviceUser'])).toEqual(['serviceUser']);
});

test('A5 S44 an administrator gives several roles at once, and the person has the rights of each', async () => {
  const { world, as } = await worldOfRoles();
  const { userId } = await as('administrator').call(createUser, { ...EVA, roles: ['purchaser', 'userManager'] });
  expect(await as('administrator').call(getUser, { userId })).toMatchObject({ roles: ['userManager', 'purchaser'] });
  await as('administrator').call(setUserPassword, { userId, password: 'tre tavoli azzurri' });
  const browser = openBrowser(world);
  await browser.call(signIn, { login: EVA.email, password: 'tre tavoli azzurri' });
  expect((await browser.caller()).signedIn).toMatchObject({ roles: ['userManager', 'purchaser'] });
  expect((await browser.call(listUsers, { roles: ['purchaser'] })).items.map(({ login }) => login).toSorted()).toEqual([
    EVA.email,
    'purchaser',
  ]);
});

test('a user needs a role', async () => {
  const { as } = await worldOfRoles();
  await expect(as('administrator').call(createUser, { ...EVA, roles: [] })).rejects.toMatchObject({
    code: 'input.invalid',
    fields: [{ path: 'roles', code: 'input.roleMissing' }],
  });
});

test('A5 a user manager adds and manages users of no more rights', async () => {
  const { personOf, as } = await worldOfRoles();
  const { call } = as('userManager');
  const { userId } = await call(createUser, { ...EVA, roles: ['serviceUser'] });
  await call(editUser, { userId, phone: '02 555 0100' });
  await call(changeRoles, { userId, roles: ['userManager'] });
  await call(setUserPassword, { userId, password: 'tre tavoli azzurri' });
  await call(disableUser, { userId });
  await call(enableUser, { userId });
  await call(removeUser, { userId, confirmed: true });
  expect(await call(getUser, { userId: personOf('serviceUser').personId })).toMatchObject({ isManageable: true });
  expect(await call(getUser, { userId: personOf('purchaser').personId })).toMatchObject({ isManageable: false });
});

test('A5 a user manager makes nobody an administrator, and gives no role whose rights are not the own', async () => {
  const { personOf, as } = await worldOfRoles();
  const { call } = as('userManager');
  const rows = [{ firstName: 'Ida', lastName: 'Blu', email: 'ida@rossi.it' }];
  for (const role of STAFF_MEMBER_ROLES.filter((one) => one !== 'userManager')) {
    await expect(call(createUser, { ...EVA, roles: [role] })).rejects.toEqual(refusal('users.moreRights'));
    await expect(call(createUsers, { rows, roles: [role], sendActivationMail: false })).rejects.toEqual(
      refusal('users.moreRights'),
    );
    for (const target of ['serviceUser', 'userManager'] as const)
      await expect(call(changeRoles, { userId: personOf(target).personId, roles: [role] })).rejects.toEqual(
        refusal('users.moreRights'),
      );
  }
});

test('A5 a user manager does not touch people with other rights, nor their keys', async () => {
  const { personOf, as } = await worldOfRoles();
  const { call } = as('userManager');
  await as('administrator').call(createApiKey, { name: 'Conti' });
  const [key] = (await call(listAccountApiKeys, {})).items;
  await expect(call(revokeUserApiKey, { apiKeyId: key?.id ?? '' })).rejects.toEqual(refusal('users.moreRights'));
  for (const role of ['administrator', 'purchaser', 'costViewer'] as const) {
    const { personId: userId } = personOf(role);
    const attempts = [
      () => call(editUser, { userId, email: 'mine@rossi.it' }),
      () => call(setUserPassword, { userId, password: 'tre tavoli azzurri' }),
      () => call(resetSecondFactor, { userId }),
      () => call(changeRoles, { userId, roles: ['serviceUser'] }),
      () => call(disableUser, { userId }),
      () => call(enableUser, { userId }),
      () => call(unlockUser, { userId }),
      () => call(resendActivation, { userId }),
      () => call(removeUser, { userId, confirmed: true }),
    ];
    for (const attempt of attempts) await expect(attempt()).rejects.toEqual(refusal('users.moreRights'));
  }
});

test('A5 S28 nobody gains rights by logging in as somebody, not even by a role given meanwhile', async () => {
  const { world, personOf, as } = await worldOfRoles();
  const browser = openBrowser(world);
  await browser.call(signIn, { login: 'usermanager', password: GOOD_PASSWORD });
  const start = (role: CustomerRole) =>
    browser.call(startImpersonation, { userId: personOf(role).personId, reason: 'Aiuto', mayWrite: true });
  for (const role of ['administrator', 'purchaser', 'costViewer'] as const)
    await expect(start(role)).rejects.toEqual(refusal('users.moreRights'));
  await start('serviceUser');
  expect((await browser.caller()).signedIn).toMatchObject({ personId: personOf('serviceUser').personId });
  await as('administrator').call(changeRoles, { userId: personOf('serviceUser').personId, roles: ['administrator'] });
  // Known for a moment: other cookies are another caller.
  browser.jar.set('unrelated', '1');
  expect((await browser.caller()).signedIn).toMatchObject({
    personId: personOf('userManager').personId,
    impersonation: null,
  });
});

test('people of the version before keep their rights, and its processes go on beside', async () => {
  const { connection, inSystem, database } = await openAsOrdinaryOwner();
  const all = readMigrations(join(import.meta.dirname, '..', '..'));
  const before = all.filter(({ name }) => name < '1005');
  await migrate(connection, before);
  const account = '10000000-0000-4000-8000-000000000000';
  const id = (place: number) => `2000000${place}-0000-4000-8000-000000000000`;
  await inSystem(`insert into account (id, kind, name, time_zone, created_at)
    values ('${account}', 'customer', 'Rossi', 'Europe/Rome', now())`);
  const addAsBefore = (place: number, role: string) =>
    inSystem(`insert into person (id, account_id, role, login, email, first_name, last_name, created_at, updated_at)
      values ('${id(place)}', '${account}', '${role}', 'login${place}', 'a${place}@rossi.it', 'A', 'B', now(), now())`);
  await addAsBefore(1, 'administrator');
  await addAsBefore(2, 'serviceUser');
  await migrate(connection, [...before, ...all.filter(({ name }) => name >= '1005')]);
  const rolesOf = (place: number) => inSystem(`select roles, role from person where id = '${id(place)}'`);
  expect([await rolesOf(1), await rolesOf(2)]).toEqual([
    [{ roles: ['administrator'], role: 'administrator' }],
    [{ roles: ['serviceUser'], role: 'serviceUser' }],
  ]);

  await addAsBefore(3, 'administrator');
  expect(await rolesOf(3)).toEqual([{ roles: ['administrator'], role: 'administrator' }]);
  await inSystem(`update person set roles = array['userManager', 'purchaser'] where id = '${id(2)}'`);
  // Processes of the version before take them for people with fewer rights.
  expect(await rolesOf(2)).toEqual([{ roles: ['userManager', 'purchaser'], role: 'serviceUser' }]);
  await inSystem(`update person set role = 'administrator' where id = '${id(2)}'`);
  expect(await rolesOf(2)).toEqual([{ roles: ['administrator'], role: 'administrator' }]);
  for (const roles of ["'administrator', 'purchaser'", "'serviceUser', 'purchaser'", "'provider'", "'owner'"])
    await expect(inSystem(`update person set roles = array[${roles}] where id = '${id(2)}'`)).rejects.toThrow();
  await database.close();
});

test('the database takes no empty choice of roles', async () => {
  const { world, personOf } = await worldOfRoles();
  const { accountId } = personOf('administrator');
  const failed: unknown = await world
    .db({ kind: 'account', accountId }, (tx) => tx.execute(sql`update person set roles = '{}'`))
    .catch((error: unknown) => error);
  expect(failed).toMatchObject({ cause: { code: '23514' } });
});
