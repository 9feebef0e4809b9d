import type { UpcomingCharge } from '@licence-portal/nce';
import { cycleKey, type LedgerEntry } from '#features/billing/billing.ts';
import type { SubscriptionRow } from '../tables.ts';

/** The entry of a cycle that begins by itself. The first of a term says that it renews or extends the subscription. */
export function cycleEntry(row: SubscriptionRow, { on, line }: UpcomingCharge): LedgerEntry {
  const { seatCount, unitPricePerCycle, cycle, billedDays, cycleDays, net } = line;
  const beginsTerm = line.reason === 'chargeCycle' && on.equals(row.startsOn);
  return {
    accountId: row.accountId,
    subscriptionId: row.id,
    source: 'cycle',
    entryKey: cycleKey(on),
    kind: 'charge',
    code: beginsTerm ? (row.isExtended ? 'extendedServiceTerm' : 'renewal') : line.reason,
    name: row.name,
    seatCount,
    unitPricePerCycle,
    cycle,
    billedDays,
    cycleDays,
    net,
    chargedOn: on,
  };
}
