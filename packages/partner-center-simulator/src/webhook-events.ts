import { createHash } from 'node:crypto';
import type { Fields } from './json.ts';
import type { CustomerRecord, WebhookDelivery } from './state.ts';
import { wireInstant } from './wire-json.ts';
import type { World } from './world.ts';

/**
 * The events that can be subscribed to. The simulator sends the first four; the others never occur here.
 *
 * @source Partner Center, "Partner Center webhook events"
 */
export const WEBHOOK_EVENTS = [
  'subscription-updated',
  'test-created',
  'invoice-ready',
  'reseller-relationship-accepted-by-customer',
  'usagerecords-thresholdExceeded',
  'referral-created',
  'referral-updated',
  'related-referral-created',
  'related-referral-updated',
  'azure-fraud-event-detected',
  'dap-admin-relationship-approved',
  'dap-admin-relationship-terminated',
  'dap-admin-relationship-terminated-by-microsoft',
  'granular-admin-relationship-approved',
  'granular-admin-relationship-activated',
  'granular-admin-relationship-terminated',
  'granular-admin-relationship-expired',
] as const;

/** The maximum of deliveries that are kept; above it the oldest completed ones are removed. */
const DELIVERIES_KEPT = 10_000;

const API = 'https://api.partnercenter.microsoft.com';

export function queueSubscriptionUpdated(
  world: World,
  customer: CustomerRecord,
  subscriptionId: string,
  at: Temporal.Instant,
  auditId?: string,
): void {
  queueEvent(world, at, {
    EventName: 'subscription-updated',
    ResourceUri: `${API}/webhooks/v1/customers/${customer.customer.id}/subscriptions/${subscriptionId}`,
    ResourceName: 'subscription',
    AuditUri: auditId === undefined ? null : `${API}/v1/auditrecords/${auditId}`,
  });
}

export function queueRelationshipAccepted(world: World, customer: CustomerRecord, at: Temporal.Instant): void {
  queueEvent(world, at, {
    EventName: 'reseller-relationship-accepted-by-customer',
    ResourceUri: `${API}/v1/customers/${customer.customer.id}`,
    ResourceName: 'Customer',
    AuditUri: null,
  });
}

export function queueInvoiceReady(world: World, invoiceId: string, at: Temporal.Instant): void {
  queueEvent(world, at, {
    EventName: 'invoice-ready',
    ResourceUri: `${API}/v1/invoices/${invoiceId}`,
    ResourceName: 'invoice',
    AuditUri: null,
  });
}

/** Queues the test event of a partner. @returns `undefined` if the registration does not include it */
export function queueTest(world: World, correlationId: string, at: Temporal.Instant): WebhookDelivery | undefined {
  return queueEvent(world, at, {
    EventName: 'test-created',
    ResourceUri: `${API}/webhooks/v1/registration/validationEvents/${correlationId}`,
    ResourceName: 'test',
    AuditUri: null,
  });
}

/** Queues an event for the partner's address, if it is registered for this event. */
function queueEvent(
  world: World,
  at: Temporal.Instant,
  event: Fields & { EventName: string },
): WebhookDelivery | undefined {
  const { webhook } = world.state;
  const { registration, deliveries } = webhook;
  if (registration === undefined || !registration.webhookEvents.includes(event.EventName)) return undefined;
  const id = createHash('sha256').update(`${world.state.seed}:${at}:${deliveries.length}:${JSON.stringify(event)}`);
  const delivery: WebhookDelivery = {
    id: id.digest('hex').slice(0, 16),
    body: { ...event, ResourceChangeUtcDate: wireInstant(at).replace('Z', '+00:00') },
    url: registration.webhookUrl,
    dueAt: wireInstant(at.add(world.settings.latency.webhook)),
    status: 'pending',
    attempts: [],
  };
  deliveries.push(delivery);
  if (deliveries.length > DELIVERIES_KEPT) {
    const oldestDone = deliveries.findIndex(({ status }) => status !== 'pending');
    if (oldestDone !== -1) deliveries.splice(oldestDone, 1);
  }
  world.touch();
  return delivery;
}
