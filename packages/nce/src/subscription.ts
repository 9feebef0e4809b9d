import type { Money } from './money.ts';
import type { BillingCycle, Term, TermDuration } from './terms.ts';

/** As Microsoft reports it. Open: an unknown status is shown as it came, and nothing that moves money is done to it. */
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
 * A subscription as the rules see it: a plain value that the caller builds from Microsoft's answer and from its own
 * price. Whatever Microsoft did not send is left out, never guessed.
 */
export type SubscriptionState = Readonly<{
  status: SubscriptionStatus;
  /** The status is `suspended`, or Microsoft gives suspension reasons beside another status. */
  isSuspended: boolean;
  isTrial: boolean;
  /** Month by month after a term that nobody renewed or ended. */
  isExtendedServiceTerm?: boolean | undefined;
  /** An add-on of which no base is active; see `missingPrerequisites`. It does not renew. */
  isPrerequisiteMissing?: boolean | undefined;
  seatCount: number;
  /** Bounds of the product; 1 and none when left out. */
  seatCountMin?: number | undefined;
  seatCountMax?: number | undefined;
  term: Term;
  termDuration: TermDuration;
  billingCycle: BillingCycle;
  /** Net price of one seat for one whole charge cycle, not rounded, locked until the term ends. */
  unitPricePerCycle: Money;
  /** What the customer has paid so far for the current charge cycle, refunds taken off; a refund never exceeds it. */
  paidThisCycle?: Money | undefined;
  purchasedOrRenewedAt: Temporal.Instant;
  autoRenewEnabled: boolean;
  /** `cancellationAllowedUntilDate`, exclusive. */
  cancellationAllowedUntil?: Temporal.Instant | undefined;
  /** `refundableQuantity.details`; `unknown` where Microsoft sent none. */
  refundable: readonly SeatBatch[] | 'unknown';
  refundOptions: readonly RefundOption[];
  /** `scheduledNextTermInstructions`. */
  scheduledNextTerm?: NextTermInstructions | undefined;
  /** `nextChargeInstructions`, with the customer's price: how it is billed from the next charge on. */
  nextCharge?: NextCharge | undefined;
  /** `scheduledActions`; where there are any, Microsoft heeds these and not `scheduledNextTerm`. */
  scheduledActions: readonly ScheduledAction[];
}>;

/** Seats that were bought together and can be given back until the same instant. */
export type SeatBatch = Readonly<{
  /** What is left of them; a whole number, 1 or more. */
  seatCount: number;
  /** Exclusive. */
  refundableUntil: Temporal.Instant;
  /** Known to a ledger, not to Microsoft's answer. */
  addedAt?: Temporal.Instant | undefined;
}>;

/** `Full` gives back all that was paid, `Partial` the days that are left. */
export type RefundOption = Readonly<{
  type: 'Full' | 'Partial' | (string & Record<never, never>);
  /** Exclusive; none when left out. */
  expiresAt?: Temporal.Instant | undefined;
}>;

export type NextCharge = Readonly<{
  billingCycle: BillingCycle;
  /** Net price of one seat for one whole charge cycle of it, not rounded. */
  unitPricePerCycle: Money;
}>;

/** What the next term will be where it differs; a part that is left out stays as it is. */
export type NextTermInstructions = Readonly<{
  seatCount?: number | undefined;
  termDuration?: TermDuration | undefined;
  billingCycle?: BillingCycle | undefined;
  productId?: string | undefined;
  skuId?: string | undefined;
  promotionId?: string | undefined;
  /** The day after the aligned end. */
  customEndsBefore?: Temporal.PlainDate | undefined;
}>;

/** @source not in the public snapshot of Partner Center's documentation; the shape that three public clients of 2026 agree on */
export type ScheduledAction = Readonly<{
  scheduleType: 'TermEnd' | 'CustomDate' | (string & Record<never, never>);
  actionType:
    | 'RenewToNewTerm'
    | 'RenewToExtendedServiceTerm'
    | 'Cancel'
    | 'Transition'
    | (string & Record<never, never>);
  /** Of a `CustomDate`. */
  effectiveOn?: Temporal.PlainDate | undefined;
  instructions?: NextTermInstructions | undefined;
}>;

/** What Microsoft will follow at the term's end: the instructions of the action where there is one. */
export function nextTermInstructions(subscription: SubscriptionState): NextTermInstructions {
  const action = termEndAction(subscription);
  return (action ? action.instructions : subscription.scheduledNextTerm) ?? {};
}

export function termEndAction(subscription: SubscriptionState): ScheduledAction | undefined {
  return subscription.scheduledActions.find((action) => action.scheduleType === 'TermEnd');
}

/** Instructions for the next term that ask for something else than now; undefined where there are none. */
export function scheduledChange(subscription: SubscriptionState): NextTermInstructions | undefined {
  const next = nextTermInstructions(subscription);
  const differs =
    (next.seatCount ?? subscription.seatCount) !== subscription.seatCount ||
    (next.termDuration ?? subscription.termDuration) !== subscription.termDuration ||
    (next.billingCycle ?? subscription.billingCycle) !== subscription.billingCycle ||
    [next.productId, next.skuId, next.promotionId, next.customEndsBefore].some((part) => part !== undefined);
  return differs ? next : undefined;
}
