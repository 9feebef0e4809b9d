import { expect, test } from 'vitest';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildAccount } from '../accounts/builders.ts';
import { createApiKey } from '../sign-in/api-keys/create-api-key.ts';
import { buildPerson, buildSession, callerWith, GOOD_PASSWORD } from '../sign-in/builders.ts';
import { choosePassword } from '../sign-in/password/choose-password.ts';
import { getPasswordLink } from '../sign-in/password/get-password-link.ts';
import { cancelAddressChange } from './address/cancel-address-change.ts';
import { resendAddressConfirmation } from './address/resend-address-confirmation.ts';
import { changeRoles } from './manage/change-roles.ts';
import { createCustomer } from './manage/create-customer.ts';
import { createUser } from './manage/create-user.ts';
import { disableUser } from './manage/disable-user.ts';
import { editUser } from './manage/edit-user.ts';
import { enableUser } from './manage/enable-user.ts';
import { getUser } from './manage/get-user.ts';
import { listSignIns } from './manage/list-sign-ins.ts';
import { listUsers } from './manage/list-users.ts';
import { removeUser } from './manage/remove-user.ts';
import { resendActivation } from './manage/resend-activation.ts';
import { setUserPassword } from './manage/set-user-password.ts';
import { unlockUser } from './manage/unlock-user.ts';
import { usersOperations } from './users.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const fieldRefusal = (path: string, code: string) =>
  expect.objectContaining({ code: 'input.invalid', fields: [expect.objectContaining({ path, code })] });
const A_PERSON = { firstName: 'Luca', lastName: 'Verdi', email: 'luca@rossi.it', roles: ['serviceUser'] } as const;

/** Two companies: Rossi with an administrator and a service user, Neri with an administrator. */
async function worldOfTwo() {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z' });
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const rossi = await buildAccount(tx, { now });
    const neri = await buildAccount(tx, { name: 'Neri S.p.A.', now });
    return {
      world,
      admin: await buildPerson(tx, { accountId: rossi, login: 'anna', now }),
      serviceUser: await buildPerson(tx, {
        accountId: rossi,
        login: 'ugo',
        firstName: 'Ugo',
        lastName: 'Gialli',
        roles: ['serviceUser'],
        now,
      }),
      stranger: await buildPerson(tx, { accountId: neri, login: 'nora', now }),
    };
  });
}

async function tokenOfLastMail(world: World): Promise<string> {
  await world.runJobs();
  const last = (await world.mails()).at(-1);
  const token = /activate\?token=([\w-]+)/.exec(last?.textBody ?? '')?.[1];
  if (token === undefined) throw new Error('the last mail has no link');
  return token;
}

async function roleWith(world: World, cookie: string): Promise<string> {
  return (await callerWith(world, { cookie })).actor.roles.join();
}

test('S15 S22 S23 S34 S35 a new user follows the activation link, chooses a password and signs in', async () => {
  const { world, admin } = await worldOfTwo();
  const { userId } = await world.as(admin).call(createUser, { ...A_PERSON, sendActivationMail: true });
  expect(await world.as(admin).call(getUser, { userId })).toMatchObject({
    login: 'luca@rossi.it',
    status: 'notActivated',
    hint: null,
    activationExpiresAt: '2026-03-04T09:00:00Z',
  });
  const token = await tokenOfLastMail(world);
  const [mail] = await world.mails();
  expect(mail).toMatchObject({ recipient: 'luca@rossi.it', kind: 'signIn.activation', status: 'kept' });
  expect(mail?.subject).toBe('CIC Portale delle licenze: attiva il tuo accesso');

  const visitor = world.as(world.anonymous);
  expect(await visitor.call(getPasswordLink, { token })).toEqual({
    purpose: 'activation',
    login: 'luca@rossi.it',
    displayName: 'Luca Verdi',
  });
  await visitor.call(choosePassword, { token, password: GOOD_PASSWORD, repeatedPassword: GOOD_PASSWORD });

  expect(await world.as(admin).call(getUser, { userId })).toMatchObject({ status: 'ready', hint: null });
  expect(await roleWith(world, await buildSession(world, 'luca@rossi.it'))).toBe('serviceUser');
  await expect(
    visitor.call(choosePassword, { token, password: GOOD_PASSWORD, repeatedPassword: GOOD_PASSWORD }),
  ).rejects.toEqual(refusal('signIn.linkUsed'));
});

test('S24 A2 without the mail a new user is ready at once, and cannot sign in until a password is set', async () => {
  const { world, admin } = await worldOfTwo();
  const { userId } = await world.as(admin).call(createUser, { ...A_PERSON, sendActivationMail: false });
  expect(await world.as(admin).call(getUser, { userId })).toMatchObject({ status: 'ready', hint: 'passwordNotSet' });
  await world.runJobs();
  expect(await world.mails()).toEqual([]);
  await expect(buildSession(world, 'luca@rossi.it')).rejects.toEqual(refusal('signIn.signInFailed'));

  await world.as(admin).call(setUserPassword, { userId, password: GOOD_PASSWORD });
  expect(await world.as(admin).call(getUser, { userId })).toMatchObject({ status: 'ready', hint: null });
  await buildSession(world, 'luca@rossi.it');
});

test('S35 A3 S31 an activation link expires after 48 hours; sending again creates a new one', async () => {
  const { world, admin } = await worldOfTwo();
  const { userId } = await world.as(admin).call(createUser, { ...A_PERSON, sendActivationMail: true });
  const first = await tokenOfLastMail(world);
  await world.advance({ hours: 47 });
  await world.as(world.anonymous).call(getPasswordLink, { token: first });
  await world.advance({ hours: 1 });
  await expect(world.as(world.anonymous).call(getPasswordLink, { token: first })).rejects.toEqual(
    refusal('signIn.linkExpired'),
  );
  expect(await world.as(admin).call(getUser, { userId })).toMatchObject({
    status: 'notActivated',
    hint: 'linkExpired',
  });

  await world.as(admin).call(resendActivation, { userId });
  const second = await tokenOfLastMail(world);
  await expect(world.as(world.anonymous).call(getPasswordLink, { token: first })).rejects.toEqual(
    refusal('signIn.linkReplaced'),
  );
  await world
    .as(world.anonymous)
    .call(choosePassword, { token: second, password: GOOD_PASSWORD, repeatedPassword: GOOD_PASSWORD });
  await expect(world.as(admin).call(resendActivation, { userId })).rejects.toEqual(refusal('users.alreadyActive'));
});

test('a password that is short, common, the own name or typed differently twice is refused at its field', async () => {
  const { world, admin } = await worldOfTwo();
  await world.as(admin).call(createUser, { ...A_PERSON, sendActivationMail: true });
  const token = await tokenOfLastMail(world);
  const choose = (password: string, repeatedPassword = password) =>
    world.as(world.anonymous).call(choosePassword, { token, password, repeatedPassword });
  await expect(choose('corta')).rejects.toEqual(fieldRefusal('password', 'input.tooShort'));
  await expect(choose('Amministratore1')).rejects.toEqual(fieldRefusal('password', 'input.passwordCommon'));
  await expect(choose('abcabcabcabc')).rejects.toEqual(fieldRefusal('password', 'input.passwordCommon'));
  await expect(choose('luca@rossi.it1')).rejects.toEqual(fieldRefusal('password', 'input.passwordHasName'));
  await expect(choose(GOOD_PASSWORD, 'un’altra frase')).rejects.toEqual(
    fieldRefusal('repeatedPassword', 'input.passwordsDiffer'),
  );
  await choose(GOOD_PASSWORD);
});

test('a login or an e-mail that a person of the account has is refused, however it is written', async () => {
  const { world, admin } = await worldOfTwo();
  const create = (typed: object) =>
    world.as(admin).call(createUser, { ...A_PERSON, sendActivationMail: false, ...typed });
  for (const login of ['Ugo', 'ｕgo', 'ugо', 'υgο', 'ug0'])
    await expect(create({ login }), login).rejects.toEqual(fieldRefusal('login', 'input.loginTaken'));
  await expect(create({ login: 'u\u200bgo' })).rejects.toEqual(fieldRefusal('login', 'input.notLogin'));
  await create({});
  await expect(create({ email: 'LUCA@rossi.it' })).rejects.toEqual(fieldRefusal('email', 'input.loginTaken'));
  await expect(create({ login: 'luca', email: 'ｌuca@rossi.it' })).rejects.toEqual(
    fieldRefusal('email', 'input.emailTaken'),
  );
});

test('a login that is an address is the person’s own e-mail', async () => {
  const { world, admin } = await worldOfTwo();
  const create = (typed: object) =>
    world.as(admin).call(createUser, { ...A_PERSON, sendActivationMail: false, ...typed });
  await expect(create({ login: 'nora@neri.it' })).rejects.toEqual(fieldRefusal('login', 'input.loginNotOwnAddress'));
  const { userId } = await create({ login: 'luca@rossi.it' });
  await expect(world.as(admin).call(editUser, { userId, login: 'nora@neri.it' })).rejects.toEqual(
    fieldRefusal('login', 'input.loginNotOwnAddress'),
  );
});

test('S25 S49 A8 a changed login ends the sessions and is notified to both addresses', async () => {
  const { world, admin, serviceUser } = await worldOfTwo();
  const cookie = await buildSession(world, 'ugo');
  const edit = (changes: object) => world.as(admin).call(editUser, { userId: serviceUser.personId, ...changes });
  await edit({ addressLine: 'Via Roma 1', city: 'Milano' });
  expect(await roleWith(world, cookie)).toBe('serviceUser');
  expect(await world.mails()).toEqual([]);

  await expect(edit({ login: 'anna' })).rejects.toEqual(fieldRefusal('login', 'input.loginTaken'));
  await edit({ login: 'ugo.gialli' });
  expect(await roleWith(world, cookie)).toBe('anonymous');
  expect((await world.mails()).map(({ kind, recipient }) => [kind, recipient])).toEqual([
    ['users.loginChanged', 'ugo@example.it'],
  ]);
  await expect(buildSession(world, 'ugo')).rejects.toEqual(refusal('signIn.signInFailed'));
  await buildSession(world, 'ugo.gialli');
});

test('S25 an edit changes only the fields that it names; null and empty ones are cleared', async () => {
  const { world, admin, serviceUser } = await worldOfTwo();
  const { personId: userId } = serviceUser;
  const edit = (changes: object) => world.as(admin).call(editUser, { userId, ...changes });
  await edit({ phone: '02 1234', addressLine: 'Via Roma 1', city: 'Milano', notificationEmail: 'Avvisi@Rossi.it' });
  const before = await world.as(admin).call(getUser, { userId });
  expect(before).toMatchObject({ lastName: 'Gialli', phone: '02 1234', notificationEmail: 'avvisi@rossi.it' });
  await edit({ lastName: 'Verdi' });
  expect(await world.as(admin).call(getUser, { userId })).toEqual({ ...before, lastName: 'Verdi' });
  await edit({ phone: '', city: null });
  await edit({});
  expect(await world.as(admin).call(getUser, { userId })).toEqual({
    ...before,
    lastName: 'Verdi',
    phone: null,
    city: null,
  });
  await expect(edit({ lastName: '' })).rejects.toEqual(fieldRefusal('lastName', 'input.required'));
});

test('S30 S36 disabling ends the sessions at once and keeps the person out until enabled again', async () => {
  const { world, admin, serviceUser } = await worldOfTwo();
  const userId = serviceUser.personId;
  const cookie = await buildSession(world, 'ugo');
  await world.as(admin).call(disableUser, { userId });
  expect(await roleWith(world, cookie)).toBe('anonymous');
  await expect(buildSession(world, 'ugo')).rejects.toEqual(refusal('signIn.signInFailed'));
  expect(await world.as(admin).call(getUser, { userId })).toMatchObject({ status: 'disabled' });

  await world.as(admin).call(enableUser, { userId });
  await buildSession(world, 'ugo');
});

test('S33 A4 S27 an administrator sees the lock and its attempts, and unlocks', async () => {
  const { world, admin, serviceUser } = await worldOfTwo();
  const userId = serviceUser.personId;
  for (let failure = 1; failure <= 10; failure += 1)
    await expect(buildSession(world, 'ugo', { password: 'sbagliata' })).rejects.toEqual(refusal('signIn.signInFailed'));
  expect(await world.as(admin).call(getUser, { userId })).toMatchObject({
    status: 'locked',
    lockedAddress: '10.0.0.1',
  });
  const history = await world.as(admin).call(listSignIns, { userId });
  expect(history.total).toBe(10);
  expect(history.items[0]).toMatchObject({ outcome: 'wrongPassword', ipAddress: '10.0.0.1' });

  await world.as(admin).call(unlockUser, { userId });
  await expect(buildSession(world, 'ugo', { password: 'sbagliata' })).rejects.toEqual(refusal('signIn.signInFailed'));
  await buildSession(world, 'ugo');
});

test('S29 A28 a removed person cannot sign in, is in no list, and the login is free again', async () => {
  const { world, admin, serviceUser } = await worldOfTwo();
  const userId = serviceUser.personId;
  const cookie = await buildSession(world, 'ugo');
  await expect(world.as(admin).call(removeUser, { userId, confirmed: false })).rejects.toEqual(
    fieldRefusal('confirmed', 'input.notConfirmed'),
  );
  await world.as(admin).call(removeUser, { userId, confirmed: true });
  expect(await roleWith(world, cookie)).toBe('anonymous');
  await expect(world.as(admin).call(getUser, { userId })).rejects.toEqual(refusal('users.notFound'));
  expect((await world.as(admin).call(listUsers, {})).items.map((user) => user.login)).toEqual(['anna']);
  await world.as(admin).call(createUser, { ...A_PERSON, login: 'ugo', sendActivationMail: false });
});

test('A28 the last administrator, and oneself, stay administrators', async () => {
  const { world, admin, serviceUser } = await worldOfTwo();
  const self = { userId: admin.personId };
  const call = world.as(admin).call;
  for (const attempt of [
    () => call(disableUser, self),
    () => call(removeUser, { ...self, confirmed: true }),
    () => call(changeRoles, { ...self, roles: ['serviceUser'] }),
  ])
    await expect(attempt()).rejects.toEqual(refusal('users.notOneself'));

  await call(changeRoles, { userId: serviceUser.personId, roles: ['administrator'] });
  const second = world.as({ ...serviceUser, roles: ['administrator'] });
  await call(disableUser, { userId: serviceUser.personId });
  // A session that was read just before: even then the last one stays.
  for (const attempt of [
    () => second.call(disableUser, self),
    () => second.call(removeUser, { ...self, confirmed: true }),
    () => second.call(changeRoles, { ...self, roles: ['serviceUser'] }),
  ])
    await expect(attempt()).rejects.toEqual(refusal('users.lastAdministrator'));
});

test('S17 a changed role ends sessions and API keys at once, and the person is told', async () => {
  const { world, admin, serviceUser } = await worldOfTwo();
  const cookie = await buildSession(world, 'ugo');
  const { key } = await world.as(serviceUser).call(createApiKey, { name: 'Conti' });
  await world.as(admin).call(changeRoles, { userId: serviceUser.personId, roles: ['administrator'] });
  expect(await roleWith(world, cookie)).toBe('anonymous');
  expect((await callerWith(world, { authorization: `Bearer ${key}` })).actor.roles).toEqual(['anonymous']);
  expect(await roleWith(world, await buildSession(world, 'ugo'))).toBe('administrator');
  expect(await world.mails()).toMatchObject([{ kind: 'users.rolesChanged', recipient: 'ugo@example.it' }]);
});

test('a changed role of an invited person ends the invitation and sends another', async () => {
  const { world, admin } = await worldOfTwo();
  const { userId } = await world.as(admin).call(createUser, { ...A_PERSON, sendActivationMail: true });
  const first = await tokenOfLastMail(world);
  await world.as(admin).call(changeRoles, { userId, roles: ['administrator'] });
  const second = await tokenOfLastMail(world);
  await expect(world.as(world.anonymous).call(getPasswordLink, { token: first })).rejects.toEqual(
    refusal('signIn.linkReplaced'),
  );
  expect(await world.as(world.anonymous).call(getPasswordLink, { token: second })).toMatchObject({
    purpose: 'activation',
  });
});

test('a person of another account is not found by any operation', async () => {
  const { world, admin, stranger } = await worldOfTwo();
  const userId = stranger.personId;
  const call = world.as(admin).call;
  const changes = { firstName: 'N', lastName: 'N', login: 'nnn', email: 'n@example.it' };
  for (const attempt of [
    () => call(getUser, { userId }),
    () => call(listSignIns, { userId }),
    () => call(editUser, { userId, ...changes }),
    () => call(setUserPassword, { userId, password: GOOD_PASSWORD }),
    () => call(disableUser, { userId }),
    () => call(enableUser, { userId }),
    () => call(unlockUser, { userId }),
    () => call(resendActivation, { userId }),
    () => call(changeRoles, { userId, roles: ['serviceUser'] }),
    () => call(removeUser, { userId, confirmed: true }),
    () => call(resendAddressConfirmation, { userId }),
    () => call(cancelAddressChange, { userId }),
  ])
    await expect(attempt()).rejects.toEqual(refusal('users.notFound'));
  expect((await call(listUsers, {})).items.map((user) => user.login).sort()).toEqual(['anna', 'ugo']);
});

test('S43 a service user is refused every operation on other users', async () => {
  const { world, serviceUser } = await worldOfTwo();
  const ownOrByLink = ['users.self', 'signIn.enter'];
  const onOthers = usersOperations.filter(({ permission }) => !ownOrByLink.includes(permission));
  expect(onOthers).toHaveLength(23);
  for (const op of onOthers)
    await expect(world.as(serviceUser).call(op as typeof listUsers, {})).rejects.toEqual(refusal('permission.denied'));
});

test('S13 S14 the list searches, filters, sorts and counts by status', async () => {
  const { world, admin } = await worldOfTwo();
  const call = world.as(admin).call;
  await call(createUser, { ...A_PERSON, sendActivationMail: true });
  await call(createUser, {
    ...A_PERSON,
    firstName: 'Zoe',
    email: 'zoe_100@rossi.it',
    sendActivationMail: false,
  });
  const all = await call(listUsers, {});
  expect(all.items.map((user) => user.lastName)).toEqual(['Bianchi', 'Gialli', 'Verdi', 'Verdi']);
  expect(all.countByStatus).toEqual({ ready: 3, locked: 0, notActivated: 1, disabled: 0 });

  expect((await call(listUsers, { search: 'verdi luca' })).items.map((user) => user.login)).toEqual(['luca@rossi.it']);
  expect((await call(listUsers, { search: 'e_1' })).total).toBe(1);
  expect((await call(listUsers, { search: 'l_ca' })).total).toBe(0);
  expect((await call(listUsers, { statuses: ['notActivated'] })).total).toBe(1);
  expect((await call(listUsers, { roles: ['administrator'] })).items.map((user) => user.login)).toEqual(['anna']);
  const byLogin = await call(listUsers, { sort: 'login', descending: true });
  expect(byLogin.items.map((user) => user.login)).toEqual(['zoe_100@rossi.it', 'ugo', 'luca@rossi.it', 'anna']);
});

test('the provider creates a customer with its first administrator, who gets the activation mail', async () => {
  const { world } = await worldOfTwo();
  const now = world.clock.now();
  const staff = await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { name: 'Fornitore', kind: 'provider', now });
    return buildPerson(tx, { accountId, login: 'fornitore', roles: ['provider'], now });
  });
  const typed = {
    name: 'Nuova S.r.l.',
    vatNumber: 'IT 00743110157',
    timeZone: 'Europe/Rome',
    creditLimit: '5000',
    administrator: { firstName: 'Ida', lastName: 'Blu', email: 'ida@nuova.it' },
  } as const;
  await expect(world.as(staff).call(createCustomer, { ...typed, vatNumber: '00743110158' })).rejects.toEqual(
    fieldRefusal('vatNumber', 'input.notVatNumber'),
  );
  await world.as(staff).call(createCustomer, typed);
  const token = await tokenOfLastMail(world);
  await world
    .as(world.anonymous)
    .call(choosePassword, { token, password: GOOD_PASSWORD, repeatedPassword: GOOD_PASSWORD });
  expect(await roleWith(world, await buildSession(world, 'ida@nuova.it'))).toBe('administrator');
});
