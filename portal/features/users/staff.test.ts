import { expect, test } from 'vitest';
import { systemActor } from '#platform/actor.ts';
import type { AnyOperation } from '#platform/operation.server.ts';
import { isPermitted } from '#platform/permissions.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildAccount } from '../accounts/builders.ts';
import { buildPerson, buildSession, callerWith } from '../sign-in/builders.ts';
import { changeRoles } from './manage/change-roles.ts';
import { createUser } from './manage/create-user.ts';
import { disableUser } from './manage/disable-user.ts';
import { getUser } from './manage/get-user.ts';
import { listUsers } from './manage/list-users.ts';
import { removeUser } from './manage/remove-user.ts';
import { person } from './tables.ts';
import { usersOperations } from './users.ts';

const refusal = (code: string) => expect.objectContaining({ code });
const roleRefusal = expect.objectContaining({
  code: 'input.invalid',
  fields: [expect.objectContaining({ path: 'roles', code: 'input.roleOfOtherAccounts' })],
});
const A_PERSON = { firstName: 'Luca', lastName: 'Verdi', sendActivationMail: true } as const;

/** The provider with an administrator and an operator, and a customer with an administrator. */
async function worldOfStaff() {
  const world = await startWorld();
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const providerId = await buildAccount(tx, { name: 'Fornitore', kind: 'provider', now });
    const customerId = await buildAccount(tx, { name: 'Rossi S.r.l.', now });
    return {
      world,
      administrator: await buildPerson(tx, { accountId: providerId, login: 'paola', roles: ['provider'], now }),
      operator: await buildPerson(tx, { accountId: providerId, login: 'ugo', roles: ['providerOperator'], now }),
      customer: await buildPerson(tx, { accountId: customerId, login: 'anna', now }),
    };
  });
}

test('an administrator of the provider lists, invites and administers its staff, and sees no customer’s people', async () => {
  const { world, administrator, operator, customer } = await worldOfStaff();
  const { call } = world.as(administrator);
  expect((await call(listUsers, {})).items.map(({ login }) => login).sort()).toEqual(['paola', 'ugo']);
  await expect(call(getUser, { userId: customer.personId })).rejects.toEqual(refusal('users.notFound'));

  const { userId } = await call(createUser, { ...A_PERSON, email: 'luca@fornitore.it', roles: ['providerOperator'] });
  expect((await world.mails()).map(({ recipient }) => recipient)).toEqual(['luca@fornitore.it']);
  expect(await call(getUser, { userId })).toMatchObject({ roles: ['providerOperator'], status: 'notActivated' });

  const cookie = await buildSession(world, 'ugo');
  await call(changeRoles, { userId: operator.personId, roles: ['provider'] });
  expect((await callerWith(world, { cookie })).actor.roles).toEqual(['anonymous']);
  const again = await buildSession(world, 'ugo');
  expect((await callerWith(world, { cookie: again })).actor.roles).toEqual(['provider']);
  await call(disableUser, { userId: operator.personId });
  expect((await callerWith(world, { cookie: again })).actor.roles).toEqual(['anonymous']);
  await call(removeUser, { userId: operator.personId, confirmed: true });
  expect((await call(listUsers, {})).total).toBe(2);
});

test('an operator serves customers and is refused staff, account, price list and settings', async () => {
  expect(isPermitted(['providerOperator'], 'provider.read')).toBe(true);
  expect(isPermitted(['providerOperator'], 'provider.manage')).toBe(true);
  for (const permission of ['catalogue.import', 'provider.administer', 'accounts.manage', 'users.read'] as const)
    expect([permission, isPermitted(['providerOperator'], permission)]).toEqual([permission, false]);

  const { world, operator } = await worldOfStaff();
  const staff: AnyOperation[] = usersOperations.filter(
    ({ permission }) => permission === 'users.manage' || permission === 'users.read',
  );
  expect(staff.length).toBeGreaterThan(10);
  for (const op of staff) await expect(world.as(operator).call(op, {})).rejects.toEqual(refusal('permission.denied'));
});

test('nobody gives a role of another kind of account', async () => {
  const { world, administrator, operator, customer } = await worldOfStaff();
  const now = world.clock.now();
  const colleague = await world.db({ kind: 'system' }, (tx) =>
    buildPerson(tx, { accountId: customer.accountId, login: 'ida', roles: ['serviceUser'], now }),
  );
  for (const role of ['provider', 'providerOperator'] as const) {
    const { call } = world.as(customer);
    await expect(call(changeRoles, { userId: colleague.personId, roles: [role] })).rejects.toEqual(roleRefusal);
    await expect(call(createUser, { ...A_PERSON, email: 'luca@rossi.it', roles: [role] })).rejects.toEqual(roleRefusal);
  }
  for (const role of ['administrator', 'serviceUser'] as const) {
    const { call } = world.as(administrator);
    await expect(call(changeRoles, { userId: operator.personId, roles: [role] })).rejects.toEqual(roleRefusal);
    await expect(call(createUser, { ...A_PERSON, email: 'luca@fornitore.it', roles: [role] })).rejects.toEqual(
      roleRefusal,
    );
  }
});

test('the database refuses a role of another kind of account too', async () => {
  const { world, customer } = await worldOfStaff();
  const inAccount = { kind: 'account', accountId: customer.accountId } as const;
  const failed: unknown = await world
    .db(inAccount, (tx) => tx.update(person).set({ roles: ['provider'] }))
    .catch((error: unknown) => error);
  expect(failed).toMatchObject({ cause: { code: '23514' } });
});

test('the last administrator of the provider who can sign in stays, whoever asks', async () => {
  const { world, administrator, operator } = await worldOfStaff();
  const last = { userId: administrator.personId };
  const removals = (of: ReturnType<World['as']>) => [
    () => of.call(disableUser, last),
    () => of.call(removeUser, { ...last, confirmed: true }),
    () => of.call(changeRoles, { ...last, roles: ['providerOperator'] }),
  ];
  for (const attempt of removals(world.as(administrator)))
    await expect(attempt()).rejects.toEqual(refusal('users.notOneself'));
  // Somebody who was invited and has no password yet cannot take the place.
  const invited = { ...A_PERSON, email: 'luca@fornitore.it', roles: ['provider'] } as const;
  await world.as(administrator).call(createUser, invited);
  // The command line, and a session whose role was read just before it changed.
  for (const caller of [systemActor(administrator.accountId), { ...operator, roles: ['provider' as const] }])
    for (const attempt of removals(world.as(caller)))
      await expect(attempt()).rejects.toEqual(refusal('users.lastAdministrator'));
});

test('two administrators of the provider who exclude each other at once: one of them stays', async () => {
  const { world, administrator, operator } = await worldOfStaff();
  await world.as(administrator).call(changeRoles, { userId: operator.personId, roles: ['provider'] });
  const second = { ...operator, roles: ['provider' as const] };
  const outcomes = await Promise.allSettled([
    world.as(administrator).call(disableUser, { userId: second.personId }),
    world.as(second).call(changeRoles, { userId: administrator.personId, roles: ['providerOperator'] }),
  ]);
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'users.lastAdministrator' },
  });
});
