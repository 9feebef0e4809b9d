import { assert, expect, test } from 'vitest';
import { buildAccount } from '#features/accounts/builders.ts';
import { buildPerson } from '#features/sign-in/builders.ts';
import { buyLicences, order } from '#features/subscriptions/builders.ts';
import { startWorld } from '#shell/testing/world.ts';
import { assignService } from './assign-service.ts';
import { getService } from './get-service.ts';
import { listMyServices } from './list-my-services.ts';
import { unassignService } from './unassign-service.ts';

const NOW = '2026-12-02T09:00:00Z';

async function startWithService(seatCount: number) {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world, { seatCount });
  const user = await world.db({ kind: 'system' }, (tx) =>
    buildPerson(tx, {
      accountId: bought.accountId,
      login: 'luca',
      firstName: 'Luca',
      lastName: 'Verdi',
      roles: ['serviceUser'],
      now: world.clock.now(),
      password: null,
    }),
  );
  const { services } = await world.as(bought.administrator).call(listMyServices, {});
  const serviceId = services[0]?.serviceId;
  assert(serviceId !== undefined, 'a bought subscription has its service');
  return { world, ...bought, user, serviceId };
}

test('S72 S73 a bought service is there for administrators, and for a user once it was assigned', async () => {
  const { world, administrator, user, serviceId } = await startWithService(2);
  expect(await world.as(user).call(listMyServices, {})).toEqual({ services: [] });
  await expect(world.as(user).call(getService, { serviceId })).rejects.toMatchObject({ code: 'licences.notFound' });

  await world.as(administrator).call(assignService, { serviceId, personId: user.personId });
  const mine = await world.as(user).call(listMyServices, {});
  expect(mine.services).toMatchObject([{ serviceId, name: 'Microsoft 365 Business Basic', isMine: true }]);
  const seen = await world.as(user).call(getService, { serviceId });
  expect(seen).toMatchObject({ isMine: true, management: null, address: 'https://m365.cloud.microsoft' });
  const managed = await world.as(administrator).call(getService, { serviceId });
  expect(managed.management?.people.map((person) => person.name)).toEqual(['Luca Verdi']);
  expect(managed.management?.candidates.map((person) => person.name)).toEqual(['Anna Bianchi']);

  await world.as(administrator).call(unassignService, { serviceId, personId: user.personId });
  expect(await world.as(user).call(listMyServices, {})).toEqual({ services: [] });
});

test('a second person for one seat is refused, the same person again is not', async () => {
  const { world, administrator, user, serviceId } = await startWithService(1);
  const assign = (personId: typeof user.personId) =>
    world.as(administrator).call(assignService, { serviceId, personId });
  expect(await assign(user.personId)).toEqual({ assignedCount: 1, seatCount: 1 });
  expect(await assign(user.personId)).toEqual({ assignedCount: 1, seatCount: 1 });
  await expect(assign(administrator.personId)).rejects.toMatchObject({
    code: 'licences.noSeatLeft',
    facts: { seatCount: 1 },
  });
});

test('S43 a service user may not assign a service', async () => {
  const { world, user, serviceId } = await startWithService(2);
  const assigning = world.as(user).call(assignService, { serviceId, personId: user.personId });
  await expect(assigning).rejects.toMatchObject({ code: 'permission.denied' });
});

test('a service of another account does not exist, nor does a person of another account', async () => {
  const { world, administrator, user, serviceId } = await startWithService(2);
  const stranger = await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { name: 'Neri S.r.l.', now: world.clock.now() });
    return buildPerson(tx, { accountId, login: 'neri', now: world.clock.now(), password: null });
  });
  await expect(world.as(stranger).call(getService, { serviceId })).rejects.toMatchObject({ code: 'licences.notFound' });
  await expect(
    world.as(stranger).call(assignService, { serviceId, personId: stranger.personId }),
  ).rejects.toMatchObject({ code: 'licences.notFound' });
  await expect(
    world.as(administrator).call(assignService, { serviceId, personId: stranger.personId }),
  ).rejects.toMatchObject({ code: 'licences.personNotFound' });
  await expect(world.as(stranger).call(unassignService, { serviceId, personId: user.personId })).rejects.toMatchObject({
    code: 'licences.notAssigned',
  });
});

test('a cancelled subscription has no tile any more', async () => {
  const { world, administrator, subscriptionId } = await startWithService(2);
  await order(world, administrator, { kind: 'cancel', subscriptionId });
  expect(await world.as(administrator).call(listMyServices, {})).toEqual({ services: [] });
});
