import { assert, expect, test } from 'vitest';
import { buildPerson } from '#features/sign-in/builders.ts';
import { buyLicences } from '#features/subscriptions/builders.ts';
import { person } from '#features/users/users.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { calendarFeed } from '../tables.ts';
import { createCalendar } from './create-calendar.ts';
import { getCalendar } from './get-calendar.ts';
import { readCalendar } from './read-calendar.ts';
import { revokeCalendar } from './revoke-calendar.ts';

const NOW = '2026-12-02T09:00:00Z';

type Bought = Awaited<ReturnType<typeof buyLicences>>;

async function createKey(world: World, { administrator }: Bought): Promise<string> {
  const { address } = await world.as(administrator).call(createCalendar, {});
  const key = new URL(address).searchParams.get('key');
  assert(key !== null);
  return key;
}

/** Lines as they are before they are folded. */
async function linesOf(world: World, key: string): Promise<string[]> {
  const { text } = await world.as(world.anonymous).call(readCalendar, { key });
  return text.replaceAll('\r\n ', '').split('\r\n');
}

test('a calendar has each deadline once, in the time zone of the account, for whoever knows its address', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const key = await createKey(world, bought);
  const lines = await linesOf(world, key);
  expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(2);
  expect(lines).toContain('X-WR-TIMEZONE:Europe/Rome');
  // The window closes at an instant, the term on a day.
  expect(lines).toContain('SUMMARY:Microsoft 365 Business Basic: termine per annullare');
  expect(lines).toContain('DTSTART:20261209T090000Z');
  expect(lines).toContain('DTSTART;VALUE=DATE:20271201');
  expect(lines.join()).toContain('3.720');
  expect(lines.join()).toContain(`http://portal.test/account/subscriptions/${bought.subscriptionId}/renewal`);
  const ids = (from: string[]) => from.filter((line) => line.startsWith('UID:'));
  expect(ids(await linesOf(world, key)), 'programs find the same entries again').toEqual(ids(lines));
});

test('an address is stored as a hash, works until it is replaced or revoked, and only for administrators', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const first = await createKey(world, bought);
  const stored = await world.db({ kind: 'system' }, (tx) => tx.select().from(calendarFeed));
  expect(JSON.stringify(stored)).not.toContain(first);
  const second = await createKey(world, bought);
  const refused = { code: 'deadlines.notFound' };
  await expect(linesOf(world, first)).rejects.toMatchObject(refused);
  await linesOf(world, second);

  const setRole = (role: 'serviceUser' | 'administrator') =>
    world.db({ kind: 'system' }, (tx) => tx.update(person).set({ role }));
  await setRole('serviceUser');
  await expect(linesOf(world, second)).rejects.toMatchObject(refused);
  await setRole('administrator');
  expect(await world.as(bought.administrator).call(getCalendar, {})).toEqual({ createdAt: '2026-12-02T09:00:00Z' });
  await world.as(bought.administrator).call(revokeCalendar, {});
  await expect(linesOf(world, second)).rejects.toMatchObject(refused);
  expect(await world.as(bought.administrator).call(getCalendar, {})).toEqual({ createdAt: null });
});

test('each person has a calendar of their own', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world);
  const { accountId } = bought;
  const colleague = await world.db({ kind: 'system' }, (tx) =>
    buildPerson(tx, { accountId, login: 'carla', now: world.clock.now(), password: null }),
  );
  const key = await createKey(world, bought);
  await world.as(colleague).call(revokeCalendar, {});
  expect(await linesOf(world, key)).toContain('BEGIN:VCALENDAR');
});
