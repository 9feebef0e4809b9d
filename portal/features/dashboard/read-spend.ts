import { type Money, money } from '@licence-portal/nce';
import { customerCharge } from '@licence-portal/nce/internals';
import { sum } from '@licence-portal/nce/money';
import { sql } from 'drizzle-orm';
import { charge } from '#features/billing/billing.ts';
import { subscriptionForecast } from '#features/subscriptions/subscriptions.ts';
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
 * The spend of an account: what the ledger has of this month, and the charges that are expected of its subscriptions.
 * The database sums them; here are computed only the charges of this month whose seats have changed since.
 */
export async function readSpend(tx: Tx, spender: Spender): Promise<Spend> {
  const first = spender.today.toPlainYearMonth();
  const nets = await sumExpected(tx, spender);
  const netOf = (month: Temporal.PlainYearMonth) => nets.get(month.toString()) ?? money(0, spender.currency);
  const charged = await sumCharged(tx, spender);
  const changed = await listChangedCycles(tx, spender);
  return {
    thisMonth: sum([netOf(first), charged, ...changed.map(customerCharge)], spender.currency),
    months: Array.from({ length: MONTHS_AHEAD }, (_, index) => first.add({ months: index + 1 })).map((month) => ({
      month,
      net: netOf(month),
    })),
  };
}

/** The charges of an account from this month on that its subscriptions expect, one row for each. */
function expected({ accountId, currency, today }: Spender) {
  const {
    chargedOn,
    net,
    currency: currencies,
    seatCount,
    unitPricePerCycle,
    billedDays,
    cycleDays,
  } = subscriptionForecast;
  const month = today.with({ day: 1 });
  return sql`
    select ${subscriptionForecast.subscriptionId} as subscription_id, cycle.*
    from ${subscriptionForecast}, unnest(${chargedOn}, ${net}, ${currencies}, ${seatCount}, ${unitPricePerCycle},
      ${billedDays}, ${cycleDays}) as cycle (charged_on, net, currency, seat_count, unit_price, billed_days, cycle_days)
    where ${subscriptionForecast.accountId} = ${accountId} and cycle.currency = ${currency}
      and cycle.charged_on >= ${month.toString()}
      and cycle.charged_on < ${month.add({ months: MONTHS_AHEAD + 1 }).toString()}`;
}

/**
 * The changes of this month's cycles that the ledger has: seats added, less those removed. The ledger has the whole of
 * a cycle that an order began.
 */
function changes({ accountId, today }: Spender) {
  return sql`
    select ${charge.subscriptionId} as subscription_id, ${charge.cycleStartsOn} as cycle_starts_on,
      bool_or(${charge.code} = 'purchase') as is_purchase,
      sum(case ${charge.code} when 'seatsAdded' then ${charge.seatCount}
        when 'seatsRemoved' then -${charge.seatCount} else 0 end)::int as seats_added
    from ${charge}
    where ${charge.accountId} = ${accountId} and ${charge.chargedOn} >= ${today.with({ day: 1 }).toString()}
      and ${charge.subscriptionId} is not null
    group by 1, 2`;
}

/** The expected charges by month, without those of this month whose cycle has begun and has changes in the ledger. */
async function sumExpected(tx: Tx, spender: Spender): Promise<ReadonlyMap<string, Money>> {
  const { rows } = await tx.execute<{ month: string; net: string }>(sql`
    with expected as (${expected(spender)}), change as (${changes(spender)})
    select to_char(expected.charged_on, 'YYYY-MM') as month, sum(expected.net)::text as net
    from expected left join change on change.subscription_id = expected.subscription_id
      and change.cycle_starts_on = expected.charged_on and expected.charged_on <= ${spender.today.toString()}
    where change.subscription_id is null or (not change.is_purchase and change.seats_added = 0)
    group by 1`);
  return new Map(rows.map(({ month, net }) => [month, money(net, spender.currency)]));
}

type ChangedCycle = Readonly<{ unitPricePerCycle: Money; seatCount: number; billedDays: number; cycleDays: number }>;

/** The cycles of this month that began by themselves and whose seats have changed since, with their first seats. */
async function listChangedCycles(tx: Tx, spender: Spender): Promise<ChangedCycle[]> {
  const { rows } = await tx.execute<{
    unit_price: string;
    seat_count: number;
    billed_days: number;
    cycle_days: number;
  }>(sql`
    with expected as (${expected(spender)}), change as (${changes(spender)})
    select expected.unit_price::text, expected.seat_count - change.seats_added as seat_count, expected.billed_days,
      expected.cycle_days
    from expected join change on change.subscription_id = expected.subscription_id
      and change.cycle_starts_on = expected.charged_on and expected.charged_on <= ${spender.today.toString()}
    where not change.is_purchase and change.seats_added <> 0`);
  return rows.map((row) => ({
    unitPricePerCycle: money(row.unit_price, spender.currency),
    seatCount: row.seat_count,
    billedDays: row.billed_days,
    cycleDays: row.cycle_days,
  }));
}

async function sumCharged(tx: Tx, { accountId, currency, today }: Spender): Promise<Money> {
  const { rows } = await tx.execute<{ net: string }>(sql`
    select coalesce(sum(${charge.net}), 0)::text as net from ${charge}
    where ${charge.accountId} = ${accountId} and ${charge.currency} = ${currency}
      and ${charge.chargedOn} >= ${today.with({ day: 1 }).toString()}`);
  return money(rows[0]?.net ?? 0, currency);
}
