import type { BillingCycle, TermDuration } from './terms.ts';

export type ActionName =
  | 'addSeats'
  | 'removeSeats'
  | 'scheduleSeats'
  | 'scheduleNextTerm'
  | 'cancelNow'
  | 'cancelAtTermEnd'
  | 'turnAutoRenewOff'
  | 'turnAutoRenewOn'
  | 'extendMonthlyAtTermEnd'
  | 'suspend'
  | 'reactivate'
  /** All seats to another product. */
  | 'upgrade'
  | 'upgradeSomeSeats'
  | 'changeToLongerTerm'
  /** Of three years, monthly to annual or back, from the next charge on. */
  | 'changeBilling'
  /** Paid from now on. */
  | 'convertTrial'
  /** Paid from the trial's end on, as another plan or with other seats than by itself. */
  | 'scheduleTrialConversion';

export type ActionRefusalReason =
  /** A status these rules do not know: it is shown, and nothing is done to it. */
  | 'statusUnknown'
  | 'notReady'
  | 'suspended'
  | 'notSuspended'
  /** Expired or disabled. */
  | 'ended'
  | 'deleted'
  /** The term is over and Microsoft is at work on what follows; up to 24 hours. */
  | 'renewalInProgress'
  | 'trial'
  | 'notTrial'
  | 'windowClosed'
  | 'windowUnknown'
  | 'atSeatMaximum'
  | 'atSeatMinimum'
  | 'autoRenewOff'
  | 'autoRenewAlreadyOff'
  | 'autoRenewAlreadyOn'
  | 'endAlreadySet'
  | 'extensionAlreadySet'
  | 'noLongerTerm'
  /** Microsoft names nothing that it can be upgraded to. */
  | 'noUpgrade'
  /** How often it is billed stays as it is until the term's end. */
  | 'billingFixed'
  /** An add-on whose base is not there. */
  | 'prerequisiteMissing';

/** What is not the subscription's own to say. A part that is left out forbids nothing. */
export type AvailableOffers = Readonly<{
  /** What the product is sold in, from `availability.terms`. */
  plans?: readonly Readonly<{ termDuration: TermDuration; billingCycle: BillingCycle }>[] | undefined;
  /** Targets that Microsoft names as eligible now, from the transition eligibilities. */
  upgradeCount?: number | undefined;
  /** None of an add-on's bases is active; see `missingPrerequisites`. Left out: as the subscription says. */
  isPrerequisiteMissing?: boolean | undefined;
}>;

/** What the sentence of a refusal may need. */
export type RefusalFacts = Readonly<{
  status?: string;
  /** The instant from which it has not been possible. */
  since?: Temporal.Instant;
  /** The first day after the term, on which the next best thing takes effect. */
  termEndsBefore?: Temporal.PlainDate;
  seatCountMin?: number;
  seatCountMax?: number;
  ownedSeatCount?: number;
  /** Microsoft's own words. */
  description?: string;
  /** Seats that can go back now. */
  refundableSeatCount?: number;
}>;

export type ActionAnswer =
  /** `until`: the instant at which it stops being allowed, if nothing else changes; left out where there is none. */
  | Readonly<{ allowed: true; until?: Temporal.Instant }>
  /** `insteadAction`: the next best thing, allowed now. */
  | Readonly<{ allowed: false; reason: ActionRefusalReason; facts: RefusalFacts; insteadAction?: ActionName }>;

export type AllowedActions = Readonly<Record<ActionName, ActionAnswer>>;
