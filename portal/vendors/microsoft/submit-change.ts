import type { Subscription } from '@licence-portal/partner-center';
import { eq } from 'drizzle-orm';
import type { StepContext, StepOutcome } from '#features/orders/orders.ts';
import { DirectChange, differencesFrom, subscription } from '#features/subscriptions/subscriptions.ts';
import { tenant } from '#features/tenants/tenants.ts';
import { assert } from '#platform/refusal.ts';
import { rejectedByRules } from './check-change.ts';
import { outcomeOfError } from './error-outcome.ts';
import { expectedAfter } from './expected-state.ts';
import { readingOfSubscription } from './subscription-reading.ts';

export type SubscriptionAtMicrosoft = Readonly<{ customerId: string; subscriptionId: string }>;

/** Microsoft's ids of the subscription that an order changes. */
export async function findAtMicrosoft({ order, inTransaction }: StepContext): Promise<SubscriptionAtMicrosoft> {
  const { subscriptionId } = order;
  assert(subscriptionId !== null, `order ${order.number} names no subscription`);
  const [found] = await inTransaction(({ tx }) =>
    tx
      .select({ subscriptionId: subscription.vendorSubscriptionId, customerId: tenant.microsoftCustomerId })
      .from(subscription)
      .innerJoin(tenant, eq(tenant.id, subscription.tenantId))
      .where(eq(subscription.id, subscriptionId)),
  );
  assert(found !== undefined && found.customerId !== null, `subscription ${subscriptionId} is in no Microsoft tenant`);
  return { customerId: found.customerId, subscriptionId: found.subscriptionId };
}

type Send = (
  at: SubscriptionAtMicrosoft,
  read: Subscription,
  options: { requestId: string; signal: AbortSignal },
) => Promise<Subscription>;

/**
 * Reads the subscription fresh, and sends the whole of it back with the change. A change that has taken effect already
 * is not sent again, and one that must fail is not sent at all. The request id belongs to what was read: the same
 * resource with the same change is the same request, however often it is tried.
 */
export async function submitChange(context: StepContext, send: Send): Promise<StepOutcome> {
  const { services, signal, requestIdOf, order, clock } = context;
  const at = await findAtMicrosoft(context);
  const change = DirectChange.parse(order.change);
  try {
    const read = await services.microsoft.client.subscriptions.get(at, { signal });
    const reading = readingOfSubscription(read);
    if (differencesFrom(expectedAfter(change), reading).length === 0)
      return { status: 'done', vendorReference: read.id };
    const refused = rejectedByRules(change, reading, clock.now());
    if (refused) return refused;
    const requestId = requestIdOf(`change ${read.attributes?.etag ?? ''}`);
    const changed = await send(at, read, { requestId, signal });
    return { status: 'done', vendorReference: changed.id };
  } catch (error) {
    return outcomeOfError(error);
  }
}
