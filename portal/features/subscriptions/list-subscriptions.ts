import { and, asc, count, desc, eq, ilike, inArray, notInArray, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { offer } from '#features/catalogue/catalogue.ts';
import { customerOrder, OPEN_STATUSES } from '#features/orders/orders.ts';
import { idOf } from '#platform/ids.ts';
import { operation } from '#platform/operation.server.ts';
import { DateText, MoneyWire, PageRequest } from '#platform/wire.ts';
import { nextChargeOf } from './remaining-charges.ts';
import { subscription } from './tables.ts';

export const SUBSCRIPTION_SORT_KEYS = ['endsBefore', 'name', 'seatCount', 'status'] as const;

/** What happens at the end of the term, and `over` for what has ended. */
export const SUBSCRIPTION_STANDINGS = ['renews', 'ends', 'extendsMonthly', 'over'] as const;

const OVER = ['expired', 'disabled', 'deleted'];

/** The subscriptions of the account: those that run first, by the end of their term. */
export const listSubscriptions = operation({
  name: 'subscriptions.list',
  kind: 'read',
  permission: 'subscriptions.read',
  input: PageRequest.extend({
    /** Name, product title or the vendor's id; empty for all. */
    search: z.string().trim().max(200).default(''),
    standing: z.array(z.enum(SUBSCRIPTION_STANDINGS)).default([]),
    sortKey: z.enum(SUBSCRIPTION_SORT_KEYS).default('endsBefore'),
    descending: z.boolean().default(false),
  }),
  output: z.object({
    total: z.number().int(),
    counts: z.record(z.enum(SUBSCRIPTION_STANDINGS), z.number().int()),
    rows: z.array(
      z.object({
        subscriptionId: idOf('subscription'),
        name: z.string(),
        offerTitle: z.string().nullable(),
        vendor: z.string(),
        status: z.string(),
        isSuspended: z.boolean(),
        isTrial: z.boolean(),
        seatCount: z.number().int(),
        termDuration: z.string(),
        billingCycle: z.string(),
        endsBefore: DateText,
        autoRenew: z.boolean(),
        termEndOutcome: z.string(),
        /** The charge of the next cycle of this term, net; null where none is left in it. */
        nextCharge: z.object({ on: DateText, net: MoneyWire }).nullable(),
        /** An order changes it right now. */
        isChanging: z.boolean(),
      }),
    ),
  }),
  async run({ tx, clock }, { search, standing, sortKey, descending, page, pageSize }) {
    const matching = matches(search);
    const where = and(matching, standing.length === 0 ? undefined : or(...standing.map(isOfStanding)));
    const direction = descending ? desc : asc;
    const rows = await tx
      .select({ subscription, offerTitle: offer.title, isChanging: isChanging() })
      .from(subscription)
      .leftJoin(offer, eq(offer.id, subscription.offerId))
      .where(where)
      .orderBy(asc(isOver()), direction(subscription[sortKey]), asc(subscription.name), asc(subscription.id))
      .limit(pageSize)
      .offset((page - 1) * pageSize);
    const [counted] = await tx
      .select({
        total: sql<number>`count(*) filter (where ${where ?? sql`true`})`.mapWith(Number),
        renews: countWhere(isOfStanding('renews')),
        ends: countWhere(isOfStanding('ends')),
        extendsMonthly: countWhere(isOfStanding('extendsMonthly')),
        over: countWhere(isOfStanding('over')),
      })
      .from(subscription)
      .leftJoin(offer, eq(offer.id, subscription.offerId))
      .where(matching);
    const { total = 0, ...counts } = counted ?? {};
    return {
      total,
      counts: { renews: 0, ends: 0, extendsMonthly: 0, over: 0, ...counts },
      rows: rows.map(({ subscription: row, offerTitle, isChanging: changing }) => ({
        subscriptionId: row.id,
        name: row.name,
        offerTitle,
        vendor: row.vendor,
        status: row.status,
        isSuspended: row.isSuspended,
        isTrial: row.isTrial,
        seatCount: row.seatCount,
        termDuration: row.termDuration,
        billingCycle: row.billingCycle,
        endsBefore: row.endsBefore.toString(),
        autoRenew: row.autoRenew,
        termEndOutcome: row.termEndOutcome,
        nextCharge: nextChargeOf(row, clock.now()),
        isChanging: changing,
      })),
    };
  },
});

/** Every word must be found in the name, the product's title or the vendor's id. */
function matches(search: string): SQL | undefined {
  const words = search.split(/\s+/).filter((word) => word !== '');
  return and(
    ...words.map((word) => {
      const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
      return or(
        ilike(subscription.name, pattern),
        ilike(offer.title, pattern),
        ilike(subscription.vendorSubscriptionId, pattern),
      );
    }),
  );
}

function isOfStanding(standing: (typeof SUBSCRIPTION_STANDINGS)[number]): SQL | undefined {
  if (standing === 'over') return inArray(subscription.status, OVER);
  return and(notInArray(subscription.status, OVER), eq(subscription.termEndOutcome, standing));
}

function isOver(): SQL {
  return sql`(${inArray(subscription.status, OVER)})`;
}

function isChanging() {
  return sql<boolean>`exists (select from ${customerOrder} where ${customerOrder.subscriptionId} = ${subscription.id}
    and ${inArray(customerOrder.status, [...OPEN_STATUSES])})`;
}

function countWhere(condition: SQL | undefined) {
  return count(sql`case when ${condition ?? sql`true`} then 1 end`);
}
