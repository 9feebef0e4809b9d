import { utcDate } from '@licence-portal/nce';
import { PartnerCenterError } from '@licence-portal/partner-center';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { type ChangeInput, quoteFor } from '#features/orders/builders.ts';
import { placeOrder } from '#features/orders/orders.ts';
import type { Id } from '#platform/ids.ts';
import { startWorld, type World } from '#shell/testing/world.ts';
import { readCatalogue } from '../../../../packages/partner-center-simulator/src/catalogue.ts';
import { BUSINESS_BASIC, buyLicences, SALES_ENTERPRISE } from '../builders.ts';
import { subscriptionForecast } from '../tables.ts';
import {
  billedByDay,
  changeAtMicrosoft,
  chargedByDay,
  differencesByDay,
  ledgerOf,
  rowOf,
} from './testing/ledger-of.ts';

/*
 * Random years of a subscription through the real jobs: orders, changes at Microsoft, renewals, months to month, and a
 * portal that is down now and then. The ledger is what the simulator has billed, within a cent a seat, and what the
 * forecast said before.
 */

type Random = () => number;

/** A generator of the same numbers for the same seed: 0 (inclusive) to 1 (exclusive). */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function pick<Value>(random: Random, values: readonly Value[]): Value {
  const picked = values[Math.floor(random() * values.length)];
  if (picked === undefined) throw new Error('nothing to pick from');
  return picked;
}

/** An offer at the prices at which the simulator bills it. */
function atSimulatorPrices<Sold extends typeof BUSINESS_BASIC>(sold: Sold): Sold {
  const sku = readCatalogue().skuById.get(`${sold.vendorProductId}:${sold.vendorSkuId}`);
  if (sku === undefined) throw new Error('the simulator sells it');
  const prices = sku.offers.map(({ termDuration, billingCycle, unitPrice }) => {
    return [termDuration, billingCycle, unitPrice.toFixed()] as const;
  });
  return { ...sold, prices };
}

const PLANS = [
  { sold: BUSINESS_BASIC, termDuration: 'P1Y', billingCycle: 'monthly' },
  { sold: SALES_ENTERPRISE, termDuration: 'P3Y', billingCycle: 'monthly' },
  { sold: BUSINESS_BASIC, termDuration: 'P1M', billingCycle: 'monthly' },
  { sold: SALES_ENTERPRISE, termDuration: 'P3Y', billingCycle: 'annual' },
  { sold: BUSINESS_BASIC, termDuration: 'P1Y', billingCycle: 'annual' },
  { sold: SALES_ENTERPRISE, termDuration: 'P1Y', billingCycle: 'monthly' },
];

type Bought = Awaited<ReturnType<typeof buyLicences>>;
type Step = Readonly<{ name: string; run(): Promise<unknown> }>;

/** What may happen next; a step that is not allowed then does nothing. */
function steps(world: World, random: Random, { administrator, subscriptionId }: Bought, seatCount: number): Step[] {
  const portal = (name: string, change: ChangeInput): Step => ({
    name: `${name} in the portal`,
    async run() {
      const { quoteId, view } = await quoteFor(world, administrator, change);
      if (!view.possible) return;
      await world.as(administrator).call(placeOrder, { quoteId, paymentMethod: 'onAccount' });
      await world.runJobs();
    },
  });
  const vendor = (name: string, changes: Parameters<typeof changeAtMicrosoft>[2]): Step => ({
    name: `${name} at Microsoft`,
    run: () => refusedOr(() => changeAtMicrosoft(world, subscriptionId, changes)),
  });
  const seats = Math.max(1, seatCount + pick(random, [-3, -1, 1, 2, 5]));
  return [
    portal(`${seats} seats`, { kind: 'seats', subscriptionId, seatCount: seats }),
    portal('renewal', { kind: 'renewal', subscriptionId, outcome: 'renews' }),
    portal('month to month', { kind: 'renewal', subscriptionId, outcome: 'extendsMonthly' }),
    vendor(`${seats} seats`, { quantity: seats }),
    vendor(`${seats} seats`, { quantity: seats }),
    vendor('auto-renewal off', { autoRenewEnabled: false, scheduledActions: [] }),
    vendor('auto-renewal on', { autoRenewEnabled: true, scheduledActions: [] }),
    vendor('other seats at renewal', {
      autoRenewEnabled: true,
      scheduledActions: [],
      scheduledNextTermInstructions: { product: {}, quantity: seats },
    } as Parameters<typeof changeAtMicrosoft>[2]),
    vendor('annual billing', { billingCycle: 'annual' }),
    vendor('suspension', { status: 'suspended' }),
    vendor('reactivation', { status: 'active' }),
  ];
}

/** Microsoft refuses what the rules do not allow: nothing has happened then. */
async function refusedOr(change: () => Promise<void>): Promise<void> {
  try {
    await change();
  } catch (error) {
    if (!(error instanceof PartnerCenterError)) throw error;
  }
}

/** The charges that the forecast promises up to a day, as text. */
async function foretold(world: World, subscriptionId: Id<'subscription'>, until: Temporal.PlainDate) {
  const row = await rowOf(world, subscriptionId);
  const [forecast] = await world.db({ kind: 'system' }, (tx) =>
    tx.select().from(subscriptionForecast).where(eq(subscriptionForecast.subscriptionId, subscriptionId)),
  );
  const from = row.chargedUntil ?? row.startsOn;
  return (forecast?.chargedOn ?? []).flatMap((on, index) =>
    Temporal.PlainDate.compare(on, from) >= 0 && Temporal.PlainDate.compare(on, until) <= 0
      ? [`${on} ${forecast?.net[index]?.toFixed(2)}`]
      : [],
  );
}

test.each([1, 2, 4])(
  'property: the ledger is what was foretold and what Microsoft billed, and no cycle falls below zero (seed %i)',
  { timeout: 300_000 },
  async (seed) => {
    const random = randomFrom(seed);
    const world = await startWorld({
      now: pick(random, ['2026-12-02T09:00:00Z', '2027-01-31T09:00:00Z', '2027-03-30T21:00:00Z']),
    });
    const { sold, termDuration, billingCycle } = PLANS[seed % PLANS.length] ?? pick(random, PLANS);
    const bought = await buyLicences(world, {
      seatCount: 1 + Math.floor(random() * 30),
      sold: [atSimulatorPrices(sold)],
      termDuration,
      billingCycle,
    });
    const { subscriptionId } = bought;
    const history: string[] = [];
    const ends = world.clock.now().add({ hours: 24 * 365 * 10 });
    while (Temporal.Instant.compare(world.clock.now(), ends) < 0) {
      if (random() < 0.4) {
        const { seatCount } = await rowOf(world, subscriptionId);
        const step = pick(random, steps(world, random, bought, seatCount));
        history.push(`${world.clock.now()} ${step.name}`);
        await step.run();
      }
      const days = pick(random, [1, 2, 6, 20, 31, 45, 90, 200]);
      const today = utcDate(world.clock.now());
      const promised = await foretold(world, subscriptionId, today.add({ days }));
      const count = (await ledgerOf(world, subscriptionId)).length;
      world.advance({ days });
      await world.runJobs();
      const appended = (await ledgerOf(world, subscriptionId)).slice(count);
      const charged = appended.map(({ chargedOn, net }) => `${chargedOn} ${net.toFixed(2)}`);
      expect(charged, history.join('\n')).toEqual(promised);
    }
    const charged = await chargedByDay(world, subscriptionId);
    const billed = await billedByDay(world, subscriptionId);
    expect(differencesByDay(charged, billed), history.join('\n')).toEqual([]);
    const cycles = Map.groupBy(await ledgerOf(world, subscriptionId), (entry) => entry.cycleStartsOn.toString());
    for (const entries of cycles.values())
      expect(entries.reduce((sum, { net }) => sum + Number(net), 0)).toBeGreaterThanOrEqual(0);
    expect(charged.size).toBeGreaterThan(3);
  },
);
