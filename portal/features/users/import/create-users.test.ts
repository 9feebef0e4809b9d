import { expect, test } from 'vitest';
import { buildPerson } from '#features/sign-in/builders.ts';
import { startWorld } from '#shell/testing/world.ts';
import { buildAccount } from '../../accounts/builders.ts';
import { listUsers } from '../manage/list-users.ts';
import { createUsers } from './create-users.ts';
import { previewUsers } from './preview-users.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const typed = (firstName: string, email = `${firstName.toLowerCase()}@rossi.it`) => ({
  firstName,
  lastName: 'Verdi',
  email,
});

async function worldWithAnna() {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z' });
  const now = world.clock.now();
  const { anna, ugo } = await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    return {
      anna: await buildPerson(tx, { accountId, login: 'anna', email: 'anna@rossi.it', now }),
      ugo: await buildPerson(tx, { accountId, login: 'ugo', roles: ['serviceUser'], now }),
    };
  });
  return { world, ugo, admin: world.as(anna) };
}

const CHOICES = { roles: ['serviceUser'], sendActivationMail: true } as const;

test('S16 S22 several people are added at once, each invited by mail; sent twice it adds nobody twice', async () => {
  const { world, admin } = await worldWithAnna();
  const rows = [typed('Ada'), typed('Bea'), { ...typed('Ida'), login: 'ida.v', notificationEmail: 'avvisi@rossi.it' }];
  const first = await admin.call(createUsers, { ...CHOICES, rows });
  expect(first.createdCount).toBe(3);
  await world.runJobs();
  expect((await world.mails()).map(({ recipient }) => recipient).toSorted()).toEqual([
    'ada@rossi.it',
    'bea@rossi.it',
    'ida@rossi.it',
  ]);
  const again = await admin.call(createUsers, { ...CHOICES, rows });
  expect([again.createdCount, ...again.rows.map(({ status }) => status)]).toEqual([0, 'exists', 'exists', 'exists']);
  const { items } = await admin.call(listUsers, {});
  expect(items.map(({ login }) => login).toSorted()).toEqual(['ada@rossi.it', 'anna', 'bea@rossi.it', 'ida.v', 'ugo']);
});

test('S16 the same list sent twice at the same moment adds nobody twice', async () => {
  const { admin } = await worldWithAnna();
  const rows = [typed('Ada'), typed('Bea')];
  const answers = await Promise.all([1, 2].map(() => admin.call(createUsers, { ...CHOICES, rows })));
  expect(answers.map(({ createdCount }) => createdCount).toSorted()).toEqual([0, 2]);
  expect((await admin.call(listUsers, {})).total).toBe(4);
});

test('S16 each faulty cell is named with its reason, and refuses all rows unless only the valid ones are added', async () => {
  const { admin } = await worldWithAnna();
  const rows = [
    typed('Ada'),
    { ...typed('Bea', 'non un indirizzo'), firstName: '' },
    typed('Ada', 'ADA@rossi.it'),
    { ...typed('Ugo', 'ugo@rossi.it'), login: 'UGO' },
    typed('Anna'),
  ];
  const { rows: judged } = await admin.call(previewUsers, { rows });
  expect(judged.map(({ status, problems }) => [status, ...problems.map((one) => `${one.field} ${one.code}`)])).toEqual([
    ['valid'],
    ['faulty', 'firstName input.required', 'email input.notEmail'],
    ['faulty', 'email input.twiceInList'],
    ['faulty', 'login input.loginTaken'],
    ['exists'],
  ]);
  await expect(admin.call(createUsers, { ...CHOICES, rows })).rejects.toEqual(refusal('users.rowsFaulty'));
  expect((await admin.call(listUsers, {})).total).toBe(2);
  expect(await admin.call(createUsers, { ...CHOICES, rows, onlyValid: true })).toMatchObject({ createdCount: 1 });
});

test('a service user adds nobody, and no list gives a role of the provider', async () => {
  const { world, ugo, admin } = await worldWithAnna();
  const list = { ...CHOICES, rows: [typed('Ada')] };
  await expect(world.as(ugo).call(createUsers, list)).rejects.toEqual(refusal('permission.denied'));
  await expect(admin.call(createUsers, { ...list, roles: ['provider'] })).rejects.toMatchObject({
    fields: [{ path: 'roles', code: 'input.roleOfOtherAccounts' }],
  });
});
