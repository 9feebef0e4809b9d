import { endOfTerm, startOfUtcDay, termStarting, type UpcomingCharge } from '@licence-portal/nce';
import { appendEntries, type LedgerEntry } from '#features/billing/billing.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { followingOutcomes, forecastCharges } from '../forecast/forecast-charges.ts';
import { subscriptionState } from '../subscription-state.ts';
import type { SubscriptionRow } from '../tables.ts';
import { listNextTermPrices } from '../term-end/next-term-prices.ts';
import { cycleEntry } from './cycle-entry.ts';

type Context = Pick<OperationContext, 'tx' | 'clock' | 'log'>;

/**
 * Charges the terms between two answers of the vendor, of which the portal has seen none: it did not run for longer
 * than a term. They are charged as they were foretold, each at the price list of its own day.
 *
 * @param row  the answer before
 * @param endsBefore  the first day of the term that the newer answer shows
 */
export async function chargeGap(context: Context, row: SubscriptionRow, endsBefore: Temporal.PlainDate): Promise<void> {
  const entries: LedgerEntry[] = [];
  const duration = endOfTerm(subscriptionState(row, undefined))?.termDuration ?? row.termDuration;
  let termEnd = row.endsBefore;
  let from = row.endsBefore;
  while (Temporal.PlainDate.compare(from, endsBefore) < 0) {
    const next = await firstForetold(context, row, { startsOn: from, endsBefore });
    if (next === undefined) break;
    const beginsTerm = Temporal.PlainDate.compare(next.on, termEnd) >= 0;
    if (beginsTerm) termEnd = termStarting(next.on, duration).endsBefore;
    const entry = cycleEntry(row, next);
    entries.push(beginsTerm ? entry : { ...entry, code: 'chargeCycle' });
    from = next.on.add({ days: 1 });
  }
  if (entries.length === 0)
    context.log.error({ subscriptionId: row.id, from: `${from}` }, 'terms that nobody foretold are not in the ledger');
  await appendEntries(context, entries);
}

async function firstForetold(
  { tx }: Context,
  row: SubscriptionRow,
  period: Readonly<{ startsOn: Temporal.PlainDate; endsBefore: Temporal.PlainDate }>,
): Promise<UpcomingCharge | undefined> {
  const state = subscriptionState(row, undefined);
  const query = { accountId: row.accountId, offerId: row.offerId, state, following: followingOutcomes(state) };
  const [prices = {}] = await listNextTermPrices(tx, [query], startOfUtcDay(period.startsOn));
  return forecastCharges(row, prices, { today: period.startsOn, endsBefore: period.endsBefore }).find(
    ({ on }) => Temporal.PlainDate.compare(on, period.startsOn) >= 0,
  );
}
