import { utcDate } from '@licence-portal/nce';
import { and, asc, inArray, lte } from 'drizzle-orm';
import type { Pass } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { rowsAfter, visitRows } from '#platform/visit-rows.server.ts';
import { findPendingOrder } from '../change/find-pending-order.ts';
import { type SubscriptionRow, subscription } from '../tables.ts';
import { chargeDueCycles, storeChargedUntil } from './charge-due-cycles.ts';
import { chargeSeatChange } from './charge-seat-change.ts';
import { nextChargeOn } from './due-cycles.ts';

/**
 * Charges each cycle that has begun, once, whether this runs at its hour or months later. A term that has ended is not
 * followed by another until the vendor shows it: the reading charges what has begun by then.
 */
export const chargeDue: Pass = {
  name: 'subscriptions.chargeDue',
  everySeconds: 20,
  async run(pass) {
    const today = utcDate(pass.clock.now());
    const { nextChargeOn: dueOn, id } = subscription;
    await visitRows(pass, {
      // A reading that is under way charges what is due too; the next run finds the row if anything is left.
      list: (tx, { after, limit }) =>
        tx
          .select({ id, dueOn })
          .from(subscription)
          .where(and(lte(dueOn, today), rowsAfter([dueOn, id], after)))
          .orderBy(asc(dueOn), asc(id))
          .limit(limit)
          .for('no key update', { skipLocked: true }),
      keyOf: (due) => [due.dueOn, due.id],
      async run(context, due) {
        const ids = due.map((one) => one.id);
        const rows = await context.tx
          .select()
          .from(subscription)
          .where(and(inArray(id, ids), lte(dueOn, today)))
          .orderBy(asc(id))
          .for('no key update');
        const charged = await chargeDueCycles(context, rows);
        for (const row of charged) if (row.checksSeats) await checkSeats(context, row);
      },
    });
  },
};

/** Charges what an order has changed otherwise than it promised; not before it is over. */
async function checkSeats(context: OperationContext, row: SubscriptionRow): Promise<void> {
  if (await findPendingOrder(context.tx, row.id)) {
    await storeChargedUntil(context.tx, [{ ...row, nextChargeOn: utcDate(context.clock.now()) }]);
    return;
  }
  await chargeSeatChange(context, row, []);
  const next = row.chargedUntil && nextChargeOn(row, row.chargedUntil);
  await storeChargedUntil(context.tx, [{ ...row, checksSeats: false, nextChargeOn: next }]);
}
