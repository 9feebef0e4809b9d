import { type Money, money, type Term } from '@licence-portal/nce';
import { sum } from '@licence-portal/nce/money';
import { and, asc, eq, gt, lte } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import { charge } from '../tables.ts';

/** A charge cycle as the ledger has it, with everything that was charged and refunded for it. */
export type CycleInLedger = Readonly<{
  cycle: Term;
  /** Days of the whole cycle. */
  cycleDays: number;
  /** Whether its beginning was charged; otherwise only changes within it were. */
  isCharged: boolean;
  /** The seats that are paid for now: those charged, less those refunded. */
  seatCount: number;
  /** Price of one seat of its last entry. */
  unitPricePerCycle: Money;
  /** Net, less refunds. */
  paid: Money;
}>;

/** Entries that add to, or take from, the seats of a cycle that has been charged. */
const CHANGES: readonly string[] = ['seatsAdded', 'seatsRemoved', 'cancelled', 'movedOut'];

/** The cycles of a subscription that are in the ledger and run on a day of the period, the first first. */
export async function cyclesInLedger(
  tx: Tx,
  subscriptionId: Id<'subscription'>,
  { startsOn, endsBefore }: Term,
): Promise<CycleInLedger[]> {
  const { cycleStartsOn, cycleEndsBefore, createdAt, id } = charge;
  const entries = await tx
    .select()
    .from(charge)
    .where(
      and(
        eq(charge.subscriptionId, subscriptionId),
        gt(cycleEndsBefore, startsOn),
        lte(cycleStartsOn, endsBefore.subtract({ days: 1 })),
      ),
    )
    .orderBy(asc(cycleStartsOn), asc(createdAt), asc(id));
  const cycles = Map.groupBy(entries, (entry) => `${entry.cycleStartsOn}/${entry.cycleEndsBefore}`);
  return [...cycles.values()].map(cycleOf);
}

function cycleOf(entries: readonly (typeof charge.$inferSelect)[]): CycleInLedger {
  const [first, last] = [entries[0], entries.at(-1)];
  assert(first !== undefined && last !== undefined, 'a group has an entry');
  const { currency } = first;
  return {
    cycle: { startsOn: first.cycleStartsOn, endsBefore: first.cycleEndsBefore },
    cycleDays: first.cycleDays,
    isCharged: entries.some(({ code }) => !CHANGES.includes(code)),
    seatCount: entries.reduce((seats, { kind, seatCount }) => seats + (kind === 'refund' ? -seatCount : seatCount), 0),
    unitPricePerCycle: money(last.unitPricePerCycle, last.currency),
    paid: sum(
      entries.map((entry) => money(entry.net, entry.currency)),
      currency,
    ),
  };
}
