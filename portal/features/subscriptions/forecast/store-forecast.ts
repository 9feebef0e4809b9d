import { setImmediate } from 'node:timers/promises';
import { type QuotePrices, type UpcomingCharge, utcDate } from '@licence-portal/nce';
import { eq, getTableColumns, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import { subscriptionState } from '../subscription-state.ts';
import { priceListState, type StoredPrices, type SubscriptionRow, subscriptionForecast } from '../tables.ts';
import { listNextTermPrices } from '../term-end/next-term-prices.ts';
import {
  followingOutcomes,
  forecastCharges,
  forecastEnd,
  hasSameForecast,
  hasSamePrices,
  revivePrices,
  storePrices,
} from './forecast-charges.ts';

type ForecastRow = typeof subscriptionForecast.$inferInsert;

/** Forecasts computed before other work of the process has its turn: about 10 ms. */
const COMPUTED_AT_A_TIME = 10;

/**
 * Computes the expected charges of a subscription that has just been stored, in the same transaction. Nothing where the
 * vendor's answer changes none of them; without the price list where it does not change the prices.
 *
 * @param before  the row before; undefined for a new subscription
 */
export async function updateForecast(
  tx: Tx,
  { before, after }: Readonly<{ before: SubscriptionRow | undefined; after: SubscriptionRow }>,
  now: Temporal.Instant,
): Promise<void> {
  if (before !== undefined && hasSameForecast(before, after)) return;
  const priced = before !== undefined && hasSamePrices(before, after) ? await findStoredPrices(tx, after) : undefined;
  if (priced === undefined) await storeForecasts(tx, [after], now);
  else await writeForecasts(tx, [rowOf(after, priced, utcDate(now))]);
}

/** Computes the expected charges of subscriptions at the prices of the moment, and stores those that differ. */
export async function storeForecasts(tx: Tx, rows: readonly SubscriptionRow[], now: Temporal.Instant): Promise<void> {
  // Read before the prices: a change that commits between the two makes the forecasts due again.
  const priceListVersion = await getPriceListVersion(tx);
  const prices = await listPrices(tx, rows, now);
  const forecasts: ForecastRow[] = [];
  for (const [index, row] of rows.entries()) {
    if (index > 0 && index % COMPUTED_AT_A_TIME === 0) await setImmediate();
    forecasts.push(rowOf(row, { prices: storePrices(prices[index] ?? {}), priceListVersion }, utcDate(now)));
  }
  await writeForecasts(tx, forecasts);
}

/** How often the price list has changed; 1 before its first change. */
export async function getPriceListVersion(tx: Tx): Promise<number> {
  const [state] = await tx.select({ version: priceListState.version }).from(priceListState);
  return state?.version ?? 1;
}

function listPrices(tx: Tx, rows: readonly SubscriptionRow[], now: Temporal.Instant): Promise<QuotePrices[]> {
  const queries = rows.map((row) => {
    const state = subscriptionState(row, undefined);
    return { accountId: row.accountId, offerId: row.offerId, state, following: followingOutcomes(state) };
  });
  return listNextTermPrices(tx, queries, now);
}

type Priced = Readonly<{ prices: StoredPrices; priceListVersion: number }>;

/** The prices of the forecast that is stored; undefined where it was never computed. */
async function findStoredPrices(tx: Tx, { id }: SubscriptionRow): Promise<Priced | undefined> {
  const { prices, priceListVersion } = subscriptionForecast;
  const [stored] = await tx
    .select({ prices, priceListVersion })
    .from(subscriptionForecast)
    .where(eq(subscriptionForecast.subscriptionId, id));
  return stored !== undefined && stored.priceListVersion > 0 ? stored : undefined;
}

function rowOf(row: SubscriptionRow, { prices, priceListVersion }: Priced, today: Temporal.PlainDate): ForecastRow {
  const endsBefore = forecastEnd(today);
  const charges = forecastCharges(row, revivePrices(prices), { today, endsBefore });
  const isRunning = row.status === 'active' || row.status === 'suspended';
  return {
    subscriptionId: row.id,
    accountId: row.accountId,
    ...columnsOf(charges),
    prices,
    priceListVersion,
    computedUntil: isRunning ? endsBefore : null,
  };
}

function columnsOf(charges: readonly UpcomingCharge[]) {
  return {
    chargedOn: charges.map(({ on }) => on),
    net: charges.map(({ line }) => line.net.amount),
    currency: charges.map(({ line }) => line.net.currency),
    seatCount: charges.map(({ line }) => line.seatCount),
    unitPricePerCycle: charges.map(({ line }) => line.unitPricePerCycle.amount),
    billedDays: charges.map(({ line }) => line.billedDays),
    cycleDays: charges.map(({ line }) => line.cycleDays),
  };
}

async function writeForecasts(tx: Tx, forecasts: readonly ForecastRow[]): Promise<void> {
  if (forecasts.length === 0) return;
  const { subscriptionId, accountId, ...computed } = getTableColumns(subscriptionForecast);
  await tx
    .insert(subscriptionForecast)
    .values([...forecasts])
    .onConflictDoUpdate({
      target: subscriptionForecast.subscriptionId,
      set: Object.fromEntries(
        Object.entries(computed).map(([key, column]) => [key, sql`excluded.${sql.identifier(column.name)}`]),
      ),
    });
}
