import type { ScheduledInstructions, Subscription } from '@licence-portal/partner-center';
import { findOfferByVendorIds, findOfferOfSameVendor } from '#features/catalogue/catalogue.ts';
import { findOrderedView, type StepContext, type StepOutcome } from '#features/orders/orders.ts';
import {
  differencesFrom,
  type RequestedState,
  type RestoredSchedule,
  type SubscriptionReading,
  scheduleToRestore,
} from '#features/subscriptions/subscriptions.ts';
import { findAvailability } from './create-cart.ts';
import { outcomeOfError } from './error-outcome.ts';
import { endOfTermState } from './expected-state.ts';
import type { SubscriptionAtMicrosoft } from './submit-change.ts';
import { readingOfSubscription } from './subscription-reading.ts';

/** Microsoft may need a moment to show what it has accepted. */
const READS_MAX = 12;
const READ_AGAIN_AFTER_SECONDS = 10;

/** What became of a schedule that the order puts back: nothing was, or the state that the subscription must show. */
export type Restored = Readonly<{
  reading: SubscriptionReading;
  requested: RequestedState;
  /** It could not be put back: Microsoft has refused it, or does not show it. */
  isMissing: boolean;
  /** Why, for the provider. */
  refusal?: string | undefined;
}>;

type Wait = Extract<StepOutcome, { status: 'wait' }>;

/**
 * Puts back what Microsoft has deleted from the schedule of a subscription with the change of this order, as its quote
 * has promised, and reads the subscription again. What the subscription shows already is not sent, and what was sent
 * once is only read.
 *
 * @param read  the subscription after the change
 * @source Partner Center, "Manage scheduled changes for new commerce subscriptions"
 */
export async function restoreSchedule(
  context: StepContext,
  at: SubscriptionAtMicrosoft,
  read: Subscription,
): Promise<Restored | Wait> {
  const reading = readingOfSubscription(read);
  const schedule = await findPromised(context);
  if (schedule === undefined) return { reading, requested: {}, isMissing: false };
  const requested = stateWith(schedule, reading);
  const isMissingIn = (found: SubscriptionReading) => differencesFrom(requested, found).length > 0;
  if (!isMissingIn(reading)) return { reading, requested, isMissing: false };
  const reads = typeof context.own?.scheduleReads === 'number' ? context.own.scheduleReads : 0;
  if (reads >= READS_MAX) return { reading, requested, isMissing: true, refusal: 'accepted, and not shown' };
  if (reads > 0) return readAgain(reads + 1);
  try {
    const refusal = await send(context, at, { read, reading, schedule });
    if (refusal !== undefined) return { reading, requested, isMissing: true, refusal };
    const { client } = context.services.microsoft;
    const again = readingOfSubscription(await client.subscriptions.get(at, { signal: context.signal }));
    return isMissingIn(again) ? readAgain(1) : { reading: again, requested, isMissing: false };
  } catch (error) {
    return { reading, requested, isMissing: true, refusal: refusalOf(outcomeOfError(error)) };
  }
}

function readAgain(scheduleReads: number): Wait {
  return {
    status: 'wait',
    checkAgainAfterSeconds: READ_AGAIN_AFTER_SECONDS,
    onWhom: 'vendor',
    result: { scheduleReads },
  };
}

async function findPromised({ order, inTransaction }: StepContext): Promise<RestoredSchedule | undefined> {
  const view = await inTransaction(({ tx }) => findOrderedView(tx, order.id));
  return view && scheduleToRestore(view);
}

function stateWith({ nextTerm, outcome }: RestoredSchedule, { vendorOffer }: SubscriptionReading): RequestedState {
  if (nextTerm === undefined) return outcome === undefined ? {} : endOfTermState(outcome);
  const { seatCount, termDuration, billingCycle, productId, skuId } = nextTerm;
  const product = productId ?? vendorOffer?.vendorProductId;
  const sku = (skuId ?? vendorOffer?.vendorSkuId)?.padStart(4, '0');
  return {
    ...endOfTermState('renews'),
    nextSeatCount: seatCount,
    nextPlan: `${termDuration} ${billingCycle}`,
    ...(product !== undefined && sku !== undefined && { nextProduct: `${product}:${sku}`.toUpperCase() }),
  };
}

type Missing = Readonly<{ read: Subscription; reading: SubscriptionReading; schedule: RestoredSchedule }>;

/** @returns why it was not sent; undefined when it was */
async function send(
  context: StepContext,
  at: SubscriptionAtMicrosoft,
  { read, reading, schedule: { nextTerm, outcome } }: Missing,
): Promise<string | undefined> {
  const { subscriptions } = context.services.microsoft.client;
  const options = { requestId: context.requestIdOf(`schedule ${read.attributes?.etag ?? ''}`), signal: context.signal };
  if (nextTerm !== undefined) {
    const instructions = await instructionsOf(context, at, reading, nextTerm);
    if (instructions === undefined) return 'not sent: Microsoft does not sell the product of the next term any more';
    await subscriptions.scheduleNextTerm(at.customerId, read, instructions, options);
  } else if (outcome !== undefined) {
    await subscriptions.setEndOfTerm(at.customerId, read, outcome === 'ends' ? 'cancel' : 'extend', options);
  }
  return undefined;
}

/** @returns undefined where Microsoft does not sell it so any more */
async function instructionsOf(
  context: StepContext,
  { customerId }: SubscriptionAtMicrosoft,
  { vendorOffer }: SubscriptionReading,
  nextTerm: NonNullable<RestoredSchedule['nextTerm']>,
): Promise<ScheduledInstructions | undefined> {
  const { seatCount, termDuration, billingCycle, promotionId, customEndsBefore } = nextTerm;
  const vendorProductId = nextTerm.productId ?? vendorOffer?.vendorProductId;
  const vendorSkuId = nextTerm.skuId ?? vendorOffer?.vendorSkuId;
  if (vendorProductId === undefined || vendorSkuId === undefined) return undefined;
  const ids = { vendorProductId, vendorSkuId: vendorSkuId.padStart(4, '0') };
  const offerId = context.order.lines[0]?.offerId ?? null;
  const sold = await context.inTransaction(({ tx }) =>
    offerId === null
      ? findOfferByVendorIds(tx, { vendor: 'microsoft', ...ids })
      : findOfferOfSameVendor(tx, offerId, ids),
  );
  const availability = sold && (await findAvailability(context, customerId, sold, { termDuration, billingCycle }));
  if (availability === undefined) return undefined;
  return {
    product: {
      productId: vendorProductId,
      skuId: vendorSkuId,
      availabilityId: availability.id,
      termDuration,
      billingCycle,
      ...(promotionId !== undefined && { promotionId }),
    },
    quantity: seatCount,
    ...(customEndsBefore !== undefined && { customTermEndDate: lastDay(customEndsBefore) }),
  };
}

/** Microsoft names the last day of a term that ends on a date. */
function lastDay(endsBefore: string): string {
  return Temporal.PlainDate.from(endsBefore).subtract({ days: 1 }).toString();
}

function refusalOf(outcome: StepOutcome): string {
  return 'note' in outcome ? outcome.note : 'refused';
}
