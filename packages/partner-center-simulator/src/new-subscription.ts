import { termStarting, utcDate } from '@licence-portal/nce';
import { availabilityIdOf, type Sku, skuOf } from './catalogue.ts';
import { alignedTerm } from './custom-term-end.ts';
import type { Fields } from './json.ts';
import { openWindows } from './seat-windows.ts';
import type { CustomerRecord, OrderLine, SubscriptionRecord, SubscriptionResource } from './state.ts';
import { changed } from './subscription-shown.ts';
import { link, wireInstant } from './wire-json.ts';
import type { World } from './world.ts';

/** The subscription that an order line becomes, at the instant its order completes. */
export function newSubscription(
  world: World,
  customer: CustomerRecord,
  line: OrderLine,
  order: { id: string; completedAt: Temporal.Instant; provisionedAt: string },
): SubscriptionRecord {
  const sku = skuOf(world.catalogue, line.sku);
  const purchasedAt = order.completedAt;
  const startsOn = utcDate(purchasedAt);
  const term =
    line.customTermEndsOn === undefined
      ? { ...termStarting(startsOn, line.termDuration), anchorDay: startsOn.day }
      : alignedTerm(startsOn, line.customTermEndsOn);
  const id = line.subscriptionId;
  const resource: SubscriptionResource = {
    id,
    offerId: `${sku.productId}:${sku.skuId}:${availabilityIdOf(sku, purchasedAt)}`,
    offerName: sku.title,
    friendlyName: line.friendlyName,
    productType: { id: 'OnlineServicesNCE', displayName: 'OnlineServicesNCE' },
    quantity: line.quantity,
    unitType: 'Licenses',
    hasPurchasableAddons: false,
    creationDate: wireInstant(purchasedAt),
    effectiveStartDate: wireInstant(purchasedAt),
    status: 'active',
    autoRenewEnabled: true,
    isTrial: sku.isTrial,
    billingType: 'license',
    billingCycle: line.billingCycle,
    termDuration: line.termDuration,
    renewalTermDuration: '',
    isMicrosoftProduct: true,
    partnerId: '',
    attentionNeeded: false,
    actionTaken: false,
    contractType: 'subscription',
    consumptionType: 'none',
    publisherName: sku.publisherName,
    suspensionReasons: [],
    orderId: order.id,
    links: subscriptionLinks(world, customer.customer.id, id, sku, purchasedAt),
    attributes: { etag: '', objectType: 'Subscription' },
  };
  const record: SubscriptionRecord = {
    resource,
    sku: line.sku,
    unitPrice: line.unitPrice,
    termStartsOn: term.startsOn.toString(),
    termEndsBefore: term.endsBefore.toString(),
    anchorDay: term.anchorDay,
    seatBatches: [],
    provisionedAt: order.provisionedAt,
    updateCount: 0,
    revision: 0,
    isExtended: false,
  };
  openWindows(record, purchasedAt);
  changed(record, purchasedAt);
  return record;
}

function subscriptionLinks(
  world: World,
  customerId: string,
  subscriptionId: string,
  sku: Sku,
  at: Temporal.Instant,
): Fields {
  const country = world.catalogue.market;
  const skuUri = `/products/${sku.productId}/skus/${sku.skuId}`;
  return {
    product: link(`/products/${sku.productId}?country=${country}`),
    sku: link(`${skuUri}?country=${country}`),
    availability: link(`${skuUri}/availabilities/${availabilityIdOf(sku, at)}?country=${country}`),
    self: link(`/customers/${customerId}/subscriptions/${subscriptionId}`),
  };
}
