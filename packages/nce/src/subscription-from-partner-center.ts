import type { CancellationPolicy, RefundOption } from './cancellation-policy.ts';
import type { Money } from './money.ts';
import { instantOf } from './partner-center-instant.ts';
import type { NextTermInstructions, ScheduledAction, SeatBatch, SubscriptionState } from './subscription.ts';
import { type CycleRule, monthsInTerm, type Term, termStarting } from './terms.ts';
import { isDateBefore, startOfUtcDay, utcDate } from './time.ts';

/**
 * The fields of Microsoft's subscription resource that the rules read, in its own spelling; all others are ignored.
 *
 * @source Partner Center, "Subscription resources"; three public clients of 2026 for `scheduledActions`
 */
export type PartnerCenterSubscription = Readonly<{
  status: string;
  quantity: number;
  termDuration?: string | undefined;
  renewalTermDuration?: string | undefined;
  billingCycle?: string | undefined;
  isTrial?: boolean | undefined;
  autoRenewEnabled: boolean;
  creationDate?: string | undefined;
  effectiveStartDate?: string | undefined;
  /** The last day, inclusive. */
  commitmentEndDate?: string | undefined;
  cancellationAllowedUntilDate?: string | undefined;
  suspensionReasons?: readonly unknown[] | null | undefined;
  refundOptions?: readonly Readonly<{ type: string; expiresAt?: string | undefined }>[] | null | undefined;
  refundableQuantity?:
    | Readonly<{ details: readonly Readonly<{ quantity: number; allowedUntilDateTime: string }>[] }>
    | null
    | undefined;
  scheduledNextTermInstructions?: PartnerCenterInstructions | null | undefined;
  nextChargeInstructions?: PartnerCenterInstructions | null | undefined;
  scheduledActions?: readonly PartnerCenterAction[] | null | undefined;
}>;

export type PartnerCenterInstructions = Readonly<{
  product?:
    | Readonly<{
        productId?: string | undefined;
        skuId?: string | undefined;
        termDuration?: string | undefined;
        billingCycle?: string | undefined;
        promotionId?: string | undefined;
      }>
    | undefined;
  quantity?: number | undefined;
  customTermEndDate?: string | undefined;
}>;

export type PartnerCenterAction = Readonly<{
  scheduleType: string;
  actionType: string;
  effectiveDate?: string | undefined;
  instructions?: PartnerCenterInstructions | null | undefined;
}>;

/** The facts that Microsoft's resource lacks. */
export type CustomerFacts = Readonly<{
  /** Net price of one seat for one whole charge cycle, not rounded. */
  unitPricePerCycle: Money;
  /** The same of the billing that is set for the next charge; without it that change is not foretold. */
  nextUnitPricePerCycle?: Money | undefined;
  paidThisCycle?: Money | undefined;
  policy?: CancellationPolicy | undefined;
  seatCountMin?: number | undefined;
  seatCountMax?: number | undefined;
  isPrerequisiteMissing?: boolean | undefined;
  /** Software and other products that have no extended service term. */
  neverExtends?: boolean | undefined;
  /** How charge cycles begin near a month's end; `anchorDay` when left out. */
  cycleRule?: CycleRule | undefined;
}>;

/** What Microsoft's resource says; only prices and the like are missing to make it a `SubscriptionState`. */
export type PartnerCenterReading = Omit<SubscriptionState, keyof CustomerFacts | 'nextCharge'> &
  Readonly<{
    /** The billing cycle from the next charge on, where it differs. */
    nextBillingCycle: string | undefined;
  }>;

/**
 * A subscription as the rules see it, from Microsoft's resource and the facts of the customer. Fields that Microsoft
 * did not send are left out, `unknown` or empty: seats without `refundableQuantity` may or may not be returnable.
 */
export function subscriptionFromPartnerCenter(
  resource: PartnerCenterSubscription,
  { nextUnitPricePerCycle, ...facts }: CustomerFacts,
): SubscriptionState {
  const { nextBillingCycle, ...reading } = readPartnerCenterSubscription(resource);
  const nextCharge =
    nextBillingCycle !== undefined && nextUnitPricePerCycle !== undefined
      ? { billingCycle: nextBillingCycle, unitPricePerCycle: nextUnitPricePerCycle }
      : undefined;
  return { ...reading, ...facts, nextCharge };
}

export function readPartnerCenterSubscription(resource: PartnerCenterSubscription): PartnerCenterReading {
  const term = termOf(resource);
  const status = resource.status.toLowerCase();
  const cancellationAllowedUntil = optionalInstant(resource.cancellationAllowedUntilDate);
  const { scheduledNextTermInstructions: nextTerm } = resource;
  return {
    status,
    isSuspended: status === 'suspended' || (resource.suspensionReasons ?? []).length > 0,
    isTrial: resource.isTrial ?? false,
    isExtendedServiceTerm: isExtended(resource, cancellationAllowedUntil, startOfUtcDay(term.endsBefore)),
    seatCount: resource.quantity,
    term,
    termDuration: resource.termDuration ?? '',
    billingCycle: billingCycleOf(resource),
    renewalTermDuration: resource.renewalTermDuration || undefined,
    nextBillingCycle: nextBillingCycleOf(resource),
    purchasedOrRenewedAt: purchasedOrRenewedAt(resource, term.startsOn),
    autoRenewEnabled: resource.autoRenewEnabled,
    cancellationAllowedUntil,
    refundable: refundableOf(resource),
    refundOptions: (resource.refundOptions ?? []).map(refundOptionOf),
    scheduledNextTerm: nextTerm ? instructionsOf(nextTerm) : undefined,
    scheduledActions: (resource.scheduledActions ?? []).map(actionOf),
  };
}

/** The end that Microsoft shows without one. @source Partner Center, "Subscription resources", commitmentEndDate */
const NO_END = Temporal.PlainDate.from('9999-12-31');

/**
 * The end is inclusive on the wire. The start is that of the current term: where `effectiveStartDate` is still that of
 * the purchase, the term is counted back from its end, to the day of the purchase where the month is long enough.
 */
function termOf({
  commitmentEndDate,
  effectiveStartDate,
  creationDate,
  termDuration = '',
}: PartnerCenterSubscription): Term {
  const started = optionalInstant(effectiveStartDate ?? creationDate);
  const effectiveOn = started && utcDate(started);
  const end = optionalInstant(commitmentEndDate);
  const months = monthsInTerm(termDuration);
  const unstated = effectiveOn && months !== undefined ? termStarting(effectiveOn, termDuration).endsBefore : NO_END;
  const endsBefore = end ? utcDate(end).add({ days: 1 }) : unstated;
  const countedBack = months === undefined ? undefined : countBack(endsBefore, months, effectiveOn);
  const [first, second] = [effectiveOn, countedBack];
  const startsOn = first && second && isDateBefore(first, second) ? second : (first ?? second);
  return { startsOn: startsOn ?? endsBefore.subtract({ days: 1 }), endsBefore };
}

/** A term that ends on 29 April and was bought on the 31st began on 31 March, not on the 30th. */
function countBack(
  endsBefore: Temporal.PlainDate,
  months: number,
  effectiveOn: Temporal.PlainDate | undefined,
): Temporal.PlainDate {
  const back = endsBefore.subtract({ months });
  if (!effectiveOn) return back;
  const day = Math.max(effectiveOn.day, endsBefore.day);
  const isClamped = endsBefore.with({ day }).equals(endsBefore);
  return isClamped ? back.with({ day }) : back;
}

function billingCycleOf({ billingCycle }: PartnerCenterSubscription): string {
  return (billingCycle ?? 'none').toLowerCase();
}

/** @source Partner Center, "Subscription resources", `nextChargeInstructions` */
function nextBillingCycleOf(resource: PartnerCenterSubscription): string | undefined {
  const next = resource.nextChargeInstructions?.product?.billingCycle?.toLowerCase();
  return next === '' || next === billingCycleOf(resource) ? undefined : next;
}

function purchasedOrRenewedAt(
  { effectiveStartDate, creationDate }: PartnerCenterSubscription,
  startsOn: Temporal.PlainDate,
): Temporal.Instant {
  const started = optionalInstant(effectiveStartDate ?? creationDate);
  return started && utcDate(started).equals(startsOn) ? started : startOfUtcDay(startsOn);
}

/**
 * Guess: a month that can be cancelled until its last day, with nothing but more such months planned, is one of the
 * extended service term. No field says so.
 */
function isExtended(
  { termDuration, autoRenewEnabled, scheduledActions }: PartnerCenterSubscription,
  cancellationAllowedUntil: Temporal.Instant | undefined,
  termEnd: Temporal.Instant,
): boolean {
  if (autoRenewEnabled || termDuration !== 'P1M' || cancellationAllowedUntil === undefined) return false;
  const isExtendedAgain = (scheduledActions ?? []).some((action) => action.actionType === 'RenewToExtendedServiceTerm');
  return isExtendedAgain && Temporal.Instant.compare(cancellationAllowedUntil, termEnd) >= 0;
}

function refundableOf({ refundableQuantity }: PartnerCenterSubscription): readonly SeatBatch[] | 'unknown' {
  if (!refundableQuantity) return 'unknown';
  return refundableQuantity.details
    .filter((batch) => batch.quantity > 0)
    .map((batch) => ({ seatCount: batch.quantity, refundableUntil: instantOf(batch.allowedUntilDateTime) }));
}

function refundOptionOf({ type, expiresAt }: Readonly<{ type: string; expiresAt?: string | undefined }>): RefundOption {
  return { type, ...(expiresAt !== undefined && { expiresAt: instantOf(expiresAt) }) };
}

function actionOf({ scheduleType, actionType, effectiveDate, instructions }: PartnerCenterAction): ScheduledAction {
  return {
    scheduleType,
    actionType,
    ...(effectiveDate !== undefined && { effectiveOn: utcDate(instantOf(effectiveDate)) }),
    ...(instructions && { instructions: instructionsOf(instructions) }),
  };
}

function instructionsOf({ product, quantity, customTermEndDate }: PartnerCenterInstructions): NextTermInstructions {
  return {
    ...(quantity !== undefined && { seatCount: quantity }),
    ...(product?.termDuration !== undefined && { termDuration: product.termDuration }),
    ...(product?.billingCycle !== undefined && { billingCycle: product.billingCycle.toLowerCase() }),
    ...(product?.productId !== undefined && { productId: product.productId }),
    ...(product?.skuId !== undefined && { skuId: product.skuId }),
    ...(product?.promotionId !== undefined && { promotionId: product.promotionId }),
    ...(customTermEndDate !== undefined && {
      customEndsBefore: utcDate(instantOf(customTermEndDate)).add({ days: 1 }),
    }),
  };
}

function optionalInstant(text: string | undefined): Temporal.Instant | undefined {
  return text === undefined ? undefined : instantOf(text);
}
