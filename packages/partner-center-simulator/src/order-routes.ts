import { exceededLimit } from './account-limits.ts';
import { hasAcceptedAgreement } from './agreement-routes.ts';
import { cartLinesFrom, evaluateLine } from './cart-lines.ts';
import { findCatalogItem } from './catalogue.ts';
import { entryOf, type Fields } from './json.ts';
import { newOrder } from './new-order.ts';
import { PartnerError } from './partner-error.ts';
import { renewalOrders } from './renewal-orders.ts';
import { checkoutErrorOf, requestedFailureIn } from './requested-failures.ts';
import { type Answer, type Call, created, ok, type Route } from './route.ts';
import type { CustomerRecord, OrderRecord } from './state.ts';
import { collection, fieldsOf, list, optionalText, text } from './wire-json.ts';

export const orderRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/customers/:customerId/orders',
    token: 'appOrUser',
    source: "Get all of a customer's orders",
    handle: listOrders,
  },
  {
    method: 'POST',
    path: '/v1/customers/:customerId/orders',
    token: 'appOrUser',
    audit: { operation: 'create_order', resource: 'order' },
    source: 'Create an order for a customer of an indirect reseller',
    handle: createOrder,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/orders/:orderId',
    token: 'appOrUser',
    source: 'Get an order by ID',
    handle: getOrder,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/orders/:orderId/provisioningstatus',
    token: 'appUser',
    source: 'Get order provisioning status',
    handle: provisioningStatus,
  },
];

/** Oldest first. */
function listOrders(call: Call): Answer {
  const record = call.customer();
  const billingType = call.query('billingType');
  const purchases = Object.values(record.orders).filter((order) => isReadable(call, order));
  const items = [...purchases, ...renewalOrders(call.world, record)]
    .map(({ resource }) => resource)
    .filter(({ billingCycle }) => billingType === undefined || billingCycle === billingType.toLowerCase())
    .toSorted((one, other) => one.creationDate.localeCompare(other.creationDate));
  const query = billingType === undefined ? '' : `?billingType=${billingType}`;
  return ok(collection(items, `/customers/${record.customer.id}/orders${query}`));
}

function getOrder(call: Call): Answer {
  const record = call.customer();
  return ok((requestedRenewal(call, record) ?? requestedOrder(call, record)).resource);
}

/**
 * Buys without a cart, as clients from before carts do. All lines are one order, in which one wrong line refuses all.
 * Guess: a line without a term has the first that is offered with the order's billing cycle, a year where there is one.
 */
function createOrder(call: Call): Answer {
  const customer = call.customer();
  if (!hasAcceptedAgreement(customer, call.now)) throw new PartnerError(13605);
  const body = call.body();
  const billingCycle = optionalText(body, 'billingCycle')?.toLowerCase() ?? 'monthly';
  const lineItems = list(body, 'lineItems').map((item) => {
    const line = fieldsOf(item, 'lineItems');
    const { offerId, lineItemNumber: _, transactionType: _type, subscriptionId: _id, ...rest } = line;
    const catalogItemId = text(line, 'offerId');
    const termDuration = optionalText(line, 'termDuration') ?? usualTerm(call, catalogItemId, billingCycle);
    return { ...rest, catalogItemId, termDuration, billingCycle };
  });
  const lines = cartLinesFrom(call, customer, { lineItems });
  const items = lines.map((line) => {
    const evaluated = evaluateLine(call, customer, line, lines);
    if (!('error' in evaluated)) return { line, ...evaluated };
    const { errorCode, errorDescription } = evaluated.error;
    throw new PartnerError(800009, [String(errorCode), String(errorDescription)]);
  });
  const failure = requestedFailureIn(customer.companyName, ...lines.map(({ friendlyName }) => friendlyName));
  const code = checkoutErrorOf(failure) ?? exceededLimit(call.world, customer, items);
  if (code !== undefined) throw new PartnerError(code);
  const order = newOrder(call.world, customer, items, failure);
  customer.orders[order.resource.id] = order;
  return created(structuredClone(order.resource));
}

function usualTerm(call: Call, catalogItemId: string, billingCycle: string): string {
  const item = findCatalogItem(call.world.catalogue, catalogItemId, call.now);
  if (item.found !== 'yes') throw new PartnerError(400019, [catalogItemId]);
  const terms = item.sku.offers.filter((offer) => offer.billingCycle === billingCycle);
  const usual = terms.find(({ termDuration }) => termDuration === 'P1Y') ?? terms[0];
  if (usual === undefined) throw new PartnerError(900269, [billingCycle]);
  return usual.termDuration;
}

/**
 * Each line: `unfulfilled` until the order completes, `prefulfillmentPending` until its licences can be used, then
 * `fulfilled`.
 */
function provisioningStatus(call: Call): Answer {
  const record = call.customer();
  const renewal = requestedRenewal(call, record);
  const items =
    renewal === undefined
      ? linesProvisioned(requestedOrder(call, record), call.now)
      : [lineProvisioned(0, renewal.quantity, 'fulfilled')];
  return ok(collection(items, `/customers/${record.customer.id}/orders/${call.param('orderId')}/provisioningstatus`));
}

function linesProvisioned(order: OrderRecord, now: Temporal.Instant): Fields[] {
  const status = statusOf(order, now);
  return order.lines.map((line, index) => lineProvisioned(index, line.quantity, status));
}

function lineProvisioned(lineItemNumber: number, quantity: number, status: string): Fields {
  return {
    orderLineItemId: lineItemNumber,
    lineItemNumber,
    status,
    quantityProvisioningInformation: [{ quantity, status }],
  };
}

function statusOf(order: OrderRecord, now: Temporal.Instant): string {
  if (order.resource.status !== 'completed') return 'unfulfilled';
  const isUsable = Temporal.Instant.compare(Temporal.Instant.from(order.provisionedAt), now) <= 0;
  return isUsable ? 'fulfilled' : 'prefulfillmentPending';
}

function requestedRenewal(call: Call, customer: CustomerRecord) {
  return renewalOrders(call.world, customer).find(({ resource }) => resource.id === call.param('orderId'));
}

function requestedOrder(call: Call, customer: CustomerRecord): OrderRecord {
  const order = entryOf(customer.orders, call.param('orderId'));
  if (order === undefined || !isReadable(call, order)) throw new PartnerError(20000, [call.param('orderId')]);
  return order;
}

/** @source Partner Center, "Get an order by ID": a new order may take up to 15 minutes to be found */
function isReadable(call: Call, { resource }: OrderRecord): boolean {
  const { orderReadable } = call.world.settings.latency;
  if (orderReadable.blank) return true;
  const readableAt = Temporal.Instant.from(resource.creationDate).add(orderReadable);
  return Temporal.Instant.compare(readableAt, call.now) <= 0;
}
