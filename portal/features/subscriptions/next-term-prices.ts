import { money, type QuotePrices, type RenewalPlan, renewalPlan, type SubscriptionState } from '@licence-portal/nce';
import { findOfferByVendorIds, findPaidOffer } from '#features/catalogue/catalogue.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import { extensionPrices, renewedPrice } from './renewed-price.ts';

type Held = Readonly<{ offerId: Id<'offer'> | null; state: SubscriptionState }>;
type Following = 'renews' | 'extendsMonthly';

/**
 * What can follow the present term costs by the price list of a moment; it may be another price by then, and the pages say so.
 * What is not sold so is left out.
 *
 * @param asked  what is priced; each costs a look-up or two
 */
export async function nextTermPrices(
  tx: Tx,
  { offerId, state }: Held,
  at: Temporal.Instant,
  asked: readonly Following[] = ['renews', 'extendsMonthly'],
): Promise<QuotePrices> {
  if (offerId === null) return {};
  const plan = asked.includes('renews') ? renewalPlan(state) : undefined;
  const renewed = plan && (await renewalPrice(tx, { offerId, isTrial: state.isTrial, plan, at }));
  return {
    ...(asked.includes('extendsMonthly') && (await extensionPrices(tx, offerId, at))),
    nextTermUnitPricePerCycle: renewed && money(renewed.unitPricePerCycle, renewed.currency),
  };
}

async function renewalPrice(
  tx: Tx,
  asked: Readonly<{ offerId: Id<'offer'>; isTrial: boolean; plan: RenewalPlan; at: Temporal.Instant }>,
) {
  const { plan, at } = asked;
  const offerId = await renewedOfferId(tx, asked);
  if (offerId === undefined) return undefined;
  return renewedPrice(tx, { offerId, termDuration: plan.termDuration, billingCycle: plan.billingCycle, at });
}

/** Another product where one is planned; a trial becomes the product that it tried. */
async function renewedOfferId(
  tx: Tx,
  { offerId, isTrial, plan }: Readonly<{ offerId: Id<'offer'>; isTrial: boolean; plan: RenewalPlan }>,
): Promise<Id<'offer'> | undefined> {
  const { productId, skuId } = plan;
  if (productId !== undefined && skuId !== undefined) {
    return (await findOfferByVendorIds(tx, { vendorProductId: productId, vendorSkuId: skuId.padStart(4, '0') }))?.id;
  }
  return isTrial ? (await findPaidOffer(tx, offerId))?.id : offerId;
}
