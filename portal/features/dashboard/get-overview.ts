import {
  endOfTerm,
  type Money,
  type RenewalPlan,
  renewalPlan,
  type SubscriptionState,
  utcDate,
} from '@licence-portal/nce';
import { count, eq, gte, inArray, isNull, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { charge } from '#features/billing/billing.ts';
import { countAssignedSeats } from '#features/licences/licences.ts';
import { customerOrder, listOrderHeadlines, OPEN_STATUSES } from '#features/orders/orders.ts';
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
import { assert } from '#platform/refusal.ts';
import { InstantText, MoneyWire, moneyWire } from '#platform/wire.ts';
import { type HeldSubscription, pastCharge, spendOf } from './spend.ts';

/** Orders in progress that are shown; the list of orders has the rest. */
const RUNNING_ORDERS_MAX = 10;

export const getOverview = operation({
  name: 'dashboard.getOverview',
  description:
    'Returns the account at a glance: licences, users, orders in progress, and the spend of this month and of the ' +
    'next twelve.',
  kind: 'read',
  permission: 'dashboard.read',
  input: z.object({}),
  output: z.object({
    licences: z
      .object({
        subscriptionCount: z.number().int().describe('Subscriptions that run or are suspended.'),
        seatCount: z.number().int().describe('Their seats.'),
        assignedCount: z.number().int().describe('Seats given to people.'),
      })
      .describe('Licences of the account.'),
    people: z
      .object({
        total: z.number().int().describe('Users, whatever their status.'),
        administratorCount: z.number().int().describe('Administrators among them.'),
        notActivatedCount: z.number().int().describe('Users who got an activation e-mail and have not followed it.'),
        disabledCount: z.number().int().describe('Users who may not sign in.'),
      })
      .describe('Users of the account.'),
    runningOrders: z
      .array(
        z.object({
          orderId: idOf('order').describe('The order.'),
          number: z.string().describe('Its number, as people quote it.'),
          kind: z.string().describe('Kind of change that was ordered.'),
          status: z.string().describe('Status of the order.'),
          placedAt: InstantText.describe('When it was placed.'),
        }),
      )
      .describe('Up to ten orders in progress, the newest first.'),
    spend: z
      .object({
        thisMonth: MoneyWire.describe('Net, including charges expected by the end of the month.'),
        months: z
          .array(
            z.object({
              month: z.string().describe('Month, `2026-12`.'),
              net: MoneyWire.describe('Net, forecast at the prices and seats of today.'),
            }),
          )
          .describe('The twelve months after this one.'),
      })
      .describe('Spend of the account.'),
  }),
  async run({ tx, clock, accountId }) {
    const now = clock.now();
    const held = await tx
      .select()
      .from(subscription)
      .where(inArray(subscription.status, ['active', 'suspended']));
    const [owner] = await tx.select({ currency: account.currency }).from(account).where(eq(account.id, accountId));
    assert(owner !== undefined, 'the account of the caller exists');
    const monthStart = utcDate(now).with({ day: 1 });
    const charged = await tx.select().from(charge).where(gte(charge.chargedOn, monthStart));
    const priced = await withPrices(tx, held, now);
    const spend = spendOf(priced, charged.map(pastCharge), now, owner.currency);
    return {
      licences: {
        subscriptionCount: held.length,
        seatCount: held.reduce((seats, row) => seats + row.seatCount, 0),
        assignedCount: await countAssignedSeats(tx),
      },
      people: await countPeople(tx),
      runningOrders: await listOrderHeadlines(
        tx,
        inArray(customerOrder.status, [...OPEN_STATUSES]),
        RUNNING_ORDERS_MAX,
      ),
      spend: {
        thisMonth: moneyWire(spend.thisMonth),
        months: spend.months.map(({ month, net }) => ({ month: month.toString(), net: moneyWire(net) })),
      },
    };
  },
});

/** Adds the prices of the term that follows each subscription. */
async function withPrices(
  tx: Tx,
  held: readonly SubscriptionRow[],
  now: Temporal.Instant,
): Promise<HeldSubscription[]> {
  const inputs = held.map((row) => {
    const state = subscriptionState(row, undefined);
    const outcome = endOfTerm(state)?.outcome;
    return {
      subscriptionId: row.id,
      accountId: row.accountId,
      offerId: row.offerId,
      state,
      following: outcome === 'renews' || outcome === 'extendsMonthly' ? [outcome] : [],
    };
  });
  const prices = await listNextTermPrices(tx, inputs, now);
  return inputs.map(({ subscriptionId, state }, index) => {
    const renewed = prices[index]?.nextTermUnitPricePerCycle ?? presentPrice(state, renewalPlan(state));
    return { subscriptionId, state, prices: { ...prices[index], nextTermUnitPricePerCycle: renewed } };
  });
}

/** A plan that the price list no longer has continues at its present price, if the next term is to be the same. */
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
