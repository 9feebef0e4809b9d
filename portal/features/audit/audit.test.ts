import { expect, test } from 'vitest';
import { createUser, disableUser } from '#features/users/users.ts';
import { startWorld } from '#shell/testing/world.ts';
import { buildAccount } from '../accounts/builders.ts';
import { buildPerson } from '../sign-in/builders.ts';
import { listRecords } from './list-records.ts';

const LUCA = { firstName: 'Luca', lastName: 'Verdi', role: 'serviceUser', sendActivationMail: false } as const;

/** Anna and Eva administer Rossi, where Ugo uses services; Nora administers Neri. */
async function worldOfTwo() {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z' });
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const rossi = await buildAccount(tx, { now });
    const neri = await buildAccount(tx, { name: 'Neri S.p.A.', now });
    return {
      world,
      anna: await buildPerson(tx, { accountId: rossi, login: 'anna', now }),
      eva: await buildPerson(tx, { accountId: rossi, login: 'eva', firstName: 'Eva', now }),
      ugo: await buildPerson(tx, { accountId: rossi, login: 'ugo', role: 'serviceUser', now }),
      nora: await buildPerson(tx, { accountId: neri, login: 'nora', firstName: 'Nora', now }),
    };
  });
}

test('each write leaves a record with author, values, request and time, the newest first', async () => {
  const { world, anna, eva } = await worldOfTwo();
  const { userId } = await world.as(anna).call(createUser, { ...LUCA, email: 'luca@rossi.it' });
  world.advance({ hours: 1 });
  await world.as(eva).call(disableUser, { userId });
  const { items, total } = await world.as(anna).call(listRecords, {});
  expect(total).toBe(2);
  expect(items).toMatchObject([
    {
      event: 'users.disabled',
      facts: { userId },
      personId: eva.personId,
      personName: 'Eva Bianchi',
      impersonatorId: null,
      createdAt: '2026-03-02T10:00:00Z',
    },
    {
      event: 'users.created',
      facts: { userId, role: 'serviceUser', activationMail: false },
      personName: 'Anna Bianchi',
      createdAt: '2026-03-02T09:00:00Z',
    },
  ]);
  expect(new Set(items.map(({ requestId }) => requestId)).size).toBe(2);
});

test('a refused write leaves no record', async () => {
  const { world, anna } = await worldOfTwo();
  await expect(world.as(anna).call(disableUser, { userId: anna.personId })).rejects.toMatchObject({
    code: 'users.notOneself',
  });
  expect((await world.as(anna).call(listRecords, {})).total).toBe(0);
});

test('records are filtered by person, event and time', async () => {
  const { world, anna, eva } = await worldOfTwo();
  const { userId } = await world.as(anna).call(createUser, { ...LUCA, email: 'luca@rossi.it' });
  world.advance({ hours: 1 });
  await world.as(eva).call(disableUser, { userId });
  const events = async (filters: object) =>
    (await world.as(anna).call(listRecords, filters)).items.map(({ event }) => event);
  expect(await events({ personId: eva.personId })).toEqual(['users.disabled']);
  expect(await events({ event: 'users.created' })).toEqual(['users.created']);
  expect(await events({ event: 'users.removed' })).toEqual([]);
  expect(await events({ from: '2026-03-02T10:00:00Z' })).toEqual(['users.disabled']);
  expect(await events({ before: '2026-03-02T10:00:00Z' })).toEqual(['users.created']);
});

test('records come in pages', async () => {
  const { world, anna } = await worldOfTwo();
  for (const name of ['a', 'b', 'c']) await world.as(anna).call(createUser, { ...LUCA, email: `${name}@rossi.it` });
  const first = await world.as(anna).call(listRecords, { page: 1, pageSize: 2 });
  const second = await world.as(anna).call(listRecords, { page: 2, pageSize: 2 });
  expect([first.total, first.items.length, second.items.length]).toEqual([3, 2, 1]);
  expect(first.items.map(({ id }) => id)).not.toContain(second.items[0]?.id);
});

test('records are the account’s own, even when the filter names a person of another account', async () => {
  const { world, anna, eva, nora } = await worldOfTwo();
  await world.as(anna).call(disableUser, { userId: eva.personId });
  await world.as(nora).call(createUser, { ...LUCA, email: 'luca@neri.it' });
  expect((await world.as(nora).call(listRecords, {})).items).toMatchObject([{ personName: 'Nora Bianchi' }]);
  expect((await world.as(nora).call(listRecords, { personId: anna.personId })).total).toBe(0);
  expect((await world.as(anna).call(listRecords, { personId: nora.personId })).total).toBe(0);
});

test('only an administrator reads the records', async () => {
  const { world, anna, ugo, nora } = await worldOfTwo();
  for (const actor of [ugo, world.anonymous, { ...nora, role: 'provider' as const }])
    await expect(world.as(actor).call(listRecords, {})).rejects.toMatchObject({ code: 'permission.denied' });
  expect(await world.as(anna).call(listRecords, {})).toEqual({ items: [], total: 0 });
});
