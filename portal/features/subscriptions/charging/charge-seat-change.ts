import { utcDate } from '@licence-portal/nce';
import { appendEntries, cyclesInLedger } from '#features/billing/billing.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { SubscriptionRow } from '../tables.ts';
import { chargeRest, dayOf, refundRest } from './change-entry.ts';
import { earliest } from './due-cycles.ts';

/** Seats that were added on a day, as the vendor states it. */
export type AddedSeats = Readonly<{ seatCount: number; on: Temporal.PlainDate }>;

/**
 * Charges or refunds the seats by which the subscription differs from what the ledger has of its present cycle, for the
 * rest of the cycle. Without a cycle in the ledger there is nothing to compare: of a trial, or of a subscription that
 * the portal has found in the middle of a cycle.
 *
 * @param added  the days of added seats where the vendor states them; all other changes count from today
 */
export async function chargeSeatChange(
  context: Pick<OperationContext, 'tx' | 'clock'>,
  row: SubscriptionRow,
  added: readonly AddedSeats[],
): Promise<void> {
  const now = context.clock.now();
  const startsOn = added.reduce((first, { on }) => earliest(first, on), utcDate(now));
  const cycles = await cyclesInLedger(context.tx, row.id, { ...dayOf(now), startsOn });
  const charged = cycles.filter(({ isCharged }) => isCharged);
  const present = charged.findLast(({ cycle }) => Temporal.PlainDate.compare(utcDate(now), cycle.endsBefore) < 0);
  if (present === undefined) return;

  const difference = (row.status === 'deleted' ? 0 : row.seatCount) - present.seatCount;
  if (difference === 0) return;
  const isStated = added.reduce((seats, { seatCount }) => seats + seatCount, 0) === difference;
  const changes = isStated ? added : [{ seatCount: difference, on: utcDate(now) }];
  const entries = changes.flatMap(({ seatCount, on }) =>
    charged
      .filter(({ cycle }) => Temporal.PlainDate.compare(on, cycle.endsBefore) < 0)
      .map((cycle) =>
        seatCount > 0
          ? chargeRest(row, { code: 'seatsAdded', seatCount, cycle, from: on })
          : refundRest(row, { code: 'seatsRemoved', seatCount: -seatCount, cycle, from: on }),
      ),
  );
  await appendEntries(context, entries);
}
