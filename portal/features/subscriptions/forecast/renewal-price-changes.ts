import { Decimal } from '@licence-portal/nce';
import { eq, inArray } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { notifyOfMany } from '#features/notifications/notifications.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { paths } from '#ui/paths.ts';
import { type StoredPrices, type SubscriptionRow, subscriptionForecast } from '../tables.ts';
import { type RenewalPriceChange, renewalPriceMail } from './renewal-price.mail.ts';

type ForecastPrices = Pick<typeof subscriptionForecast.$inferSelect, 'subscriptionId' | 'prices' | 'priceListVersion'>;

/** The prices by which the next terms of subscriptions are computed now. */
export async function listForecastPrices(
  { tx }: OperationContext,
  rows: readonly SubscriptionRow[],
): Promise<ForecastPrices[]> {
  if (rows.length === 0) return [];
  const { subscriptionId, prices, priceListVersion } = subscriptionForecast;
  return tx
    .select({ subscriptionId, prices, priceListVersion })
    .from(subscriptionForecast)
    .where(
      inArray(
        subscriptionId,
        rows.map(({ id }) => id),
      ),
    );
}

/**
 * Notifies customers of the prices of their next renewals that have moved with the price list: "costerà … invece di …".
 * Called in the transaction that stores the new prices, so that each change is sent once.
 */
export async function notifyOfRenewalPrices(
  context: OperationContext,
  rows: readonly SubscriptionRow[],
  before: readonly ForecastPrices[],
  after: readonly ForecastPrices[],
): Promise<void> {
  for (const row of rows) {
    const known = before.find(({ subscriptionId }) => subscriptionId === row.id);
    const now = after.find(({ subscriptionId }) => subscriptionId === row.id);
    // Version 0 was never computed.
    if (known === undefined || now === undefined || known.priceListVersion === 0) continue;
    const change = changeOf(row, known.prices, now.prices);
    if (change !== undefined) await notifyOf(context, row, change);
  }
}

function changeOf(row: SubscriptionRow, before: StoredPrices, after: StoredPrices): RenewalPriceChange | undefined {
  const [old, next] = [before.nextTermUnitPricePerCycle, after.nextTermUnitPricePerCycle];
  if (old === undefined || next === undefined || old.currency !== next.currency) return undefined;
  if (row.isTrial || new Decimal(old.amount).equals(next.amount)) return undefined;
  return {
    name: row.name,
    seatCount: row.seatCount,
    before: old.amount,
    after: next.amount,
    currency: next.currency,
    renewsOn: row.endsBefore.toString(),
  };
}

async function notifyOf(context: OperationContext, row: SubscriptionRow, change: RenewalPriceChange): Promise<void> {
  const [owner] = await context.tx.select({ name: account.name }).from(account).where(eq(account.id, row.accountId));
  const link = paths.subscription(row.id);
  await notifyOfMany(context, [
    {
      accountId: row.accountId,
      to: { with: 'subscriptions.manage' },
      kind: 'renewalPriceChanges',
      facts: {
        name: row.name,
        currency: change.currency,
        ...inParts('before', change.before),
        ...inParts('after', change.after),
      },
      link,
      mail: (t, reader) =>
        renewalPriceMail(t, {
          ...change,
          accountName: owner?.name ?? '',
          url: `${context.services.publicUrl}${link}`,
          locale: reader.locale,
        }),
    },
  ]);
}

/** A sentence in two languages writes the decimal sign itself. */
function inParts<Name extends string>(name: Name, amount: string) {
  const [whole = '0', cents = '00'] = new Decimal(amount).toFixed(2).split('.');
  return { [`${name}Whole`]: Number(whole), [`${name}Cents`]: cents };
}
