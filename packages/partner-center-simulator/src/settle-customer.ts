import { addOnsWithBases } from './base-subscriptions.ts';
import { settleCustomDate } from './custom-date-actions.ts';
import { invoicesOf, latestIssuedMonth } from './invoices.ts';
import { newSubscription } from './new-subscription.ts';
import type { CustomerRecord, OrderRecord, SubscriptionRecord } from './state.ts';
import { isRenewing, nextInstantOf, settleSubscription, termEndOf } from './subscription-lifecycle.ts';
import { settleTransitions } from './transitions.ts';
import { queueInvoiceReady, queueSubscriptionUpdated } from './webhook-events.ts';
import { wireInstant } from './wire-json.ts';
import type { World } from './world.ts';

/**
 * Applies to a customer everything that is due by the clock since the last call. Cheap until the next instant at which
 * something can happen.
 */
export function settleCustomer(world: World, record: CustomerRecord): void {
  const now = world.clock.now();
  if (now.epochMilliseconds < (world.quietUntil.get(record) ?? 0)) return;
  let happened = false;
  for (const qualification of record.qualifications) {
    const { vetting } = qualification;
    if (vetting === undefined || Temporal.Instant.compare(Temporal.Instant.from(vetting.endsAt), now) > 0) continue;
    qualification.resource.vettingStatus = vetting.vettingStatus;
    if (vetting.vettingReason !== undefined) qualification.resource.vettingReason = vetting.vettingReason;
    delete qualification.vetting;
    happened = true;
  }
  for (const order of Object.values(record.orders)) {
    if (settleOrder(world, record, order, now)) happened = true;
  }
  for (const { addOn, bases } of addOnsWithBases(world, record)) {
    if (settleWithBases(world, record, addOn, bases, now)) happened = true;
  }
  for (const subscription of Object.values(record.subscriptions)) {
    if (settleUntil(world, record, subscription, now)) happened = true;
  }
  world.quietUntil.set(record, nextInstant(record, now));
  if (happened) world.touch();
}

/**
 * An add-on renews only if a base is active on that day, so its bases are settled up to the end of each of its terms
 * first.
 */
function settleWithBases(
  world: World,
  customer: CustomerRecord,
  addOn: SubscriptionRecord,
  bases: readonly SubscriptionRecord[],
  now: Temporal.Instant,
): boolean {
  let happened = false;
  while (isRenewing(addOn, now)) {
    const endsAt = termEndOf(addOn);
    for (const base of bases) if (settleUntil(world, customer, base, endsAt)) happened = true;
    const doneAt = endsAt.add(world.settings.latency.renewal);
    const until = Temporal.Instant.compare(doneAt, now) < 0 ? doneAt : now;
    if (settleUntil(world, customer, addOn, until)) happened = true;
    if (termEndOf(addOn).equals(endsAt)) break;
  }
  return happened;
}

/** Settles one subscription up to an instant. @returns whether anything changed */
function settleUntil(
  world: World,
  customer: CustomerRecord,
  subscription: SubscriptionRecord,
  until: Temporal.Instant,
): boolean {
  const moved = settleTransitions(world, customer, subscription, until);
  const isActed = settleCustomDate(world, customer, subscription, until);
  const isSettled = settleSubscription(world, customer, subscription, until);
  if (moved.length === 0 && !isActed && !isSettled) return false;
  for (const one of new Set([...moved, subscription]))
    queueSubscriptionUpdated(world, customer, one.resource.id, until);
  return true;
}

/** Settles all customers. */
export function settleAll(world: World): void {
  for (const record of Object.values(world.state.customers)) settleCustomer(world, record);
  queueInvoiceEvents(world);
}

/** Queues events for the months that were invoiced since the last call. */
function queueInvoiceEvents(world: World): void {
  const { webhook } = world.state;
  if (webhook.registration === undefined) return;
  const latest = latestIssuedMonth(world);
  if (latest.toString() <= webhook.invoicedMonth) return;
  for (const invoice of invoicesOf(world)) {
    if (invoice.month.toString() <= webhook.invoicedMonth) continue;
    queueInvoiceReady(world, invoice.id, invoice.issuedAt);
  }
  webhook.invoicedMonth = latest.toString();
}

function nextInstant(record: CustomerRecord, now: Temporal.Instant): number {
  let next = Number.POSITIVE_INFINITY;
  for (const { vetting } of record.qualifications) {
    if (vetting !== undefined) next = Math.min(next, Temporal.Instant.from(vetting.endsAt).epochMilliseconds);
  }
  for (const { resource, completesAt } of Object.values(record.orders)) {
    if (resource.status === 'pending') next = Math.min(next, Temporal.Instant.from(completesAt).epochMilliseconds);
  }
  for (const subscription of Object.values(record.subscriptions))
    next = Math.min(next, nextInstantOf(subscription, now));
  return next;
}

function settleOrder(world: World, customer: CustomerRecord, order: OrderRecord, now: Temporal.Instant): boolean {
  if (order.resource.status !== 'pending') return false;
  const completedAt = Temporal.Instant.from(order.completesAt);
  if (Temporal.Instant.compare(completedAt, now) > 0) return false;
  if (order.willFail) {
    order.resource.status = 'error';
    return true;
  }
  order.resource.status = 'completed';
  for (const line of order.lines) {
    line.resource.subscriptionId = line.subscriptionId;
    customer.subscriptions[line.subscriptionId] = newSubscription(world, customer, line, {
      id: order.resource.id,
      completedAt,
      provisionedAt: wireInstant(completedAt.add(world.settings.latency.provisioning)),
    });
    queueSubscriptionUpdated(world, customer, line.subscriptionId, completedAt);
  }
  order.resource.lineItems = order.lines.map((line) => line.resource);
  return true;
}
