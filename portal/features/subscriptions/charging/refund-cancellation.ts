import { answerCancellation } from '@licence-portal/nce';
import { negate } from '@licence-portal/nce/money';
import { appendEntries, type CycleInLedger, cyclesInLedger, type LedgerEntry } from '#features/billing/billing.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { subscriptionState } from '../subscription-state.ts';
import type { SubscriptionRow } from '../tables.ts';
import { changeEntry, dayOf, refundRest } from './change-entry.ts';

/**
 * Refunds a subscription that was cancelled at the vendor within its term: everything that was paid for the cycle while
 * the vendor offers that, otherwise the rest of the cycle from the day of the cancellation on. A vendor that cancels
 * after its own window has taken the seats back, and bills no more for them.
 *
 * @param row  as it was before
 */
export async function refundCancellation(
  context: Pick<OperationContext, 'tx' | 'clock'>,
  row: SubscriptionRow,
  on: Temporal.PlainDate,
): Promise<void> {
  const now = context.clock.now();
  const answer = answerCancellation(subscriptionState(row, undefined), now);
  const isFull = answer.allowed && answer.refund === 'full';
  const cycles = await cyclesInLedger(context.tx, row.id, { ...dayOf(now), startsOn: on });
  const paidFor = cycles.filter(
    ({ isCharged, seatCount, paid }) => isCharged && seatCount > 0 && !paid.amount.isZero(),
  );
  await appendEntries(
    context,
    paidFor.map((cycle) =>
      isFull
        ? { ...refundAll(row, cycle), chargedOn: on }
        : refundRest(row, { code: 'cancelled', seatCount: cycle.seatCount, cycle, from: on }),
    ),
  );
}

function refundAll(
  row: SubscriptionRow,
  { cycle, cycleDays, seatCount, unitPricePerCycle, paid }: CycleInLedger,
): LedgerEntry {
  const billedDays = cycle.startsOn.until(cycle.endsBefore, { largestUnit: 'days' }).days;
  const seats = { seatCount, unitPricePerCycle, cycle, billedDays, cycleDays };
  return changeEntry(row, { ...seats, kind: 'refund', code: 'cancelled', net: negate(paid) });
}
