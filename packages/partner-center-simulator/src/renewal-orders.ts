import { Decimal } from 'decimal.js';
import { dayOf } from './calendar.ts';
import { catalogItemIdOf, findOffer, skuOf } from './catalogue.ts';
import { linePricing } from './line-pricing.ts';
import { orderResource } from './order-resource.ts';
import type { BillingEvent, CustomerRecord, OrderRecord, SubscriptionRecord } from './state.ts';
import { link } from './wire-json.ts';
import type { World } from './world.ts';

type RenewalOrder = Readonly<{ resource: OrderRecord['resource']; quantity: number }>;

/**
 * The orders that Microsoft creates when a term ends and another begins: renewed, as scheduled, as the paid
 * plan of a trial, or by the month in the extended service term. They are derived from the billing history and not
 * stored: the renewals of many subscriptions would fill the memory.
 *
 * Guess: such an order is a `SystemPurchase` of one line, of the day on which the term began. The documentation names
 * the types and says no more.
 *
 * @source Partner Center, "Order resources", Order and OrderLineItem (`transactionType`)
 */
export function renewalOrders(world: World, customer: CustomerRecord): RenewalOrder[] {
  return Object.values(customer.subscriptions).flatMap((record) =>
    renewalsOf(record).map((renewal) => renewalOrder(world, customer, record, renewal)),
  );
}

/** The date of a charge's order. A subscription that was split off is billed under the order of the original one. */
export function orderDate(customer: CustomerRecord, record: SubscriptionRecord, { orderId, at }: BillingEvent): string {
  const purchase = customer.orders[orderId]?.resource.creationDate;
  if (purchase !== undefined) return purchase;
  const isOrder = (event: BillingEvent) => event.orderId === orderId;
  const own = renewalsOf(record).find(isOrder);
  return (own ?? Object.values(customer.subscriptions).flatMap(renewalsOf).find(isOrder))?.at ?? at;
}

function renewalsOf({ history }: SubscriptionRecord): BillingEvent[] {
  return history.filter(({ kind }) => kind === 'renew');
}

function renewalOrder(
  world: World,
  { customer }: CustomerRecord,
  { resource }: SubscriptionRecord,
  renewal: BillingEvent,
): RenewalOrder {
  const { quantity, termDuration, billingCycle, promotionId } = renewal;
  const at = Temporal.Instant.from(renewal.at);
  const sku = skuOf(world.catalogue, renewal.sku);
  const unitPrice = new Decimal(renewal.unitPrice);
  const pricing = linePricing(
    {
      termDuration,
      billingCycle,
      quantity,
      startsOn: dayOf(at),
      endsBefore: Temporal.PlainDate.from(renewal.termEndsBefore),
    },
    // The price of the extended service term is not in the price sheet.
    {
      listed: Decimal.max(findOffer(sku, termDuration, billingCycle)?.unitPrice ?? unitPrice, unitPrice),
      discounted: unitPrice,
    },
  );
  const line = {
    lineItemNumber: 0,
    offerId: catalogItemIdOf(sku, at),
    subscriptionId: resource.id,
    termDuration,
    transactionType: 'Renew',
    friendlyName: resource.friendlyName ?? sku.title,
    quantity,
    promotionId,
    pricing,
    links: {
      subscription: link(`/customers/${customer.id}/subscriptions/${resource.id}`),
      sku: link(`/products/${sku.productId}/skus/${sku.skuId}?country=${world.catalogue.market}`),
    },
  };
  const order = orderResource(world, {
    id: renewal.orderId,
    customerId: customer.id,
    billingCycle,
    lineItems: [line],
    creationDate: renewal.at,
    status: 'completed',
    transactionType: 'SystemPurchase',
    totalPrice: pricing.extendedPrice,
  });
  return { resource: order, quantity };
}
