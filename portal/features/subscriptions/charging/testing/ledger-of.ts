import { eq } from 'drizzle-orm';
import { charge } from '#features/billing/billing.ts';
import { tenant } from '#features/tenants/tenants.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import type { World } from '#shell/testing/world.ts';
import { billedLines } from '../../../../../packages/partner-center-simulator/src/billing-history.ts';
import type { State } from '../../../../../packages/partner-center-simulator/src/state.ts';
import { subscription } from '../../tables.ts';

type SubscriptionChanges = Parameters<World['services']['microsoft']['client']['subscriptions']['patch']>[2];

/** The entries of a subscription, oldest first. */
export function ledgerOf(world: World, subscriptionId: Id<'subscription'>) {
  return world.db({ kind: 'system' }, (tx) =>
    tx
      .select()
      .from(charge)
      .where(eq(charge.subscriptionId, subscriptionId))
      .orderBy(charge.chargedOn, charge.createdAt, charge.id),
  );
}

/** The entries as people would read them. */
export async function ledgerLines(world: World, subscriptionId: Id<'subscription'>): Promise<string[]> {
  const entries = await ledgerOf(world, subscriptionId);
  return entries.map(
    ({ chargedOn, code, seatCount, billedDays, cycleDays, net, source }) =>
      `${chargedOn} ${source} ${code} ${seatCount} × ${billedDays}/${cycleDays}: ${net.toFixed(2)}`,
  );
}

export async function rowOf(world: World, subscriptionId: Id<'subscription'>) {
  const [row] = await world.db({ kind: 'system' }, (tx) =>
    tx.select().from(subscription).where(eq(subscription.id, subscriptionId)),
  );
  assert(row !== undefined, 'the subscription is there');
  return row;
}

/** A change made in Partner Center itself, which the portal reads at once. */
export async function changeAtMicrosoft(
  world: World,
  subscriptionId: Id<'subscription'>,
  changes: SubscriptionChanges,
): Promise<void> {
  const { client } = world.services.microsoft;
  const row = await rowOf(world, subscriptionId);
  const [owner] = await world.db({ kind: 'system' }, (tx) =>
    tx
      .select()
      .from(tenant)
      .where(eq(tenant.id, row.tenantId as Id<'tenant'>)),
  );
  const customerId = owner?.microsoftCustomerId ?? '';
  const read = await client.subscriptions.get({ customerId, subscriptionId: row.vendorSubscriptionId });
  await client.subscriptions.patch(customerId, read, changes);
  await readNow(world, subscriptionId);
}

/** Reads a subscription from its vendor, and lets the workers run. */
export async function readNow(world: World, subscriptionId: Id<'subscription'>): Promise<void> {
  await world.db({ kind: 'system' }, (tx) =>
    tx.update(subscription).set({ readAgainAt: world.clock.now() }).where(eq(subscription.id, subscriptionId)),
  );
  await world.runJobs();
}

/** What the simulator has billed the provider for a subscription up to today, by day. */
export async function billedByDay(world: World, subscriptionId: Id<'subscription'>) {
  const { vendorSubscriptionId } = await rowOf(world, subscriptionId);
  const answer = await world.simulator.control('GET', '/state');
  const { customers } = (await answer.json()) as State;
  const record = Object.values(customers).flatMap((one) => one.subscriptions[vendorSubscriptionId] ?? [])[0];
  assert(record !== undefined, 'the simulator knows the subscription');
  const tomorrow = world.clock.now().toZonedDateTimeISO('UTC').toPlainDate().add({ days: 1 });
  return sumByDay(
    billedLines(record, tomorrow).map(({ chargedOn, seatCount, subtotal }) => ({
      on: chargedOn.toString(),
      seatCount,
      net: Number(subtotal.toFixed(2)),
    })),
  );
}

/** The same of the ledger. */
export async function chargedByDay(world: World, subscriptionId: Id<'subscription'>) {
  const entries = await ledgerOf(world, subscriptionId);
  return sumByDay(
    entries.map(({ chargedOn, seatCount, net }) => ({
      on: chargedOn.toString(),
      seatCount,
      net: Number(net.toFixed(2)),
    })),
  );
}

type Day = Readonly<{ cents: number; seatCount: number }>;

function sumByDay(lines: readonly Readonly<{ on: string; seatCount: number; net: number }>[]): Map<string, Day> {
  const days = new Map<string, Day>();
  for (const { on, seatCount, net } of lines) {
    const before = days.get(on) ?? { cents: 0, seatCount: 0 };
    days.set(on, { cents: before.cents + Math.round(net * 100), seatCount: before.seatCount + seatCount });
  }
  return days;
}

/** The days on which ledger and bill differ by more than a cent a seat of their lines. */
export function differencesByDay(charged: ReadonlyMap<string, Day>, billed: ReadonlyMap<string, Day>): string[] {
  const nothing = { cents: 0, seatCount: 0 };
  return [...new Set([...charged.keys(), ...billed.keys()])].sort().flatMap((on) => {
    const [ours, theirs] = [charged.get(on) ?? nothing, billed.get(on) ?? nothing];
    const isSame = Math.abs(ours.cents - theirs.cents) <= Math.max(ours.seatCount, theirs.seatCount);
    return isSame ? [] : [`${on}: charged ${ours.cents / 100}, billed ${theirs.cents / 100}`];
  });
}
