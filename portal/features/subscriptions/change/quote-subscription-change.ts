import { calculateChangeQuote, monthsInTerm } from '@licence-portal/nce';
import type { PlacedOrder, QuoteAnswer } from '#features/orders/orders.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { nextTermPrices } from '../term-end/next-term-prices.ts';
import { planNextTerm } from '../term-end/plan-next-term.ts';
import { changeInProgressView, impossibleView, possibleView } from './change-view.ts';
import { findOrphanedAddOns } from './find-orphaned-add-ons.ts';
import { findPendingOrder } from './find-pending-order.ts';
import { getChangeable } from './get-changeable.ts';
import type { DirectChange } from './ordered-change.ts';
import { toSubscriptionChange } from './to-subscription-change.ts';

/**
 * Quotes a change to one subscription by the rules and today's prices: its costs, commitment and effects, or the reason
 * why it is not possible.
 */
export async function quoteSubscriptionChange(
  context: OperationContext,
  change: DirectChange,
  placed?: PlacedOrder,
): Promise<QuoteAnswer> {
  const { kind, subscriptionId } = change;
  const changeable = await getChangeable(context, subscriptionId);
  const { row, state, availableOffers } = changeable;
  const pending = await findPendingOrder(context.tx, subscriptionId, placed?.orderId);
  if (pending) return { possible: false, view: changeInProgressView(kind, changeable, pending) };

  const now = context.clock.now();
  // The next invoice of a monthly term is its renewal.
  const needsNextTerm = change.kind === 'renewal' || monthsInTerm(row.termDuration) === 1;
  const planned =
    change.kind === 'renewal' && change.outcome === 'renews' && change.next !== undefined
      ? await planNextTerm(context, changeable, change.next)
      : {
          change: toSubscriptionChange(change),
          prices: needsNextTerm ? await nextTermPrices(context.tx, { ...row, state }, now) : {},
          offers: availableOffers,
          title: undefined,
        };
  if (typeof planned === 'string') {
    const view = { possible: false, kind, reason: planned, facts: { name: row.name }, instead: null } as const;
    return { possible: false, view };
  }
  const quote = calculateChangeQuote(state, planned.change, planned.prices, now, planned.offers);
  if (!quote.possible) return { possible: false, view: impossibleView(kind, changeable, quote) };

  const isEnd = kind === 'cancel' || (change.kind === 'renewal' && change.outcome === 'ends');
  const orphaned = isEnd ? await findOrphanedAddOns(context.tx, row) : [];
  const view = possibleView(kind, changeable, quote, orphaned, planned.title);
  return {
    possible: true,
    view,
    execution: {
      vendor: row.vendor,
      tenantId: row.tenantId,
      subscriptionId,
      lines: [
        {
          offerId: row.offerId,
          subscriptionId,
          name: row.name,
          seatCount: quote.after.seatCount,
          termDuration: row.termDuration,
          billingCycle: row.billingCycle,
          unitPricePerCycle: row.unitPricePerCycle.toFixed(),
          answers: null,
          chargeKeys: view.columns.today.lines.map((line) => line.key),
        },
      ],
    },
  };
}
