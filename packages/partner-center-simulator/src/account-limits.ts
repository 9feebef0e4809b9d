import { Decimal } from 'decimal.js';
import { billedLines } from './billing-history.ts';
import { dayOf } from './calendar.ts';
import { type Sku, skuKey } from './catalogue.ts';
import { type Fields, isFields } from './json.ts';
import { extendedPriceOf } from './new-order.ts';
import type { DocumentedCode } from './partner-error.ts';
import { settleAll } from './settle-customer.ts';
import type { CartLine, CustomerRecord, Limits } from './state.ts';
import { optionalCount } from './wire-json.ts';
import type { World } from './world.ts';

/**
 * The code of the limit that an order would exceed. A partner's account has no limits until the control API sets some:
 * Microsoft does not publish its own.
 *
 * @source Partner Center, "Error codes", 800023, 800066, 800067 and 800089
 */
export function exceededLimit(
  world: World,
  customer: CustomerRecord,
  items: readonly { line: CartLine; sku: Sku }[],
): DocumentedCode | undefined {
  const { limits } = world.state;
  if (limits.credit !== undefined && usedCredit(world).add(priceOfItems(items)).gt(limits.credit)) return 800023;
  const active = Object.values(customer.subscriptions).filter(({ resource }) => resource.status === 'active');
  if (active.length + items.length > (limits.subscriptions ?? Infinity)) return 800066;
  for (const [key, ofSku] of Map.groupBy(items, ({ sku }) => skuKey(sku))) {
    const owned = active.filter(({ sku }) => sku === key);
    if (owned.length + ofSku.length > (limits.subscriptionsOfSku ?? Infinity)) return 800089;
    const seatCount =
      owned.reduce((total, { resource }) => total + resource.quantity, 0) +
      ofSku.reduce((total, { line }) => total + line.quantity, 0);
    if (seatCount > (limits.seatsOfSku ?? Infinity)) return 800067;
  }
  return undefined;
}

/**
 * The credit in use: pending orders and everything charged so far. Renewals need no free credit, but use it.
 *
 * @source Partner Center, "Credit limit"
 */
function usedCredit(world: World): Decimal {
  settleAll(world);
  const until = dayOf(world.clock.now()).add({ days: 1 });
  return Object.values(world.state.customers).reduce((total, { orders, subscriptions }) => {
    const pending = Object.values(orders).filter(({ resource }) => resource.status === 'pending');
    const charged = Object.values(subscriptions).flatMap((record) => billedLines(record, until));
    return total
      .add(Decimal.sum(0, ...pending.map(({ resource }) => Number(resource.totalPrice ?? 0))))
      .add(Decimal.sum(0, ...charged.map(({ subtotal }) => subtotal)));
  }, new Decimal(0));
}

function priceOfItems(items: readonly { line: CartLine }[]): Decimal {
  return Decimal.sum(0, ...items.map(({ line }) => extendedPriceOf(line)));
}

/** Reads limits as the control API shows them. @throws PartnerError for a value that is not a count */
export function limitsFrom(fields: Fields): Limits {
  const limits: Limits = {};
  for (const name of ['subscriptionsOfSku', 'subscriptions', 'seatsOfSku', 'requestsPerMinute', 'credit'] as const) {
    const count = isFields(fields) ? optionalCount(fields, name) : undefined;
    if (count !== undefined) limits[name] = count;
  }
  return limits;
}
