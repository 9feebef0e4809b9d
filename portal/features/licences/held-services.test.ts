import { assert, expect, test } from 'vitest';
import { buildPerson } from '#features/sign-in/builders.ts';
import { buyLicences, order } from '#features/subscriptions/builders.ts';
import { createUser, disableUser } from '#features/users/users.ts';
import { startWorld } from '#shell/testing/world.ts';
import { searchRecords } from '../audit/search-records.ts';
import { removeUser } from '../users/manage/remove-user.ts';
import { assignServices } from '../users/services/assign-services.ts';
import { getServices } from '../users/services/get-services.ts';
import { withdrawService } from '../users/services/withdraw-service.ts';
import { assignService } from './assign-service.ts';
import { getService } from './get-service.ts';
import { listMyServices } from './list-my-services.ts';

const refusal = (code: string) => expect.objectContaining({ code });

/** A company with a service of some seats, and Luca and Eva, who use services. */
async function startWithPeople(seatCount: number) {
  const world = await startWorld({ now: '2026-12-02T09:00:00Z' });
  const bought = await buyLicences(world, { seatCount });
  const { accountId, administrator } = bought;
  const now = world.clock.now();
  const person = (login: string, firstName: string) =>
    world.db({ kind: 'system' }, (tx) =>
      buildPerson(tx, { accountId, login, firstName, roles: ['serviceUser'], now, password: null }),
    );
  const [luca, eva] = [await person('luca', 'Luca'), await person('eva', 'Eva')];
  const { services } = await world.as(administrator).call(listMyServices, {});
  const serviceId = services[0]?.serviceId;
  assert(serviceId !== undefined, 'a bought subscription has its service');
  const holders = async () =>
    (await world.as(administrator).call(getService, { serviceId })).management?.people.map(({ login }) => login);
  return { world, ...bought, luca, eva, serviceId, holders, admin: world.as(administrator) };
}

test('S20 S21 a user’s services are assigned and withdrawn, and the free seats follow', async () => {
  const { admin, luca, serviceId, subscriptionId } = await startWithPeople(2);
  const of = (userId: string | null) => admin.call(getServices, { userId });
  expect((await of(null)).services).toEqual([
    {
      ...{ serviceId, subscriptionId, name: 'Microsoft 365 Business Basic' },
      ...{ seatCount: 2, freeCount: 2, heldSince: null, atVendor: null },
    },
  ]);
  await admin.call(assignServices, { userId: luca.personId, serviceIds: [serviceId] });
  expect((await of(luca.personId)).services).toMatchObject([{ freeCount: 1, heldSince: '2026-12-02T09:00:00Z' }]);
  expect((await of(null)).services).toMatchObject([{ freeCount: 1, heldSince: null }]);
  await admin.call(withdrawService, { userId: luca.personId, serviceId });
  expect((await of(luca.personId)).services).toMatchObject([{ freeCount: 2, heldSince: null }]);
  await expect(admin.call(withdrawService, { userId: luca.personId, serviceId })).rejects.toEqual(
    refusal('licences.notAssigned'),
  );
});

test('S20 a user who is added with a service gets its seat, or is not added where none is free', async () => {
  const { admin, serviceId, holders } = await startWithPeople(1);
  const added = (name: string) => ({
    ...{ firstName: name, lastName: 'Verdi', email: `${name}@rossi.it`, roles: ['serviceUser'] as const },
    ...{ serviceIds: [serviceId], sendActivationMail: false },
  });
  await admin.call(createUser, added('ada'));
  expect(await holders()).toEqual(['ada@rossi.it']);
  await expect(admin.call(createUser, added('bea'))).rejects.toEqual(refusal('licences.noSeatLeft'));
  await admin.call(createUser, { ...added('bea'), serviceIds: [] });
});

test('nobody who is disabled is given a service; who has one keeps it where seats are fewer than holders', async () => {
  const { admin, administrator, world, luca, serviceId } = await startWithPeople(1);
  await admin.call(assignServices, { userId: luca.personId, serviceIds: [serviceId] });
  expect(await admin.call(assignService, { serviceId, personId: luca.personId })).toMatchObject({ assignedCount: 1 });
  await admin.call(disableUser, { userId: luca.personId });
  await expect(admin.call(assignServices, { userId: luca.personId, serviceIds: [serviceId] })).rejects.toEqual(
    refusal('users.isDisabled'),
  );
  await expect(
    world.as({ ...administrator, roles: ['serviceUser'] as const }).call(assignServices, {
      userId: luca.personId,
      serviceIds: [serviceId],
    }),
  ).rejects.toEqual(refusal('permission.denied'));
});

test('A28 the seats of a removed user become free', async () => {
  const { admin, luca, eva, serviceId, holders } = await startWithPeople(1);
  await admin.call(assignServices, { userId: luca.personId, serviceIds: [serviceId] });
  expect(await admin.call(removeUser, { userId: luca.personId, confirmed: true })).toEqual({
    freedCount: 1,
    handedOverCount: 0,
  });
  expect(await holders()).toEqual([]);
  await admin.call(assignServices, { userId: eva.personId, serviceIds: [serviceId] });
  expect(await holders()).toEqual(['eva']);
});

test('A28 the seats of a removed user go to another one, who keeps their own', async () => {
  const { admin, luca, eva, serviceId, holders } = await startWithPeople(1);
  await admin.call(assignServices, { userId: luca.personId, serviceIds: [serviceId] });
  const removed = { userId: luca.personId, confirmed: true };
  await expect(admin.call(removeUser, { ...removed, handOverToId: luca.personId })).rejects.toMatchObject({
    fields: [{ path: 'handOverToId', code: 'input.cannotReceive' }],
  });
  expect(await admin.call(removeUser, { ...removed, handOverToId: eva.personId })).toEqual({
    freedCount: 0,
    handedOverCount: 1,
  });
  expect(await holders()).toEqual(['eva']);
});

test('A28 what the other user has already becomes free', async () => {
  const { admin, luca, eva, serviceId, holders } = await startWithPeople(2);
  for (const { personId } of [luca, eva])
    await admin.call(assignServices, { userId: personId, serviceIds: [serviceId] });
  expect(await admin.call(removeUser, { userId: luca.personId, confirmed: true, handOverToId: eva.personId })).toEqual({
    freedCount: 1,
    handedOverCount: 0,
  });
  expect(await holders()).toEqual(['eva']);
});

test('A28 nobody who is removed at the same moment gets a seat', async () => {
  const { admin, luca, serviceId, holders } = await startWithPeople(1);
  await Promise.allSettled([
    admin.call(assignService, { serviceId, personId: luca.personId }),
    admin.call(removeUser, { userId: luca.personId, confirmed: true }),
    admin.call(assignServices, { userId: luca.personId, serviceIds: [serviceId] }),
  ]);
  expect(await holders()).toEqual([]);
  const [service] = (await admin.call(getServices, {})).services;
  expect(service?.freeCount).toBe(1);
});

test('a service whose subscription has ended is shown to its holder alone, and can be withdrawn', async () => {
  const { admin, administrator, world, luca, subscriptionId, serviceId } = await startWithPeople(1);
  await admin.call(assignServices, { userId: luca.personId, serviceIds: [serviceId] });
  await order(world, administrator, { kind: 'cancel', subscriptionId });
  expect((await admin.call(getServices, {})).services).toEqual([]);
  expect((await admin.call(getServices, { userId: luca.personId })).services).toMatchObject([{ serviceId }]);
  await admin.call(withdrawService, { userId: luca.personId, serviceId });
  expect((await admin.call(getServices, { userId: luca.personId })).services).toEqual([]);
});

test('the activity log names the service and the user, and is searched by both', async () => {
  const { admin, luca, eva, serviceId } = await startWithPeople(2);
  for (const { personId } of [luca, eva])
    await admin.call(assignServices, { userId: personId, serviceIds: [serviceId] });
  await admin.call(withdrawService, { userId: luca.personId, serviceId });
  const textsOf = async (search: string) => {
    const { items } = await admin.call(searchRecords, { search, kinds: ['licences'] });
    return items.map(({ text }) => text).filter((text) => text.includes(': '));
  };
  expect(await textsOf('business basic luca')).toEqual([
    'Licenza revocata: Microsoft 365 Business Basic a Luca Bianchi',
    'Servizio assegnato: Microsoft 365 Business Basic a Luca Bianchi',
  ]);
  expect(await textsOf('eva')).toEqual(['Servizio assegnato: Microsoft 365 Business Basic a Eva Bianchi']);
});
