import { type Change, quoteChange } from '@licence-portal/nce';
import type { ChangeKindName, QuoteAnswer } from '#features/orders/orders.ts';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { impossibleView, possibleView } from './change-view.ts';
import { getChangeable } from './get-changeable.ts';
import { nextTermPrices } from './next-term-prices.ts';
import { findOpenChange } from './open-change.ts';

export type SubscriptionChange = Readonly<{
  kind: Exclude<ChangeKindName, 'purchase'>;
  subscriptionId: Id<'subscription'>;
  change: Change;
  /** Steps of the vendor that carry it out. */
  steps: readonly string[];
}>;

/** What a change to one subscription costs, commits to and does, by the rules and today's prices; or why it cannot be. */
export async function quoteSubscriptionChange(
  context: OperationContext,
  { kind, subscriptionId, change, steps }: SubscriptionChange,
): Promise<QuoteAnswer> {
  const changeable = await getChangeable(context, subscriptionId);
  const { row, state } = changeable;
  const open = await findOpenChange(context.tx, subscriptionId);
  if (open) {
    const facts = { name: row.name, orderNumber: open.number };
    const instead = { action: 'trackOrder', facts: { orderId: open.orderId } };
    return { possible: false, view: { possible: false, kind, reason: 'changeInProgress', facts, instead } };
  }

  const now = context.clock.now();
  const prices =
    change.kind === 'renewal' ? await nextTermPrices(context.tx, { offerId: row.offerId, state }, now) : {};
  const quote = quoteChange(state, change, prices, now);
  if (!quote.possible) return { possible: false, view: impossibleView(kind, changeable, quote) };

  const view = possibleView(kind, changeable, quote);
  return {
    possible: true,
    view,
    execution: {
      vendor: row.vendor,
      steps,
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
