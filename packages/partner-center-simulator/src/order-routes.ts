import { entryOf, type Fields } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { renewalOrders } from './renewal-orders.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';
import type { CustomerRecord, OrderRecord } from './state.ts';
import { collection } from './wire-json.ts';

export const orderRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/customers/:customerId/orders',
    token: 'appOrUser',
    source: "Get all of a customer's orders",
    handle: listOrders,
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
