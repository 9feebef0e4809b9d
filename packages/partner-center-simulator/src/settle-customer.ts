import { newSubscription } from './new-subscription.ts';
import type { CustomerRecord, OrderRecord } from './state.ts';
import { settleSubscription } from './subscription-life.ts';
import { wireInstant } from './wire-json.ts';
import type { World } from './world.ts';

/** Lets everything happen to a customer that the clock says has happened since somebody last looked. */
export function settleCustomer(world: World, record: CustomerRecord): void {
  const now = world.clock.now();
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
  for (const subscription of Object.values(record.subscriptions)) {
    if (settleSubscription(world, subscription, now)) happened = true;
  }
  if (happened) world.touch();
}

function settleOrder(world: World, customer: CustomerRecord, order: OrderRecord, now: Temporal.Instant): boolean {
  const completedAt = Temporal.Instant.from(order.completesAt);
  if (order.resource.status !== 'pending' || Temporal.Instant.compare(completedAt, now) > 0) return false;
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
  }
  order.resource.lineItems = order.lines.map((line) => line.resource);
  return true;
}
