import { expect, test } from 'vitest';
import { buyLicences, order } from '#features/subscriptions/builders.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { getReminders } from './get-reminders.ts';
import { listDeadlines } from './list-deadlines.ts';
import { setReminders } from './set-reminders.ts';

const NOW = '2026-12-02T09:00:00Z';

async function subjectsAfter(world: World, duration: Temporal.DurationLikeObject): Promise<string[]> {
  const before = (await world.mails()).length;
  await world.advance(duration);
  await world.runJobs();
  // The events that a reading finds are notified by the next round of passes.
  await world.runJobs();
  return (await world.mails()).slice(before).map((mail) => mail.subject);
}

test('an open window needs a decision from its first hour, with its refund and what cancelling saves', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, subscriptionId } = await buyLicences(world);
  const list = async () => (await world.as(administrator).call(listDeadlines, {})).items;
  const [window] = await list();
  // All is given back on the first day (€ 310), and eleven more months of € 310 would be saved.
  expect(window).toMatchObject({
    kind: 'windowCloses',
    needsDecision: true,
    subscriptionId,
    refund: { amount: '310', currency: 'EUR' },
    cost: { amount: '3720', currency: 'EUR' },
  });
  expect(window?.at).toContain('2026-12-09T09:00');
  // The licences of the purchase go with it, and the renewal is a year away.
  expect((await list()).map(({ kind }) => kind)).toEqual(['windowCloses', 'renews']);

  await world.advance({ days: 5 });
  await world.runJobs();
  expect((await list())[0]).toMatchObject({ kind: 'windowCloses', needsDecision: true });
  await world.advance({ days: 3 });
  await world.runJobs();
  expect(await list()).toMatchObject([{ kind: 'renews', needsDecision: false }]);
});

test('a renewal within 90 days needs a decision and has the cost of the next term', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator } = await buyLicences(world);
  await world.advance({ days: 270 });
  await world.runJobs();
  const list = async () => (await world.as(administrator).call(listDeadlines, {})).items;
  expect(await list()).toMatchObject([{ kind: 'renews', needsDecision: false, on: '2027-12-01' }]);
  await world.advance({ days: 40 });
  await world.runJobs();
  // Twelve months of 10 seats at € 31.
  expect(await list()).toMatchObject([{ kind: 'renews', needsDecision: true, cost: { amount: '3720' } }]);
});

test('reminders go out 60, 30, 10 and 3 days before a renewal, each once, and the renewal is notified once', async () => {
  const world = await startWorld({ now: NOW });
  await buyLicences(world);
  expect(await subjectsAfter(world, { days: 304 })).toEqual([]); // 61 days are left.
  const reminder = 'Microsoft 365 Business Basic si rinnova il 2 dicembre 2027';
  expect(await subjectsAfter(world, { days: 1 })).toEqual([reminder]);
  expect(await subjectsAfter(world, { hours: 1 })).toEqual([]);
  expect(await subjectsAfter(world, { days: 30 })).toEqual([reminder]);
  expect(await subjectsAfter(world, { days: 20 })).toEqual([reminder]);
  expect(await subjectsAfter(world, { days: 6 })).toEqual([]);
  expect(await subjectsAfter(world, { days: 1 })).toEqual([reminder]);
  expect(await subjectsAfter(world, { days: 3 })).toEqual(['Microsoft 365 Business Basic si è rinnovato']);
  expect(await subjectsAfter(world, { hours: 1 })).toEqual([]);
});

test('an account chooses its reminders; one that was sent nearer to the end is not sent again', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator } = await buyLicences(world);
  await world.as(administrator).call(setReminders, { days: [14, 90, 14] });
  expect(await world.as(administrator).call(getReminders, {})).toEqual({ days: [90, 14] });
  expect(await subjectsAfter(world, { days: 276 })).toHaveLength(1); // 89 days are left.
  expect(await subjectsAfter(world, { days: 74 })).toEqual([]);
  expect(await subjectsAfter(world, { days: 1 })).toHaveLength(1);
  await world.as(administrator).call(setReminders, { days: [30] });
  expect(await subjectsAfter(world, { days: 1 })).toEqual([]);
  await world.as(administrator).call(setReminders, { days: [] });
  expect(await subjectsAfter(world, { days: 11 })).toEqual([]);
});

test('terms that end together are one e-mail and one notification, with the cost of each', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, offerId, tenantId } = await buyLicences(world);
  const line = { offerId, termDuration: 'P1Y', billingCycle: 'monthly', seatCount: 2 };
  await order(world, administrator, { kind: 'purchase', tenantId, lines: [line] });
  expect(await subjectsAfter(world, { days: 305 })).toEqual(['2 abbonamenti in scadenza']);
  const text = (await world.mails()).at(-1)?.textBody;
  expect(text).toContain('10 licenze');
  expect(text).toContain('si rinnova il 2 dicembre 2027: €\u00a03.720,00 + IVA');
  expect(text).toContain('€\u00a0744,00 + IVA');
});

test('the reminder has the day of the renewal and its cost', async () => {
  const world = await startWorld({ now: NOW });
  await buyLicences(world);
  await subjectsAfter(world, { days: 305 });
  const mail = (await world.mails()).at(-1);
  expect(mail?.textBody).toContain('si rinnova il 2 dicembre 2027 per 10 licenze');
  expect(mail?.textBody).toContain('Costo del nuovo periodo: €\u00a03.720,00 + IVA');
  expect(mail?.textBody).toContain('Ultimo giorno del periodo: 1 dicembre 2027');
});

test('S87 the reminder of a chosen end announces the end, and the end itself is notified', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, subscriptionId } = await buyLicences(world);
  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'ends' });
  expect(await subjectsAfter(world, { days: 305 })).toEqual(['Microsoft 365 Business Basic scade il 1 dicembre 2027']);
  const subjects = await subjectsAfter(world, { days: 61 });
  expect(subjects).toEqual(['Microsoft 365 Business Basic è scaduto']);
});

test('a monthly term that simply renews has no reminder; one that ends has', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, subscriptionId } = await buyLicences(world, { termDuration: 'P1M' });
  expect(await subjectsAfter(world, { days: 22 })).toEqual([]);
  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'ends' });
  await world.runJobs();
  const subjects = (await world.mails()).map(({ subject }) => subject);
  expect(subjects).toContain('Microsoft 365 Business Basic scade il 1 gennaio 2027');
});

test('what nobody has decided stands among the decisions from its first day, with its cost', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, subscriptionId } = await buyLicences(world);
  await world.advance({ days: 20 });
  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'extendsMonthly' });
  const list = async () => (await world.as(administrator).call(listDeadlines, { withinDays: 90 })).items;
  expect(await list(), 'a chosen extension is decided').toEqual([]);
  await world.asOwner(`
    begin; set local app.scope = 'system';
    update subscription set scheduled = '{"nextTerm": null, "actions": []}'; commit`);
  // A month of ten licences: € 31 and three percent more.
  expect(await list()).toMatchObject([{ kind: 'extends', needsDecision: true, cost: { amount: '319.3' } }]);
});

test('a renewal is announced with the licences that it will have', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, subscriptionId, offerId } = await buyLicences(world);
  const next = { offerId, termDuration: 'P1Y', billingCycle: 'monthly', seatCount: 6 };
  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'renews', next });
  const { items } = await world.as(administrator).call(listDeadlines, { groups: ['decide'] });
  // Twelve months of six licences at € 31.
  expect(items).toMatchObject([{ kind: 'renews', seatCount: 6, cost: { amount: '2232' } }]);
  await subjectsAfter(world, { days: 305 });
  expect((await world.mails()).at(-1)?.textBody).toContain('per 6 licenze');
});

test('licences that were added have a last day of their own, with what returning them saves', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, subscriptionId } = await buyLicences(world);
  await world.advance({ days: 21 }); // 23 December: ten days of the cycle are left.
  await order(world, administrator, { kind: 'seats', subscriptionId, seatCount: 12 });
  const { items, counts } = await world.as(administrator).call(listDeadlines, { groups: ['reduce'] });
  // Two licences: € 20 back, and eleven months of € 62.
  expect(items).toMatchObject([
    { kind: 'seatsReturnable', seatCount: 2, on: '2026-12-30', cost: { amount: String(20 + 11 * 62) } },
  ]);
  expect(counts).toEqual({ cancel: 0, reduce: 1, decide: 1, trials: 0, pay: 0, agreements: 0 });
});
