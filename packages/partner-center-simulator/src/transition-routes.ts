import { catalogItemIdOf } from './catalogue.ts';
import type { Fields } from './json.ts';
import { PartnerError } from './partner-error.ts';
import { type Answer, type Call, ok, type Route } from './route.ts';
import type { CustomerRecord, SubscriptionRecord, TransitionRecord } from './state.ts';
import { refuseUnready } from './subscription-readiness.ts';
import { markChanged } from './subscription-resource.ts';
import { requestedSubscription } from './subscription-routes.ts';
import { errorsAgainstTarget, hasConflict, planFrom, TRANSITION_TYPES } from './transition-plan.ts';
import { settleTransitions, targetsOf, transitionEvent } from './transitions.ts';
import { collection, optionalText, wireInstant } from './wire-json.ts';

const ONE = '/v1/customers/:customerId/subscriptions/:subscriptionId';

export const transitionRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: `${ONE}/transitionEligibilities`,
    token: 'appOrUser',
    source: 'Transition a new commerce subscription',
    handle: listEligibilities,
  },
  {
    method: 'GET',
    path: `${ONE}/transitions`,
    token: 'appOrUser',
    source: 'Get all transitions for a subscription',
    handle: listTransitions,
  },
  {
    method: 'POST',
    path: `${ONE}/transitions`,
    token: 'appOrUser',
    source: 'Transition a new commerce subscription',
    audit: { operation: 'upgrade_subscription', resource: 'subscription' },
    handle: postTransition,
  },
];

function listEligibilities(call: Call): Answer {
  const customer = call.customer();
  const record = requestedSubscription(call, customer);
  const type = call.query('eligibilityType')?.toLowerCase() ?? 'immediate';
  if (type !== 'immediate' && type !== 'scheduled') throw new PartnerError(900126, [type]);
  const operationId = call.world.newGuid();
  const items = targetsOf(call.world, record).map((sku) => ({
    operationId,
    catalogItemId: catalogItemIdOf(sku, call.now),
    title: sku.title,
    description: sku.description,
    quantity: record.resource.quantity,
    eligibilities: TRANSITION_TYPES.map((transitionType) => eligibility(customer, record, transitionType, type)),
    ...(type === 'scheduled'
      ? {}
      : { subscriptionEligibilities: targetEligibilities(call, customer, record, `${sku.productId}:${sku.skuId}`) }),
    attributes: { objectType: 'TransitionEligibility' },
  }));
  return ok(
    collection(items, `/customers/${customer.customer.id}/subscriptions/${record.resource.id}/transitionEligibilities`),
  );
}

function eligibility(
  customer: CustomerRecord,
  record: SubscriptionRecord,
  transitionType: string,
  type: string,
): Fields {
  const { resource } = record;
  const errors: Fields[] = [];
  if (resource.status !== 'active') errors.push({ code: 1, description: 'The subscription is not active.' });
  if (type === 'scheduled' && !resource.autoRenewEnabled) {
    errors.push({ code: 2, description: 'The subscription does not renew by itself.' });
  }
  if (hasConflict(customer, record, transitionType)) {
    errors.push({
      code: 3,
      description: 'Subscription cannot be transitioned because there are conflicting services.',
    });
  }
  return { isEligible: errors.length === 0, transitionType, errors };
}

/** The customer's other subscriptions of the product. */
function targetEligibilities(call: Call, customer: CustomerRecord, record: SubscriptionRecord, sku: string): Fields[] {
  return Object.values(customer.subscriptions)
    .filter((candidate) => candidate.sku === sku.toUpperCase() && candidate !== record)
    .filter(({ resource }) => resource.status === 'active' || resource.status === 'suspended')
    .map((candidate) => {
      const errors = errorsAgainstTarget(record, candidate, call.now);
      return {
        isEligible: errors.length === 0,
        subscriptionId: candidate.resource.id,
        subscriptionFriendlyName: candidate.resource.friendlyName ?? '',
        subscriptionTermDuration: candidate.resource.termDuration,
        subscriptionBillingCycle: candidate.resource.billingCycle,
        errors,
      };
    });
}

function listTransitions(call: Call): Answer {
  const customer = call.customer();
  const record = requestedSubscription(call, customer);
  const operationId = call.query('operationId')?.toLowerCase();
  const items = record.transitions
    .map(({ resource }) => resource)
    .filter((resource) => operationId === undefined || resource.operationId === operationId);
  return ok(collection(items, `/customers/${customer.customer.id}/subscriptions/${record.resource.id}/transitions`));
}

function postTransition(call: Call): Answer {
  const customer = call.customer();
  const record = requestedSubscription(call, customer);
  refuseUnready(record, call.now);
  if (record.resource.status !== 'active') throw new PartnerError(900280, [record.resource.id]);
  const body = call.body();
  const plan = planFrom(call, customer, record, body);
  const transition: TransitionRecord = {
    resource: {
      operationId: call.world.newGuid(),
      fromCatalogItemId: optionalText(body, 'fromCatalogItemId') ?? String(record.resource.offerId),
      fromSubscriptionId: record.resource.id,
      toCatalogItemId: optionalText(body, 'toCatalogItemId') ?? '',
      toSubscriptionId: plan.toSubscriptionId,
      quantity: plan.quantity,
      termDuration: plan.termDuration,
      billingCycle: plan.billingCycle,
      transitionType: optionalText(body, 'transitionType') ?? 'transition_only',
      status: 'Started',
      events: [transitionEvent('Conversion', 'Started', call.now)],
      attributes: { objectType: 'Transition' },
    },
    plan,
    appliesAt: wireInstant(call.now.add(call.world.settings.latency.transition)),
  };
  record.transitions.push(transition);
  markChanged(record, call.now);
  settleTransitions(call.world, customer, record, call.now);
  return ok(structuredClone(transition.resource));
}
