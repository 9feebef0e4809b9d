import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { mail } from '#platform/tables.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildAccount } from '../../accounts/builders.ts';
import { createApiKey } from '../../sign-in/api-keys/create-api-key.ts';
import { buildPerson, buildSession, callerWith, GOOD_PASSWORD } from '../../sign-in/builders.ts';
import { changePassword } from '../../sign-in/password/change-password.ts';
import { choosePassword } from '../../sign-in/password/choose-password.ts';
import { getPasswordLink } from '../../sign-in/password/get-password-link.ts';
import { requestRecovery } from '../../sign-in/password/request-recovery.ts';
import { changeRoles } from '../manage/change-roles.ts';
import { createUser } from '../manage/create-user.ts';
import { disableUser } from '../manage/disable-user.ts';
import { editUser } from '../manage/edit-user.ts';
import { getUser } from '../manage/get-user.ts';
import { resendActivation } from '../manage/resend-activation.ts';
import { setUserPassword } from '../manage/set-user-password.ts';
import { cancelOwnAddressChange } from '../profile/cancel-own-address-change.ts';
import { changeOwnEmail } from '../profile/change-own-email.ts';
import { getProfile } from '../profile/get-profile.ts';
import { resendOwnAddressConfirmation } from '../profile/resend-own-address-confirmation.ts';
import { cancelAddressChange } from './cancel-address-change.ts';
import { confirmAddress } from './confirm-address.ts';
import { getAddressConfirmation } from './get-address-confirmation.ts';
import { resendAddressConfirmation } from './resend-address-confirmation.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const fieldRefusal = (path: string, code: string) =>
  expect.objectContaining({ code: 'input.invalid', fields: [expect.objectContaining({ path, code })] });
const OTHER_PASSWORD = 'cinque gatti sul tetto';
const CHOSEN = { password: OTHER_PASSWORD, repeatedPassword: OTHER_PASSWORD };

/** Rossi with Anna, its administrator, and Ugo, whose login is his e-mail; Neri with Nora, likewise. */
async function worldWithUgo() {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z' });
  const now = world.clock.now();
  const people = await world.db({ kind: 'system' }, async (tx) => {
    const rossi = await buildAccount(tx, { now });
    const neri = await buildAccount(tx, { name: 'Neri S.p.A.', now });
    const ugo = { login: 'ugo@rossi.it', email: 'ugo@rossi.it', roles: ['serviceUser'], now } as const;
    return {
      anna: await buildPerson(tx, { accountId: rossi, login: 'anna', now }),
      ugo: await buildPerson(tx, { accountId: rossi, ...ugo, firstName: 'Ugo' }),
      nora: await buildPerson(tx, { accountId: neri, login: 'nora@neri.it', email: 'nora@neri.it', now }),
    };
  });
  const userId = people.ugo.personId;
  const edit = (changes: object) => world.as(people.anna).call(editUser, { userId, ...changes });
  return { world, ...people, userId, edit, visitor: world.as(world.anonymous) };
}

/** The token of the newest mail to an address whose link leads to a path. */
async function tokenTo(world: World, recipient: string, path: 'activate' | 'confirm-address'): Promise<string> {
  await world.runJobs();
  const bodies = (await world.mails()).filter((sent) => sent.recipient === recipient).map(({ textBody }) => textBody);
  const tokens = bodies.flatMap((body) => new RegExp(`${path}\\?token=([\\w-]+)`).exec(body)?.[1] ?? []);
  const token = tokens.at(-1);
  if (token === undefined) throw new Error(`no link to ${path} for ${recipient}`);
  return token;
}

async function kindsTo(world: World, recipient: string): Promise<string[]> {
  return (await world.mails()).filter((sent) => sent.recipient === recipient).map(({ kind }) => kind);
}

async function isSignedIn(world: World, headers: Record<string, string>): Promise<boolean> {
  return (await callerWith(world, headers)).actor.roles.join() !== 'anonymous';
}

test('A8 a new e-mail counts once it is confirmed; then everything of the old one ends and both addresses are told', async () => {
  const { world, anna, ugo, userId, edit, visitor } = await worldWithUgo();
  const cookie = await buildSession(world, 'ugo@rossi.it');
  const { key } = await world.as(ugo).call(createApiKey, { name: 'Conti' });
  expect(await edit({ email: 'Ugo@Nuova.it' })).toEqual({ confirmationSentTo: 'ugo@nuova.it' });

  expect(await world.as(anna).call(getUser, { userId })).toMatchObject({
    email: 'ugo@rossi.it',
    login: 'ugo@rossi.it',
    pendingAddress: { address: 'ugo@nuova.it', changesEmail: true, changesLogin: true, isExpired: false },
  });
  expect(await kindsTo(world, 'ugo@rossi.it')).toEqual(['users.addressChangeRequested']);
  expect(await isSignedIn(world, { cookie })).toBe(true);
  await visitor.call(requestRecovery, { login: 'ugo@rossi.it' });
  const oldLink = await tokenTo(world, 'ugo@rossi.it', 'activate');

  const token = await tokenTo(world, 'ugo@nuova.it', 'confirm-address');
  expect(await visitor.call(getAddressConfirmation, { token })).toMatchObject({ address: 'ugo@nuova.it' });
  expect(await visitor.call(confirmAddress, { token })).toEqual({ login: 'ugo@nuova.it' });

  expect(await isSignedIn(world, { cookie })).toBe(false);
  expect(await isSignedIn(world, { authorization: `Bearer ${key}` })).toBe(false);
  await expect(visitor.call(choosePassword, { token: oldLink, ...CHOSEN })).rejects.toEqual(
    refusal('signIn.linkReplaced'),
  );
  expect(await kindsTo(world, 'ugo@rossi.it')).toContain('users.loginChanged');
  expect(await kindsTo(world, 'ugo@nuova.it')).toContain('users.loginChanged');
  await expect(buildSession(world, 'ugo@rossi.it')).rejects.toEqual(refusal('signIn.signInFailed'));
  await buildSession(world, 'ugo@nuova.it');
  await expect(visitor.call(confirmAddress, { token })).rejects.toEqual(refusal('users.addressLinkOver'));
});

test('recovery after a change of address reaches the new mailbox alone', async () => {
  const { world, edit, visitor } = await worldWithUgo();
  await edit({ email: 'ugo@nuova.it' });
  await visitor.call(confirmAddress, { token: await tokenTo(world, 'ugo@nuova.it', 'confirm-address') });
  await visitor.call(requestRecovery, { login: 'ugo@rossi.it' });
  await visitor.call(requestRecovery, { login: 'ugo@nuova.it' });
  const token = await tokenTo(world, 'ugo@nuova.it', 'activate');
  expect(await kindsTo(world, 'ugo@rossi.it')).not.toContain('signIn.recovery');
  await visitor.call(choosePassword, { token, ...CHOSEN });
  expect(await kindsTo(world, 'ugo@nuova.it')).toContain('signIn.passwordChanged');
});

test('S49 a login that is another address is confirmed by it, and a short login counts at once', async () => {
  const { world, anna, userId, edit, visitor } = await worldWithUgo();
  expect(await edit({ login: 'u.gialli@rossi.it' })).toEqual({ confirmationSentTo: 'u.gialli@rossi.it' });
  await expect(buildSession(world, 'u.gialli@rossi.it')).rejects.toEqual(refusal('signIn.signInFailed'));
  await visitor.call(confirmAddress, { token: await tokenTo(world, 'u.gialli@rossi.it', 'confirm-address') });
  await buildSession(world, 'u.gialli@rossi.it');
  expect(await world.as(anna).call(getUser, { userId })).toMatchObject({
    login: 'u.gialli@rossi.it',
    email: 'ugo@rossi.it',
    pendingAddress: null,
  });
  expect(await edit({ login: 'ugo' })).toEqual({ confirmationSentTo: null });
  await buildSession(world, 'ugo');
  expect(await edit({ login: 'ugo@rossi.it' })).toEqual({ confirmationSentTo: null });
  await buildSession(world, 'ugo@rossi.it');
  await expect(edit({ login: 'ugo@uno.it', email: 'ugo@due.it' })).rejects.toEqual(
    fieldRefusal('login', 'input.loginOtherAddress'),
  );
});

test('a link that confirms an address expires after 48 hours, is sent again, replaced and cancelled', async () => {
  const { world, anna, userId, edit, visitor } = await worldWithUgo();
  await edit({ email: 'ugo@nuova.it' });
  const first = await tokenTo(world, 'ugo@nuova.it', 'confirm-address');
  await world.advance({ hours: 48 });
  await expect(visitor.call(confirmAddress, { token: first })).rejects.toEqual(refusal('users.addressLinkExpired'));
  expect(await world.as(anna).call(getUser, { userId })).toMatchObject({ pendingAddress: { isExpired: true } });

  await world.as(anna).call(resendAddressConfirmation, { userId });
  const second = await tokenTo(world, 'ugo@nuova.it', 'confirm-address');
  await expect(visitor.call(confirmAddress, { token: first })).rejects.toEqual(refusal('users.addressLinkOver'));
  await edit({ email: 'ugo@altra.it' });
  await expect(visitor.call(confirmAddress, { token: second })).rejects.toEqual(refusal('users.addressLinkOver'));

  await world.as(anna).call(cancelAddressChange, { userId });
  const third = await tokenTo(world, 'ugo@altra.it', 'confirm-address');
  await expect(visitor.call(confirmAddress, { token: third })).rejects.toEqual(refusal('users.addressLinkOver'));
  await expect(world.as(anna).call(cancelAddressChange, { userId })).rejects.toEqual(refusal('users.noAddressChange'));
  await expect(world.as(anna).call(resendAddressConfirmation, { userId })).rejects.toEqual(
    refusal('users.noAddressChange'),
  );
  await expect(visitor.call(confirmAddress, { token: 'x' })).rejects.toEqual(refusal('users.addressLinkUnknown'));
});

type Ugo = Awaited<ReturnType<typeof worldWithUgo>>;

test.each([
  [
    'an administrator sets the password',
    ({ world, anna, userId }: Ugo) => world.as(anna).call(setUserPassword, { userId, password: OTHER_PASSWORD }),
  ],
  [
    'the person changes the password',
    ({ world, ugo }: Ugo) => world.as(ugo).call(changePassword, { currentPassword: GOOD_PASSWORD, ...CHOSEN }),
  ],
  [
    'the role changes',
    ({ world, anna, userId }: Ugo) => world.as(anna).call(changeRoles, { userId, roles: ['administrator'] }),
  ],
  ['the person is disabled', ({ world, anna, userId }: Ugo) => world.as(anna).call(disableUser, { userId })],
  ['the login changes', ({ edit }: Ugo) => edit({ login: 'ugo.gialli' })],
])('when %s, sessions, keys and every open link end', async (_event, act) => {
  const given = await worldWithUgo();
  const { world, ugo, edit, visitor } = given;
  const cookie = await buildSession(world, 'ugo@rossi.it');
  const { key } = await world.as(ugo).call(createApiKey, { name: 'Conti' });
  await edit({ email: 'ugo@nuova.it' });
  await visitor.call(requestRecovery, { login: 'ugo@rossi.it' });
  const links = {
    confirmation: await tokenTo(world, 'ugo@nuova.it', 'confirm-address'),
    recovery: await tokenTo(world, 'ugo@rossi.it', 'activate'),
  };
  await act(given);
  expect(await isSignedIn(world, { cookie })).toBe(false);
  expect(await isSignedIn(world, { authorization: `Bearer ${key}` })).toBe(false);
  await expect(visitor.call(confirmAddress, { token: links.confirmation })).rejects.toThrow(/addressLink/);
  await expect(visitor.call(getPasswordLink, { token: links.recovery })).rejects.toThrow(/signIn\.link/);
});

test('an invited person has a new address at once: the old invitation ends, another goes to the new address', async () => {
  const { world, anna, visitor } = await worldWithUgo();
  const invited = { firstName: 'Luca', lastName: 'Verdi', roles: ['serviceUser'], sendActivationMail: true } as const;
  const { userId } = await world.as(anna).call(createUser, { ...invited, email: 'lcua@rossi.it' });
  const old = await tokenTo(world, 'lcua@rossi.it', 'activate');
  await world.as(anna).call(editUser, { userId, email: 'luca@rossi.it' });
  await expect(visitor.call(getPasswordLink, { token: old })).rejects.toEqual(refusal('signIn.linkReplaced'));
  const token = await tokenTo(world, 'luca@rossi.it', 'activate');
  expect(await visitor.call(choosePassword, { token, ...CHOSEN })).toEqual({ login: 'luca@rossi.it' });
  expect(await world.as(anna).call(getUser, { userId })).toMatchObject({ emailConfirmed: true });
});

test('people change their own e-mail with their password, send the link again and cancel', async () => {
  const { world, ugo, visitor } = await worldWithUgo();
  const self = world.as(ugo);
  await expect(self.call(changeOwnEmail, { email: 'ugo@nuova.it', currentPassword: 'sbagliata' })).rejects.toEqual(
    fieldRefusal('currentPassword', 'input.passwordWrong'),
  );
  const change = (email: string) => self.call(changeOwnEmail, { email, currentPassword: GOOD_PASSWORD });
  expect(await change('ugo@rossi.it')).toEqual({ confirmationSentTo: null });
  await change('ugo@nuova.it');
  await self.call(cancelOwnAddressChange, {});
  expect(await self.call(getProfile, {})).toMatchObject({ email: 'ugo@rossi.it', pendingAddress: null });
  await expect(self.call(resendOwnAddressConfirmation, {})).rejects.toEqual(refusal('users.noAddressChange'));
  await change('ugo@nuova.it');
  await self.call(resendOwnAddressConfirmation, {});
  await visitor.call(confirmAddress, { token: await tokenTo(world, 'ugo@nuova.it', 'confirm-address') });
  expect(await self.call(getProfile, {})).toMatchObject({ email: 'ugo@nuova.it', login: 'ugo@nuova.it' });
});

test('one person for a sign-in address: another account may ask for it, but only its reader learns that it is taken', async () => {
  const { world, anna, edit, visitor } = await worldWithUgo();
  expect(await edit({ email: 'nora@neri.it' })).toEqual({ confirmationSentTo: 'nora@neri.it' });
  const token = await tokenTo(world, 'nora@neri.it', 'confirm-address');
  await expect(visitor.call(confirmAddress, { token })).rejects.toEqual(refusal('users.addressTaken'));

  const invited = { firstName: 'N', lastName: 'N', roles: ['serviceUser'], sendActivationMail: true } as const;
  await world.as(anna).call(createUser, { ...invited, email: 'nora@neri.it' });
  const invitation = await tokenTo(world, 'nora@neri.it', 'activate');
  for (const attempt of [
    () => visitor.call(getPasswordLink, { token: invitation }),
    () => visitor.call(choosePassword, { token: invitation, ...CHOSEN }),
  ])
    await expect(attempt()).rejects.toEqual(refusal('users.addressTaken'));
  await expect(edit({ email: 'anna@example.it' })).rejects.toEqual(fieldRefusal('email', 'input.emailTaken'));
});

test('an address gets five links an hour at most', async () => {
  const { world, anna } = await worldWithUgo();
  const invited = { firstName: 'Luca', lastName: 'Verdi', roles: ['serviceUser'], sendActivationMail: true } as const;
  const { userId } = await world.as(anna).call(createUser, { ...invited, email: 'luca@rossi.it' });
  for (let sent = 1; sent < 5; sent += 1) await world.as(anna).call(resendActivation, { userId });
  await expect(world.as(anna).call(resendActivation, { userId })).rejects.toEqual(refusal('users.tooManyMails'));
  await world.advance({ hours: 1 });
  await world.as(anna).call(resendActivation, { userId });
});

test('the link of a confirmation is in no row of the outbox', async () => {
  const { world, edit } = await worldWithUgo();
  await edit({ email: 'ugo@nuova.it' });
  const rows = await world.db({ kind: 'system' }, (tx) =>
    tx.select().from(mail).where(eq(mail.recipient, 'ugo@nuova.it')),
  );
  expect(rows).toMatchObject([{ hasPersonalLink: true }]);
  expect(JSON.stringify(rows)).not.toMatch(/confirm-address\?token/);
});
