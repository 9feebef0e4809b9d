import { calculateChangeQuote } from '@licence-portal/nce';
import { type ChangeKind, type PlacedOrder, type QuoteAnswer, quoteOperation } from '#features/orders/orders.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { changeInProgressView, impossibleView } from '../change/change-view.ts';
import { findOrphanedAddOns } from '../change/find-orphaned-add-ons.ts';
import { findPendingOrder } from '../change/find-pending-order.ts';
import { type Changeable, getChangeable } from '../change/get-changeable.ts';
import { planUpgrade } from './plan-upgrade.ts';
import { UpgradeChange } from './upgrade-change.ts';
import { upgradeLines, upgradeView } from './upgrade-view.ts';

/** Moves seats at once to another product, to another subscription or to a longer term. It cannot be undone. */
export const upgrade: ChangeKind<'upgrade'> = {
  kind: 'upgrade',
  schema: UpgradeChange,
  permission: 'subscriptions.manage',
  opensServices: true,
  refusals: ['subscriptions.notFound'],
  quote: answerUpgrade,
};

export const quoteUpgrade = quoteOperation({
  name: 'subscriptions.quoteUpgrade',
  description:
    'Quotes the move of licences to another product, to another subscription or to a longer term, at once, and stores ' +
    'the quote, which `orders.placeOrder` can order. `subscriptions.getUpgradeOptions` lists what is possible.',
  kind: upgrade,
  input: UpgradeChange.omit({ kind: true }),
  changeOf: (input) => ({ kind: 'upgrade', ...input }),
});

async function answerUpgrade(
  context: OperationContext,
  change: UpgradeChange,
  placed?: PlacedOrder,
): Promise<QuoteAnswer> {
  const source = await getChangeable(context, change.subscriptionId);
  const pending = await findPendingChange(context, change, placed?.orderId);
  if (pending) return { possible: false, view: changeInProgressView('upgrade', source, pending) };

  const planned = await planUpgrade(context, source, change);
  if (typeof planned === 'string') {
    return { possible: false, view: { ...notPlanned(source, planned), facts: { name: source.row.name } } };
  }
  const now = context.clock.now();
  const quote = calculateChangeQuote(source.state, planned.change, planned.prices, now, source.availableOffers);
  if (!quote.possible) return { possible: false, view: impossibleView('upgrade', source, quote) };

  const { offer } = planned;
  const movesAllSeats = change.seatCount >= source.row.seatCount;
  const instead = { productId: offer.vendorProductId, skuId: offer.vendorSkuId, status: 'active' };
  const moved = {
    orphanedAddOns: movesAllSeats ? await findOrphanedAddOns(context.tx, source.row, instead) : [],
    holders: await context.services.listSeatHolders(context.tx, source.row.id),
  };
  const view = upgradeView({ source, planned, quote, ...moved });
  return {
    possible: true,
    view,
    execution: {
      vendor: source.row.vendor,
      tenantId: source.row.tenantId,
      subscriptionId: source.row.id,
      lines: upgradeLines({ source, planned, quote, view }),
    },
  };
}

/** An open order of the subscription, or of the one that receives the seats. */
async function findPendingChange(
  { tx }: OperationContext,
  { subscriptionId, to }: UpgradeChange,
  exceptId: PlacedOrder['orderId'] | undefined,
) {
  const pending = await findPendingOrder(tx, subscriptionId, exceptId);
  if (pending || to.way !== 'subscription') return pending;
  return findPendingOrder(tx, to.subscriptionId, exceptId);
}

function notPlanned({ row }: Changeable, reason: string) {
  return { possible: false, kind: 'upgrade', reason, facts: { name: row.name }, instead: null } as const;
}
