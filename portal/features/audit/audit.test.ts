import { expect, test } from 'vitest';
import { markAllRead } from '#features/notifications/mark-all-read.ts';
import { endImpersonation } from '#features/sign-in/impersonation/end-impersonation.ts';
import { startImpersonation } from '#features/sign-in/impersonation/start-impersonation.ts';
import { signIn } from '#features/sign-in/session/sign-in-person.ts';
import { createUser, disableUser } from '#features/users/users.ts';
import { startWorld } from '#shell/testing/world.ts';
import { buildAccount } from '../accounts/builders.ts';
import { buildPerson, GOOD_PASSWORD, openBrowser } from '../sign-in/builders.ts';
import { searchCustomerRecords } from './search-customer-records.ts';
import { searchRecords } from './search-records.ts';

const LUCA = { firstName: 'Luca', lastName: 'Verdi', roles: ['serviceUser'], sendActivationMail: false } as const;

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
      ugo: await buildPerson(tx, { accountId: rossi, login: 'ugo', firstName: 'Ugo', roles: ['serviceUser'], now }),
      nora: await buildPerson(tx, { accountId: neri, login: 'nora', firstName: 'Nora', now }),
    };
  });
}

test('each write leaves a record with author, values, request and time, the newest first', async () => {
  const { world, anna, eva } = await worldOfTwo();
  const { userId } = await world.as(anna).call(createUser, { ...LUCA, email: 'luca@rossi.it' });
  world.advance({ hours: 1 });
  await world.as(eva).call(disableUser, { userId });
  const { items } = await world.as(anna).call(searchRecords, {});
  expect(items).toMatchObject([
    {
      event: 'users.disabled',
      facts: { userId },
      text: 'Utente disabilitato: Luca Verdi',
      author: 'Eva Bianchi',
      by: 'person',
      personId: eva.personId,
      personName: 'Eva Bianchi',
      impersonatorId: null,
      createdAt: '2026-03-02T10:00:00Z',
    },
    {
      event: 'users.created',
      facts: { userId, roles: 'serviceUser', activationMail: false },
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
  expect((await world.as(anna).call(searchRecords, {})).items).toEqual([]);
});

test('records are filtered by person, kind, time and words in either language', async () => {
  const { world, anna, eva } = await worldOfTwo();
  const { userId } = await world.as(anna).call(createUser, { ...LUCA, email: 'luca@rossi.it' });
  world.advance({ hours: 1 });
  await world.as(eva).call(disableUser, { userId });
  const events = async (filters: object) =>
    (await world.as(anna).call(searchRecords, filters)).items.map(({ event }) => event);
  expect(await events({ personId: eva.personId })).toEqual(['users.disabled']);
  // What was done to somebody is theirs too.
  expect(await events({ personId: userId })).toEqual(['users.disabled', 'users.created']);
  expect(await events({ kinds: ['people'] })).toEqual(['users.disabled', 'users.created']);
  expect(await events({ kinds: ['money', 'orders'] })).toEqual([]);
  expect(await events({ from: '2026-03-02T10:00:00Z' })).toEqual(['users.disabled']);
  expect(await events({ before: '2026-03-02T10:00:00Z' })).toEqual(['users.created']);
  expect(await events({ search: 'disabilitato' })).toEqual(['users.disabled']);
  expect(await events({ search: 'DISABLED eva' })).toEqual(['users.disabled']);
  expect(await events({ search: 'Verdi' })).toEqual(['users.disabled', 'users.created']);
  expect(await events({ search: '100%' })).toEqual([]);
});

test('what changed nothing is shown only with everything', async () => {
  const { world, anna } = await worldOfTwo();
  await world.as(anna).call(markAllRead, {});
  const { call } = world.as(anna);
  expect((await call(searchRecords, {})).items).toEqual([]);
  expect((await call(searchRecords, { everything: true })).items).toMatchObject([{ event: 'notifications.allRead' }]);
});

test('records come page by page; those added meanwhile move nothing', async () => {
  const { world, anna } = await worldOfTwo();
  const add = (name: string) => world.as(anna).call(createUser, { ...LUCA, email: `${name}@rossi.it` });
  // All at one instant: the id decides.
  for (const name of ['a', 'b', 'c', 'd', 'e']) await add(name);
  const all = (await world.as(anna).call(searchRecords, {})).items.map(({ id }) => id);
  const first = await world.as(anna).call(searchRecords, { limit: 2 });
  world.advance({ hours: 1 });
  await add('f');
  const second = await world.as(anna).call(searchRecords, { limit: 2, after: first.next });
  const third = await world.as(anna).call(searchRecords, { limit: 2, after: second.next });
  expect([...first.items, ...second.items, ...third.items].map(({ id }) => id)).toEqual(all);
  expect(third.next).toBeNull();
  for (const after of ['x', `${first.next} x`, '2026-03-02T10:00:00Z', "2026-03-02T10:00:00Z ' or true"])
    await expect(world.as(anna).call(searchRecords, { after })).rejects.toMatchObject({ code: 'audit.cursorInvalid' });
});

test('a record has the address of its request; in the place of somebody, both names', async () => {
  const { world, ugo } = await worldOfTwo();
  const browser = openBrowser(world, { address: '203.0.113.7' });
  await browser.call(signIn, { login: 'anna', password: GOOD_PASSWORD });
  await browser.call(startImpersonation, { userId: ugo.personId, reason: 'Aiuto', mayWrite: true });
  await browser.call(markAllRead, {});
  await browser.call(endImpersonation, {});
  const { items } = await browser.call(searchRecords, { everything: true, search: 'notifiche' });
  expect(items).toMatchObject([
    { author: 'Anna Bianchi, al posto di Ugo Bianchi', address: '203.0.113.7', event: 'notifications.allRead' },
  ]);
});

test('the provider reads the log of a customer, which records so; its own staff stay unnamed to the customer', async () => {
  const { world, anna } = await worldOfTwo();
  const now = world.clock.now();
  const sara = await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { name: 'CIC', kind: 'provider', now });
    return buildPerson(tx, { accountId, login: 'sara', roles: ['provider'], firstName: 'Sara', now });
  });
  await world.as(anna).call(createUser, { ...LUCA, email: 'luca@rossi.it' });
  const { accountId } = anna;
  const found = await world.as(sara).call(searchCustomerRecords, { accountId });
  expect(found).toMatchObject({ items: [{ event: 'users.created', author: 'Anna Bianchi' }], next: null });
  const own = await world.as(anna).call(searchRecords, { everything: true, kinds: ['other'] });
  expect(own.items).toMatchObject([
    { event: 'provider.customerOpened', by: 'provider', author: 'Fornitore', personId: null, personName: null },
  ]);
  await expect(world.as(sara).call(searchCustomerRecords, { accountId: sara.accountId })).rejects.toMatchObject({
    code: 'audit.customer.notFound',
  });
  await expect(world.as(anna).call(searchCustomerRecords, { accountId })).rejects.toMatchObject({
    code: 'permission.denied',
  });
});

test('records are the account’s own, even when the filter names a person of another account', async () => {
  const { world, anna, eva, nora } = await worldOfTwo();
  await world.as(anna).call(disableUser, { userId: eva.personId });
  await world.as(nora).call(createUser, { ...LUCA, email: 'luca@neri.it' });
  expect((await world.as(nora).call(searchRecords, {})).items).toMatchObject([{ personName: 'Nora Bianchi' }]);
  expect((await world.as(nora).call(searchRecords, { personId: anna.personId })).items).toEqual([]);
  expect((await world.as(anna).call(searchRecords, { personId: nora.personId })).items).toEqual([]);
});

test('only an administrator reads the records', async () => {
  const { world, anna, ugo, nora } = await worldOfTwo();
  for (const actor of [ugo, world.anonymous, { ...nora, roles: ['provider' as const] }])
    await expect(world.as(actor).call(searchRecords, {})).rejects.toMatchObject({ code: 'permission.denied' });
  expect(await world.as(anna).call(searchRecords, {})).toEqual({ items: [], next: null });
});
