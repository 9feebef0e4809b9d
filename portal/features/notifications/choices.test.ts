import { expect, test } from 'vitest';
import { systemActor } from '#platform/actor.ts';
import { type Id, newId } from '#platform/ids.ts';
import { inContext } from '#platform/operation.server.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildAccount } from '../accounts/builders.ts';
import { buildPerson } from '../sign-in/builders.ts';
import { countUnread } from './count-unread.ts';
import { getChoices } from './get-choices.ts';
import { listNotifications } from './list-notifications.ts';
import { markRead } from './mark-read.ts';
import { type NewNotification, notify } from './notify.ts';
import { setChoices } from './set-choices.ts';

async function worldOfAnna() {
  // 10:00 in Rome.
  const world = await startWorld({ now: '2026-03-02T09:00:00Z' });
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { name: 'Rossi S.r.l.', now });
    const anna = await buildPerson(tx, { accountId, login: 'anna', locale: 'en', now });
    return { world, accountId, anna, orderId: newId<'order'>() };
  });
}

type Given = Pick<NewNotification, 'accountId' | 'to' | 'kind'> & { number?: string; orderId?: Id<'order'> };

async function notifyOf(world: World, { number = 'ORD-1', ...given }: Given) {
  const caller = { actor: systemActor(given.accountId), requestId: 'test' };
  const scope = { kind: 'account', accountId: given.accountId } as const;
  await inContext(world.app, scope, caller, world.app.log, (context) =>
    notify(context, {
      ...given,
      facts: { number, name: 'Microsoft 365', person: 'Ugo Verdi' },
      link: null,
      mail: () => ({ kind: 'test.happened', subject: `Single mail of ${number}`, lead: 'It happened.', why: 'Test.' }),
    }),
  );
}

const subjectsOf = async (world: World) => (await world.mails()).map(({ subject }) => subject);

test('without a choice everything arrives; a choice leaves out a topic in the portal or by mail', async () => {
  const { world, accountId, anna } = await worldOfAnna();
  const self = world.as(anna);
  expect(await self.call(getChoices, {})).toMatchObject({
    topics: [
      { topic: 'orders', inBell: true, byMail: true },
      { topic: 'renewals', inBell: true, byMail: true },
      { topic: 'money', inBell: true, byMail: true },
      { topic: 'people', inBell: true, byMail: true },
    ],
    mails: 'atOnce',
  });
  await self.call(setChoices, { topics: [{ topic: 'orders', inBell: false, byMail: true }] });
  await self.call(setChoices, { topics: [{ topic: 'money', inBell: true, byMail: false }] });
  const given = { accountId, to: anna.personId };
  await notifyOf(world, { ...given, kind: 'orders.failed', number: 'ORD-1' });
  await notifyOf(world, { ...given, kind: 'invoiceIssued', number: 'INV-2' });
  expect((await self.call(listNotifications, {})).items.map(({ kind }) => kind)).toEqual(['invoiceIssued']);
  expect(await subjectsOf(world)).toEqual(['Single mail of ORD-1']);
});

test('security is no topic that can be chosen, and arrives whatever is', async () => {
  const { world, accountId, anna } = await worldOfAnna();
  const self = world.as(anna);
  const off = { inBell: false, byMail: false };
  await expect(self.call(setChoices, { topics: [{ topic: 'security' as 'people', ...off }] })).rejects.toMatchObject({
    code: 'input.invalid',
  });
  await self.call(setChoices, { topics: [{ topic: 'people', ...off }], mails: 'daily' });
  await notifyOf(world, { accountId, to: anna.personId, kind: 'licences.blockFailed', number: 'block' });
  expect(await self.call(countUnread, {})).toEqual({ count: 1 });
  expect(await subjectsOf(world)).toEqual(['Single mail of block']);
});

test('a daily digest is one mail at 8:00 with what happened, in the reader’s language, and none without news', async () => {
  const { world, accountId, anna, orderId } = await worldOfAnna();
  await world.as(anna).call(setChoices, { mails: 'daily' });
  const given = { accountId, to: anna.personId };
  await notifyOf(world, { ...given, kind: 'orders.received', orderId });
  world.advance({ minutes: 5 });
  await notifyOf(world, { ...given, kind: 'orders.done.purchase', orderId });
  await notifyOf(world, { ...given, kind: 'invoiceIssued', number: 'INV-2' });
  await world.runJobs();
  expect(await subjectsOf(world)).toEqual([]);

  // 7:59 and 8:00 of the next day in Rome.
  world.clock.set(Temporal.Instant.from('2026-03-03T06:59:00Z'));
  await world.runJobs();
  expect(await subjectsOf(world)).toEqual([]);
  world.advance({ minutes: 1 });
  await world.runJobs();
  await world.runJobs();
  const [digest, ...others] = await world.mails();
  expect(others).toEqual([]);
  expect(digest).toMatchObject({ subject: 'Rossi S.r.l.: 2 updates', recipient: 'anna@example.it' });
  expect(digest?.textBody).toContain('2 Mar 2026, 10:05: Invoice INV-2.');
  // The order that is done is not announced as received.
  expect(digest?.textBody).toContain('Microsoft 365 is ready (order ORD-1).');
  expect(digest?.textBody).not.toContain('We have received');

  world.advance({ days: 1 });
  await world.runJobs();
  expect(await world.mails()).toHaveLength(1);
});

test('what waits when single mails are chosen again is sent with the digest that was due, the last', async () => {
  const { world, accountId, anna } = await worldOfAnna();
  const self = world.as(anna);
  await self.call(setChoices, { mails: 'daily' });
  await notifyOf(world, { accountId, to: anna.personId, kind: 'orders.failed' });
  await self.call(setChoices, { mails: 'atOnce' });
  await notifyOf(world, { accountId, to: anna.personId, kind: 'orders.failed', number: 'ORD-2' });
  world.advance({ days: 1 });
  await world.runJobs();
  expect(await subjectsOf(world)).toEqual(['Single mail of ORD-2', 'Rossi S.r.l.: one update']);
});

test('notifications about one order are one entry with the latest, read together', async () => {
  const { world, accountId, anna, orderId } = await worldOfAnna();
  const self = world.as(anna);
  const given = { accountId, to: anna.personId };
  await notifyOf(world, { ...given, kind: 'orders.received', orderId });
  world.advance({ minutes: 1 });
  await notifyOf(world, { ...given, kind: 'orders.failed', number: 'ORD-9' });
  world.advance({ minutes: 1 });
  await notifyOf(world, { ...given, kind: 'orders.done.purchase', orderId });
  const { items, total, unreadCount } = await self.call(listNotifications, {});
  expect(items.map(({ kind, earlier }) => [kind, earlier.map((one) => one.kind)])).toEqual([
    ['orders.done.purchase', ['orders.received']],
    ['orders.failed', []],
  ]);
  expect({ total, unreadCount }).toEqual({ total: 2, unreadCount: 2 });
  expect(await self.call(countUnread, {})).toEqual({ count: 2 });
  await self.call(markRead, { notificationId: items[0]?.id ?? '' });
  expect(await self.call(countUnread, {})).toEqual({ count: 1 });
  expect((await self.call(listNotifications, {})).items[0]?.earlier[0]?.isUnread).toBe(false);
});
