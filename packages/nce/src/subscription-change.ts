import type { CancellationPolicy } from './cancellation-policy.ts';
import type { Plan } from './plan-on-sale.ts';
import type { SeatBounds } from './seat-bounds.ts';
import type { NextTermInstructions, SubscriptionState } from './subscription.ts';
import type { BillingCycle, TermDuration } from './terms.ts';

/** A change that a customer can request for a subscription. */
export type SubscriptionChange =
  /** `seatCount`: all seats after the change. */
  | Readonly<{ kind: 'seats'; seatCount: number }>
  | Readonly<{ kind: 'cancelNow' }>
  /** The choice for the term's end; it can be changed until then. `seatCountAtRenewal`: unchanged when left out. */
  | Readonly<{ kind: 'renewal'; outcome: RenewalChoice; seatCountAtRenewal?: number | undefined }>
  /** Instructions for the next term, which replace everything scheduled for it. Empty: the current plan continues. */
  | Readonly<{ kind: 'nextTerm'; instructions: NextTermInstructions; seatBounds?: SeatBounds | undefined }>
  /** Another billing cycle from the next charge on. */
  | Readonly<{ kind: 'billing'; billingCycle: BillingCycle }>
  /** Also the conversion of an extension to a term, which alone may carry other seats. */
  | Readonly<{
      kind: 'longerTerm';
      termDuration: TermDuration;
      billingCycle: BillingCycle;
      seatCount?: number | undefined;
    }>
  /** `seatCount`: the seats that move, all or some of them. */
  | Readonly<{ kind: 'upgrade'; seatCount: number; to: UpgradeTarget }>
  | Readonly<{ kind: 'convertTrial'; seatCount: number; to: PaidPlan; when: 'now' | 'atTermEnd' }>;

export type RenewalChoice = 'renews' | 'ends' | 'extendsMonthly';

/** The plan or the existing subscription that receives the seats of an upgrade. */
export type UpgradeTarget = Readonly<{
  /** Microsoft's answer for this target under `transitionEligibilities`. */
  eligibility: Readonly<{ isEligible: boolean; description?: string | undefined }>;
  /** Microsoft moves licence assignments (`transition_with_license_transfer`); it always does when all seats move. */
  transfersLicences: boolean;
  termDuration: TermDuration;
  billingCycle: BillingCycle;
  seatBounds?: SeatBounds | undefined;
  /** The plans that the product is sold in, from its availability. Left out: every plan. */
  plans?: readonly Plan[] | undefined;
  /** An existing subscription of the customer that receives the seats; it keeps its own term, billing and price. */
  into?: SubscriptionState | undefined;
}>;

/** The paid plan that a trial converts to. */
export type PaidPlan = Readonly<{
  productId?: string | undefined;
  skuId?: string | undefined;
  termDuration: TermDuration;
  billingCycle: BillingCycle;
  seatBounds?: SeatBounds | undefined;
  /** The plans that the product is sold in, from its availability. Left out: every plan. */
  plans?: readonly Plan[] | undefined;
  /** Of the paid product, for the windows that the conversion opens. Without it nothing is promised about them. */
  policy?: CancellationPolicy | undefined;
  /** An existing paid subscription that receives the trial's seats; only for an immediate conversion. */
  into?: SubscriptionState | undefined;
}>;
