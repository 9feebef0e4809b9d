import { utcDate } from '@licence-portal/nce';
import { and, eq } from 'drizzle-orm';
import { findOfferByVendorIds } from '#features/catalogue/catalogue.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { findPendingOrder } from '../change/find-pending-order.ts';
import { chargeBeforeReading, chargeReading, chargingOf } from '../charging/charge-reading.ts';
import { updateForecast } from '../forecast/store-forecast.ts';
import { type Difference, type SubscriptionRow, subscription, subscriptionEvent } from '../tables.ts';
import type { PricePerCycle } from '../term-end/renewed-price.ts';
import { differencesFrom, differencesLeft, type RequestedState } from './differences.ts';
import { findDrift } from './find-drift.ts';
import { lockedPrice } from './locked-price.ts';
import { notifyOfDrift } from './notify-of-drift.ts';
import { readAgainAt } from './read-again-at.ts';
import type { SubscriptionReading } from './reading.ts';
import { storeBatches, storeRefundOptions, storeSchedule } from './stored-terms.ts';
import { eventsBetween, type SubscriptionEvent } from './subscription-events.ts';
import { termEndOutcomeOf } from './term-end-outcome.ts';

export type ReadSubscription = Readonly<{
  accountId: AccountId;
  vendor: string;
  reading: SubscriptionReading;
  /** These three are stored when the subscription is read for the first time. */
  tenantId?: Id<'tenant'> | null;
  orderId?: Id<'order'> | null;
  offerId?: Id<'offer'> | null;
  /** The customer's price, needed when the subscription is read for the first time: locked until the term ends. */
  price?: PricePerCycle;
  /** The first day that its order charges, where that is not the first of the term: an upgrade of some seats. */
  chargedFrom?: Temporal.PlainDate;
  /** After a change: the requested values, to be compared with the vendor's answer. */
  requested?: RequestedState;
}>;

/**
 * Stores a vendor's answer about a subscription, which is the truth. Charges what was due under the answer before and
 * what the new one shows, appends the events between the two, gives a new term its price of the day, and keeps the
 * differences from the requested values. What was chosen for the end of the term is compared with every answer, and a
 * difference that no order explains is notified. The same answer twice changes nothing.
 */
export async function storeReadSubscription(
  context: OperationContext,
  read: ReadSubscription,
): Promise<Readonly<{ subscriptionId: Id<'subscription'>; differences: readonly Difference[] }>> {
  const { tx, audit } = context;
  const held = await findByVendorId(context, read);
  const before = held && (await chargeBeforeReading(context, held));
  const reading = { ...read.reading, termEndOutcome: termEndOutcomeOf(read.reading) };
  const drift = read.requested || before === undefined ? [] : await driftOf(context, before, reading);
  const differences = read.requested
    ? differencesFrom(read.requested, reading)
    : withDrift(differencesLeft(leftOf(before, reading), reading), drift);
  const values = await valuesOf(context, read, before, differences);
  const stored =
    before === undefined
      ? await tx.insert(subscription).values(values).returning({ id: subscription.id })
      : await tx
          .update(subscription)
          .set(values)
          .where(eq(subscription.id, before.id))
          .returning({ id: subscription.id });
  const subscriptionId = stored[0]?.id;
  assert(subscriptionId !== undefined, `subscription ${read.reading.vendorSubscriptionId} was not stored`);
  const after = { id: subscriptionId, ...values };
  await updateForecast(tx, { before, after }, values.readAt);
  await chargeReading(context, { before, after, reading });

  const isOtherProduct = before !== undefined && before.offerId !== null && before.offerId !== values.offerId;
  const events = eventsBetween(before, { ...reading, isOtherProduct });
  const found = read.requested ? differences : drift;
  if (found.length > 0) events.push({ kind: 'differencesFound', facts: factsOf(found) });
  await appendEvents(context, { accountId: read.accountId, subscriptionId, events });
  if (events.length > 0) {
    const kinds = events.map((event) => event.kind).join(',');
    await audit.record('subscriptions.changed', { subscriptionId, name: reading.name, events: kinds }, read.accountId);
  }
  if (drift.length > 0) await notifyOfDrift(context, { subscriptionId, differences: drift, cause: 'changedElsewhere' });
  return { subscriptionId, differences };
}

/** While an order is open, it compares what it finds itself. */
async function driftOf(
  { tx }: OperationContext,
  before: SubscriptionRow,
  reading: SubscriptionReading,
): Promise<readonly Difference[]> {
  const drift = findDrift(before, reading);
  // The vendor shows at last what was chosen.
  const chosen = leftOf(before, reading).filter(({ field }) => OF_TERM_END.includes(field));
  const isResolved = differencesLeft(chosen, reading).length < chosen.length;
  if (drift.length === 0 || isResolved) return [];
  return (await findPendingOrder(tx, before.id)) === undefined ? drift : [];
}

/** The newest difference of a field counts. */
function withDrift(left: readonly Difference[], drift: readonly Difference[]): Difference[] {
  return [...left.filter(({ field }) => !drift.some((one) => one.field === field)), ...drift];
}

/** What was chosen for the end of a term is over with it. */
function leftOf(before: SubscriptionRow | undefined, { term }: SubscriptionReading): readonly Difference[] {
  const differences = before?.differences ?? [];
  const isNewTerm = before !== undefined && !before.startsOn.equals(term.startsOn);
  return isNewTerm ? differences.filter(({ field }) => !OF_TERM_END.includes(field)) : differences;
}

const OF_TERM_END: readonly string[] = [
  'autoRenew',
  'termEndOutcome',
  'termEndAction',
  'nextSeatCount',
  'nextPlan',
  'nextProduct',
] satisfies readonly (keyof RequestedState)[];

async function findByVendorId(
  { tx }: OperationContext,
  { accountId, vendor, reading }: ReadSubscription,
): Promise<SubscriptionRow | undefined> {
  const [row] = await tx
    .select()
    .from(subscription)
    .where(
      and(
        eq(subscription.accountId, accountId),
        eq(subscription.vendor, vendor),
        eq(subscription.vendorSubscriptionId, reading.vendorSubscriptionId),
      ),
    )
    .for('no key update');
  return row;
}

async function valuesOf(
  context: OperationContext,
  read: ReadSubscription,
  before: SubscriptionRow | undefined,
  differences: readonly Difference[],
): Promise<Omit<SubscriptionRow, 'id'>> {
  const { reading } = read;
  const now = context.clock.now();
  const offerId = await offerIdOf(context, read, before);
  const price = await lockedPrice(context.tx, {
    accountId: read.accountId,
    reading,
    before,
    offerId,
    price: read.price,
    now,
  });
  return {
    accountId: read.accountId,
    tenantId: before?.tenantId ?? read.tenantId ?? null,
    offerId,
    orderId: before?.orderId ?? read.orderId ?? null,
    vendor: read.vendor,
    vendorSubscriptionId: reading.vendorSubscriptionId,
    name: before?.ownName ?? reading.name,
    ownName: before?.ownName ?? null,
    vendorName: reading.name,
    costCentre: before?.costCentre ?? null,
    seatCount: reading.seatCount,
    termDuration: reading.termDuration,
    billingCycle: reading.billingCycle,
    renewalTermDuration: reading.renewalTermDuration ?? null,
    startsOn: reading.term.startsOn,
    endsBefore: reading.term.endsBefore,
    status: reading.status,
    isSuspended: reading.isSuspended,
    isTrial: reading.isTrial,
    isExtended: reading.isExtended,
    neverExtends: reading.neverExtends,
    autoRenew: reading.autoRenew,
    termEndOutcome: termEndOutcomeOf(reading),
    unitPricePerCycle: price.unitPricePerCycle,
    currency: price.currency,
    nextBillingCycle: reading.nextBillingCycle,
    nextUnitPricePerCycle: price.next,
    purchasedOrRenewedAt: reading.purchasedOrRenewedAt,
    cancellationAllowedUntil: reading.cancellationAllowedUntil,
    refundable: storeBatches(reading.refundable),
    lastWindowClosesAt: lastWindowClosesAt(reading, before) ?? null,
    refundOptions: storeRefundOptions(reading.refundOptions),
    scheduled: storeSchedule(reading.scheduledNextTerm, reading.scheduledActions),
    resource: reading.resource,
    differences: differences.length === 0 ? null : differences,
    readAt: now,
    readAgainAt: readAgainAt(reading, now) ?? null,
    ...chargingOf(before, {
      reading,
      isOrdered: read.orderId !== undefined && read.orderId !== null,
      chargedFrom: read.chargedFrom,
      today: utcDate(now),
    }),
    createdAt: before?.createdAt ?? now,
  };
}

/** The latest end of a return window that the vendor has reported in this term, open or closed. */
function lastWindowClosesAt(
  { refundable, term }: SubscriptionReading,
  before: SubscriptionRow | undefined,
): Temporal.Instant | undefined {
  const reported = refundable === 'unknown' ? [] : refundable.map((batch) => batch.refundableUntil);
  const isSameTerm = before?.startsOn.equals(term.startsOn) ?? false;
  const seenBefore = isSameTerm && before?.lastWindowClosesAt ? [before.lastWindowClosesAt] : [];
  return [...reported, ...seenBefore].sort(Temporal.Instant.compare).at(-1);
}

/** The offer that is subscribed to now: a renewal may have made it another one. */
async function offerIdOf(
  { tx }: OperationContext,
  { vendor, reading, offerId }: ReadSubscription,
  before: SubscriptionRow | undefined,
): Promise<Id<'offer'> | null> {
  const found = reading.vendorOffer ? await findOfferByVendorIds(tx, { vendor, ...reading.vendorOffer }) : undefined;
  return found?.id ?? before?.offerId ?? offerId ?? null;
}

async function appendEvents(
  { tx, clock }: OperationContext,
  appended: Readonly<{
    accountId: AccountId;
    subscriptionId: Id<'subscription'>;
    events: readonly SubscriptionEvent[];
  }>,
): Promise<void> {
  const { accountId, subscriptionId, events } = appended;
  if (events.length === 0) return;
  const happenedAt = clock.now();
  await tx
    .insert(subscriptionEvent)
    .values(events.map((event) => ({ accountId, subscriptionId, ...event, happenedAt })));
}

function factsOf(differences: readonly Difference[]) {
  return Object.fromEntries(
    differences.flatMap(({ field, requested, found }) => [
      [field, found],
      [`${field}Requested`, requested],
    ]),
  );
}
