import { Decimal, utcDate } from '@licence-portal/nce';
import type { Subscription } from '@licence-portal/partner-center';
import { and, eq } from 'drizzle-orm';
import { offer } from '#features/catalogue/catalogue.ts';
import { moveAssignments, openService } from '#features/licences/licences.ts';
import type { StepContext, StepLine, StepOutcome } from '#features/orders/orders.ts';
import {
  differencesFrom,
  notifyOfDrift,
  type RequestedState,
  type SubscriptionReading,
  storeReadSubscription,
  subscription,
  UpgradeChange,
} from '#features/subscriptions/subscriptions.ts';
import type { Tx } from '#platform/database.server.ts';
import type { Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { microsoftStep } from './error-outcome.ts';
import { restoreSchedule } from './restore-schedule.ts';
import { serviceAddressOf } from './service-address.ts';
import { findAtMicrosoft, type SubscriptionAtMicrosoft } from './submit-change.ts';
import { readingOfSubscription } from './subscription-reading.ts';

/** Microsoft carries a transition out within minutes or hours; after this many reads somebody looks after it. */
const READS_MAX = 480;
const READ_AGAIN_SECONDS_MAX = 60;

/**
 * Waits until Microsoft has carried out an upgrade, reads the subscriptions that it touched, and stores them. Nothing
 * is charged for one that Microsoft gave up, nor before its effect shows.
 */
export const readBackUpgrade = microsoftStep(async (context) => {
  const change = UpgradeChange.parse(context.order.change);
  const at = await findAtMicrosoft(context);
  const sent = context.results.sendUpgrade ?? {};
  if (typeof sent.operationId === 'string') {
    const unfinished = await unfinishedTransition(context, at, sent.operationId);
    if (unfinished) return unfinished;
  }
  const source = await readOne(context, at);
  const otherId = typeof sent.toSubscriptionId === 'string' ? sent.toSubscriptionId : at.subscriptionId;
  const target = otherId === at.subscriptionId ? undefined : await readOne(context, { ...at, subscriptionId: otherId });
  const isRenamed = target === undefined && change.to.way === 'product';
  const named = isRenamed ? await renameAfterProduct(context, at, source) : source;
  return storeBoth(context, at, change, { source: named, target: target && readingOfSubscription(target) });
});

/** @returns what to do about a transition that is not completed; undefined for one that is */
async function unfinishedTransition(
  context: StepContext,
  at: SubscriptionAtMicrosoft,
  operationId: string,
): Promise<StepOutcome | undefined> {
  const { services, signal } = context;
  const { items } = await services.microsoft.client.transitions.list(at, { signal });
  const transition = items.find((one) => one.operationId === operationId);
  const conversion = transition?.events.filter(({ name }) => name === 'Conversion').at(-1)?.status;
  const status = conversion ?? transition?.status;
  if (status === 'Completed') return undefined;
  const note = `transition ${operationId}: ${status ?? 'not listed'}`;
  if (status === 'Failed') return { status: 'failed', code: 'vendorOrderFailed', facts: {}, note };
  return waitOrStop(context, note);
}

function waitOrStop({ own }: StepContext, note: string): StepOutcome {
  const reads = (typeof own?.reads === 'number' ? own.reads : 0) + 1;
  return reads < READS_MAX
    ? {
        status: 'wait',
        checkAgainAfterSeconds: Math.min(2 * reads, READ_AGAIN_SECONDS_MAX),
        onWhom: 'vendor',
        result: { reads },
      }
    : { status: 'stuck', code: 'needsProvider', facts: {}, note };
}

function readOne({ services, signal }: StepContext, at: SubscriptionAtMicrosoft): Promise<Subscription> {
  return services.microsoft.client.subscriptions.get(at, { signal });
}

/**
 * A subscription that was named after its product at the purchase is named after the new one; a name that somebody
 * chose stays.
 */
async function renameAfterProduct(
  context: StepContext,
  at: SubscriptionAtMicrosoft,
  read: Subscription,
): Promise<Subscription> {
  const { services, signal, order, requestIdOf } = context;
  const [line] = order.lines;
  const { name } = readingOfSubscription(read);
  const isNamedAfterProduct = await context.inTransaction(({ tx }) => isTitleOfOffer(tx, name));
  if (line === undefined || name === line.name || !isNamedAfterProduct) return read;
  const { subscriptions } = services.microsoft.client;
  const requestId = requestIdOf(`name ${read.attributes?.etag ?? ''}`);
  return subscriptions.patch(at.customerId, read, { friendlyName: line.name }, { requestId, signal });
}

async function isTitleOfOffer(tx: Tx, title: string): Promise<boolean> {
  const [found] = await tx
    .select({ id: offer.id })
    .from(offer)
    .where(and(eq(offer.vendor, 'microsoft'), eq(offer.title, title)))
    .limit(1);
  return found !== undefined;
}

type Read = Readonly<{ source: Subscription; target: SubscriptionReading | undefined }>;

/**
 * Stores what Microsoft shows, once it is what was ordered and what the move deleted from the schedule is put back. A
 * difference that remains stops the order; a schedule that cannot be put back does not, and is notified.
 */
async function storeBoth(
  context: StepContext,
  at: SubscriptionAtMicrosoft,
  change: UpgradeChange,
  read: Read,
): Promise<StepOutcome> {
  const { order } = context;
  const [first, second] = order.lines;
  assert(first !== undefined, `order ${order.number} has a line`);
  const isMoved = read.target !== undefined;
  const expected = isMoved ? leftState(first) : receivedState(first, change);
  const differences = [
    ...differencesFrom(expected, readingOfSubscription(read.source)),
    ...(read.target && second ? differencesFrom(receivedState(second, change), read.target) : []),
  ];
  const note = differences
    .map(({ field, requested: value, found }) => `${field}: requested ${value}, found ${found}`)
    .join('; ');
  const next = differences.length === 0 ? undefined : waitOrStop(context, note);
  if (next?.status === 'wait') return next;

  const restored: Awaited<ReturnType<typeof restoreSchedule>> =
    next === undefined
      ? await restoreSchedule(context, at, read.source)
      : { reading: readingOfSubscription(read.source), requested: {}, isMissing: false };
  if ('status' in restored) return restored;
  const stored = await context.inTransaction(async (inside) => {
    const source = await storeReadSubscription(inside, {
      ...sharedOf(context),
      reading: restored.reading,
      requested: { ...expected, ...restored.requested },
      ...(!isMoved && { price: priceOf(first) }),
    });
    if (restored.isMissing) await notifyOfDrift(inside, { ...source, cause: 'notRestored' });
    const { subscriptionId: sourceId } = source;
    if (read.target === undefined || second === undefined) {
      if (change.to.way === 'product') await nameService(inside, context, first, sourceId);
      return undefined;
    }
    const { subscriptionId } = await storeReadSubscription(inside, {
      ...sharedOf(context),
      reading: read.target,
      requested: receivedState(second, change),
      tenantId: order.tenantId,
      ...(second.subscriptionId === null && boughtOf(context, second)),
    });
    await nameService(inside, context, second, subscriptionId);
    if (restored.reading.status === 'deleted') await moveAssignments(inside, { from: sourceId, into: subscriptionId });
    return { lineId: second.id, subscriptionId };
  });
  if (next) return next;
  return {
    status: 'done',
    vendorReference: (read.target ?? restored.reading).vendorSubscriptionId,
    ...(stored && { subscriptions: [stored] }),
    ...(restored.refusal !== undefined && { result: { notRestored: restored.refusal } }),
  };
}

/** The seats that have moved are charged by the order from today on, whatever the term that they have joined. */
function boughtOf({ order, clock }: StepContext, line: StepLine) {
  const chargedFrom = utcDate(clock.now());
  return { orderId: order.id, offerId: line.offerId, price: priceOf(line), chargedFrom };
}

function sharedOf({ order }: StepContext) {
  return { accountId: order.accountId, vendor: 'microsoft' };
}

function priceOf({ unitPricePerCycle, currency }: StepLine) {
  return { unitPricePerCycle: new Decimal(unitPricePerCycle), currency };
}

/** The subscription that the seats have left; without seats it is deleted. */
function leftState({ seatCount }: StepLine): RequestedState {
  return seatCount === 0 ? { status: 'deleted' } : { seatCount, status: 'active' };
}

/** The subscription that has the seats now. One that was there before keeps its term and billing. */
function receivedState({ seatCount, termDuration, billingCycle }: StepLine, { to }: UpgradeChange): RequestedState {
  const plan = to.way === 'subscription' ? {} : { termDuration, billingCycle };
  return { seatCount, status: 'active', ...plan };
}

async function nameService(
  inside: OperationContext,
  { order: { accountId } }: StepContext,
  line: StepLine,
  subscriptionId: Id<'subscription'>,
): Promise<void> {
  const address = await serviceAddressOf(inside, line);
  // A name that the account gave stays.
  const [row] = await inside.tx
    .select({ ownName: subscription.ownName })
    .from(subscription)
    .where(eq(subscription.id, subscriptionId));
  const name = row?.ownName ?? line.name;
  await openService(inside, { accountId, subscriptionId, name, vendor: 'microsoft', address });
}
