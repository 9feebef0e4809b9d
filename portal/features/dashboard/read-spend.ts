import { type Money, money } from '@licence-portal/nce';
import { add } from '@licence-portal/nce/money';
import { sql } from 'drizzle-orm';
import { charge } from '#features/billing/billing.ts';
import { subscription, subscriptionForecast } from '#features/subscriptions/subscriptions.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';

/** Spend of an account, net: this month including its expected charges, and the twelve months after it. */
export type Spend = Readonly<{
  thisMonth: Money;
  months: readonly Readonly<{ month: Temporal.PlainYearMonth; net: Money }>[];
}>;

type Spender = Readonly<{ accountId: AccountId; currency: string; today: Temporal.PlainDate }>;

const MONTHS_AHEAD = 12;

/**
 * The spend of an account: what the ledger has of this month, and the charges that are expected of its subscriptions
 * and are not in the ledger yet.
 */
export async function readSpend(tx: Tx, spender: Spender): Promise<Spend> {
  const first = spender.today.toPlainYearMonth();
  const nets = await sumExpected(tx, spender);
  const netOf = (month: Temporal.PlainYearMonth) => nets.get(month.toString()) ?? money(0, spender.currency);
  const charged = await sumCharged(tx, spender);
  return {
    thisMonth: add(netOf(first), charged),
    months: Array.from({ length: MONTHS_AHEAD }, (_, index) => first.add({ months: index + 1 })).map((month) => ({
      month,
      net: netOf(month),
    })),
  };
}

/** The charges from this month on that are not in the ledger yet, by month. */
async function sumExpected(tx: Tx, { accountId, currency, today }: Spender): Promise<ReadonlyMap<string, Money>> {
  const { chargedOn, net, currency: currencies } = subscriptionForecast;
  const month = today.with({ day: 1 });
  const { rows } = await tx.execute<{ month: string; net: string }>(sql`
    select to_char(cycle.charged_on, 'YYYY-MM') as month, sum(cycle.net)::text as net
    from ${subscriptionForecast} join ${subscription} on ${subscription.id} = ${subscriptionForecast.subscriptionId},
      unnest(${chargedOn}, ${net}, ${currencies}) as cycle (charged_on, net, currency)
    where ${subscriptionForecast.accountId} = ${accountId} and cycle.currency = ${currency}
      and cycle.charged_on >= greatest(${month.toString()}::date,
        coalesce(${subscription.chargedUntil}, ${today.add({ days: 1 }).toString()}::date))
      and cycle.charged_on < ${month.add({ months: MONTHS_AHEAD + 1 }).toString()}
    group by 1`);
  return new Map(rows.map((row) => [row.month, money(row.net, currency)]));
}

/** What the ledger has of this month. */
async function sumCharged(tx: Tx, { accountId, currency, today }: Spender): Promise<Money> {
  const { rows } = await tx.execute<{ net: string }>(sql`
    select coalesce(sum(${charge.net}), 0)::text as net from ${charge}
    where ${charge.accountId} = ${accountId} and ${charge.currency} = ${currency}
      and ${charge.chargedOn} >= ${today.with({ day: 1 }).toString()}`);
  return money(rows[0]?.net ?? 0, currency);
}
