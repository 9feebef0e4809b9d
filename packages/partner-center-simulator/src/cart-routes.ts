import { exceededLimit } from './account-limits.ts';
import { hasAcceptedAgreement } from './agreement-routes.ts';
import { ATTESTATION_NOT_ACCEPTED, cartLinesFrom, evaluateLine } from './cart-lines.ts';
import { findCatalogItem, type Sku } from './catalogue.ts';
import { entryOf, type Fields } from './json.ts';
import { newOrder } from './new-order.ts';
import { descriptionOf, PartnerError } from './partner-error.ts';
import type { LinePrice } from './promotions.ts';
import { checkoutErrorOf, requestedFailureIn } from './requested-failures.ts';
import { type Answer, type Call, created, ok, type Route } from './route.ts';
import type { CartLine, CartRecord, CustomerRecord } from './state.ts';
import { link, wireInstant } from './wire-json.ts';

export const cartRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v1/customers/:customerId/carts',
    token: 'appOrUser',
    source: 'Create a cart',
    handle: createCart,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/carts/:cartId',
    token: 'appOrUser',
    source: 'Get a cart by ID',
    handle: (call) => ok(requestedCart(call, call.customer()).resource),
  },
  {
    method: 'PUT',
    path: '/v1/customers/:customerId/carts/:cartId',
    token: 'appOrUser',
    source: 'Update a cart',
    handle: replaceCart,
  },
  {
    method: 'POST',
    path: '/v1/customers/:customerId/carts/:cartId/checkout',
    token: 'appOrUser',
    source: 'Check out a cart',
    audit: { operation: 'create_order', resource: 'order' },
    handle: checkOut,
  },
];

const CART_LIFETIME = Temporal.Duration.from({ hours: 7 * 24 });

function createCart(call: Call): Answer {
  const customer = call.customer();
  const body = call.body();
  const lines = cartLinesFrom(call, customer, body);
  const isAttested = body.partnerOnRecordAttestationAccepted === true;
  refuseUnattestedPartners(lines, isAttested);
  const id = call.world.newGuid();
  const at = wireInstant(call.now);
  const resource = {
    id,
    creationTimestamp: at,
    lastModifiedTimestamp: at,
    expirationTimestamp: wireInstant(call.now.add(CART_LIFETIME)),
    lastModifiedUser: call.world.settings.partnerTenantId,
    status: 'Active',
    ...(isAttested ? { partnerOnRecordAttestationAccepted: true } : {}),
    lineItems: lines.map((line) => line.resource),
    links: { self: link(`/customers/${customer.customer.id}/carts/${id}`) },
    attributes: { objectType: 'Cart' },
  };
  customer.carts[id] = { resource, lines };
  return created(resource);
}

function replaceCart(call: Call): Answer {
  const customer = call.customer();
  const cart = requestedCart(call, customer);
  refuseSubmitted(cart);
  const body = call.body();
  const lines = cartLinesFrom(call, customer, body);
  const accepted = body.partnerOnRecordAttestationAccepted ?? cart.resource.partnerOnRecordAttestationAccepted;
  refuseUnattestedPartners(lines, accepted === true);
  cart.resource.partnerOnRecordAttestationAccepted = accepted === true;
  cart.lines = lines;
  cart.resource.lineItems = cart.lines.map((line) => line.resource);
  cart.resource.lastModifiedTimestamp = wireInstant(call.now);
  return ok(cart.resource);
}

/** Turns the cart into orders, one for each order group. A refused group does not affect the others. */
function checkOut(call: Call): Answer {
  const customer = call.customer();
  const cart = requestedCart(call, customer);
  refuseSubmitted(cart);
  if (!hasAcceptedAgreement(customer, call.now)) throw new PartnerError(13605);
  const bought = cart.lines.map((line) => ({ line, ...purchaseOf(call, customer, cart, line) }));

  const orders: Fields[] = [];
  const orderErrors: Fields[] = [];
  for (const [orderGroup, items] of Map.groupBy(bought, ({ line }) => line.orderGroup)) {
    const failure = requestedFailureIn(customer.companyName, ...items.map(({ line }) => line.friendlyName));
    const code = checkoutErrorOf(failure) ?? exceededLimit(call.world, customer, items);
    if (code !== undefined) {
      orderErrors.push({ orderGroupId: orderGroup, code, description: descriptionOf(code) });
      continue;
    }
    const order = newOrder(call.world, customer, items, failure);
    customer.orders[order.resource.id] = order;
    orders.push(structuredClone(order.resource));
  }
  if (orders.length > 0) cart.resource.status = 'Ordered';
  return created({ orders, orderErrors, attributes: { objectType: 'CartCheckoutResult' } });
}

/** The SKU and price of a line at checkout. A cart with a line that has become invalid is refused as a whole. */
function purchaseOf(
  call: Call,
  customer: CustomerRecord,
  cart: CartRecord,
  line: CartLine,
): { sku: Sku; price: LinePrice } {
  if (findCatalogItem(call.world.catalogue, line.catalogItemId, call.now).found === 'rotated') {
    throw new PartnerError(400019, [line.catalogItemId]);
  }
  const evaluated = evaluateLine(call, customer, line, cart.lines);
  if ('error' in evaluated) {
    if (evaluated.error.errorCode === String(ATTESTATION_NOT_ACCEPTED))
      throw new PartnerError(900203, [line.catalogItemId]);
    throw new PartnerError(800009, [String(evaluated.error.errorCode), String(evaluated.error.errorDescription)]);
  }
  return evaluated;
}

/** An expired cart is not found. */
function requestedCart(call: Call, customer: CustomerRecord): CartRecord {
  const cart = entryOf(customer.carts, call.param('cartId'));
  if (cart === undefined) throw new PartnerError(800008, [call.param('cartId')]);
  const expiresAt = Temporal.Instant.from(cart.resource.expirationTimestamp);
  const isExpired = cart.resource.status === 'Active' && Temporal.Instant.compare(expiresAt, call.now) <= 0;
  if (isExpired) throw new PartnerError(800008, [cart.resource.id]);
  return cart;
}

/**
 * A cart that names resellers needs the provider's attestation for them.
 *
 * Guess: for each of them; the documentation asks for it with "additional resellers".
 *
 * @source Partner Center, "Create a cart", the sample with participants; "Error codes", 900206
 */
function refuseUnattestedPartners(lines: readonly CartLine[], isAttested: boolean): void {
  const names = lines.some(({ resource }) => Array.isArray(resource.participants) && resource.participants.length > 0);
  if (names && !isAttested) throw new PartnerError(900206);
}

function refuseSubmitted(cart: CartRecord): void {
  if (cart.resource.status !== 'Active') throw new PartnerError(800065, [cart.resource.id]);
}
