import { endOfTerm, type SubscriptionState, startOfUtcDay, utcDate } from '@licence-portal/nce';
import { nextTerm } from '@licence-portal/nce/internals';
import { and, asc, eq, inArray, lte } from 'drizzle-orm';
import {
  type SubscriptionRow,
  storeReadSubscription,
  subscription,
  subscriptionState,
} from '#features/subscriptions/subscriptions.ts';
import type { Pass } from '#platform/job.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { rowsAfter, visitRows } from '#platform/visit-rows.server.ts';
import { readingOfRow } from './reading-of-row.ts';
import { windowsOfTerm } from './windows-of-term.ts';

/**
 * Renews or ends the own services whose term is over, as it was chosen: nobody else keeps their terms. A process that
 * was down for longer than a term begins each of them.
 */
export const endTerms: Pass = {
  name: 'manual.endTerms',
  everySeconds: 20,
  async run(pass) {
    const today = utcDate(pass.clock.now());
    const { id, endsBefore, status, vendor } = subscription;
    const isOver = and(eq(vendor, 'manual'), eq(status, 'active'), lte(endsBefore, today));
    await visitRows(pass, {
      list: (tx, { after, limit }) =>
        tx
          .select({ id, endsBefore })
          .from(subscription)
          .where(and(isOver, rowsAfter([endsBefore, id], after)))
          .orderBy(asc(endsBefore), asc(id))
          .limit(limit),
      keyOf: (row) => [row.endsBefore, row.id],
      async run(context, found) {
        const ids = found.map((row) => row.id);
        const rows = await context.tx
          .select()
          .from(subscription)
          .where(and(isOver, inArray(id, ids)))
          .orderBy(asc(id))
          .for('no key update');
        for (const row of rows) await endTermsOf(context, row, today);
      },
    });
  },
};

async function endTermsOf(context: OperationContext, row: SubscriptionRow, today: Temporal.PlainDate): Promise<void> {
  let state: SubscriptionState | undefined = subscriptionState(row, undefined);
  while (state?.status === 'active' && Temporal.PlainDate.compare(state.term.endsBefore, today) <= 0) {
    state = stateAfterTerm(state);
    if (state === undefined) return;
    const reading = readingOfRow(row, state);
    await storeReadSubscription(context, { accountId: row.accountId, vendor: 'manual', reading });
  }
}

/** Undefined for an end that is not known: somebody has to look. */
function stateAfterTerm(state: SubscriptionState): SubscriptionState | undefined {
  const end = endOfTerm(state);
  if (end?.outcome === 'ends') {
    const over = { status: 'expired', autoRenewEnabled: false, scheduledNextTerm: undefined, scheduledActions: [] };
    return { ...state, ...over, refundable: [], refundOptions: [] };
  }
  if (end?.outcome !== 'renews') return undefined;
  const { on, seatCount, termDuration, billingCycle } = end;
  const term = nextTerm({ ...state.term, endsBefore: on }, termDuration);
  const { cancellationAllowedUntil, ...windows } = windowsOfTerm('renewal', { term, seatCount, at: startOfUtcDay(on) });
  return {
    ...state,
    ...windows,
    cancellationAllowedUntil: cancellationAllowedUntil ?? undefined,
    term,
    termDuration,
    billingCycle,
    seatCount,
    nextCharge: undefined,
    scheduledNextTerm: undefined,
    scheduledActions: [],
  };
}
