import { entryOf, type Fields } from './json.ts';
import { PartnerError } from './partner-error.ts';
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
    handle: (call) => ok(orderAsked(call, call.customer()).resource),
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/orders/:orderId/provisioningstatus',
    token: 'appUser',
    source: 'Get order provisioning status',
    handle: provisioningStatus,
  },
];

function listOrders(call: Call): Answer {
  const { customer, orders } = call.customer();
  const billingType = call.query('billingType');
  return ok(
    collection(
      Object.values(orders)
        .filter((order) => isReadable(call, order))
        .map(({ resource }) => resource),
      `/customers/${customer.id}/orders${billingType === undefined ? '' : `?billingType=${billingType}`}`,
    ),
  );
}

/** Each line: `unfulfilled` until the order completes, `prefulfillmentPending` until its licences can be used, then `fulfilled`. */
function provisioningStatus(call: Call): Answer {
  const record = call.customer();
  const order = orderAsked(call, record);
  const status = statusOf(order, call.now);
  const items: Fields[] = order.lines.map((line, index) => ({
    orderLineItemId: index,
    lineItemNumber: index,
    status,
    quantityProvisioningInformation: [{ quantity: line.quantity, status }],
  }));
  return ok(collection(items, `/customers/${record.customer.id}/orders/${order.resource.id}/provisioningstatus`));
}

function statusOf(order: OrderRecord, now: Temporal.Instant): string {
  if (order.resource.status !== 'completed') return 'unfulfilled';
  const isUsable = Temporal.Instant.compare(Temporal.Instant.from(order.provisionedAt), now) <= 0;
  return isUsable ? 'fulfilled' : 'prefulfillmentPending';
}

function orderAsked(call: Call, customer: CustomerRecord): OrderRecord {
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
