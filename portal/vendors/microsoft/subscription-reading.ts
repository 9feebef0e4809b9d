import { readPartnerCenterSubscription } from '@licence-portal/nce';
import type { Subscription } from '@licence-portal/partner-center';
import type { SubscriptionReading } from '#features/subscriptions/subscriptions.ts';
import { isSoftware } from './software.ts';

/**
 * Microsoft's resource as the portal's reading: the rules read the terms, the portal adds the names. Absent fields are
 * null, `unknown` or empty: seats whose `refundableQuantity` is absent may or may not be returnable, so the answer is
 * not 0.
 *
 * @source Partner Center, "Subscription resources"
 */
export function readingOfSubscription(resource: Subscription): SubscriptionReading {
  const { autoRenewEnabled, isExtendedServiceTerm, ...terms } = readPartnerCenterSubscription(resource);
  const vendorOffer = vendorOfferOf(resource);
  return {
    vendorSubscriptionId: resource.id,
    vendorOffer,
    name: resource.friendlyName || resource.offerName || resource.id,
    ...terms,
    nextBillingCycle: terms.nextBillingCycle ?? null,
    isExtended: isExtendedServiceTerm ?? false,
    neverExtends: vendorOffer !== null && isSoftware(vendorOffer.vendorProductId),
    autoRenew: autoRenewEnabled,
    cancellationAllowedUntil: terms.cancellationAllowedUntil ?? null,
    scheduledNextTerm: terms.scheduledNextTerm ?? null,
    resource,
  };
}

/** `productId:skuId:availabilityId`; Microsoft's older services have a single id. */
function vendorOfferOf({ offerId }: Subscription): SubscriptionReading['vendorOffer'] {
  const [vendorProductId, vendorSkuId] = (offerId ?? '').split(':');
  return vendorProductId && vendorSkuId ? { vendorProductId, vendorSkuId } : null;
}
