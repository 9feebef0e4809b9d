import { expect, test } from 'vitest';
import { buyLicences, order } from '#features/subscriptions/builders.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { listDeadlines } from './list-deadlines.ts';

const NOW = '2026-12-02T09:00:00Z';

async function subjectsAfter(world: World, duration: Temporal.DurationLikeObject): Promise<string[]> {
  const before = (await world.mails()).length;
  await world.advance(duration);
  await world.runJobs();
  // The events that a reading finds are notified by the next round of passes.
  await world.runJobs();
  return (await world.mails()).slice(before).map((mail) => mail.subject);
}

test('an open window is a deadline with the sum that cancelling saves, and needs a decision in its last 72 hours', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, subscriptionId } = await buyLicences(world);
  const list = async () => (await world.as(administrator).call(listDeadlines, {})).items;
  const [window] = await list();
  // All is given back on the first day (€ 310), and eleven more months of € 310 would be saved.
  expect(window).toMatchObject({
    kind: 'windowCloses',
    needsDecision: false,
    subscriptionId,
    cost: { amount: '3720', currency: 'EUR' },
  });
  expect(window?.at).toContain('2026-12-09T09:00');

  await world.advance({ days: 5 });
  await world.runJobs();
  expect((await list())[0]).toMatchObject({ kind: 'windowCloses', needsDecision: true });
  await world.advance({ days: 3 });
  await world.runJobs();
  expect(await list()).toEqual([]);
});

test('a renewal within 30 days needs a decision and has the cost of the next term', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator } = await buyLicences(world);
  await world.advance({ days: 300 });
  await world.runJobs();
  const list = async () => (await world.as(administrator).call(listDeadlines, {})).items;
  expect(await list()).toMatchObject([{ kind: 'renews', needsDecision: false, endsOn: '2027-12-01' }]);
  await world.advance({ days: 40 });
  await world.runJobs();
  // Twelve months of 10 seats at € 31.
  expect(await list()).toMatchObject([{ kind: 'renews', needsDecision: true, cost: { amount: '3720' } }]);
});

test('reminders go out 30, 7 and 1 days before a renewal, each once, and the renewal is notified once', async () => {
  const world = await startWorld({ now: NOW });
  await buyLicences(world);
  expect(await subjectsAfter(world, { days: 334 })).toEqual([]); // 31 days are left.
  expect(await subjectsAfter(world, { days: 1 })).toEqual([
    'Microsoft 365 Business Basic si rinnova il 2 dicembre 2027',
  ]);
  expect(await subjectsAfter(world, { hours: 1 })).toEqual([]);
  expect(await subjectsAfter(world, { days: 23 })).toHaveLength(1);
  expect(await subjectsAfter(world, { days: 6 })).toHaveLength(1);
  expect(await subjectsAfter(world, { days: 1 })).toEqual(['Microsoft 365 Business Basic si è rinnovato']);
  expect(await subjectsAfter(world, { hours: 1 })).toEqual([]);
});

test('the reminder has the day of the renewal and its cost', async () => {
  const world = await startWorld({ now: NOW });
  await buyLicences(world);
  await subjectsAfter(world, { days: 335 });
  const mail = (await world.mails()).at(-1);
  expect(mail?.textBody).toContain('si rinnova il 2 dicembre 2027 per 10 licenze');
  expect(mail?.textBody).toContain('Costo del nuovo periodo: €\u00a03.720,00 + IVA');
  expect(mail?.textBody).toContain('Ultimo giorno del periodo: 1 dicembre 2027');
});

test('S87 the reminder of a chosen end announces the end, and the end itself is notified', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, subscriptionId } = await buyLicences(world);
  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'ends' });
  expect(await subjectsAfter(world, { days: 335 })).toEqual(['Microsoft 365 Business Basic scade il 1 dicembre 2027']);
  const subjects = await subjectsAfter(world, { days: 31 });
  expect(subjects).toEqual(['Microsoft 365 Business Basic è scaduto']);
});

test('a monthly term has no reminder 30 days before its end', async () => {
  const world = await startWorld({ now: NOW });
  await buyLicences(world, { termDuration: 'P1M' });
  expect(await subjectsAfter(world, { days: 2 })).toEqual([]);
  expect(await subjectsAfter(world, { days: 22 })).toHaveLength(1); // 7 days are left.
});
