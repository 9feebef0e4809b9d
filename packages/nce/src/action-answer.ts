import type { Plan, ProductOnSale } from './plan-on-sale.ts';

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
  /** Moves all seats to another product. */
  | 'upgrade'
  /** Moves some of the seats to another product. */
  | 'upgradeSomeSeats'
  | 'changeToLongerTerm'
  /** Three-year terms only: from monthly to annual billing or back, from the next charge on. */
  | 'changeBilling'
  /** Makes a trial a paid subscription immediately. */
  | 'convertTrial'
  /** Sets the plan or the seat count with which a trial becomes paid when it ends. */
  | 'scheduleTrialConversion';

export type ActionRefusalReason =
  /** A status that these rules do not know. The subscription is shown and nothing can be done with it. */
  | 'statusUnknown'
  | 'notReady'
  | 'suspended'
  | 'notSuspended'
  /** Expired or disabled. */
  | 'ended'
  | 'deleted'
  /** The term is over and Microsoft has not finished the renewal, which takes up to 24 hours. */
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
  /** Software, and whatever else has no extended service term: it renews or ends. */
  | 'extensionNotOffered'
  | 'noLongerTerm'
  /** The product, or the plan that the renewal would have, is no longer sold. */
  | 'notRenewable'
  /** Extended month to month: seats are fixed until it becomes a term again. */
  | 'extendedServiceTerm'
  /** Microsoft lists no eligible target for an upgrade. */
  | 'noUpgrade'
  /** The billing cycle cannot change before the term ends. */
  | 'billingFixed'
  /** An add-on of which the customer has no active base product. */
  | 'prerequisiteMissing';

/** Facts that the subscription itself does not carry. A property that is left out forbids nothing. */
export type AvailableOffers = Readonly<{
  /** The terms and billing cycles that the product is sold in, from `availability.terms`. */
  plans?: readonly Plan[] | undefined;
  /** `availability.isRenewable`. */
  isRenewable?: boolean | undefined;
  /** The other products that may follow at a renewal, with their plans. */
  products?: readonly ProductOnSale[] | undefined;
  /** The number of targets that Microsoft lists as eligible now, from the transition eligibilities. */
  upgradeCount?: number | undefined;
  /** No base product of the add-on is active; see `missingPrerequisites`. Left out: as the subscription says. */
  isPrerequisiteMissing?: boolean | undefined;
}>;

/** The values that the sentence of a refusal may need. */
export type RefusalFacts = Readonly<{
  status?: string;
  /** The instant from which the action has not been possible. */
  since?: Temporal.Instant;
  /** The first day after the term, on which the suggested alternative takes effect. */
  termEndsBefore?: Temporal.PlainDate;
  seatCountMin?: number;
  seatCountMax?: number;
  ownedSeatCount?: number;
  /** Microsoft's own text. */
  description?: string;
  /** Seats that can be returned now. */
  refundableSeatCount?: number;
}>;

export type ActionAnswer =
  /** `until`: the instant from which it is no longer allowed, if nothing else changes; left out when there is none. */
  | Readonly<{ allowed: true; until?: Temporal.Instant }>
  /** `alternative`: the closest alternative that is allowed now. */
  | Readonly<{ allowed: false; reason: ActionRefusalReason; facts: RefusalFacts; alternative?: ActionName }>;

export type AllowedActions = Readonly<Record<ActionName, ActionAnswer>>;
