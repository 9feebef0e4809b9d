import { and, asc, count, desc, eq, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { offer } from '#features/catalogue/catalogue.ts';
import { customerOrder, OPEN_STATUSES } from '#features/orders/orders.ts';
import { operation } from '#platform/operation.server.ts';
import { DateText, offsetOf, PageRequest, pageOf, SearchText } from '#platform/wire.ts';
import { nextChargeOf } from './remaining-charges.ts';
import {
  BillingCycle,
  NextCharge,
  SeatCountShown,
  SubscriptionId,
  SubscriptionName,
  SubscriptionStatus,
  TermDuration,
  TermEndOutcomeText,
} from './subscription-wire.ts';
import { type SubscriptionRow, subscription } from './tables.ts';

export const SUBSCRIPTION_SORTS = ['endsBefore', 'name', 'seatCount', 'status'] as const;

/** Outcomes at the end of the term that the list can be filtered by. */
export const OUTCOME_FILTERS = ['renews', 'ends', 'extendsMonthly', 'ended'] as const;

const SubscriptionSummary = z
  .object({
    subscriptionId: SubscriptionId,
    name: SubscriptionName,
    offerTitle: z.string().nullable().describe('Title of the plan in the catalogue; null where it has none.'),
    vendor: z.string().describe('Key of the vendor who provides it.'),
    status: SubscriptionStatus,
    isSuspended: z.boolean().describe('The vendor has suspended it: nobody can use it.'),
    isTrial: z.boolean().describe('It is a free trial.'),
    seatCount: SeatCountShown,
    termDuration: TermDuration,
    billingCycle: BillingCycle,
    endsBefore: DateText.describe('First day after the term.'),
    autoRenew: z.boolean().describe('Auto-renew is on at the vendor.'),
    termEndOutcome: TermEndOutcomeText,
    nextCharge: NextCharge,
    isChanging: z.boolean().describe('An open order is changing it; a second change has to wait.'),
  })
  .describe('A subscription of the account.');

export const listSubscriptions = operation({
  name: 'subscriptions.listSubscriptions',
  description:
    'Lists the subscriptions of the account: those that have ended last, the others by the end of their term unless ' +
    'another sort is given.',
  kind: 'read',
  permission: 'subscriptions.read',
  input: PageRequest.extend({
    search: SearchText.describe(
      "Words to search for, in any order, in the name, the plan's title and the vendor's id; empty for all.",
    ),
    outcomes: z
      .array(z.enum(OUTCOME_FILTERS))
      .default([])
      .describe('Only subscriptions with one of these outcomes at the end of the term; empty for all.'),
    sort: z.enum(SUBSCRIPTION_SORTS).default('endsBefore').describe('Field to sort by.'),
    descending: z.boolean().default(false).describe('Sort from the highest value to the lowest.'),
  }),
  output: pageOf(SubscriptionSummary).extend({
    counts: z
      .record(z.enum(OUTCOME_FILTERS), z.number().int())
      .describe('Subscriptions by outcome at the end of the term, of all that the search finds.'),
  }),
  async run({ tx, clock }, { search, outcomes, sort, descending, ...page }) {
    const matching = matches(search);
    const where = and(matching, outcomes.length === 0 ? undefined : inArray(subscription.termEndOutcome, outcomes));
    const rows = await tx
      .select({ subscription, offerTitle: offer.title, isChanging: isChanging() })
      .from(subscription)
      .leftJoin(offer, eq(offer.id, subscription.offerId))
      .where(where)
      .orderBy(
        asc(sql`${hasOutcome('ended')}`),
        (descending ? desc : asc)(subscription[sort]),
        asc(subscription.name),
        asc(subscription.id),
      )
      .limit(page.pageSize)
      .offset(offsetOf(page));
    const [counted] = await tx
      .select({
        total: countWhere(where ?? sql`true`),
        renews: countWhere(hasOutcome('renews')),
        ends: countWhere(hasOutcome('ends')),
        extendsMonthly: countWhere(hasOutcome('extendsMonthly')),
        ended: countWhere(hasOutcome('ended')),
      })
      .from(subscription)
      .leftJoin(offer, eq(offer.id, subscription.offerId))
      .where(matching);
    const { total = 0, ...counts } = counted ?? {};
    return {
      total,
      counts: { renews: 0, ends: 0, extendsMonthly: 0, ended: 0, ...counts },
      items: rows.map(({ subscription: row, ...rest }) => ({
        ...summaryOf(row),
        ...rest,
        nextCharge: nextChargeOf(row, clock.now()),
      })),
    };
  },
});

function summaryOf(row: SubscriptionRow) {
  return {
    subscriptionId: row.id,
    name: row.name,
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
  };
}

/** Every word must be found in the name, the plan's title or the vendor's id. */
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

function hasOutcome(outcome: (typeof OUTCOME_FILTERS)[number]): SQL {
  return eq(subscription.termEndOutcome, outcome);
}

function isChanging() {
  return sql<boolean>`exists (select from ${customerOrder} where ${customerOrder.subscriptionId} = ${subscription.id}
    and ${inArray(customerOrder.status, [...OPEN_STATUSES])})`;
}

function countWhere(condition: SQL) {
  return count(sql`case when ${condition} then 1 end`);
}
