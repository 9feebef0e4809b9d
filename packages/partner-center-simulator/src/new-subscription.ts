import { alignedTerm } from './aligned-term-ends.ts';
import { recordBilling } from './billing-history.ts';
import { dayOf, wholeTerm } from './calendar.ts';
import { availabilityIdOf, type Sku, skuKey, skuOf } from './catalogue.ts';
import type { Fields } from './json.ts';
import { openWindows } from './seat-windows.ts';
import type { CustomerRecord, OrderLine, SubscriptionRecord, SubscriptionResource } from './state.ts';
import { markChanged } from './subscription-resource.ts';
import { link, wireInstant } from './wire-json.ts';
import type { World } from './world.ts';

/** The subscription that an order line becomes, at the instant its order completes. */
export function newSubscription(
  world: World,
  customer: CustomerRecord,
  line: OrderLine,
  order: { id: string; completedAt: Temporal.Instant; provisionedAt: string },
): SubscriptionRecord {
  const purchasedAt = order.completedAt;
  const startsOn = dayOf(purchasedAt);
  const term =
    line.customTermEndsOn === undefined
      ? { ...wholeTerm(startsOn, line.termDuration), anchorDay: startsOn.day }
      : alignedTerm(startsOn, line.customTermEndsOn);
  const record = blankSubscription(world, customer, {
    id: line.subscriptionId,
    sku: skuOf(world.catalogue, line.sku),
    at: purchasedAt,
    quantity: line.quantity,
    orderId: order.id,
    friendlyName: line.friendlyName,
    term: {
      startsOn: term.startsOn.toString(),
      endsBefore: term.endsBefore.toString(),
      anchorDay: term.anchorDay,
    },
    termDuration: line.termDuration,
    billingCycle: line.billingCycle,
    provisionedAt: order.provisionedAt,
  });
  record.unitPrice = line.unitPrice;
  record.resource.promotionId = line.promotionId ?? '';
  record.resource.renewalTermDuration = line.renewsTo ?? '';
  openWindows(record, purchasedAt);
  recordBilling(record, 'new', purchasedAt, true);
  markChanged(record, purchasedAt);
  return record;
}

type NewFacts = Readonly<{
  id: string;
  sku: Sku;
  /** The instant of its creation. */
  at: Temporal.Instant;
  quantity: number;
  orderId: string;
  friendlyName: string;
  term: Readonly<{ startsOn: string; endsBefore: string; anchorDay: number }>;
  termDuration: string;
  billingCycle: string;
  provisionedAt: string;
}>;

/** An active subscription without a price and without refund windows; the caller sets both. */
export function blankSubscription(world: World, customer: CustomerRecord, facts: NewFacts): SubscriptionRecord {
  const { id, sku, at, term } = facts;
  const resource: SubscriptionResource = {
    id,
    offerId: `${sku.productId}:${sku.skuId}:${availabilityIdOf(sku, at)}`,
    offerName: sku.title,
    friendlyName: facts.friendlyName,
    productType: { id: 'OnlineServicesNCE', displayName: 'OnlineServicesNCE' },
    quantity: facts.quantity,
    unitType: 'Licenses',
    hasPurchasableAddons: world.catalogue.baseSkus.has(skuKey(sku)),
    creationDate: wireInstant(at),
    effectiveStartDate: wireInstant(at),
    status: 'active',
    autoRenewEnabled: true,
    isTrial: sku.isTrial,
    billingType: 'license',
    billingCycle: facts.billingCycle,
    termDuration: facts.termDuration,
    renewalTermDuration: '',
    isMicrosoftProduct: true,
    partnerId: '',
    attentionNeeded: false,
    actionTaken: false,
    contractType: 'subscription',
    consumptionType: 'none',
    publisherName: sku.publisherName,
    promotionId: '',
    suspensionReasons: [],
    nextChargeInstructions: null,
    orderId: facts.orderId,
    links: subscriptionLinks(world, customer.customer.id, id, sku, at),
    attributes: { etag: '', objectType: 'Subscription' },
  };
  return {
    resource,
    sku: skuKey(sku),
    unitPrice: '0',
    termStartsOn: term.startsOn,
    termEndsBefore: term.endsBefore,
    anchorDay: term.anchorDay,
    history: [],
    transitions: [],
    seatBatches: [],
    provisionedAt: facts.provisionedAt,
    updateCount: 0,
    revision: 0,
    isExtended: false,
  };
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
