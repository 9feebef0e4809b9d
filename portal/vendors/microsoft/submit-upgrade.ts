import { checkSubscriptionChange, type SubscriptionChange, type SubscriptionState } from '@licence-portal/nce';
import type { Subscription, Transition } from '@licence-portal/partner-center';
import { eq } from 'drizzle-orm';
import { offer } from '#features/catalogue/catalogue.ts';
import type { StepContext, StepOutcome } from '#features/orders/orders.ts';
import {
  chooseTransition,
  findTarget,
  subscription,
  transitionOf,
  UpgradeChange,
  unpricedState,
} from '#features/subscriptions/subscriptions.ts';
import { assert } from '#platform/refusal.ts';
import { rejectionOfRules } from './check-change.ts';
import { microsoftStep } from './error-outcome.ts';
import { targetReadingOf } from './read-upgrades.ts';
import { findAtMicrosoft, type SubscriptionAtMicrosoft } from './submit-change.ts';
import { readingOfSubscription } from './subscription-reading.ts';

/**
 * Moves seats to another product or subscription, or gives a subscription a longer term. What has been accepted already
 * is not sent again, and what must fail is not sent at all: Microsoft is asked once more what is possible.
 *
 * @source Partner Center, "Transition a new commerce subscription"
 */
export const submitUpgrade = microsoftStep(async (context) => {
  const change = UpgradeChange.parse(context.order.change);
  const at = await findAtMicrosoft(context);
  const { to } = change;
  if (to.way === 'longerTerm') return sendLongerTerm(context, at, { ...change, to });
  return sendTransition(context, at, { ...change, to });
});

type LongerTerm = UpgradeChange & { to: Extract<UpgradeChange['to'], { way: 'longerTerm' }> };
type Moving = UpgradeChange & { to: Exclude<UpgradeChange['to'], { way: 'longerTerm' }> };

async function sendLongerTerm(
  { services, signal, clock, requestIdOf }: StepContext,
  at: SubscriptionAtMicrosoft,
  { seatCount, to: { termDuration, billingCycle } }: LongerTerm,
): Promise<StepOutcome> {
  const { subscriptions } = services.microsoft.client;
  const read = await subscriptions.get(at, { signal });
  const reading = readingOfSubscription(read);
  if (reading.termDuration === termDuration && reading.billingCycle === billingCycle && !reading.isExtended) {
    return { status: 'done', vendorReference: read.id };
  }
  const change = { kind: 'longerTerm', termDuration, billingCycle, seatCount } as const;
  const refused = refusedByRules(unpricedState(reading), change, clock.now());
  if (refused) return refused;
  const changes = { termDuration, billingCycle, quantity: seatCount };
  const requestId = requestIdOf(`change ${read.attributes?.etag ?? ''}`);
  const changed = await subscriptions.patch(at.customerId, read, changes, { requestId, signal });
  return { status: 'done', vendorReference: changed.id };
}

async function sendTransition(context: StepContext, at: SubscriptionAtMicrosoft, change: Moving): Promise<StepOutcome> {
  const { services, signal, clock, requestIdOf } = context;
  const { client } = services.microsoft;
  const target = await findDestination(context, change);
  const accepted = await findAccepted(context, at, change, target);
  if (accepted) return started(accepted);

  const read = await client.subscriptions.get(at, { signal });
  const source = unpricedState(readingOfSubscription(read));
  const into = target.intoId === undefined ? undefined : await readInto(context, at, target.intoId);
  const { items } = await client.transitions.listEligibilities(at, {}, { signal });
  const eligible = findTarget(items.map(targetReadingOf), target);
  if (eligible === undefined) return rejectionOfRules('upgrade', 'noUpgrade');
  const moved = transitionOf(source, change, {
    reading: eligible,
    plan: target.plan,
    offer: target,
    ...(into && { into: { state: into, vendorSubscriptionId: target.intoId ?? '' } }),
  });
  const refused = refusedByRules(source, moved, clock.now());
  if (refused) return refused;
  const { type } = chooseTransition(eligible, {
    movesAllSeats: change.seatCount >= source.seatCount,
    intoVendorSubscriptionId: target.intoId,
  });
  const transition = await client.transitions.start(
    at,
    {
      fromCatalogItemId: read.offerId ?? '',
      toCatalogItemId: eligible.catalogItemId,
      quantity: change.seatCount,
      transitionType: type,
      ...(target.intoId === undefined ? target.plan : { toSubscriptionId: target.intoId }),
    },
    { requestId: requestIdOf(`transition ${read.attributes?.etag ?? ''}`), signal },
  );
  return started(transition);
}

function started({ operationId, toSubscriptionId }: Transition): StepOutcome {
  return {
    status: 'done',
    ...(operationId !== undefined && { vendorReference: operationId }),
    result: { operationId: operationId ?? null, toSubscriptionId: toSubscriptionId ?? null },
  };
}

type Destination = Awaited<ReturnType<typeof findDestination>>;

/** Microsoft's ids of the product that the seats move to, and of the subscription that receives them. */
async function findDestination({ inTransaction }: StepContext, { to }: Moving) {
  return inTransaction(async ({ tx }) => {
    const [into] =
      to.way === 'subscription'
        ? await tx.select().from(subscription).where(eq(subscription.id, to.subscriptionId))
        : [];
    const plan = to.way === 'product' ? to : into;
    const offerId = to.way === 'product' ? to.offerId : into?.offerId;
    const [sold] = offerId ? await tx.select().from(offer).where(eq(offer.id, offerId)) : [];
    assert(plan !== undefined && sold !== undefined, 'the product that the seats move to is in the catalogue');
    const { termDuration, billingCycle } = plan;
    const { vendorProductId, vendorSkuId, seatCountMin, seatCountMax } = sold;
    const intoId = into?.vendorSubscriptionId;
    return { vendorProductId, vendorSkuId, seatCountMin, seatCountMax, plan: { termDuration, billingCycle }, intoId };
  });
}

/**
 * The transition that an earlier attempt of this order has started: to the same target, with the same seats, and not
 * before the order.
 */
async function findAccepted(
  { services, signal, order }: StepContext,
  at: SubscriptionAtMicrosoft,
  { seatCount }: Moving,
  { vendorProductId, vendorSkuId, intoId }: Destination,
): Promise<Transition | undefined> {
  const { items } = await services.microsoft.client.transitions.list(at, { signal });
  const target = `${vendorProductId}:${vendorSkuId}:`.toUpperCase();
  return items.find(({ toCatalogItemId, toSubscriptionId, quantity, status, events }) => {
    const startedAt = events[0]?.timestamp;
    return (
      toCatalogItemId.toUpperCase().startsWith(target) &&
      quantity === seatCount &&
      status !== 'Failed' &&
      (intoId === undefined || toSubscriptionId === intoId) &&
      startedAt !== undefined &&
      Temporal.Instant.compare(Temporal.Instant.from(startedAt), order.placedAt) >= 0
    );
  });
}

async function readInto(
  { services, signal }: StepContext,
  { customerId }: SubscriptionAtMicrosoft,
  subscriptionId: string,
): Promise<SubscriptionState> {
  const read: Subscription = await services.microsoft.client.subscriptions.get(
    { customerId, subscriptionId },
    { signal },
  );
  return unpricedState(readingOfSubscription(read));
}

function refusedByRules(
  state: SubscriptionState,
  change: SubscriptionChange,
  now: Temporal.Instant,
): StepOutcome | undefined {
  const refused = checkSubscriptionChange(state, change, now);
  if (!refused || refused.reason === 'renewalInProgress') return undefined;
  return rejectionOfRules('upgrade', refused.reason, refused.facts.description);
}
