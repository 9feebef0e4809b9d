import { Decimal, type NextTermInstructions, type ScheduledAction, utcDate } from '@licence-portal/nce';
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { charge } from '#features/billing/billing.ts';
import { price, priceRule } from '#features/catalogue/tables.ts';
import { buyLicences, order } from '#features/subscriptions/builders.ts';
import { computeForecasts } from '#features/subscriptions/forecast/compute-forecasts.pass.ts';
import { followingOutcomes } from '#features/subscriptions/forecast/forecast-charges.ts';
import {
  listNextTermPrices,
  type SubscriptionReading,
  storeReadSubscription,
  subscription,
  subscriptionForecast,
  subscriptionState,
} from '#features/subscriptions/subscriptions.ts';
import { type AccountId, newId } from '#platform/ids.ts';
import { createMetrics } from '#platform/metrics.server.ts';
import { inContext } from '#platform/operation.server.ts';
import { runPass } from '#platform/passes.server.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { readSpend } from './read-spend.ts';
import { type HeldSubscription, pastCharge, presentPrice, type SpendByMonth, spendOf } from './testing/direct-spend.ts';

/*
 * What the dashboard sums from stored rows equals the computation from the subscriptions themselves, whatever changes.
 */

const SYSTEM = { kind: 'system' } as const;

/** A generator of the same numbers for the same seed: 0 (inclusive) to 1 (exclusive). */
function randomFrom(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

type Random = () => number;
const pick = <Value>(random: Random, values: readonly Value[]): Value => {
  const picked = values[Math.floor(random() * values.length)];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
};

const PLANS = [
  ['P1M', 'monthly'],
  ['P1Y', 'monthly'],
  ['P1Y', 'annual'],
  ['P3Y', 'monthly'],
  ['P3Y', 'annual'],
] as const;
const MONTHS: Readonly<Record<string, number>> = { P1M: 1, P1Y: 12, P3Y: 36 };
const CANCEL: ScheduledAction = { scheduleType: 'TermEnd', actionType: 'Cancel' };
const EXTEND: ScheduledAction = { scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' };

/** An answer of a vendor about a subscription that runs on a day, in any state in which one can be. */
function randomReading(random: Random, vendorSubscriptionId: string, today: Temporal.PlainDate): SubscriptionReading {
  const [termDuration, billingCycle] = pick(random, PLANS);
  const months = MONTHS[termDuration] ?? 1;
  const startsOn = today.subtract({ months: Math.floor(random() * months), days: Math.floor(random() * 28) });
  const full = startsOn.add({ months });
  const endsBefore = Temporal.PlainDate.compare(full, today) > 0 ? full : full.add({ months });
  const nextTerm: NextTermInstructions | null = pick(random, [
    null,
    null,
    { seatCount: 7 },
    { termDuration: 'P1Y', billingCycle: 'annual' },
    { customEndsBefore: endsBefore.add({ months: 5, days: 9 }) },
  ]);
  const isTrial = random() < 0.1;
  return {
    vendorSubscriptionId,
    vendorOffer: null,
    name: 'Generated',
    seatCount: 1 + Math.floor(random() * 60),
    term: { startsOn, endsBefore },
    termDuration: isTrial ? 'P1M' : termDuration,
    billingCycle: isTrial ? 'none' : billingCycle,
    nextBillingCycle: !isTrial && billingCycle === 'monthly' && months >= 12 && random() < 0.3 ? 'annual' : null,
    status: pick(random, ['active', 'active', 'active', 'active', 'suspended', 'expired', 'deleted', 'pending']),
    isSuspended: false,
    isTrial,
    isExtended: false,
    neverExtends: false,
    autoRenew: random() < 0.6,
    purchasedOrRenewedAt: Temporal.Instant.from(`${startsOn}T08:00:00Z`),
    cancellationAllowedUntil: null,
    refundable: 'unknown',
    refundOptions: [],
    scheduledNextTerm: nextTerm,
    scheduledActions: pick(random, [[], [], [], [CANCEL], [EXTEND], [{ scheduleType: 'TermEnd', actionType: 'New' }]]),
    resource: {},
  };
}

type Bought = Awaited<ReturnType<typeof buyLicences>>;

async function store(world: World, { accountId, offerId }: Bought, reading: SubscriptionReading, unitPrice: string) {
  const caller = { actor: world.anonymous, requestId: 'r' };
  await inContext(world.app, { kind: 'account', accountId }, caller, world.app.log, (context) =>
    storeReadSubscription(context, {
      accountId,
      vendor: 'microsoft',
      reading,
      offerId,
      price: { unitPricePerCycle: new Decimal(unitPrice), currency: 'EUR' },
    }),
  );
}

/** The dashboard's sums from the subscriptions and the ledger themselves, at the prices of the moment. */
async function spendFromSubscriptions(world: World, accountId: AccountId): Promise<SpendByMonth> {
  const now = world.clock.now();
  return world.db(SYSTEM, async (tx) => {
    const rows = await tx.select().from(subscription).where(eq(subscription.accountId, accountId));
    const queries = rows.map((row) => {
      const state = subscriptionState(row, undefined);
      return { accountId, offerId: row.offerId, state, following: followingOutcomes(state) };
    });
    const prices = await listNextTermPrices(tx, queries, now);
    const held: HeldSubscription[] = rows.map((row, index) => {
      const state = subscriptionState(row, undefined);
      const listed = prices[index] ?? {};
      const renewed = listed.nextTermUnitPricePerCycle ?? presentPrice(state);
      const { readAt, chargedUntil } = row;
      if (chargedUntil === null) throw new Error('every subscription of the test was stored by the portal');
      return { readAt, chargedUntil, state, prices: { ...listed, nextTermUnitPricePerCycle: renewed } };
    });
    const first = utcDate(now).with({ day: 1 });
    const charged = (await tx.select().from(charge).where(eq(charge.accountId, accountId))).filter(
      ({ chargedOn }) => Temporal.PlainDate.compare(chargedOn, first) >= 0,
    );
    return spendOf(held, charged.map(pastCharge), now, 'EUR');
  });
}

const spendFromRows = (world: World, accountId: AccountId) =>
  world.db({ kind: 'account', accountId }, (tx) =>
    readSpend(tx, { accountId, currency: 'EUR', today: utcDate(world.clock.now()) }),
  );

const textOf = ({ thisMonth, months }: SpendByMonth) => [
  thisMonth.amount.toFixed(),
  ...months.map(({ month, net }) => `${month} ${net.amount.toFixed()}`),
];

async function expectEqualSpend(world: World, accountId: AccountId, when: string) {
  expect(textOf(await spendFromRows(world, accountId)), when).toEqual(
    textOf(await spendFromSubscriptions(world, accountId)),
  );
}

const runForecasts = (world: World) => runPass(world.app, computeForecasts, createMetrics());

test.each([1, 2, 3])(
  'property: the sums equal the direct computation, after changes, days, prices and a year (seed %i)',
  { timeout: 120_000 },
  async (seed) => {
    const random = randomFrom(seed);
    const world = await startWorld({ now: '2026-12-23T09:00:00Z' });
    const bought = await buyLicences(world);
    const { accountId, administrator, subscriptionId } = bought;
    const check = (when: string) => expectEqualSpend(world, accountId, when);
    const ids = Array.from({ length: 40 }, newId);
    const read = (id: string) =>
      store(
        world,
        bought,
        randomReading(random, id, utcDate(world.clock.now())),
        pick(random, ['31', '9.995', '0.333']),
      );
    for (const id of ids) await read(id);
    await check('after the first answers');

    await order(world, administrator, { kind: 'seats', subscriptionId, seatCount: 13 });
    await check('after seats that an order adds in the cycle that it began');
    for (const id of ids.slice(0, 15)) await read(id);
    await check('after newer answers');

    for (const days of [1, 8, 31]) {
      world.advance({ days });
      await check(`${days} days later, without a newer answer`);
    }
    await runForecasts(world);
    await check('after the pass of the next month');

    await world.db(SYSTEM, (tx) => tx.update(price).set({ retailPricePerTerm: sql`${price.retailPricePerTerm} + 7` }));
    await runForecasts(world);
    await check('after another price list');
    const rule = { scope: 'everything', base: 'cost', percent: new Decimal(25), updatedAt: world.clock.now() } as const;
    await world.db(SYSTEM, (tx) => tx.insert(priceRule).values(rule));
    await runForecasts(world);
    await check('after a price rule');
    await world.db(SYSTEM, (tx) => tx.delete(priceRule));
    await world.db(SYSTEM, (tx) =>
      tx
        .update(price)
        .set({ effectiveUntil: world.clock.now().add({ hours: 24 * 20 }) })
        .where(eq(price.termDuration, 'P1Y')),
    );
    await runForecasts(world);
    await check('before prices end by their date');
    world.advance({ days: 21 });
    await runForecasts(world);
    await check('after prices have ended by their date');

    world.advance({ days: 365 });
    await runForecasts(world);
    await check('a year later');
    for (const id of ids.slice(10, 30)) await read(id);
    await check('a year later, after newer answers');
  },
);

test('seats of a cycle that began by itself are charged as on its first day; the ledger has the change', async () => {
  const world = await startWorld({ now: '2026-11-25T09:00:00Z' });
  const { accountId, administrator, subscriptionId } = await buyLicences(world);
  world.advance({ days: 40 }); // 4 January: the cycle of 25 December runs, the next begins on the 25th.
  await world.runJobs();
  world.advance({ days: 22 });
  await world.runJobs();
  await order(world, administrator, { kind: 'seats', subscriptionId, seatCount: 13 });
  const spend = await spendFromRows(world, accountId);
  // Ten seats on 25 January for € 310, and three from the 26th on: 30 of 31 days, € 90.
  expect(textOf(spend).slice(0, 2)).toEqual(['400', '2027-02 403']);
  await expectEqualSpend(world, accountId, 'after the change');
});

test('a forecast that is wrong or was never computed is corrected by the pass', async () => {
  const world = await startWorld({ now: '2026-12-02T09:00:00Z' });
  const { accountId } = await buyLicences(world);
  const right = textOf(await spendFromRows(world, accountId));
  await world.db(SYSTEM, (tx) =>
    tx.update(subscriptionForecast).set({
      chargedOn: [],
      net: [],
      currency: [],
      seatCount: [],
      unitPricePerCycle: [],
      billedDays: [],
      cycleDays: [],
      prices: {},
      priceListVersion: 0,
    }),
  );
  expect(textOf(await spendFromRows(world, accountId))).not.toEqual(right);
  await runForecasts(world);
  expect(textOf(await spendFromRows(world, accountId))).toEqual(right);
});

test('an answer that changes no charge writes no forecast; one that changes the seats does', async () => {
  const world = await startWorld({ now: '2026-12-02T09:00:00Z' });
  const bought = await buyLicences(world);
  const reading = randomReading(randomFrom(5), 'vendor-id', utcDate(world.clock.now()));
  const versions = () =>
    world.db(
      SYSTEM,
      async (tx) => (await tx.execute(sql`select xmin from subscription_forecast order by subscription_id`)).rows,
    );
  await store(world, bought, { ...reading, status: 'active', nextBillingCycle: null }, '31');
  const first = await versions();
  world.advance({ days: 1 });
  await store(world, bought, { ...reading, status: 'active', nextBillingCycle: null, name: 'Renamed' }, '31');
  expect(await versions()).toEqual(first);
  await store(world, bought, { ...reading, status: 'active', nextBillingCycle: null, seatCount: 99 }, '31');
  expect(await versions()).not.toEqual(first);
});
