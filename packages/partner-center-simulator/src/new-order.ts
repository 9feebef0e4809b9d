import { Decimal } from 'decimal.js';
import { catalogItemIdOf, type Sku, skuKey } from './catalogue.ts';
import { orderResource } from './order-resource.ts';
import type { LinePrice } from './promotions.ts';
import { type RequestedFailure, SLOW_FACTOR } from './requested-failures.ts';
import type { CartLine, CustomerRecord, OrderLine, OrderRecord } from './state.ts';
import { link, wireInstant } from './wire-json.ts';
import type { World } from './world.ts';

/** A line of a cart, with its SKU and price. */
export type BoughtLine = Readonly<{ line: CartLine; sku: Sku; price: LinePrice }>;

/**
 * The pending order of one group of cart lines. Its subscriptions appear when it completes, under ids that are chosen
 * now, so that a restart gives the same result.
 *
 * @source Partner Center, "Check out a cart" and "Order resources"
 */
export function newOrder(
  world: World,
  customer: CustomerRecord,
  items: readonly BoughtLine[],
  failure: RequestedFailure | undefined,
): OrderRecord {
  const now = world.clock.now();
  const lines = items.map((item, index) => orderLine(world, item, index));
  const times = failure === 'slow' ? SLOW_FACTOR : 1;
  const completesAt = afterLatency(now, world.settings.latency.order, times);
  const total = items.reduce((sum, { line }) => sum.add(extendedPriceOf(line)), new Decimal(0));
  return {
    resource: orderResource(world, {
      id: newOrderId(world),
      customerId: customer.customer.id,
      billingCycle: items[0]?.line.billingCycle ?? 'none',
      lineItems: lines.map((line) => line.resource),
      creationDate: wireInstant(now),
      status: 'pending',
      transactionType: 'UserPurchase',
      totalPrice: total.toNumber(),
    }),
    lines,
    completesAt: wireInstant(completesAt),
    provisionedAt: wireInstant(afterLatency(completesAt, world.settings.latency.provisioning, times)),
    willFail: failure === 'orderFails',
  };
}

export function newOrderId(world: World): string {
  return world.newGuid().replaceAll('-', '').slice(0, 12);
}

function orderLine(world: World, item: BoughtLine, index: number): OrderLine {
  const { line, sku, price } = item;
  const friendlyName = line.friendlyName ?? sku.title;
  return {
    resource: {
      lineItemNumber: index,
      offerId: catalogItemIdOf(sku, world.clock.now()),
      termDuration: line.termDuration,
      transactionType: 'New',
      friendlyName,
      quantity: line.quantity,
      ...(line.renewsTo === undefined ? {} : { renewsTo: { termDuration: line.renewsTo } }),
      ...(line.isAttested ? { attestationAccepted: true } : {}),
      pricing: line.resource.pricing ?? {},
      links: {
        sku: link(`/products/${sku.productId}/skus/${sku.skuId}?country=${world.catalogue.market}`),
      },
    },
    subscriptionId: world.newGuid(),
    sku: skuKey(sku),
    quantity: line.quantity,
    termDuration: line.termDuration,
    billingCycle: line.billingCycle,
    friendlyName,
    customTermEndsOn: line.customTermEndsOn,
    renewsTo: line.renewsTo,
    unitPrice: price.unitPrice.toString(),
    promotionId: price.promotionId,
  };
}

function afterLatency(instant: Temporal.Instant, latency: Temporal.Duration, times: number): Temporal.Instant {
  return instant.add({ milliseconds: Math.round(latency.total('milliseconds') * times) });
}

export function extendedPriceOf(line: CartLine): number {
  const pricing = line.resource.pricing;
  if (pricing === null || typeof pricing !== 'object' || Array.isArray(pricing)) return 0;
  return typeof pricing.extendedPrice === 'number' ? pricing.extendedPrice : 0;
}
