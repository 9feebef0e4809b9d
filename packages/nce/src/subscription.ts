import type { CancellationPolicy, RefundOption } from './cancellation-policy.ts';
import type { Money } from './money.ts';
import type { BillingCycle, CycleRule, Term, TermDuration } from './terms.ts';
import { isDateBefore } from './time.ts';

/** As Microsoft reports it. Open: an unknown status is shown unchanged, and no action is allowed in it. */
export type SubscriptionStatus =
  | 'none'
  | 'pending'
  | 'active'
  | 'suspended'
  | 'expired'
  | 'disabled'
  | 'deleted'
  | (string & Record<never, never>);

/**
 * A subscription as the rules see it: a plain value that the caller builds from Microsoft's response and its own price.
 * A value that Microsoft did not send is left out, never guessed.
 */
export type SubscriptionState = Readonly<{
  status: SubscriptionStatus;
  /** The status is `suspended`, or Microsoft reports suspension reasons with another status. */
  isSuspended: boolean;
  isTrial: boolean;
  /** Extended month to month after a term that was neither renewed nor cancelled. */
  isExtendedServiceTerm?: boolean | undefined;
  /** Software and other products that have no extended service term: without a renewal they end. */
  neverExtends?: boolean | undefined;
  /** An add-on without an active base product (see `missingPrerequisites`). It does not renew. */
  isPrerequisiteMissing?: boolean | undefined;
  seatCount: number;
  /** Seat bounds of the product; 1 and unlimited when left out. */
  seatCountMin?: number | undefined;
  seatCountMax?: number | undefined;
  term: Term;
  termDuration: TermDuration;
  billingCycle: BillingCycle;
  /**
   * The duration of the next term where it differs: after months of the extended service term, that of the term before
   * them.
   */
  renewalTermDuration?: TermDuration | undefined;
  /** How charge cycles begin near a month's end; `anchorDay` when left out. */
  cycleRule?: CycleRule | undefined;
  /** Net price of one seat for one whole charge cycle, not rounded, locked until the term ends. */
  unitPricePerCycle: Money;
  /** Net amount that the customer has paid for the current charge cycle, less refunds; a refund never exceeds it. */
  paidThisCycle?: Money | undefined;
  purchasedOrRenewedAt: Temporal.Instant;
  autoRenewEnabled: boolean;
  /**
   * The product's policy, for the windows of seats that are added and of terms that begin. Without it nothing is
   * promised about them.
   */
  policy?: CancellationPolicy | undefined;
  /** `cancellationAllowedUntilDate`, exclusive. */
  cancellationAllowedUntil?: Temporal.Instant | undefined;
  /** `refundableQuantity.details`; `unknown` when Microsoft sent none. */
  refundable: readonly SeatBatch[] | 'unknown';
  refundOptions: readonly RefundOption[];
  /** `scheduledNextTermInstructions`. */
  scheduledNextTerm?: NextTermInstructions | undefined;
  /** `nextChargeInstructions` with the customer's price: the billing from the next charge on. */
  nextCharge?: NextCharge | undefined;
  /** `scheduledActions`; when there are any, Microsoft follows these and ignores `scheduledNextTerm`. */
  scheduledActions: readonly ScheduledAction[];
}>;

/** Seats that were bought together and are refundable until the same instant. */
export type SeatBatch = Readonly<{
  /** The remaining seats of the batch; an integer, 1 or more. */
  seatCount: number;
  /** Exclusive. */
  refundableUntil: Temporal.Instant;
  /** Known from a ledger only; Microsoft does not report it. */
  addedAt?: Temporal.Instant | undefined;
}>;

export type NextCharge = Readonly<{
  billingCycle: BillingCycle;
  /** Net price of one seat for one whole charge cycle of this billing, not rounded. */
  unitPricePerCycle: Money;
}>;

/** The differences of the next term; a property that is left out stays unchanged. */
export type NextTermInstructions = Readonly<{
  seatCount?: number | undefined;
  termDuration?: TermDuration | undefined;
  billingCycle?: BillingCycle | undefined;
  productId?: string | undefined;
  skuId?: string | undefined;
  promotionId?: string | undefined;
  /** The day after a co-terminous end. */
  customEndsBefore?: Temporal.PlainDate | undefined;
}>;

/**
 * An action scheduled for a subscription.
 *
 * @source three public clients of 2026, which agree on this shape; Partner Center's public documentation lacks it
 */
export type ScheduledAction = Readonly<{
  scheduleType: 'TermEnd' | 'CustomDate' | (string & Record<never, never>);
  actionType:
    | 'RenewToNewTerm'
    | 'RenewToExtendedServiceTerm'
    | 'Cancel'
    | 'Transition'
    | (string & Record<never, never>);
  /** The date of a `CustomDate` action. */
  effectiveOn?: Temporal.PlainDate | undefined;
  instructions?: NextTermInstructions | undefined;
}>;

/** The instructions that Microsoft follows at the term's end: those of the scheduled action, if there is one. */
export function nextTermInstructions(subscription: SubscriptionState): NextTermInstructions {
  const action = endingAction(subscription);
  return (action ? action.instructions : subscription.scheduledNextTerm) ?? {};
}

/**
 * The scheduled action that takes effect first within the current term or at its end; undefined when nothing is
 * scheduled. Of several, Microsoft follows the earliest, and one for a day before one for the term's end.
 */
export function nextScheduledAction({ scheduledActions, term }: SubscriptionState): DatedAction | undefined {
  const { endsBefore } = term;
  const dated = scheduledActions.flatMap((action): DatedAction[] => {
    if (action.scheduleType === 'TermEnd') return [{ ...action, on: endsBefore }];
    const { effectiveOn } = action;
    if (!effectiveOn || isDateBefore(endsBefore, effectiveOn)) return [];
    return [{ ...action, on: effectiveOn }];
  });
  return dated.reduce<DatedAction | undefined>(
    (first, next) => (first && !isDateBefore(next.on, first.on) ? first : next),
    undefined,
  );
}

/** A scheduled action with the day on which it takes effect, at 00:00 UTC. */
export type DatedAction = ScheduledAction & Readonly<{ on: Temporal.PlainDate }>;

/**
 * The scheduled action that ends the current term: that of the term's end, or one for an earlier day. A product change
 * within the term (`Transition`) does not end it.
 */
export function endingAction(subscription: SubscriptionState): DatedAction | undefined {
  const { endsBefore } = subscription.term;
  const ending = subscription.scheduledActions.filter(
    ({ scheduleType, actionType, effectiveOn }) =>
      scheduleType === 'TermEnd' || actionType !== 'Transition' || effectiveOn?.equals(endsBefore),
  );
  return nextScheduledAction({ ...subscription, scheduledActions: ending });
}

/** The first day after the current term as it is scheduled: earlier than the term's own when an action ends it. */
export function currentTermEnd(subscription: SubscriptionState): Temporal.PlainDate {
  return endingAction(subscription)?.on ?? subscription.term.endsBefore;
}

/** The instructions for the next term if they change anything; otherwise undefined. */
export function scheduledChange(subscription: SubscriptionState): NextTermInstructions | undefined {
  const next = nextTermInstructions(subscription);
  const differs =
    (next.seatCount ?? subscription.seatCount) !== subscription.seatCount ||
    (next.termDuration ?? subscription.termDuration) !== subscription.termDuration ||
    (next.billingCycle ?? subscription.billingCycle) !== subscription.billingCycle ||
    [next.productId, next.skuId, next.promotionId, next.customEndsBefore].some((part) => part !== undefined);
  return differs ? next : undefined;
}
