import type { SeatBounds } from './seat-bounds.ts';
import type { NextTermInstructions, SubscriptionState } from './subscription.ts';
import type { BillingCycle, TermDuration } from './terms.ts';

/** A change that a customer can ask for on a subscription. */
export type SubscriptionChange =
  /** `seatCount`: all seats after the change. */
  | Readonly<{ kind: 'seats'; seatCount: number }>
  | Readonly<{ kind: 'cancelNow' }>
  /** What shall happen when the term is over; may be changed until then. `seatCountAtRenewal`: as now when left out. */
  | Readonly<{ kind: 'renewal'; outcome: RenewalChoice; seatCountAtRenewal?: number | undefined }>
  /** What the next term shall be; takes the place of all that was planned for it. Empty: as now. */
  | Readonly<{ kind: 'nextTerm'; instructions: NextTermInstructions; seatBounds?: SeatBounds | undefined }>
  /** From the next charge on. */
  | Readonly<{ kind: 'billing'; billingCycle: BillingCycle }>
  | Readonly<{ kind: 'longerTerm'; termDuration: TermDuration; billingCycle: BillingCycle }>
  /** `seatCount`: the seats that move; all of them, or a part. */
  | Readonly<{ kind: 'upgrade'; seatCount: number; to: UpgradeTarget }>
  | Readonly<{ kind: 'convertTrial'; seatCount: number; to: PaidPlan; when: 'now' | 'atTermEnd' }>;

export type RenewalChoice = 'renews' | 'ends' | 'extendsMonthly';

/** Where seats of an upgrade go. */
export type UpgradeTarget = Readonly<{
  /** What Microsoft answers for it under `transitionEligibilities`. */
  eligibility: Readonly<{ isEligible: boolean; description?: string | undefined }>;
  /** Microsoft takes the licences along (`transition_with_license_transfer`); of all seats it does in any case. */
  transfersLicences: boolean;
  termDuration: TermDuration;
  billingCycle: BillingCycle;
  seatBounds?: SeatBounds | undefined;
  /** A subscription of the customer that takes the seats; it keeps its own term, billing and price. */
  into?: SubscriptionState | undefined;
}>;

/** What a trial becomes. */
export type PaidPlan = Readonly<{
  productId?: string | undefined;
  skuId?: string | undefined;
  termDuration: TermDuration;
  billingCycle: BillingCycle;
  seatBounds?: SeatBounds | undefined;
  /** A paid subscription that takes the trial's seats; only at once. */
  into?: SubscriptionState | undefined;
}>;
