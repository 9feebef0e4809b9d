import {
  endOfTerm,
  type Money,
  type RenewalPlan,
  renewalPlan,
  type SubscriptionState,
  utcDate,
} from '@licence-portal/nce';
import { count, desc, eq, gte, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { charge, OPEN_STATUSES, orders } from '#features/orders/orders.ts';
import {
  listNextTermPrices,
  type SubscriptionRow,
  subscription,
  subscriptionState,
} from '#features/subscriptions/subscriptions.ts';
import { person } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { InstantText, MoneyWire, moneyWire } from '#platform/wire.ts';
import { type HeldSubscription, pastCharge, spendOf } from './spend.ts';
import { service, serviceAssignment } from './tables.ts';

/** The account at a glance: licences, people, running orders, spend of this month and of the next twelve. */
export const getOverview = operation({
  name: 'licences.getOverview',
  kind: 'read',
  permission: 'deadlines.read',
  input: z.object({}),
  output: z.object({
    licences: z.object({
      subscriptionCount: z.number().int(),
      seatCount: z.number().int(),
      assignedCount: z.number().int(),
    }),
    people: z.object({
      total: z.number().int(),
      administratorCount: z.number().int(),
      notActivatedCount: z.number().int(),
      disabledCount: z.number().int(),
    }),
    runningOrders: z.array(
      z.object({
        orderId: idOf('order'),
        number: z.string(),
        kind: z.string(),
        status: z.string(),
        placedAt: InstantText,
      }),
    ),
    spend: z.object({
      /** Net, with what is still to come this month. */
      thisMonth: MoneyWire,
      /** The twelve months after, `2026-12`; net, with today's prices and seats. */
      months: z.array(z.object({ month: z.string(), net: MoneyWire })),
    }),
  }),
  async run({ tx, clock, accountId }) {
    const now = clock.now();
    const held = await tx
      .select()
      .from(subscription)
      .where(inArray(subscription.status, ['active', 'suspended']));
    const [assigned] = await tx
      .select({ assignedCount: count() })
      .from(serviceAssignment)
      .innerJoin(service, eq(service.id, serviceAssignment.serviceId))
      .innerJoin(subscription, eq(subscription.id, service.subscriptionId))
      .where(inArray(subscription.status, ['active', 'suspended']));
    const [home] = await tx.select({ currency: account.currency }).from(account).where(eq(account.id, accountId));
    const monthStart = utcDate(now).with({ day: 1 });
    const charged = await tx.select().from(charge).where(gte(charge.chargedOn, monthStart));
    const priced = await withPrices(tx, held, now);
    const spend = spendOf(priced, charged.map(pastCharge), now, home?.currency ?? 'EUR');
    return {
      licences: {
        subscriptionCount: held.length,
        seatCount: held.reduce((seats, row) => seats + row.seatCount, 0),
        assignedCount: assigned?.assignedCount ?? 0,
      },
      people: await countPeople(tx),
      runningOrders: await listRunningOrders(tx),
      spend: {
        thisMonth: moneyWire(spend.thisMonth),
        months: spend.months.map(({ month, net }) => ({ month: month.toString(), net: moneyWire(net) })),
      },
    };
  },
});

/** With the prices of what follows. */
async function withPrices(
  tx: Tx,
  held: readonly SubscriptionRow[],
  now: Temporal.Instant,
): Promise<HeldSubscription[]> {
  const asked = held.map((row) => {
    const state = subscriptionState(row, undefined);
    const outcome = endOfTerm(state)?.outcome;
    return {
      subscriptionId: row.id,
      offerId: row.offerId,
      state,
      following: outcome === 'renews' || outcome === 'extendsMonthly' ? [outcome] : [],
    };
  });
  const prices = await listNextTermPrices(tx, asked, now);
  return asked.map(({ subscriptionId, state }, index) => {
    const renewed = prices[index]?.nextTermUnitPricePerCycle ?? presentPrice(state, renewalPlan(state));
    return { subscriptionId, state, prices: { ...prices[index], nextTermUnitPricePerCycle: renewed } };
  });
}

/** What the price list has not any more goes on at the present price, if it is to be the same. */
function presentPrice(state: SubscriptionState, plan: RenewalPlan | undefined): Money | undefined {
  const isSame = plan?.termDuration === state.termDuration && plan.billingCycle === state.billingCycle;
  return isSame && !state.isTrial ? state.unitPricePerCycle : undefined;
}

async function countPeople(tx: Tx) {
  const [counted] = await tx
    .select({
      total: count(),
      administratorCount: count(sql`case when ${person.role} = 'administrator' then 1 end`),
      notActivatedCount: count(
        sql`case when ${person.passwordSetAt} is null and ${person.activationSentAt} is not null then 1 end`,
      ),
      disabledCount: count(person.disabledAt),
    })
    .from(person)
    .where(isNull(person.removedAt));
  return counted ?? { total: 0, administratorCount: 0, notActivatedCount: 0, disabledCount: 0 };
}

async function listRunningOrders(tx: Tx) {
  const running = await tx
    .select({
      orderId: orders.id,
      number: orders.number,
      kind: orders.kind,
      status: orders.status,
      placedAt: orders.placedAt,
    })
    .from(orders)
    .where(inArray(orders.status, [...OPEN_STATUSES]))
    .orderBy(desc(orders.placedAt), desc(orders.id))
    .limit(10);
  return running.map(({ placedAt, ...order }) => ({ ...order, placedAt: placedAt.toString() }));
}
