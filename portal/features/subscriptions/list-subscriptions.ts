import { and, asc, desc, eq, ilike, inArray, or, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { offer } from '#features/catalogue/catalogue.ts';
import { customerOrder, OPEN_STATUSES } from '#features/orders/orders.ts';
import { tenant } from '#features/tenants/tenants.ts';
import { COUNTED_MAX } from '#platform/counted-max.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { type OperationContext, operation } from '#platform/operation.server.ts';
import { countedPageOf, DateText, MoneyWire, moneyWire, offsetOf, PageRequest, SearchText } from '#platform/wire.ts';
import { forecastCharge, nextExpectedCharge } from './inventory/expected-charge.ts';
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
import { type SubscriptionRow, subscription, TERM_END_OUTCOMES, type TermEndOutcome } from './tables.ts';

export const SUBSCRIPTION_SORTS = ['endsBefore', 'name', 'seatCount', 'status', 'costCentre'] as const;

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
    costCentre: z.string().nullable().describe('Cost centre that the account gave it; null for none.'),
    tenantDomain: z.string().nullable().describe('Domain of the Microsoft account; null where it is in none.'),
    assignedCount: z.number().int().describe('Licences given to people.'),
    unitPricePerCycle: MoneyWire.describe('Net price of one licence for one charge cycle, not rounded.'),
  })
  .describe('A subscription of the account.');

/** What a list or a file of subscriptions is narrowed and sorted by. */
export const ListFilters = z.object({
  search: SearchText.describe(
    "Words to search for, in any order, in the name, the plan's title, the Microsoft account, the cost centre and the " +
      "vendor's id; empty for all.",
  ),
  outcomes: z
    .array(z.enum(OUTCOME_FILTERS))
    .default([])
    .describe('Only subscriptions with one of these outcomes at the end of the term; empty for all.'),
  sort: z.enum(SUBSCRIPTION_SORTS).default('endsBefore').describe('Field to sort by.'),
  descending: z.boolean().default(false).describe('Sort from the highest value to the lowest.'),
});

export const listSubscriptions = operation({
  name: 'subscriptions.listSubscriptions',
  description:
    'Lists the subscriptions of the account: those that have ended last, the others by the end of their term unless ' +
    'another sort is given.',
  kind: 'read',
  permission: 'subscriptions.read',
  input: PageRequest.extend(ListFilters.shape),
  output: countedPageOf(SubscriptionSummary).extend({
    counts: z
      .record(z.enum(OUTCOME_FILTERS), z.number().int())
      .describe(
        'Subscriptions by outcome at the end of the term, of all that the search finds; each counted as the total is.',
      ),
  }),
  async run(context, { page, pageSize, ...filters }) {
    const { tx, accountId } = context;
    const found = await findSubscriptions(context, filters, { page, pageSize });
    const { unknown, ...counts } = await countByOutcome(tx, accountId, matches(filters.search));
    const { outcomes } = filters;
    const shown = outcomes.length === 0 ? [...Object.values(counts), unknown] : outcomes.map((one) => counts[one]);
    return {
      total: Math.min(
        shown.reduce((total, count) => total + count, 0),
        COUNTED_MAX + 1,
      ),
      counts,
      items: found.map(({ endsOn: _, vendorSubscriptionId: __, ...item }) => item),
    };
  },
});

/** The subscriptions of one page. Prices and charges are worked out for these rows alone. */
export async function findSubscriptions(
  { tx, clock, accountId, services }: OperationContext,
  { search, outcomes, sort, descending }: z.output<typeof ListFilters>,
  page: z.output<typeof PageRequest>,
) {
  const now = clock.now();
  const rows = await tx
    .select({
      row: subscription,
      offerTitle: offer.title,
      tenantDomain: tenant.domain,
      isChanging: isChanging(),
      forecast: forecastCharge(now),
    })
    .from(subscription)
    .leftJoin(offer, eq(offer.id, subscription.offerId))
    .leftJoin(tenant, eq(tenant.id, subscription.tenantId))
    .where(
      and(
        eq(subscription.accountId, accountId),
        matches(search),
        outcomes.length === 0 ? undefined : inArray(subscription.termEndOutcome, outcomes),
      ),
    )
    .orderBy(
      asc(sql`${hasOutcome('ended')}`),
      (descending ? desc : asc)(subscription[sort]),
      asc(subscription.name),
      asc(subscription.id),
    )
    .limit(page.pageSize)
    .offset(offsetOf(page));
  const assigned = await services.countAssignedTo(
    tx,
    rows.map(({ row }) => row.id),
  );
  return rows.map(({ row, offerTitle, tenantDomain, isChanging, forecast }) => ({
    ...summaryOf(row),
    offerTitle,
    tenantDomain,
    isChanging,
    costCentre: row.costCentre,
    assignedCount: assigned.get(row.id) ?? 0,
    unitPricePerCycle: moneyWire({ amount: row.unitPricePerCycle, currency: row.currency }),
    nextCharge: nextExpectedCharge(row, forecast, now),
    endsOn: row.endsBefore.subtract({ days: 1 }).toString(),
    vendorSubscriptionId: row.vendorSubscriptionId,
  }));
}

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

/** Every word must be found in the name, the plan's title, the tenant, the cost centre or the vendor's id. */
function matches(search: string): SQL | undefined {
  const words = search.split(/\s+/).filter((word) => word !== '');
  return and(
    ...words.map((word) => {
      const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
      return or(
        ilike(subscription.name, pattern),
        ilike(offer.title, pattern),
        ilike(tenant.domain, pattern),
        ilike(subscription.costCentre, pattern),
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

/** Each counted up to `COUNTED_MAX`, and one more where there are more. */
async function countByOutcome(
  tx: Tx,
  accountId: AccountId,
  matching: SQL | undefined,
): Promise<Record<TermEndOutcome, number>> {
  const counted = tx
    .select({ one: sql`1` })
    .from(subscription)
    .leftJoin(offer, eq(offer.id, subscription.offerId))
    .leftJoin(tenant, eq(tenant.id, subscription.tenantId))
    .where(and(eq(subscription.accountId, accountId), sql`${subscription.termEndOutcome} = wanted.outcome`, matching))
    .limit(COUNTED_MAX + 1);
  const { rows } = await tx.execute<{ outcome: TermEndOutcome; count: number }>(sql`
    select wanted.outcome, (select count(*)::int from (${counted}) as counted) as count
    from unnest(array[${sql.join(
      TERM_END_OUTCOMES.map((outcome) => sql`${outcome}`),
      sql`, `,
    )}]::text[]) as wanted (outcome)`);
  const counts = { renews: 0, ends: 0, extendsMonthly: 0, unknown: 0, ended: 0 };
  for (const { outcome, count } of rows) counts[outcome] = count;
  return counts;
}
