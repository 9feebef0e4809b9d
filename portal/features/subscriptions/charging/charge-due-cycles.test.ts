import { expect, test } from 'vitest';
import { buildProvider } from '#features/orders/builders.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { runPass } from '#platform/passes.server.ts';
import { startWorld } from '#shell/testing/world.ts';
import { BUSINESS_PREMIUM, BUSINESS_PREMIUM_TRIAL, buyLicences, order, SALES_ENTERPRISE } from '../builders.ts';
import { chargeDue } from './charge-due-cycles.pass.ts';
import { changeAtMicrosoft, ledgerLines, ledgerOf, rowOf } from './testing/ledger-of.ts';

// A term of one year, billed monthly, from 2 December 2026; its first month has 31 days, a seat-day costs € 1.
const NOW = '2026-12-02T09:00:00Z';

test('each cycle is one entry on its first day, with its order as the first', async () => {
  const world = await startWorld({ now: NOW });
  const { subscriptionId } = await buyLicences(world);
  await world.runJobs();
  expect(await ledgerLines(world, subscriptionId)).toEqual(['2026-12-02 order purchase 10 × 31/31: 310.00']);
  for (const day of ['2027-01-01', '2027-01-02', '2027-01-03', '2027-02-02']) {
    world.clock.set(Temporal.Instant.from(`${day}T00:00:00Z`));
    await world.runJobs();
  }
  expect(await ledgerLines(world, subscriptionId)).toEqual([
    '2026-12-02 order purchase 10 × 31/31: 310.00',
    '2027-01-02 cycle chargeCycle 10 × 31/31: 310.00',
    '2027-02-02 cycle chargeCycle 10 × 28/28: 310.00',
  ]);
});

test('a process that was down for three years charges every cycle it has missed, renewals included, once', async () => {
  const world = await startWorld({ now: NOW });
  const { subscriptionId } = await buyLicences(world);
  world.advance({ days: 3 * 365 });
  await world.runJobs();
  const entries = await ledgerOf(world, subscriptionId);
  expect(entries).toHaveLength(36);
  expect(entries.map(({ code }) => code).filter((code) => code === 'purchase' || code === 'renewal')).toHaveLength(3);
  expect(entries.every(({ net }) => net.equals(310))).toBe(true);
  expect(new Set(entries.map(({ chargedOn }) => chargedOn.toString())).size).toBe(36);
  await world.runJobs();
  expect(await ledgerOf(world, subscriptionId)).toHaveLength(36);
});

test('a process that was down over several months of a monthly term charges each of them', async () => {
  const world = await startWorld({ now: NOW });
  const { subscriptionId } = await buyLicences(world, { termDuration: 'P1M' });
  world.advance({ days: 200 });
  await world.runJobs();
  expect(await ledgerLines(world, subscriptionId)).toEqual([
    '2026-12-02 order purchase 10 × 31/31: 310.00',
    ...['01', '02', '03', '04', '05', '06'].map((month) => {
      const days = { '01': 31, '02': 28, '03': 31, '04': 30, '05': 31, '06': 30 }[month];
      return `2027-${month}-02 cycle renewal 10 × ${days}/${days}: 310.00`;
    }),
  ]);
});

test('two runs of the pass at the same time charge a cycle once', async () => {
  const world = await startWorld({ now: NOW });
  const { subscriptionId } = await buyLicences(world);
  world.advance({ days: 40 });
  await Promise.all(
    [1, 2, 3].map(() => runPass(world.app, { ...chargeDue, name: crypto.randomUUID() }, createMetrics())),
  );
  expect(await ledgerOf(world, subscriptionId)).toHaveLength(2);
});

test('the extended service term is charged month by month at its price', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world, { billingCycle: 'annual' });
  await order(world, bought.administrator, {
    kind: 'renewal',
    subscriptionId: bought.subscriptionId,
    outcome: 'extendsMonthly',
  });
  world.advance({ days: 365 + 32 });
  await world.runJobs();
  // € 31 for a month, and 3 %.
  expect(await ledgerLines(world, bought.subscriptionId)).toEqual([
    '2026-12-02 order purchase 10 × 365/365: 3650.00',
    '2027-12-02 cycle extendedServiceTerm 10 × 31/31: 319.30',
    '2028-01-02 cycle extendedServiceTerm 10 × 31/31: 319.30',
  ]);
});

test('a trial costs nothing until it becomes a paid year', async () => {
  const world = await startWorld({ now: NOW });
  const bought = await buyLicences(world, {
    sold: [BUSINESS_PREMIUM_TRIAL, BUSINESS_PREMIUM],
    termDuration: 'P1M',
    billingCycle: 'none',
    seatCount: 25,
  });
  world.advance({ days: 20 });
  await world.runJobs();
  const free = '2026-12-02 order purchase 25 × 31/31: 0.00';
  expect(await ledgerLines(world, bought.subscriptionId)).toEqual([free]);
  world.advance({ days: 50 });
  await world.runJobs();
  expect(await ledgerLines(world, bought.subscriptionId)).toEqual([
    free,
    '2027-01-02 cycle renewal 25 × 31/31: 500.00',
    '2027-02-02 cycle chargeCycle 25 × 28/28: 500.00',
  ]);
});

test('seats that change at Microsoft are charged and refunded until the cycle ends, and in each later one', async () => {
  const world = await startWorld({ now: NOW });
  const { subscriptionId } = await buyLicences(world);
  world.advance({ days: 10 }); // 12 December: 21 of 31 days are left.
  await changeAtMicrosoft(world, subscriptionId, { quantity: 13 });
  world.advance({ days: 2 });
  await changeAtMicrosoft(world, subscriptionId, { quantity: 12 });
  world.advance({ days: 20 });
  await world.runJobs();
  expect(await ledgerLines(world, subscriptionId)).toEqual([
    '2026-12-02 order purchase 10 × 31/31: 310.00',
    '2026-12-12 change seatsAdded 3 × 21/31: 63.00',
    '2026-12-14 change seatsRemoved 1 × 19/31: -19.00',
    '2027-01-02 cycle chargeCycle 12 × 31/31: 372.00',
  ]);
});

test('seats that an order changes are charged by the order alone', async () => {
  const world = await startWorld({ now: NOW });
  const { administrator, subscriptionId } = await buyLicences(world);
  world.advance({ days: 10 });
  await order(world, administrator, { kind: 'seats', subscriptionId, seatCount: 13 });
  world.advance({ days: 1 });
  await world.runJobs();
  expect(await rowOf(world, subscriptionId)).toMatchObject({ checksSeats: false });
  expect(await ledgerLines(world, subscriptionId)).toEqual([
    '2026-12-02 order purchase 10 × 31/31: 310.00',
    '2026-12-12 order seatsAdded 3 × 21/31: 63.00',
  ]);
});

test('a cancellation at Microsoft within its window is refunded, and nothing is charged after it', async () => {
  const world = await startWorld({ now: NOW });
  const { subscriptionId } = await buyLicences(world);
  world.advance({ days: 3 });
  await changeAtMicrosoft(world, subscriptionId, { status: 'deleted' });
  world.advance({ days: 60 });
  await world.runJobs();
  expect(await ledgerLines(world, subscriptionId)).toEqual([
    '2026-12-02 order purchase 10 × 31/31: 310.00',
    '2026-12-05 change cancelled 10 × 28/31: -280.00',
  ]);
});

test('another billing that Microsoft begins within the term is charged by months', async () => {
  const world = await startWorld({ now: NOW });
  const { subscriptionId } = await buyLicences(world, { sold: [SALES_ENTERPRISE], termDuration: 'P3Y' });
  await changeAtMicrosoft(world, subscriptionId, { billingCycle: 'annual' });
  world.advance({ days: 366 });
  await world.runJobs();
  expect((await ledgerOf(world, subscriptionId)).map(({ chargedOn, net }) => `${chargedOn} ${net.toFixed(2)}`)).toEqual(
    ['2026-12-02 310.00', '2027-01-02 3345.83', '2027-12-02 3650.00'],
  );
});

test('no other account sees the entries of the pass', async () => {
  const world = await startWorld({ now: NOW });
  const { accountId, subscriptionId } = await buyLicences(world);
  const { accountId: otherId } = await buildProvider(world);
  world.advance({ days: 40 });
  await world.runJobs();
  const seen = (id: typeof accountId) =>
    world.db({ kind: 'account', accountId: id }, async (tx) => (await tx.execute('select id from charge')).rows.length);
  expect(await ledgerOf(world, subscriptionId)).toHaveLength(2);
  expect(await seen(accountId)).toBe(2);
  expect(await seen(otherId as typeof accountId)).toBe(0);
});
