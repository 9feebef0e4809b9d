import { utcDate } from '@licence-portal/nce';
import { sql } from 'drizzle-orm';
import { appendEntries, type LedgerEntry } from '#features/billing/billing.ts';
import type { Tx } from '#platform/database.server.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { type SubscriptionRow, subscription } from '../tables.ts';
import { cycleEntry } from './cycle-entry.ts';
import { earliest, latest, splitCycles } from './due-cycles.ts';

/**
 * Charges the cycles of the present term that have begun, today included, and are not in the ledger yet: with the seats
 * and the price of the vendor's last answer. The rows are held by the transaction.
 *
 * @returns the rows as they are stored then
 */
export async function chargeDueCycles(
  context: Pick<OperationContext, 'tx' | 'clock'>,
  rows: readonly SubscriptionRow[],
): Promise<SubscriptionRow[]> {
  const tomorrow = utcDate(context.clock.now()).add({ days: 1 });
  const entries: LedgerEntry[] = [];
  const charged = rows.map((row) => {
    const from = latest(row.chargedUntil ?? tomorrow, row.startsOn);
    const until = latest(from, earliest(tomorrow, row.endsBefore));
    const { due, next } = splitCycles(row, from, until);
    entries.push(...due.map((one) => cycleEntry(row, one)));
    return { ...row, chargedUntil: until, nextChargeOn: next };
  });
  await appendEntries(context, entries);
  await storeChargedUntil(context.tx, charged);
  return charged;
}

type Charged = Readonly<{ id: SubscriptionRow['id']; chargedUntil: Temporal.PlainDate | null }> &
  Pick<SubscriptionRow, 'nextChargeOn' | 'checksSeats'>;

/** In one statement, whatever the number of rows. */
export async function storeChargedUntil(tx: Tx, rows: readonly Charged[]): Promise<void> {
  const textOf = (date: Temporal.PlainDate | null) => date?.toString() ?? null;
  await tx.execute(sql`
    update ${subscription} set charged_until = new.charged_until, next_charge_on = new.next_charge_on,
      checks_seats = new.checks_seats
    from unnest(${sql.param(rows.map(({ id }) => id))}::uuid[],
      ${sql.param(rows.map(({ chargedUntil }) => textOf(chargedUntil)))}::date[],
      ${sql.param(rows.map((row) => textOf(row.nextChargeOn)))}::date[],
      ${sql.param(rows.map(({ checksSeats }) => checksSeats))}::boolean[])
      as new (id, charged_until, next_charge_on, checks_seats)
    where subscription.id = new.id`);
}
