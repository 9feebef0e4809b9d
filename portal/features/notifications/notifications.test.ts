import { expect, test } from 'vitest';
import { systemActor } from '#platform/actor.ts';
import { inContext } from '#platform/operation.server.ts';
import { it } from '#shell/messages-it.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { buildAccount } from '../accounts/builders.ts';
import { buildPerson } from '../sign-in/builders.ts';
import { disableUser } from '../users/manage/disable-user.ts';
import { countUnread } from './count-unread.ts';
import { listNotifications } from './list-notifications.ts';
import { markAllRead } from './mark-all-read.ts';
import { markRead } from './mark-read.ts';
import { type NewNotification, notify } from './notify.ts';

async function worldOfRossi() {
  const world = await startWorld({ now: '2026-03-02T09:00:00Z' });
  const now = world.clock.now();
  return world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now });
    const neri = await buildAccount(tx, { name: 'Neri S.p.A.', now });
    return {
      world,
      accountId,
      anna: await buildPerson(tx, { accountId, login: 'anna', notificationEmail: 'avvisi@rossi.it', now }),
      eva: await buildPerson(tx, { accountId, login: 'eva', locale: 'en', now }),
      ugo: await buildPerson(tx, { accountId, login: 'ugo', roles: ['serviceUser'], now }),
      nora: await buildPerson(tx, { accountId: neri, login: 'nora', now }),
    };
  });
}

async function notifyPeople(world: World, given: Omit<NewNotification, 'kind' | 'facts' | 'link'>) {
  const caller = { actor: systemActor(given.accountId), requestId: 'test' };
  const scope = { kind: 'account', accountId: given.accountId } as const;
  await inContext(world.app, scope, caller, world.app.log, (context) =>
    notify(context, {
      kind: 'orders.failed',
      facts: { number: 'ORD-1', name: 'Microsoft 365' },
      link: '/account/orders/1',
      ...given,
    }),
  );
}

test('administrators and the person who ordered get one notification each, and a mail in their language', async () => {
  const { world, accountId, anna, eva, ugo, nora } = await worldOfRossi();
  await notifyPeople(world, {
    accountId,
    to: [{ with: 'orders.read' }, anna.personId, ugo.personId, nora.personId],
    mail: (t, reader) => ({
      kind: 'test.happened',
      subject: t('users.status.ready'),
      lead: reader.firstName,
      why: 'test',
    }),
  });
  for (const person of [anna, eva, ugo]) expect(await world.as(person).call(countUnread, {})).toEqual({ count: 1 });
  expect(await world.as(nora).call(countUnread, {})).toEqual({ count: 0 });
  const mails = (await world.mails()).map((mail) => `${mail.recipient}: ${mail.subject}`).sort();
  expect(mails).toEqual(['avvisi@rossi.it: Pronto', 'eva@example.it: Ready', 'ugo@example.it: Pronto']);
});

test('a disabled person is not notified', async () => {
  const { world, accountId, anna, eva } = await worldOfRossi();
  await world.as(anna).call(disableUser, { userId: eva.personId });
  await notifyPeople(world, { accountId, to: [{ with: 'orders.read' }, eva.personId] });
  expect((await world.as(anna).call(listNotifications, {})).total).toBe(1);
  expect((await world.as(eva).call(listNotifications, {})).total).toBe(0);
});

test('a person reads and marks only the own notifications', async () => {
  const { world, accountId, anna, eva } = await worldOfRossi();
  for (let i = 0; i < 3; i += 1) await notifyPeople(world, { accountId, to: anna.personId });
  const { items, unreadCount } = await world.as(anna).call(listNotifications, {});
  expect(unreadCount).toBe(3);
  expect(items[0]).toMatchObject({ kind: 'orders.failed', facts: { number: 'ORD-1' }, isUnread: true });
  const notificationId = items[0]?.id ?? '';
  await expect(world.as(eva).call(markRead, { notificationId })).rejects.toEqual(
    expect.objectContaining({ code: 'notifications.notFound' }),
  );
  expect(await world.as(anna).call(markRead, { notificationId })).toEqual({ link: '/account/orders/1' });
  expect(await world.as(anna).call(countUnread, {})).toEqual({ count: 2 });
  await world.as(anna).call(markAllRead, {});
  expect(await world.as(anna).call(countUnread, {})).toEqual({ count: 0 });
});

test('every kind of notification has a title and a text', () => {
  const parts = Object.keys(it)
    .filter((key) => key.startsWith('notifications.kind.'))
    .map((key) => ({ kind: key.replace(/\.[a-z]+$/, ''), part: key.split('.').at(-1) }));
  const partsOf = Map.groupBy(parts, ({ kind }) => kind);
  expect(partsOf.size).toBeGreaterThan(3);
  for (const [kind, found] of partsOf) expect(found.map(({ part }) => part).sort(), kind).toEqual(['text', 'title']);
});
