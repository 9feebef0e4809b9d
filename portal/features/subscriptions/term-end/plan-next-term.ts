import {
  type AvailableOffers,
  type QuotePrices,
  type SubscriptionChange,
  subscriptionAfter,
} from '@licence-portal/nce';
import { zero } from '@licence-portal/nce/money';
import { getOffer, type Offer, readPriceList } from '#features/catalogue/catalogue.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import type { Changeable } from '../change/get-changeable.ts';
import type { NextTerm } from '../change/ordered-change.ts';
import { toSubscriptionChange } from '../change/to-subscription-change.ts';
import { plansOnSale } from '../upgrade/plans-on-sale.ts';
import { nextTermPrices } from './next-term-prices.ts';

export type PlannedNextTerm = Readonly<{
  change: SubscriptionChange;
  prices: QuotePrices;
  offers: AvailableOffers;
  /** Title of the product of the next term. */
  title: string | undefined;
}>;

/** The next term that a customer chooses, in the terms of the rules, with its price by today's list. */
export async function planNextTerm(
  context: OperationContext,
  changeable: Changeable,
  next: NextTerm | null,
): Promise<PlannedNextTerm | 'nextTermNotOffered' | 'notOnSale'> {
  const { row, offer, state, availableOffers } = changeable;
  // Without a vendor who carries it out at the end of the term, nobody would.
  if (context.services.subscriptionReaders[row.vendor] === undefined) return 'nextTermNotOffered';
  const product = next === null ? undefined : await findNextProduct(context, changeable, next);
  if (next !== null && product === undefined) return 'notOnSale';

  const instructed = next !== null && isPresent(changeable, next) ? null : next;
  const { subscriptionId, kind, outcome } = { subscriptionId: row.id, kind: 'renewal', outcome: 'renews' } as const;
  const change = toSubscriptionChange({ kind, subscriptionId, outcome, next: instructed }, product, row.isTrial);
  const now = context.clock.now();
  const after = subscriptionAfter(state, change, now, zero(row.currency));
  const prices = await nextTermPrices(context.tx, { ...row, state: after }, now);
  const products = product && [await productOnSale(context, changeable, product)];
  return { change, prices, offers: { ...availableOffers, products }, title: (product ?? offer)?.title };
}

async function findNextProduct(
  { tx }: OperationContext,
  { row }: Changeable,
  { offerId }: NextTerm,
): Promise<Offer | undefined> {
  const found = await getOffer(tx, offerId);
  return found?.vendor === row.vendor && !found.isTrial ? found : undefined;
}

/** The term continues as it is. */
function isPresent({ row }: Changeable, { offerId, termDuration, billingCycle, seatCount }: NextTerm): boolean {
  return (
    offerId === row.offerId &&
    termDuration === row.termDuration &&
    billingCycle === row.billingCycle &&
    seatCount === row.seatCount
  );
}

/** The plans of a product that can follow; the present one may also follow itself while it is only renewed. */
async function productOnSale({ tx, clock }: OperationContext, { row }: Changeable, sold: Offer) {
  const priceList = await readPriceList(tx, { accountId: row.accountId, offerIds: [sold.id], at: clock.now() });
  const present = { termDuration: row.termDuration, billingCycle: row.billingCycle };
  const renewable = sold.id === row.offerId && priceList({ ...present, offerId: sold.id }) ? [present] : [];
  return {
    productId: sold.vendorProductId,
    skuId: sold.vendorSkuId,
    plans: [...plansOnSale(priceList, sold.id), ...renewable],
    seatCountMin: sold.seatCountMin,
    seatCountMax: sold.seatCountMax ?? undefined,
  };
}
