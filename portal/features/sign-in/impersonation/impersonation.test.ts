import { expect, test } from 'vitest';
import { searchRecords } from '#features/audit/search-records.ts';
import { createUser, disableUser, getUser, updateProfile } from '#features/users/users.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildAccount } from '../../accounts/builders.ts';
import { updateAccountDetails } from '../../accounts/update-account-details.ts';
import { changeRoles } from '../../users/manage/change-roles.ts';
import { listSignIns } from '../../users/manage/list-sign-ins.ts';
import { listUsers } from '../../users/manage/list-users.ts';
import { buildPerson, GOOD_PASSWORD, openBrowser, type TestBrowser } from '../builders.ts';
import { listSessions } from '../session/list-sessions.ts';
import { signIn } from '../session/sign-in-person.ts';
import { signOut } from '../session/sign-out.ts';
import { answerImpersonation } from './answer-impersonation.ts';
import { endImpersonation } from './end-impersonation.ts';
import { getCustomerImpersonation } from './get-customer-impersonation.ts';
import { listImpersonations } from './list-impersonations.ts';
import { setImpersonationRule } from './set-impersonation-rule.ts';
import { startCustomerImpersonation } from './start-customer-impersonation.ts';
import { startImpersonation } from './start-impersonation.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const REASON = 'Non riesce a vedere gli ordini';

/** Anna administers Rossi, where Ida administers too and Ugo uses services; Sara is of the provider's staff. */
async function worldWithStaff() {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z' });
  const now = world.clock.now();
  const people = await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { name: 'Rossi S.r.l.', now });
    const providerId = await buildAccount(tx, { name: 'CIC', kind: 'provider', now });
    const named = (firstName: string, lastName: string) => ({ firstName, lastName, now });
    return {
      anna: await buildPerson(tx, { accountId, login: 'anna', ...named('Anna', 'Bianchi') }),
      ida: await buildPerson(tx, { accountId, login: 'ida', ...named('Ida', 'Blu') }),
      ugo: await buildPerson(tx, { accountId, login: 'ugo', roles: ['serviceUser'], ...named('Ugo', 'Gialli') }),
      sara: await buildPerson(tx, {
        accountId: providerId,
        login: 'sara',
        roles: ['provider'],
        ...named('Sara', 'Verdi'),
      }),
      olga: await buildPerson(tx, {
        ...{ accountId: providerId, login: 'olga', roles: ['providerOperator'] },
        ...named('Olga', 'Neri'),
      }),
    };
  });
  return { world, ...people };
}

async function signedIn(world: World, login: string): Promise<TestBrowser> {
  const browser = openBrowser(world);
  await browser.call(signIn, { login, password: GOOD_PASSWORD });
  return browser;
}

const shownIn = async (browser: TestBrowser) => (await browser.caller()).signedIn;

test('S28 an administrator uses the portal in a colleague’s place, read-only, and returns', async () => {
  const { world, ugo, anna } = await worldWithStaff();
  const browser = await signedIn(world, 'anna');
  const { endsAt } = await browser.call(startImpersonation, { userId: ugo.personId, reason: REASON });
  expect(endsAt).toBe('2026-03-02T09:30:00Z');
  expect(await shownIn(browser)).toMatchObject({
    personId: ugo.personId,
    roles: ['serviceUser'],
    impersonation: { impersonatorName: 'Anna Bianchi', mayWrite: false, endsAt },
  });
  await expect(browser.call(listUsers, {})).rejects.toEqual(refusal('permission.denied'));

  expect(await browser.call(endImpersonation, {})).toEqual({ userId: ugo.personId, customerId: null });
  expect(await shownIn(browser)).toMatchObject({ personId: anna.personId, impersonation: null });
  // A second tab that presses the same button changes nothing.
  expect(await browser.call(endImpersonation, {})).toEqual({ userId: null, customerId: null });
});

test('S28 the person gets a mail, and both names are in the history of sign-ins and in the audit', async () => {
  const { world, anna, ida } = await worldWithStaff();
  const browser = await signedIn(world, 'anna');
  await browser.call(startImpersonation, { userId: ida.personId, reason: REASON, mayWrite: true });
  await browser.call(updateAccountDetails, { phone: '02 555 0100' });
  await browser.call(endImpersonation, {});
  await world.runJobs();
  const [mail] = await world.mails();
  expect(mail).toMatchObject({ recipient: 'ida@example.it', kind: 'signIn.impersonated' });
  expect(mail?.subject).toContain('Anna Bianchi');
  expect(mail?.textBody).toContain(REASON);

  const history = await world.as(anna).call(listSignIns, { userId: ida.personId });
  expect(history.items).toMatchObject([{ outcome: 'impersonated', impersonatorName: 'Anna Bianchi' }]);
  const { items } = await world.as(anna).call(searchRecords, { kinds: ['account'] });
  expect(items).toMatchObject([
    { personName: 'Ida Blu', impersonatorId: anna.personId, impersonatorName: 'Anna Bianchi' },
  ]);
  expect((await world.as(anna).call(searchRecords, { search: 'Accesso come utente iniziato' })).items).toMatchObject([
    { personName: 'Anna Bianchi', facts: { userId: ida.personId, reason: REASON, mayWrite: true } },
  ]);
});

test('S28 without leave to change nothing is written; with it neither people nor their rights or sign-in', async () => {
  const { world, ida, ugo } = await worldWithStaff();
  const browser = await signedIn(world, 'anna');
  const eva = { firstName: 'Eva', lastName: 'Rosa', email: 'eva@rossi.it', sendActivationMail: false };
  await browser.call(startImpersonation, { userId: ida.personId, reason: REASON });
  await expect(browser.call(updateAccountDetails, { phone: '02 1' })).rejects.toEqual(refusal('permission.readOnly'));
  await browser.call(endImpersonation, {});

  await browser.call(startImpersonation, { userId: ida.personId, reason: REASON, mayWrite: true });
  await browser.call(updateAccountDetails, { phone: '02 555 0100' });
  await browser.call(listUsers, {});
  const never = refusal('permission.notOnBehalf');
  await expect(browser.call(createUser, { ...eva, roles: ['administrator'] })).rejects.toEqual(never);
  await expect(browser.call(changeRoles, { userId: ugo.personId, roles: ['administrator'] })).rejects.toEqual(never);
  await expect(browser.call(updateProfile, { firstName: 'Ada' })).rejects.toEqual(never);
  await expect(browser.call(listSessions, {})).rejects.toEqual(never);
  await expect(browser.call(setImpersonationRule, { rule: 'never' })).rejects.toEqual(never);
  await expect(browser.call(startImpersonation, { userId: ugo.personId, reason: REASON })).rejects.toEqual(never);
});

test('S28 after 30 minutes the session is its own person’s again, who learns so before anything else', async () => {
  const { world, anna, ugo } = await worldWithStaff();
  const browser = await signedIn(world, 'anna');
  await browser.call(startImpersonation, { userId: ugo.personId, reason: REASON });
  world.machineClock.set(world.machineClock.now().add({ minutes: 29, seconds: 59 }));
  const other = openBrowser(world);
  for (const [name, value] of browser.jar) other.jar.set(name, value);
  expect(await shownIn(other)).toMatchObject({ personId: ugo.personId });
  world.machineClock.set(world.machineClock.now().add({ seconds: 1 }));
  // Known for a moment: other cookies are another caller.
  browser.jar.set('unrelated', '1');
  expect(await shownIn(browser)).toMatchObject({
    personId: anna.personId,
    impersonation: null,
    endedImpersonationOf: 'Ugo Gialli',
  });
  await browser.call(endImpersonation, {});
  expect(await shownIn(browser)).toMatchObject({ personId: anna.personId, endedImpersonationOf: null });
});

test('S28 it ends when either of the two is disabled, and with the session', async () => {
  const { world, anna, ida, ugo } = await worldWithStaff();
  const browser = await signedIn(world, 'anna');
  await browser.call(startImpersonation, { userId: ugo.personId, reason: REASON });
  await world.as(ida).call(disableUser, { userId: ugo.personId });
  expect(await shownIn(browser)).toMatchObject({ personId: anna.personId, endedImpersonationOf: 'Ugo Gialli' });
  await browser.call(endImpersonation, {});
  await expect(browser.call(startImpersonation, { userId: ugo.personId, reason: REASON })).rejects.toEqual(
    refusal('signIn.personDisabled'),
  );

  await browser.call(startImpersonation, { userId: ida.personId, reason: REASON });
  await browser.call(signOut, {});
  expect(await shownIn(browser)).toBeNull();
  expect((await world.as(ida).call(listImpersonations, {})).items).toMatchObject([
    { state: 'ended', userName: 'Ida Blu' },
    { state: 'ended', userName: 'Ugo Gialli' },
  ]);

  const again = await signedIn(world, 'anna');
  await again.call(startImpersonation, { userId: ida.personId, reason: REASON });
  await world.as(ida).call(disableUser, { userId: anna.personId });
  expect(await shownIn(again)).toBeNull();
});

test('nobody acts as themselves, as somebody of another account, without a reason or with a key', async () => {
  const { world, anna, sara, olga } = await worldWithStaff();
  const browser = await signedIn(world, 'anna');
  const start = (userId: string, reason = REASON) => browser.call(startImpersonation, { userId, reason });
  await expect(start(anna.personId)).rejects.toEqual(refusal('users.notOneself'));
  await expect(start(sara.personId)).rejects.toEqual(refusal('users.notFound'));
  await expect(start(anna.personId, ' ')).rejects.toEqual(refusal('input.invalid'));
  await expect(
    world.as({ ...anna, keyScopes: ['read', 'order', 'people'] }).call(startImpersonation, {
      userId: olga.personId,
      reason: REASON,
    }),
  ).rejects.toEqual(refusal('permission.notByKey'));
  const provider = await signedIn(world, 'sara');
  // A colleague of the staff is no person of a customer.
  await expect(provider.call(startCustomerImpersonation, { userId: olga.personId, reason: REASON })).rejects.toEqual(
    refusal('users.notFound'),
  );
  const operator = await signedIn(world, 'olga');
  await expect(operator.call(startImpersonation, { userId: sara.personId, reason: REASON })).rejects.toEqual(
    refusal('permission.denied'),
  );
});

test('S28 the provider’s staff acts for a customer’s person, with that person’s rights alone', async () => {
  const { world, anna, ida, olga } = await worldWithStaff();
  const browser = await signedIn(world, 'olga');
  const wanted = { userId: ida.personId, reason: REASON };
  expect(await browser.call(startCustomerImpersonation, wanted)).toMatchObject({ status: 'started' });
  expect(await shownIn(browser)).toMatchObject({
    accountName: 'Rossi S.r.l.',
    impersonation: { impersonatorName: 'Olga Neri' },
  });
  expect((await browser.call(listUsers, {})).items.map(({ login }) => login).toSorted()).toEqual([
    'anna',
    'ida',
    'ugo',
  ]);
  await expect(browser.call(getUser, { userId: olga.personId })).rejects.toEqual(refusal('users.notFound'));
  await expect(browser.call(getCustomerImpersonation, wanted)).rejects.toEqual(refusal('permission.denied'));
  expect(await browser.call(endImpersonation, {})).toEqual({ userId: ida.personId, customerId: anna.accountId });
});

test('S28 an account switches the provider’s access off: who acts is ended, nobody begins', async () => {
  const { world, anna, ida } = await worldWithStaff();
  const browser = await signedIn(world, 'sara');
  const wanted = { userId: ida.personId, reason: REASON };
  await browser.call(startCustomerImpersonation, wanted);
  await world.as(anna).call(setImpersonationRule, { rule: 'never' });
  expect(await shownIn(browser)).toMatchObject({ displayName: 'Sara Verdi', impersonation: null });
  await expect(browser.call(startCustomerImpersonation, wanted)).rejects.toEqual(refusal('signIn.impersonationOff'));
});

test('S28 an account agrees each time: the request is answered once, and starts within a day', async () => {
  const { world, anna, ugo } = await worldWithStaff();
  await world.as(anna).call(setImpersonationRule, { rule: 'onRequest' });
  const browser = await signedIn(world, 'sara');
  const wanted = { userId: ugo.personId, reason: REASON };
  const ask = () => browser.call(startCustomerImpersonation, wanted);
  expect(await ask()).toEqual({ status: 'requested', endsAt: null });
  expect(await ask()).toEqual({ status: 'requested', endsAt: null });
  expect(await browser.call(getCustomerImpersonation, wanted)).toMatchObject({ request: 'waiting' });
  await world.runJobs();
  expect((await world.mails()).map(({ recipient }) => recipient).toSorted()).toEqual([
    'anna@example.it',
    'ida@example.it',
  ]);

  const [request] = (await world.as(anna).call(listImpersonations, {})).items;
  const answer = { impersonationId: request?.id ?? '', isAgreed: true };
  await world.as(anna).call(answerImpersonation, answer);
  await expect(world.as(anna).call(answerImpersonation, { ...answer, isAgreed: false })).rejects.toEqual(
    refusal('signIn.impersonationAnswered'),
  );
  await world.runJobs();
  expect((await world.mails()).at(-1)).toMatchObject({
    recipient: 'sara@example.it',
    subject: expect.stringContaining('autorizzato'),
  });
  world.machineClock.set(world.machineClock.now().add({ hours: 23 }));
  expect(await ask()).toMatchObject({ status: 'started' });
  await browser.call(endImpersonation, {});
  // Agreed once is not agreed for ever.
  expect(await ask()).toEqual({ status: 'requested', endsAt: null });
});

test('a refused request does not start, and may be asked again; one left a day has expired', async () => {
  const { world, anna, ugo } = await worldWithStaff();
  await world.as(anna).call(setImpersonationRule, { rule: 'onRequest' });
  const browser = await signedIn(world, 'sara');
  const ask = () => browser.call(startCustomerImpersonation, { userId: ugo.personId, reason: REASON });
  await ask();
  const [first] = (await world.as(anna).call(listImpersonations, {})).items;
  await world.as(anna).call(answerImpersonation, { impersonationId: first?.id ?? '', isAgreed: false });
  world.machineClock.set(world.machineClock.now().add({ minutes: 1 }));
  expect(await ask()).toMatchObject({ status: 'requested' });
  const [second] = (await world.as(anna).call(listImpersonations, {})).items;
  expect(second).toMatchObject({ state: 'waiting' });
  world.machineClock.set(world.machineClock.now().add({ hours: 24 }));
  await expect(
    world.as(anna).call(answerImpersonation, { impersonationId: second?.id ?? '', isAgreed: true }),
  ).rejects.toEqual(refusal('signIn.impersonationAnswered'));
  expect((await world.as(anna).call(listImpersonations, {})).items.map(({ state }) => state)).toEqual([
    'expired',
    'refused',
  ]);
});
