import { type Money, type Term, type UpcomingCharge, utcDate } from '@licence-portal/nce';
import { customerCharge } from '@licence-portal/nce/internals';
import { compare, negate } from '@licence-portal/nce/money';
import type { CycleInLedger, LedgerEntry } from '#features/billing/billing.ts';
import { newId } from '#platform/ids.ts';
import type { SubscriptionRow } from '../tables.ts';
import { latest } from './due-cycles.ts';

/** What a change that was made at the vendor charges or refunds. */
type Changed = Readonly<{
  kind: 'charge' | 'refund';
  code: string;
  seatCount: number;
  unitPricePerCycle: Money;
  cycle: Term;
  billedDays: number;
  cycleDays: number;
  net: Money;
}>;

export function changeEntry(row: SubscriptionRow, changed: Changed): LedgerEntry {
  const chargedOn = changed.cycle.endsBefore.subtract({ days: changed.billedDays });
  return {
    ...changed,
    accountId: row.accountId,
    subscriptionId: row.id,
    source: 'change',
    entryKey: `change:${chargedOn}:${newId()}`,
    name: row.name,
    chargedOn,
  };
}

/** Charges seats from a day (included), or from the beginning of a later cycle, to the end of the cycle. */
export function chargeRest(row: SubscriptionRow, rest: Rest): LedgerEntry {
  const part = partOf(rest);
  return changeEntry(row, { ...part, kind: 'charge', net: customerCharge(part) });
}

/** Refunds seats likewise; never more than was paid for the cycle. */
export function refundRest(row: SubscriptionRow, rest: Rest): LedgerEntry {
  const part = partOf(rest);
  const unused = customerCharge(part);
  const { paid } = rest.cycle;
  return changeEntry(row, { ...part, kind: 'refund', net: negate(compare(unused, paid) > 0 ? paid : unused) });
}

type Rest = Readonly<{ code: string; seatCount: number; cycle: CycleInLedger; from: Temporal.PlainDate }>;

function partOf({ code, seatCount, cycle: { cycle, cycleDays, unitPricePerCycle }, from }: Rest) {
  const billedDays = latest(from, cycle.startsOn).until(cycle.endsBefore, { largestUnit: 'days' }).days;
  return { code, seatCount, unitPricePerCycle, cycle, billedDays, cycleDays };
}

/** A cycle of another plan or product that a change has begun. */
export function movedEntry(row: SubscriptionRow, { line }: UpcomingCharge, code: string): LedgerEntry {
  const { seatCount, unitPricePerCycle, cycle, billedDays, cycleDays, net } = line;
  return changeEntry(row, {
    kind: 'charge',
    code,
    seatCount,
    unitPricePerCycle,
    cycle,
    billedDays,
    cycleDays,
    net,
  });
}

/** Today and nothing else, as a period. */
export function dayOf(now: Temporal.Instant): Term {
  const startsOn = utcDate(now);
  return { startsOn, endsBefore: startsOn.add({ days: 1 }) };
}
