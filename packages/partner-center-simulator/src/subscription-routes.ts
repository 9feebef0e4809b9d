import { alignedTermEnds } from './aligned-term-ends.ts';
import { dayOf, monthsOf } from './calendar.ts';
import { skuOf } from './catalogue.ts';
import { entryOf } from './json.ts';
import { pagedCollection } from './paged-collection.ts';
import { PartnerError } from './partner-error.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';
import type { CustomerRecord, SubscriptionRecord } from './state.ts';
import { patchSubscription } from './subscription-patch.ts';
import { provisioned } from './subscription-readiness.ts';
import { collection, instantFrom, wireDay } from './wire-json.ts';

export const subscriptionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v1/customers/:customerId/subscriptions',
    token: 'appOrUser',
    source: "Get a customer's subscriptions",
    handle: listSubscriptions,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/subscriptions/customTermEndDates',
    token: 'appOrUser',
    source: 'Get custom term end dates',
    handle: customTermEndDates,
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/subscriptions/:subscriptionId',
    token: 'appOrUser',
    source: 'Get a subscription by ID',
    handle: getSubscription,
  },
  {
    method: 'PATCH',
    path: '/v1/customers/:customerId/subscriptions/:subscriptionId',
    token: 'appOrUser',
    source:
      'Update a subscription; Change the quantity of a subscription; Cancel a subscription; Manage scheduled ' +
      'changes for new commerce subscriptions',
    audit: { operation: 'update_subscription', resource: 'subscription' },
    handle: (call) => patchSubscription(call, call.customer(), requestedSubscription(call, call.customer())),
  },
  {
    method: 'GET',
    path: '/v1/customers/:customerId/subscriptions/:subscriptionId/provisioningstatus',
    token: 'appUser',
    source: 'Get subscription provisioning status',
    handle: provisioningStatus,
  },
];

/** @source Partner Center, "Get custom term end dates" */
const END_DATES_PER_PAGE = 300;
/** The months of the longest term, five years. */
const MONTHS_MAX = 60;

function listSubscriptions(call: Call): Answer {
  const { customer, subscriptions } = call.customer();
  const orderId = call.query('order_id')?.toLowerCase();
  const partnerId = call.query('mpn_id');
  const items = Object.values(subscriptions)
    .filter(({ history }) => orderId === undefined || history.some((event) => event.orderId === orderId))
    .map(({ resource }) => resource)
    .filter((resource) => partnerId === undefined || resource.partnerId === partnerId);
  return ok(collection(items, `/customers/${customer.id}/subscriptions`));
}

function getSubscription(call: Call): Answer {
  const { resource } = requestedSubscription(call, call.customer());
  return { status: 200, body: resource, headers: { ETag: `"${resource.attributes.etag}"` } };
}

function customTermEndDates(call: Call): Answer {
  const customer = call.customer();
  const termDuration = call.query('term_duration')?.toUpperCase() ?? '';
  if ((monthsOf(termDuration) ?? Infinity) > MONTHS_MAX) throw new PartnerError(800121, [termDuration]);
  const requested = call.query('term_start_date');
  const startsAt = requested === undefined ? call.now : instantFrom(requested);
  if (startsAt === undefined) throw new PartnerError(800002, ['term_start_date']);
  const ends = alignedTermEnds(customer, termDuration, dayOf(startsAt), call.query('target_coterm_subscription_id'));
  const uri = `/customers/${customer.customer.id}/subscriptions/customTermEndDates?term_duration=${termDuration}`;
  return ok(
    pagedCollection(call, ends, uri, END_DATES_PER_PAGE, (end) => ({
      allowedCustomTermEndDateType: end.type,
      cotermSubscriptionIds: [...end.subscriptionIds],
      allowedCustomTermEndDate: wireDay(end.lastDay),
    })),
  );
}

/** `pending` until the licences can be used; `failed` on request. */
function provisioningStatus(call: Call): Answer {
  const customer = call.directoryCustomer();
  const record = requestedSubscription(call, customer);
  const status = provisioned(customer, record, call.now);
  return ok({
    skuId: skuOf(call.world.catalogue, record.sku).provisioningId,
    status,
    quantity: status === 'success' ? record.resource.quantity : 0,
    endDate: record.resource.commitmentEndDate ?? null,
    attributes: { objectType: 'SubscriptionProvisioningStatus' },
  });
}

export function requestedSubscription(call: Call, customer: CustomerRecord): SubscriptionRecord {
  const id = call.param('subscriptionId');
  const record = entryOf(customer.subscriptions, id);
  if (record === undefined) throw new PartnerError(20003, [id]);
  return record;
}
