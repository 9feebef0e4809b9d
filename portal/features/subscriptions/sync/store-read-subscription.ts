import { and, eq } from 'drizzle-orm';
import { findOfferByVendorIds } from '#features/catalogue/catalogue.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert } from '#platform/refusal.ts';
import { updateForecast } from '../forecast/store-forecast.ts';
import { type Difference, type SubscriptionRow, subscription, subscriptionEvent } from '../tables.ts';
import type { PricePerCycle } from '../term-end/renewed-price.ts';
import { differencesFrom, differencesLeft, type RequestedState } from './differences.ts';
import { lockedPrice } from './locked-price.ts';
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
  /** After a change: the requested values, to be compared with the vendor's answer. */
  requested?: RequestedState;
}>;

/**
 * Stores a vendor's answer about a subscription, which is the truth. Appends the events since the last answer, gives a
 * new term its price of the day, and keeps the differences from the requested values. The same answer twice changes
 * nothing.
 */
export async function storeReadSubscription(
  context: OperationContext,
  read: ReadSubscription,
): Promise<Readonly<{ subscriptionId: Id<'subscription'>; differences: readonly Difference[] }>> {
  const { tx, audit } = context;
  const before = await findByVendorId(context, read);
  const reading = { ...read.reading, termEndOutcome: termEndOutcomeOf(read.reading) };
  const differences = read.requested
    ? differencesFrom(read.requested, reading)
    : differencesLeft(before?.differences ?? [], reading);
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
  await updateForecast(tx, { before, after: { id: subscriptionId, ...values } }, values.readAt);

  const isOtherProduct = before !== undefined && before.offerId !== null && before.offerId !== values.offerId;
  const events = eventsBetween(before, { ...reading, isOtherProduct });
  if (read.requested && differences.length > 0) events.push({ kind: 'differencesFound', facts: factsOf(differences) });
  await appendEvents(context, { accountId: read.accountId, subscriptionId, events });
  if (events.length > 0) {
    const kinds = events.map((event) => event.kind).join(',');
    await audit.record('subscriptions.changed', { subscriptionId, name: reading.name, events: kinds }, read.accountId);
  }
  return { subscriptionId, differences };
}

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
    .for('update');
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
    name: reading.name,
    seatCount: reading.seatCount,
    termDuration: reading.termDuration,
    billingCycle: reading.billingCycle,
    startsOn: reading.term.startsOn,
    endsBefore: reading.term.endsBefore,
    status: reading.status,
    isSuspended: reading.isSuspended,
    isTrial: reading.isTrial,
    isExtended: reading.isExtended,
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
