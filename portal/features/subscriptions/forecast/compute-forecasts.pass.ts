import { startOfUtcDay, utcDate } from '@licence-portal/nce';
import { and, asc, inArray, isNotNull, lt, or, sql } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import type { Pass } from '#platform/job.ts';
import { rowsAfter, visitRows } from '#platform/visit-rows.server.ts';
import { type SubscriptionRow, subscription, subscriptionForecast } from '../tables.ts';
import { forecastEnd, MONTHS_SHOWN } from './forecast-charges.ts';
import { listForecastPrices, notifyOfRenewalPrices } from './renewal-price-changes.ts';
import { getPriceListVersion, storeForecasts } from './store-forecast.ts';

type DueForecast = Readonly<{ accountId: AccountId; subscriptionId: Id<'subscription'> }>;

/**
 * Computes the expected charges anew where the price list has changed since, and where the months that are computed
 * come to their end: a month ahead. Rows that differ from what is computed now are corrected by it; version 0 of the
 * price list makes one due. Customers are notified of a renewal whose price has moved.
 */
export const computeForecasts: Pass = {
  name: 'subscriptions.computeForecasts',
  everySeconds: 20,
  async run(pass) {
    const now = pass.clock.now();
    const version = await pass.inTransaction(async ({ tx }) => {
      await countPriceDates(tx, now);
      return getPriceListVersion(tx);
    });
    const { accountId, subscriptionId, priceListVersion, computedUntil } = subscriptionForecast;
    const isDue = or(lt(priceListVersion, version), lt(computedUntil, forecastEnd(utcDate(now), MONTHS_SHOWN + 1)));
    await visitRows(pass, {
      // A change of the subscription that is under way computes it too; the others wait for this transaction.
      list: (tx, { after, limit }): Promise<DueForecast[]> =>
        tx
          .select({ accountId, subscriptionId })
          .from(subscriptionForecast)
          .where(and(isNotNull(computedUntil), isDue, rowsAfter([accountId, subscriptionId], after)))
          .orderBy(asc(accountId), asc(subscriptionId))
          .limit(limit)
          .for('no key update', { skipLocked: true }),
      keyOf: ({ accountId, subscriptionId }) => [accountId, subscriptionId],
      run: async (context, due) => {
        const rows = await listSubscriptions(context.tx, due);
        const before = await listForecastPrices(context, rows);
        await storeForecasts(context.tx, rows, now);
        await notifyOfRenewalPrices(context, rows, before, await listForecastPrices(context, rows));
      },
    });
  },
};

/** A price that begins or ends by its date changes the price list without a write: looked for once a day. */
async function countPriceDates(tx: Tx, now: Temporal.Instant): Promise<void> {
  const at = now.toString();
  await tx.execute(sql`
    insert into price_list_state as state (version, dates_checked_at) values (1, ${at})
    on conflict (id) do update set
      version = state.version + case when exists (
        select from price, coalesce(state.dates_checked_at, '-infinity') as checked_at
        where effective_from > checked_at and effective_from <= ${at}
          or effective_until > checked_at and effective_until <= ${at}
      ) then 1 else 0 end,
      dates_checked_at = ${at}
    where state.dates_checked_at is null or state.dates_checked_at < ${startOfUtcDay(utcDate(now)).toString()}`);
}

async function listSubscriptions(tx: Tx, due: readonly DueForecast[]): Promise<SubscriptionRow[]> {
  const ids = due.map(({ subscriptionId }) => subscriptionId);
  return tx.select().from(subscription).where(inArray(subscription.id, ids));
}
