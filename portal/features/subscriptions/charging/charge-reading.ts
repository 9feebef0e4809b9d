import { utcDate } from '@licence-portal/nce';
import { chargeCycleAt, monthsInCycle } from '@licence-portal/nce/internals';
import { catalogueVendorOf } from '#features/catalogue/catalogue.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { findPendingOrder } from '../change/find-pending-order.ts';
import type { SubscriptionReading } from '../sync/reading.ts';
import { hasEnded } from '../sync/subscription-events.ts';
import type { SubscriptionRow } from '../tables.ts';
import { chargeDueCycles, storeChargedUntil } from './charge-due-cycles.ts';
import { chargeGap } from './charge-gap.ts';
import { chargeBillingChange, chargeMove } from './charge-move.ts';
import { type AddedSeats, chargeSeatChange } from './charge-seat-change.ts';
import { earliest, nextChargeOn } from './due-cycles.ts';
import { refundCancellation } from './refund-cancellation.ts';

/** Charges what has become due under the answer before, whose seats and prices held until now. */
export async function chargeBeforeReading(context: OperationContext, row: SubscriptionRow): Promise<SubscriptionRow> {
  if (!isDue(row, utcDate(context.clock.now()))) return row;
  const [charged = row] = await chargeDueCycles(context, [row]);
  return charged;
}

type Charging = Pick<SubscriptionRow, 'chargedUntil' | 'nextChargeOn' | 'checksSeats'>;

/**
 * The state of the ledger with which an answer is stored. The order that buys a subscription charges its first cycle,
 * that of an upgrade the rest of the one that runs;
 * of one that was found at the vendor, the cycle that runs was not sold through the portal.
 */
export function chargingOf(
  before: SubscriptionRow | undefined,
  {
    reading,
    isOrdered,
    chargedFrom,
    today,
  }: Readonly<{
    reading: SubscriptionReading;
    isOrdered: boolean;
    chargedFrom: Temporal.PlainDate | undefined;
    today: Temporal.PlainDate;
  }>,
): Charging {
  if (before !== undefined) {
    const { chargedUntil, nextChargeOn: next, checksSeats } = before;
    return { chargedUntil, nextChargeOn: next, checksSeats };
  }
  const firstDay = isOrdered ? (chargedFrom ?? reading.term.startsOn) : today;
  return { chargedUntil: firstDay.add({ days: 1 }), nextChargeOn: today, checksSeats: isOrdered };
}

/**
 * Charges what a newer answer shows: a term that has begun, and changes that were made at the vendor. A change of an
 * order that is under way is charged by the order, as it was quoted; whether that is all is checked when it is over.
 *
 * @param before  charged up to today; undefined for a subscription that is read for the first time
 */
export async function chargeReading(
  context: OperationContext,
  answers: Readonly<{ before: SubscriptionRow | undefined; after: SubscriptionRow; reading: SubscriptionReading }>,
): Promise<void> {
  const { before, after } = answers;
  const today = utcDate(context.clock.now());
  const row = before === undefined ? after : { ...after, ...(await chargeDifference(context, { ...answers, before })) };
  const { chargedUntil, checksSeats } = row;
  if (chargedUntil !== null && isDue({ nextChargeOn: nextChargeOn(row, chargedUntil) }, today)) {
    const [charged = row] = await chargeDueCycles(context, [row]);
    if (!checksSeats) return;
    await storeChargedUntil(context.tx, [{ ...charged, nextChargeOn: today }]);
    return;
  }
  const next = checksSeats || chargedUntil === null ? today : nextChargeOn(row, chargedUntil);
  const isStored = String(next) === String(after.nextChargeOn) && checksSeats === after.checksSeats;
  if (isStored && String(chargedUntil) === String(after.chargedUntil)) return;
  await storeChargedUntil(context.tx, [{ ...row, nextChargeOn: next }]);
}

type Answers = Readonly<{ before: SubscriptionRow; after: SubscriptionRow; reading: SubscriptionReading }>;

/** @returns what has changed in the state of the ledger */
async function chargeDifference(context: OperationContext, answers: Answers): Promise<Partial<Charging>> {
  const { before, after } = answers;
  if (hasEnded(before)) return {};
  const today = utcDate(context.clock.now());
  const change = changeOf(answers, today);
  if (change === undefined) return {};
  if (change === 'nextTerm') return chargeNextTerm(context, { before, after });

  const isOrdered = (await findPendingOrder(context.tx, before.id)) !== undefined;
  const on = dayOfChange(before, today);
  switch (change) {
    case 'cancelled':
      if (!isOrdered) await refundCancellation(context, before, on);
      return { checksSeats: isOrdered };
    case 'movedToTerm':
      if (!isOrdered) await chargeMove(context, { before, after, on: after.startsOn });
      return { chargedUntil: isOrdered ? after.startsOn.add({ days: 1 }) : today.add({ days: 1 }) };
    case 'movedToProduct':
      if (!isOrdered) await chargeMove(context, { before, after, on });
      return { chargedUntil: today.add({ days: 1 }) };
    case 'billedOtherwise':
      if (!isOrdered) await chargeBillingChange(context, { before, after, on: startOfCycle(before, today) });
      return { chargedUntil: today.add({ days: 1 }) };
    case 'seats':
      if (!isOrdered) await chargeSeatChange(context, after, addedSeats(context, answers));
      return { checksSeats: isOrdered };
  }
}

/** Charges the terms that nobody has seen, and leaves the new one to be charged; one that has ended since is over. */
async function chargeNextTerm(
  context: OperationContext,
  { before, after }: Readonly<{ before: SubscriptionRow; after: SubscriptionRow }>,
): Promise<Partial<Charging>> {
  const { startsOn } = after;
  if (isBefore(before.endsBefore, startsOn)) await chargeGap(context, before, startsOn);
  if (!hasEnded(after)) return { chargedUntil: startsOn };
  const today = utcDate(context.clock.now());
  const [ended = after] = await chargeDueCycles(context, [{ ...after, status: 'active', chargedUntil: startsOn }]);
  if (isBefore(today, after.endsBefore)) await refundCancellation(context, ended, today);
  return { chargedUntil: ended.chargedUntil };
}

type Change = 'nextTerm' | 'cancelled' | 'movedToTerm' | 'movedToProduct' | 'billedOtherwise' | 'seats';

function changeOf({ before, after }: Answers, today: Temporal.PlainDate): Change | undefined {
  const isSameTerm = after.startsOn.equals(before.startsOn) && after.termDuration === before.termDuration;
  if (!isSameTerm && !isBefore(after.startsOn, before.endsBefore)) return 'nextTerm';
  // What has ended with its term is not refunded, however late that is read.
  if (hasEnded(after)) return isBefore(today, before.endsBefore) ? 'cancelled' : undefined;
  if (!isSameTerm) return 'movedToTerm';
  if (before.offerId !== null && after.offerId !== before.offerId) return 'movedToProduct';
  const announced = before.nextBillingCycle ?? before.billingCycle;
  if (after.billingCycle !== before.billingCycle && after.billingCycle !== announced) return 'billedOtherwise';
  return after.seatCount === before.seatCount ? undefined : 'seats';
}

/** The day of a change that was scheduled; of another, today. */
function dayOfChange({ scheduled }: SubscriptionRow, today: Temporal.PlainDate): Temporal.PlainDate {
  const days = scheduled.actions.flatMap(({ effectiveOn }) =>
    effectiveOn === undefined ? [] : [Temporal.PlainDate.from(effectiveOn)],
  );
  return days.reduce(earliest, today);
}

function startOfCycle({ startsOn, endsBefore, billingCycle }: SubscriptionRow, day: Temporal.PlainDate) {
  const isKnown = monthsInCycle(billingCycle) !== undefined;
  return (isKnown ? chargeCycleAt({ startsOn, endsBefore }, billingCycle, day)?.startsOn : undefined) ?? day;
}

/** The seats that the vendor shows as added since the answer before, by the end of their window. */
function addedSeats({ services, clock }: OperationContext, { before, after, reading }: Answers): AddedSeats[] {
  const { refundable } = reading;
  const policy = catalogueVendorOf(services, after.vendor).policyOf({
    isTrial: after.isTrial,
    vendorProductId: reading.vendorOffer?.vendorProductId ?? '',
  });
  if (refundable === 'unknown' || policy.seatReduction === undefined) return [];
  const known = new Set((before.refundable ?? []).map(({ refundableUntil }) => refundableUntil));
  const window = policy.seatReduction;
  return refundable
    .filter(({ refundableUntil }) => !known.has(refundableUntil.toString()))
    .map(({ seatCount, refundableUntil }) => ({ seatCount, on: utcDate(refundableUntil.subtract(window)) }))
    .filter(({ on }) => Temporal.PlainDate.compare(on, utcDate(clock.now())) <= 0);
}

function isBefore(one: Temporal.PlainDate, other: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(one, other) < 0;
}

function isDue({ nextChargeOn: next }: Pick<SubscriptionRow, 'nextChargeOn'>, today: Temporal.PlainDate): boolean {
  return next !== null && Temporal.PlainDate.compare(next, today) <= 0;
}
