import { Decimal, money, monthsInTerm } from '@licence-portal/nce';
import { monthsInCycle } from '@licence-portal/nce/internals';
import { divide, roundLineHalfUp } from '@licence-portal/nce/money';
import { and, count, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { offer } from '#features/catalogue/catalogue.ts';
import { tenant } from '#features/tenants/tenants.ts';
import { operation } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { MoneyWire, moneyWire } from '#platform/wire.ts';
import { subscription } from '../tables.ts';
import { SUMMARY_GROUPS, type SummaryGroup } from './summary-groups.ts';

const Costs = {
  subscriptionCount: z.number().int().describe('Subscriptions that run or are suspended.'),
  seatCount: z.number().int().describe('Their licences.'),
  perMonth: MoneyWire.describe('Net cost of a month, by the prices and licences of now; one twelfth of a year.'),
  perYear: MoneyWire.describe('Net cost of a year, by the prices and licences of now.'),
};

export const summarizeSubscriptions = operation({
  name: 'subscriptions.summarizeSubscriptions',
  description:
    'Sums the running subscriptions of the account by product, Microsoft account or cost centre: licences, and what ' +
    'they cost in a month and a year.',
  kind: 'read',
  permission: 'subscriptions.read',
  input: z.object({
    by: z.enum(SUMMARY_GROUPS).default('product').describe('What the rows are: `product`, `tenant` or `costCentre`.'),
  }),
  output: z.object({
    rows: z
      .array(
        z.object({ label: z.string().nullable().describe('Name of the group; null for those without.'), ...Costs }),
      )
      .describe('The groups, the most expensive first.'),
    total: z.object(Costs).describe('All together.'),
  }),
  async run({ tx, accountId }, { by }) {
    const [owner] = await tx.select({ currency: account.currency }).from(account).where(eq(account.id, accountId));
    assert(owner !== undefined, 'the account of the caller exists');
    const label = LABELS[by];
    const parts = await tx
      .select({
        label,
        termDuration: subscription.termDuration,
        billingCycle: subscription.billingCycle,
        subscriptionCount: count(),
        seatCount: sql<number>`sum(${subscription.seatCount})::int`,
        perCycle: sql<string>`sum(${subscription.unitPricePerCycle} * ${subscription.seatCount})::text`,
      })
      .from(subscription)
      .leftJoin(offer, eq(offer.id, subscription.offerId))
      .leftJoin(tenant, eq(tenant.id, subscription.tenantId))
      .where(
        and(
          eq(subscription.accountId, accountId),
          inArray(subscription.status, ['active', 'suspended']),
          eq(subscription.currency, owner.currency),
        ),
      )
      .groupBy(label, subscription.termDuration, subscription.billingCycle);
    const groups = [...Map.groupBy(parts, (part) => part.label).entries()].map(([key, of]) => ({
      label: key,
      ...sumOf(of),
    }));
    groups.sort((left, right) => right.perYear.comparedTo(left.perYear));
    const shown = ({ perYear, ...counts }: ReturnType<typeof sumOf>) => ({
      ...counts,
      perMonth: moneyWire(roundLineHalfUp(divide(money(perYear, owner.currency), 12))),
      perYear: moneyWire(roundLineHalfUp(money(perYear, owner.currency))),
    });
    return { rows: groups.map((group) => ({ ...shown(group), label: group.label })), total: shown(sumOf(parts)) };
  },
});

const LABELS: Readonly<Record<SummaryGroup, SQL<string | null>>> = {
  product: sql<string | null>`coalesce(${offer.title}, ${subscription.name})`,
  tenant: sql<string | null>`${tenant.domain}`,
  costCentre: sql<string | null>`${subscription.costCentre}`,
};

type Part = Readonly<{
  termDuration: string;
  billingCycle: string;
  subscriptionCount: number;
  seatCount: number;
  perCycle: string;
}>;

function sumOf(parts: readonly Part[]) {
  const sum = (one: (part: Part) => number) => parts.reduce((total, part) => total + one(part), 0);
  return {
    subscriptionCount: sum((part) => part.subscriptionCount),
    seatCount: sum((part) => part.seatCount),
    perYear: parts.reduce((total, part) => total.plus(perYear(part)), new Decimal(0)),
  };
}

/** A charge cycle whose length is not known, and a free one, count nothing. */
function perYear({ termDuration, billingCycle, perCycle }: Part): Decimal {
  const months = monthsInCycle(billingCycle);
  const length = months === 'term' ? monthsInTerm(termDuration) : months;
  return length === undefined ? new Decimal(0) : new Decimal(perCycle).times(12).div(length);
}
