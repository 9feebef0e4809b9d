import { Decimal } from '@licence-portal/nce';
import { eq } from 'drizzle-orm';
import { assert, expect, test } from 'vitest';
import { account } from '#features/accounts/accounts.ts';
import { quoteFor } from '#features/orders/builders.ts';
import { placeOrder } from '#features/orders/orders.ts';
import { buyLicences } from '#features/subscriptions/builders.ts';
import type { AccountId } from '#platform/ids.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { creditBalance } from '../credit/credit.ts';
import { charge, creditEntry } from '../tables.ts';

// Ten seats at € 31 a month: € 310 net, € 378.20 with IVA. Three more cost € 93 a month.
const NOW = '2026-12-02T09:00:00Z';

/** Ten licences, of which three were added on prepaid credit: the cycles are paid as the last order was. */
async function buyOnCredit(world: World, credit: string) {
  const bought = await buyLicences(world);
  await world.db({ kind: 'system' }, (tx) =>
    tx.insert(creditEntry).values({
      accountId: bought.accountId,
      kind: 'topUp',
      amount: new Decimal(credit),
      currency: 'EUR',
      createdAt: world.clock.now(),
    }),
  );
  world.advance({ hours: 1 });
  const { quoteId, view } = await quoteFor(world, bought.administrator, {
    kind: 'seats',
    subscriptionId: bought.subscriptionId,
    seatCount: 13,
  });
  assert(view.possible, 'seats can be added');
  const placed = await world.as(bought.administrator).call(placeOrder, { quoteId, paymentMethod: 'prepaidCredit' });
  assert(placed.placed, 'the quote has not moved');
  await world.runJobs();
  return bought;
}

const balanceOf = (world: World, accountId: AccountId) =>
  world.db({ kind: 'system' }, async (tx) => (await creditBalance(tx, accountId)).toFixed(2));

async function cyclesOf(world: World) {
  const entries = await world.db({ kind: 'system' }, (tx) =>
    tx.select().from(charge).where(eq(charge.source, 'cycle')).orderBy(charge.chargedOn),
  );
  return entries.map(({ chargedOn, net, paymentMethod }) => `${chargedOn} ${net.toFixed(2)} ${paymentMethod}`);
}

test('prepaid credit pays the cycles; what it does not cover goes on account, and is said ten days before', async () => {
  const world = await startWorld({ now: NOW });
  // € 113.46 for the added seats, and one month of 13 seats: € 403 and IVA, € 491.66.
  const { accountId } = await buyOnCredit(world, '700');
  expect(await balanceOf(world, accountId)).toBe('586.54');
  world.clock.set(Temporal.Instant.from('2027-01-02T09:00:00Z'));
  await world.runJobs();
  expect(await balanceOf(world, accountId)).toBe('94.88');
  const endings = async () => (await world.mails()).filter(({ kind }) => kind === 'deadlines.creditEnds');
  expect(await endings()).toEqual([]);

  world.clock.set(Temporal.Instant.from('2027-01-23T09:00:00Z'));
  await world.runJobs();
  await world.runJobs();
  const mails = await endings();
  expect(mails).toHaveLength(1);
  expect(mails[0]?.textBody).toContain('491,66');
  expect(mails[0]?.textBody).toContain('vanno in fattura');

  world.clock.set(Temporal.Instant.from('2027-02-02T09:00:00Z'));
  await world.runJobs();
  expect(await cyclesOf(world)).toEqual(['2027-01-02 403.00 prepaidCredit', '2027-02-02 403.00 onAccount']);
  expect(await balanceOf(world, accountId)).toBe('94.88');
});

test('an account whose credit may go below zero pays every cycle with it', async () => {
  const world = await startWorld({ now: NOW });
  const { accountId } = await buyOnCredit(world, '200');
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(account).set({ whenCreditEnds: 'belowZero' }).where(eq(account.id, accountId)),
  );
  world.clock.set(Temporal.Instant.from('2027-01-02T09:00:00Z'));
  await world.runJobs();
  expect(await cyclesOf(world)).toEqual(['2027-01-02 403.00 prepaidCredit']);
  expect(await balanceOf(world, accountId)).toBe('-405.12');
});
