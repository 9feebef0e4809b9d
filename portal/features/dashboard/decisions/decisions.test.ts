import { expect, test } from 'vitest';
import { buildAccount } from '#features/accounts/builders.ts';
import { buildPerson } from '#features/sign-in/builders.ts';
import { buyLicences, order } from '#features/subscriptions/builders.ts';
import { startWorld } from '#shell/testing/world.ts';
import { getDecisions } from './get-decisions.ts';
import { postponeDecision } from './postpone-decision.ts';
import { latestPostponement } from './postponement.ts';
import { resumeDecision } from './resume-decision.ts';

const NOW = '2026-12-02T09:00:00Z';

async function startWithTenSeats() {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world, { seatCount: 10 });
  const read = () => world.as(bought.administrator).call(getDecisions, {});
  const keyOf = async (kind: string) => (await read()).decisions.find((one) => one.kind === kind)?.key ?? '';
  return { world, ...bought, read, keyOf };
}

test('money that can be had back is a decision from its first hour, with the refund', async () => {
  const { read } = await startWithTenSeats();
  const { decisions, total } = await read();
  // Ten licences at € 31, bought this hour; nobody has one of them.
  expect(decisions).toMatchObject([
    { kind: 'windowCloses', on: '2026-12-09', refund: { amount: '310' }, latest: '2026-12-09' },
    { kind: 'unusedLicences', count: 10, on: null, cost: { amount: '310' } },
  ]);
  expect(total).toBe(2);
});

test('the refund is that of the day', async () => {
  const { world, read } = await startWithTenSeats();
  await world.advance({ days: 2 });
  await world.runJobs();
  const [window] = (await read()).decisions;
  // Two of the 31 days of the cycle are used: 29 days at € 10.
  expect(window).toMatchObject({ kind: 'windowCloses', refund: { amount: '290' } });
});

test('what nobody has chosen is a decision from its first day, with its cost', async () => {
  const { world, administrator, subscriptionId, read } = await startWithTenSeats();
  await world.advance({ days: 20 });
  await order(world, administrator, { kind: 'renewal', subscriptionId, outcome: 'extendsMonthly' });
  await world.asOwner(`
    begin; set local app.scope = 'system';
    update subscription set scheduled = '{"nextTerm": null, "actions": []}'; commit`);
  const [undecided] = (await read()).decisions;
  expect(undecided).toMatchObject({ kind: 'extends', refund: null, cost: { amount: '319.3' } });
});

test('"not now" hides a decision from one person until the day, and nobody else', async () => {
  const { world, administrator, accountId, read, keyOf } = await startWithTenSeats();
  const colleague = await world.db({ kind: 'system' }, (tx) =>
    buildPerson(tx, { accountId, login: 'paola', roles: ['administrator'], now: world.clock.now(), password: null }),
  );
  const key = await keyOf('windowCloses');
  await world.as(administrator).call(postponeDecision, { key, until: '2026-12-05' });

  const own = await read();
  expect(own.decisions.map(({ kind }) => kind)).toEqual(['unusedLicences']);
  expect(own.postponed).toMatchObject([{ kind: 'windowCloses', postponedUntil: '2026-12-05' }]);
  expect(own.postponedRefund).toEqual({ amount: '310', currency: 'EUR' });
  const seenByColleague = await world.as(colleague).call(getDecisions, {});
  expect(seenByColleague.decisions[0]).toMatchObject({ kind: 'windowCloses' });
  expect(seenByColleague.postponed).toEqual([]);

  await world.advance({ days: 3 });
  await world.runJobs();
  expect(await read()).toMatchObject({
    decisions: [{ kind: 'windowCloses' }, {}],
    postponed: [],
    postponedRefund: null,
  });
});

test('a postponed decision can be shown again', async () => {
  const { world, administrator, read, keyOf } = await startWithTenSeats();
  const key = await keyOf('unusedLicences');
  await world.as(administrator).call(postponeDecision, { key, until: '2027-01-02' });
  expect((await read()).decisions.map(({ kind }) => kind)).toEqual(['windowCloses']);
  await world.as(administrator).call(resumeDecision, { key });
  expect((await read()).decisions.map(({ kind }) => kind)).toEqual(['windowCloses', 'unusedLicences']);
});

test('a decision is not postponed beyond its last day, nor to today', async () => {
  const { world, administrator, keyOf } = await startWithTenSeats();
  const key = await keyOf('windowCloses');
  const postpone = (until: string) => world.as(administrator).call(postponeDecision, { key, until });
  for (const until of ['2026-12-02', '2026-12-10'])
    await expect(postpone(until), until).rejects.toMatchObject({ code: 'dashboard.cannotPostpone' });
  await expect(postpone('2026-12-09')).resolves.toEqual({ until: '2026-12-09' });
});

test('other licences without a person are another decision', async () => {
  const { world, administrator, subscriptionId, read, keyOf } = await startWithTenSeats();
  const key = await keyOf('unusedLicences');
  await world.as(administrator).call(postponeDecision, { key, until: '2027-01-02' });
  await order(world, administrator, { kind: 'seats', subscriptionId, seatCount: 12 });
  expect((await read()).decisions).toContainEqual(expect.objectContaining({ kind: 'unusedLicences', count: 12 }));
});

test('the decision of another account is not found', async () => {
  const { world, keyOf } = await startWithTenSeats();
  const key = await keyOf('windowCloses');
  const stranger = await world.db({ kind: 'system' }, async (tx) => {
    const accountId = await buildAccount(tx, { now: world.clock.now() });
    return buildPerson(tx, {
      accountId,
      login: 'anna',
      roles: ['administrator'],
      now: world.clock.now(),
      password: null,
    });
  });
  const call = world.as(stranger).call(postponeDecision, { key, until: '2026-12-05' });
  await expect(call).rejects.toMatchObject({ code: 'dashboard.notFound' });
});

test('a service user sees no decisions of the account', async () => {
  const { world, accountId } = await startWithTenSeats();
  const user = await world.db({ kind: 'system' }, (tx) =>
    buildPerson(tx, { accountId, login: 'luca', roles: ['serviceUser'], now: world.clock.now(), password: null }),
  );
  await expect(world.as(user).call(getDecisions, {})).rejects.toMatchObject({ code: 'permission.denied' });
});

test.each([
  ['2026-12-09', '2026-12-09'],
  ['2026-12-02', null],
  ['2026-11-20', '2027-03-02'],
  ['2027-11-20', '2027-03-02'],
  [null, '2027-03-02'],
])('what ends on %s is postponed until %s at the latest', (on, latest) => {
  const today = Temporal.PlainDate.from('2026-12-02');
  expect(latestPostponement(on === null ? null : Temporal.PlainDate.from(on), today)?.toString() ?? null).toBe(latest);
});
