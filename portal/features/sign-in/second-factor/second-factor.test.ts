import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { person } from '#features/users/users.ts';
import type { AnyOperation } from '#platform/operation.server.ts';
import { isPermitted } from '#platform/permissions.ts';
import { auditRecord } from '#platform/tables.ts';
import { serveWorld } from '#shell/testing/serve-world.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { appCodeOf } from '../../../../scripts/app-code.ts';
import { buildAccount } from '../../accounts/builders.ts';
import { listSignIns } from '../../users/manage/list-sign-ins.ts';
import { resetSecondFactor } from '../../users/manage/reset-second-factor.ts';
import { addAppIn, buildPerson, GOOD_PASSWORD, openBrowser, type TestBrowser } from '../builders.ts';
import { startCustomerImpersonation } from '../impersonation/start-customer-impersonation.ts';
import { changePassword } from '../password/change-password.ts';
import { signIn } from '../session/sign-in-person.ts';
import { signInOperations } from '../sign-in.ts';
import { completeSecondStep } from './complete-second-step.ts';
import { getSecondFactor } from './get-second-factor.ts';
import { getSecondStep } from './get-second-step.ts';
import { removeApp } from './remove-app.ts';
import { replaceRecoveryCodes } from './replace-recovery-codes.ts';
import { setSecondFactorRule } from './set-second-factor-rule.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const fieldRefusal = (path: string, code: string) => expect.objectContaining({ fields: [{ path, code }] });

async function worldWithPeople(environment: Record<string, string> = {}) {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z', environment });
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    const providerId = await buildAccount(tx, { name: 'CIC', kind: 'provider', now });
    return {
      world,
      anna: await buildPerson(tx, { accountId, login: 'anna', now }),
      ugo: await buildPerson(tx, { accountId, login: 'ugo', roles: ['serviceUser'], now }),
      staff: await buildPerson(tx, { accountId: providerId, login: 'sara', roles: ['provider'], now }),
    };
  });
}

async function signedIn(world: World, login: string): Promise<TestBrowser> {
  const browser = openBrowser(world);
  await browser.call(signIn, { login, password: GOOD_PASSWORD });
  return browser;
}

const roleIn = async (browser: TestBrowser) => (await browser.caller()).actor.roles.join();

/** Anna with an app, and a browser in which her password was right. */
async function worldWithPendingAnna() {
  const people = await worldWithPeople();
  const own = await signedIn(people.world, 'anna');
  const added = await addAppIn(own);
  const browser = openBrowser(people.world);
  // Failures count from the moment after the last success.
  people.world.machineClock.set(people.world.machineClock.now().add({ seconds: 1 }));
  expect(await browser.call(signIn, { login: 'anna', password: GOOD_PASSWORD })).toMatchObject({
    secondStepNeeded: true,
  });
  return { ...people, ...added, own, browser };
}

test('an app counts after a code of it, and comes with ten recovery codes', async () => {
  const { world } = await worldWithPeople();
  const browser = await signedIn(world, 'anna');
  const other = await signedIn(world, 'anna');
  expect(await browser.call(getSecondFactor, {})).toMatchObject({ app: null, recoveryCodesLeft: null });
  const { recoveryCodes } = await addAppIn(browser);
  expect(new Set(recoveryCodes).size).toBe(10);
  expect(await browser.call(getSecondFactor, {})).toMatchObject({
    app: { addedAt: '2026-03-02T09:00:00Z' },
    isAppSetUpOpen: false,
    recoveryCodesLeft: 10,
  });
  expect(await roleIn(browser)).toBe('administrator');
  expect(await roleIn(other)).toBe('anonymous');
});

test('between the steps there is no session: no operation of a signed-in person can be called', async () => {
  const { world, browser } = await worldWithPendingAnna();
  expect(await browser.caller()).toMatchObject({ actor: world.anonymous, signedIn: null });
  expect([...browser.jar.keys()]).toEqual(['portal.two_factor']);
  const operations: readonly AnyOperation[] = signInOperations;
  for (const op of operations.filter(({ permission }) => !isPermitted(['anonymous'], permission)))
    await expect(browser.call(op, {}), op.name).rejects.toEqual(refusal('permission.denied'));
});

test('a code of the app completes the sign-in', async () => {
  const { browser, key } = await worldWithPendingAnna();
  expect(await browser.call(getSecondStep, {})).toEqual({ hasApp: true, hasPasskey: false });
  await browser.call(completeSecondStep, { code: ` ${appCodeOf(key, 1).replace(/(...)/, '$1 ')}` });
  expect(await roleIn(browser)).toBe('administrator');
});

test('a code of the app counts once, for set-up, sign-in and removal together', async () => {
  const { world, browser, own, key, usedCode } = await worldWithPendingAnna();
  const complete = (code: string) => browser.call(completeSecondStep, { code });
  const nextCode = appCodeOf(key, 1);
  await expect(complete(usedCode)).rejects.toEqual(fieldRefusal('code', 'input.codeUsed'));
  await complete(nextCode);
  const again = openBrowser(world);
  await again.call(signIn, { login: 'anna', password: GOOD_PASSWORD });
  await expect(again.call(completeSecondStep, { code: nextCode })).rejects.toEqual(
    fieldRefusal('code', 'input.codeUsed'),
  );
  await expect(own.call(removeApp, { currentPassword: GOOD_PASSWORD, code: nextCode })).rejects.toEqual(
    fieldRefusal('code', 'input.codeUsed'),
  );
});

test('a recovery code completes a sign-in once, and the person is told how many are left', async () => {
  const { world, browser, own, recoveryCodes } = await worldWithPendingAnna();
  const [code = ''] = recoveryCodes;
  await browser.call(completeSecondStep, { code: code.replace('-', '') });
  expect(await roleIn(browser)).toBe('administrator');
  const again = openBrowser(world);
  await again.call(signIn, { login: 'anna', password: GOOD_PASSWORD });
  await expect(again.call(completeSecondStep, { code })).rejects.toEqual(fieldRefusal('code', 'input.codeWrong'));
  expect(await own.call(getSecondFactor, {})).toMatchObject({ recoveryCodesLeft: 9 });
  await world.runJobs();
  const mail = (await world.mails()).find(({ subject }) => subject.includes('codice di recupero usato'));
  expect(mail?.textBody).toContain('Ne restano 9');
  expect(mail?.textBody).not.toContain('Restano solo');
});

test('with three recovery codes left the mail asks for new ones', async () => {
  const { world, recoveryCodes } = await worldWithPendingAnna();
  for (const code of recoveryCodes.slice(0, 7)) {
    const browser = openBrowser(world);
    await browser.call(signIn, { login: 'anna', password: GOOD_PASSWORD });
    await browser.call(completeSecondStep, { code });
  }
  await world.runJobs();
  const mails = (await world.mails()).filter(({ textBody }) => textBody.includes('Restano solo'));
  expect(mails).toHaveLength(1);
  expect(mails[0]?.textBody).toContain('Restano solo 3 codici');
});

test('new recovery codes replace the old ones, after the password', async () => {
  const { own, browser, recoveryCodes } = await worldWithPendingAnna();
  await expect(own.call(replaceRecoveryCodes, { currentPassword: 'un’altra password' })).rejects.toEqual(
    fieldRefusal('currentPassword', 'input.passwordWrong'),
  );
  const replaced = await own.call(replaceRecoveryCodes, { currentPassword: GOOD_PASSWORD });
  await expect(browser.call(completeSecondStep, { code: recoveryCodes[0] ?? '' })).rejects.toEqual(
    fieldRefusal('code', 'input.codeWrong'),
  );
  await browser.call(completeSecondStep, { code: replaced.recoveryCodes[0] ?? '' });
});

test('five wrong codes end a pending sign-in', async () => {
  const { browser, key } = await worldWithPendingAnna();
  for (let attempt = 0; attempt < 5; attempt += 1)
    await expect(browser.call(completeSecondStep, { code: 'sbagliato' })).rejects.toEqual(
      fieldRefusal('code', 'input.codeWrong'),
    );
  await expect(browser.call(completeSecondStep, { code: appCodeOf(key, 1) })).rejects.toEqual(
    refusal('signIn.secondStepEnded'),
  );
});

test('wrong codes and wrong passwords together lock a person, also for right codes', async () => {
  const { world, anna, browser, key } = await worldWithPendingAnna();
  for (let attempt = 0; attempt < 6; attempt += 1)
    await expect(browser.call(signIn, { login: 'anna', password: 'sbagliata' })).rejects.toEqual(
      refusal('signIn.signInFailed'),
    );
  for (let attempt = 0; attempt < 4; attempt += 1)
    await expect(browser.call(completeSecondStep, { code: '000000' })).rejects.toEqual(
      fieldRefusal('code', 'input.codeWrong'),
    );
  await expect(browser.call(completeSecondStep, { code: appCodeOf(key, 1) })).rejects.toEqual(
    refusal('signIn.secondStepRefused'),
  );
  const outcomes = (await world.as(anna).call(listSignIns, { userId: anna.personId, page: 1, pageSize: 25 })).items;
  expect(outcomes.slice(0, 2).map(({ outcome }) => outcome)).toEqual(['locked', 'wrongCode']);
});

test('a right password does not end the count of wrong codes', async () => {
  const { world } = await worldWithPendingAnna();
  for (let round = 0; round < 5; round += 1) {
    const browser = openBrowser(world);
    await browser.call(signIn, { login: 'anna', password: GOOD_PASSWORD });
    for (let attempt = 0; attempt < 2; attempt += 1)
      await expect(browser.call(completeSecondStep, { code: '000000' })).rejects.toThrow();
  }
  await expect(openBrowser(world).call(signIn, { login: 'anna', password: GOOD_PASSWORD })).rejects.toEqual(
    refusal('signIn.signInFailed'),
  );
});

test('a change of the password ends a pending sign-in', async () => {
  const { own, browser, key } = await worldWithPendingAnna();
  const password = 'cinque gatti sul tetto';
  await own.call(changePassword, { currentPassword: GOOD_PASSWORD, password, repeatedPassword: password });
  await expect(browser.call(completeSecondStep, { code: appCodeOf(key, 1) })).rejects.toEqual(
    refusal('signIn.secondStepEnded'),
  );
});

test('a pending sign-in ends after ten minutes', async () => {
  const { world, browser } = await worldWithPendingAnna();
  world.machineClock.set(world.machineClock.now().add({ minutes: 10 }));
  await expect(browser.call(getSecondStep, {})).rejects.toEqual(refusal('signIn.secondStepEnded'));
});

test('a code is checked for the person of the pending sign-in, whoever has a session in the same browser', async () => {
  const { world, browser, key } = await worldWithPendingAnna();
  const ugos = await signedIn(world, 'ugo');
  const session = ugos.jar.get('portal.session_token') ?? '';
  browser.jar.set('portal.session_token', session);
  await browser.call(completeSecondStep, { code: appCodeOf(key, 1) });
  expect(await roleIn(browser)).toBe('administrator');
});

test('the app is removed by password and code; then the password alone signs in', async () => {
  const { world, own, key } = await worldWithPendingAnna();
  const other = openBrowser(world);
  const remove = (currentPassword: string, code: string) => own.call(removeApp, { currentPassword, code });
  await expect(remove('sbagliata', appCodeOf(key, 1))).rejects.toEqual(
    fieldRefusal('currentPassword', 'input.passwordWrong'),
  );
  await expect(remove(GOOD_PASSWORD, '000000')).rejects.toEqual(fieldRefusal('code', 'input.codeWrong'));
  await remove(GOOD_PASSWORD, appCodeOf(key, 1));
  expect(await own.call(getSecondFactor, {})).toMatchObject({ app: null, recoveryCodesLeft: null });
  expect(await other.call(signIn, { login: 'anna', password: GOOD_PASSWORD })).toMatchObject({
    secondStepNeeded: false,
  });
  await world.runJobs();
  expect((await world.mails()).map(({ kind }) => kind)).toEqual(Array(2).fill('signIn.secondFactorChanged'));
});

test('the provider’s staff without a second factor can only set one up, and cannot remove the last one', async () => {
  const { world } = await worldWithPeople({ REQUIRE_SECOND_FACTOR: 'true' });
  const browser = await signedIn(world, 'sara');
  expect(await browser.caller()).toMatchObject({ actor: { roles: ['enrolling'] }, signedIn: null });
  await expect(browser.call(changePassword as AnyOperation, {})).rejects.toEqual(refusal('permission.denied'));
  const { key } = await addAppIn(browser);
  expect(await roleIn(browser)).toBe('provider');
  await expect(browser.call(removeApp, { currentPassword: GOOD_PASSWORD, code: appCodeOf(key, 1) })).rejects.toEqual(
    refusal('signIn.lastFactor'),
  );
});

test('REST refuses a session that must set up a second factor first, with its own reason', async () => {
  const { world } = await worldWithPeople({ REQUIRE_SECOND_FACTOR: 'true' });
  const browser = await signedIn(world, 'sara');
  const cookie = `portal.session_token=${browser.jar.get('portal.session_token')}`;
  const { call } = await serveWorld(world);
  const headers = { cookie, origin: world.config.PUBLIC_URL };
  const answer = await call('GET', '/provider/list-customers', { headers });
  expect(answer.status).toBe(403);
  expect(await answer.json()).toMatchObject({ error: { code: 'request.secondFactorNeeded' } });
});

test('wrong codes in a session lead to the lock, which ends the session', async () => {
  const { own, key } = await worldWithPendingAnna();
  const remove = (code: string) => own.call(removeApp, { currentPassword: GOOD_PASSWORD, code });
  for (let attempt = 0; attempt < 10; attempt += 1)
    await expect(remove('000000')).rejects.toEqual(fieldRefusal('code', 'input.codeWrong'));
  expect(await roleIn(own)).toBe('anonymous');
  await expect(remove(appCodeOf(key, 1))).rejects.toEqual(refusal('permission.denied'));
});

test('in the demo the provider’s staff sign in with the password alone', async () => {
  const { world } = await worldWithPeople();
  expect(await roleIn(await signedIn(world, 'sara'))).toBe('provider');
});

test('an administrator with a second factor requires one of everybody, also in open sessions', async () => {
  const { world, anna } = await worldWithPeople();
  const browser = await signedIn(world, 'anna');
  const ugos = await signedIn(world, 'ugo');
  await expect(browser.call(setSecondFactorRule, { isRequired: true })).rejects.toEqual(
    refusal('signIn.ownFactorFirst'),
  );
  await addAppIn(browser);
  await browser.call(setSecondFactorRule, { isRequired: true });
  expect(await roleIn(browser)).toBe('administrator');
  expect(await roleIn(ugos)).toBe('enrolling');
  await browser.call(setSecondFactorRule, { isRequired: false });
  expect(await roleIn(ugos)).toBe('serviceUser');
  const events = await world.db({ kind: 'account', accountId: anna.accountId }, (tx) =>
    tx.select({ event: auditRecord.event }).from(auditRecord).orderBy(auditRecord.createdAt, auditRecord.id),
  );
  expect(events.map(({ event }) => event)).toEqual(
    expect.arrayContaining(['signIn.secondFactorRequired', 'signIn.secondFactorOptional']),
  );
});

test('an administrator resets the second factor of a colleague, whose sessions end and who gets a mail', async () => {
  const { world, anna, ugo } = await worldWithPeople();
  const ugos = await signedIn(world, 'ugo');
  await addAppIn(ugos);
  await expect(world.as(anna).call(resetSecondFactor, { userId: anna.personId })).rejects.toEqual(
    refusal('users.notOneself'),
  );
  await world.as(anna).call(resetSecondFactor, { userId: ugo.personId });
  expect(await roleIn(ugos)).toBe('anonymous');
  expect(await roleIn(await signedIn(world, 'ugo'))).toBe('serviceUser');
  await expect(world.as(anna).call(resetSecondFactor, { userId: ugo.personId })).rejects.toEqual(
    refusal('users.noSecondFactor'),
  );
  await world.runJobs();
  expect((await world.mails()).at(-1)).toMatchObject({
    recipient: 'ugo@example.it',
    subject: expect.stringContaining('azzerata'),
  });
});

test('whoever acts in a person’s place needs their own second factor, and does not reach that person’s', async () => {
  const { world, anna, staff } = await worldWithPeople({ REQUIRE_SECOND_FACTOR: 'true' });
  const browser = await signedIn(world, 'sara');
  expect(await roleIn(browser)).toBe('enrolling');
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(person).set({ twoFactorEnabled: true }).where(eq(person.id, staff.personId)),
  );
  const wanted = { userId: anna.personId, reason: 'Aiuto con un ordine', mayWrite: true };
  await browser.call(startCustomerImpersonation, wanted);
  expect(await roleIn(browser)).toBe('administrator');
  await expect(browser.call(replaceRecoveryCodes, { currentPassword: GOOD_PASSWORD })).rejects.toEqual(
    refusal('permission.notOnBehalf'),
  );
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(person).set({ twoFactorEnabled: false }).where(eq(person.id, staff.personId)),
  );
  expect(await roleIn(browser)).toBe('enrolling');
});

test('neither keys, recovery codes nor used codes can be read from the database, the audit or the mails', async () => {
  const { world, browser, key, recoveryCodes } = await worldWithPendingAnna();
  const [recoveryCode = ''] = recoveryCodes;
  await browser.call(completeSecondStep, { code: recoveryCode });
  await world.runJobs();
  const dump = await world.db({ kind: 'system' }, async (tx) => {
    const texts: string[] = [];
    for (const table of ['two_factor', 'used_app_code', 'pending_sign_in', 'audit_record', 'mail', 'verification'])
      texts.push(JSON.stringify((await tx.execute(sql`select * from ${sql.identifier(table)}`)).rows));
    return texts.join('\n');
  });
  expect(dump).toContain('signIn.recoveryCodeUsed');
  for (const secret of [key, ...recoveryCodes, browser.jar.get('portal.two_factor') ?? key])
    expect(dump).not.toContain(secret);
});
