import { type Money, money } from '@licence-portal/nce';
import { add, zero } from '@licence-portal/nce/money';
import { sql } from 'drizzle-orm';
import { charge } from '#features/billing/billing.ts';
import { offer } from '#features/catalogue/catalogue.ts';
import { subscription, subscriptionForecast } from '#features/subscriptions/subscriptions.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';

/** The net spend of a month by product. */
export type SpendMonth = Readonly<{
  month: Temporal.PlainYearMonth;
  net: Money;
  /** In the order of `Spend.products`. */
  parts: readonly Money[];
  /** The other products together. */
  others: Money;
}>;

/** Spend of an account, net: this month including its expected charges, the months before and those after it. */
export type Spend = Readonly<{
  thisMonth: Money;
  /** The twelve months after this one. */
  months: readonly Readonly<{ month: Temporal.PlainYearMonth; net: Money }>[];
  /** The products with the highest spend in all these months, the highest first. */
  products: readonly string[];
  /** Five months before this one, this one, and six after it. */
  columns: readonly SpendMonth[];
}>;

type Spender = Readonly<{ accountId: AccountId; currency: string; today: Temporal.PlainDate }>;
/** The spend of a month on a product; null: on the products beyond the first. */
type Cell = Readonly<{ month: string; product: string | null; place: number; net: string }>;

const MONTHS_AHEAD = 12;
const COLUMNS_BEFORE = 5;
const COLUMNS_AHEAD = 6;
/** Products with a colour of their own. */
const PRODUCTS_MAX = 5;

/**
 * The spend of an account: what the ledger has, and the charges that are expected of its subscriptions and are not in
 * the ledger yet.
 */
export async function readSpend(tx: Tx, spender: Spender): Promise<Spend> {
  const cells = await sumByMonthAndProduct(tx, spender);
  const first = spender.today.toPlainYearMonth();
  const products = [...new Map(cells.map(({ place, product }) => [place, product])).entries()]
    .sort(([left], [right]) => left - right)
    .flatMap(([, product]) => product ?? []);
  const monthAt = (months: number) => spendOfMonth(cells, products, first.add({ months }), spender.currency);
  const range = (from: number, length: number) => Array.from({ length }, (_, index) => monthAt(from + index));
  return {
    thisMonth: monthAt(0).net,
    months: range(1, MONTHS_AHEAD).map(({ month, net }) => ({ month, net })),
    products,
    columns: range(-COLUMNS_BEFORE, COLUMNS_BEFORE + 1 + COLUMNS_AHEAD),
  };
}

function spendOfMonth(
  cells: readonly Cell[],
  products: readonly string[],
  month: Temporal.PlainYearMonth,
  currency: string,
): SpendMonth {
  const ofMonth = cells.filter((cell) => cell.month === month.toString());
  const netOf = (product: string | null) =>
    ofMonth
      .filter((cell) => cell.product === product)
      .reduce((net, cell) => add(net, money(cell.net, currency)), zero(currency));
  const parts = products.map(netOf);
  const others = netOf(null);
  return { month, net: parts.reduce(add, others), parts, others };
}

/** The sums of the ledger and of the forecasts in one statement; products beyond the first together. */
async function sumByMonthAndProduct(tx: Tx, { accountId, currency, today }: Spender): Promise<readonly Cell[]> {
  const { chargedOn, net, currency: currencies } = subscriptionForecast;
  const month = today.with({ day: 1 });
  const { rows } = await tx.execute<Cell>(sql`
    with cell as (
      select to_char(cycle.charged_on, 'YYYY-MM') as month, coalesce(${offer.title}, ${subscription.name}) as product,
        cycle.net
      from ${subscriptionForecast} join ${subscription} on ${subscription.id} = ${subscriptionForecast.subscriptionId}
        left join ${offer} on ${offer.id} = ${subscription.offerId},
        unnest(${chargedOn}, ${net}, ${currencies}) as cycle (charged_on, net, currency)
      where ${subscriptionForecast.accountId} = ${accountId} and cycle.currency = ${currency}
        and cycle.charged_on >= greatest(${month.toString()}::date,
          coalesce(${subscription.chargedUntil}, ${today.add({ days: 1 }).toString()}::date))
        and cycle.charged_on < ${month.add({ months: MONTHS_AHEAD + 1 }).toString()}
      union all
      select least(to_char(${charge.chargedOn}, 'YYYY-MM'), ${month.toPlainYearMonth().toString()}),
        coalesce(${offer.title}, ${charge.name}), ${charge.net}
      from ${charge} left join ${subscription} on ${subscription.id} = ${charge.subscriptionId}
        left join ${offer} on ${offer.id} = ${subscription.offerId}
      where ${charge.accountId} = ${accountId} and ${charge.currency} = ${currency}
        and ${charge.chargedOn} >= ${month.subtract({ months: COLUMNS_BEFORE }).toString()}
    ), summed as (
      select month, product, sum(net) as net from cell group by month, product
    ), ranked as (
      select product, least(row_number() over (order by sum(net) desc, product), ${PRODUCTS_MAX + 1}) as place
      from summed group by product
    )
    select summed.month, case when ranked.place <= ${PRODUCTS_MAX} then ranked.product end as product,
      ranked.place::int as place, sum(summed.net)::text as net
    from summed join ranked on ranked.product = summed.product
    group by 1, 2, 3`);
  return rows;
}
