import type { ActionName, ActionRefusalReason, RefusalFacts } from './action-answer.ts';
import type { EndOfTerm } from './end-of-term.ts';
import type { Money } from './money.ts';
import type { Promotion, QuotedPromotion } from './promotions.ts';
import type { Line } from './quote-lines.ts';
import type { Undo } from './refund-periods.ts';
import type { SideEffect } from './side-effects.ts';
import type { Term } from './terms.ts';

/** The cost, commitment and consequences of a change; or the reason why it is refused, with an alternative. */
export type Quote = PossibleQuote | ImpossibleQuote;

export type ImpossibleQuote = Readonly<{
  possible: false;
  reason: QuoteRefusalReason;
  facts: RefusalFacts;
  /** The closest alternative that is allowed now. */
  alternative?: ActionName;
}>;

export type QuoteRefusalReason =
  | ActionRefusalReason
  | 'nothingChanges'
  /** Not a whole number, or below 1. */
  | 'seatCountInvalid'
  | 'aboveSeatMaximum'
  | 'belowSeatMinimum'
  /** Some seats can be returned now, but not this many. */
  | 'tooManySeats'
  /** A price that the quote needs is not known. */
  | 'priceUnknown'
  /** A term or billing cycle that these rules do not know. */
  | 'termUnknown'
  /** More seats would move than the subscription has. */
  | 'moreSeatsThanOwned'
  /** Microsoft reports the target as not eligible, possibly with its reason (`facts.description`). */
  | 'notEligible'
  /** The target subscription is not active, or is a trial. */
  | 'targetNotActive'
  /** The target subscription is still in its cancellation window and cannot receive seats. */
  | 'targetInCancellationWindow'
  | 'targetTermShorter'
  /** The product, or the term and billing cycle, is not on sale. */
  | 'notOnSale'
  | 'targetEndsEarlier'
  /** The billing cycle is longer than the term. */
  | 'billingLongerThanTerm'
  /** An immediate conversion needs 25 seats; into an existing subscription, also all seats of the trial. */
  | 'tooFewSeatsToConvert'
  /** The term may not end on the requested date. */
  | 'endNotAllowed';

/** Prices that the subscription does not hold. The locked price of the current term is in the subscription. */
export type QuotePrices = Readonly<{
  /** Net, per seat and charge cycle of the next term, not rounded. Required when the change involves a renewal. */
  nextTermUnitPricePerCycle?: Money | undefined;
  /** Net, per seat, for a month of the extended service term: the list's own row (view `licensebasedest`). */
  extendedTermPrice?: Money | undefined;
  /** Net, per seat, for a one-month term. One of these is required for an extension month to month. */
  monthlyTermPrice?: Money | undefined;
  /** Net, per seat, for a one-year term. */
  annualTermPrice?: Money | undefined;
  /** Of the next term: it lowers its price while it runs on the day of the renewal. Never at a trial's conversion. */
  nextTermPromotion?: Promotion | undefined;
  /** Net, per seat and charge cycle after the change (other product, term or billing), not rounded. */
  changedUnitPricePerCycle?: Money | undefined;
  /** Of what an upgrade or a longer term leads to. */
  changedPromotion?: Promotion | undefined;
  /** Seats of the promoted product that the customer has beside this subscription, from any partner. */
  otherSeatCount?: number | undefined;
}>;

export type PossibleQuote = Readonly<{
  possible: true;
  /** Undefined for a purchase. */
  before: SubscriptionSummary | undefined;
  after: SubscriptionSummary;
  /** The subscription that receives seats, if any; `before` is undefined when the change creates it. */
  target?: Readonly<{ before: SubscriptionSummary | undefined; after: SubscriptionSummary }>;
  /** Charged or refunded immediately. */
  today: readonly Line[];
  /**
   * Lines that the change adds to the next charge; `saving` lines for what is no longer charged. With a monthly term
   * that renews, the renewal. Undefined when it adds none.
   */
  nextCharge: Readonly<{ on: Temporal.PlainDate; lines: readonly Line[] }> | undefined;
  /**
   * All charges and refunds of the change until the end of the term, `today` included, and as `saving` lines the
   * charges that no longer occur; for a change that takes effect at renewal, the charges until the end of the next
   * term.
   */
  untilTermEnd: readonly Line[];
  /**
   * Everything still to be charged after the change for the whole subscription and for the target subscription until
   * their last day, less today's refunds.
   */
  commitment: Readonly<{ endsOn: Temporal.PlainDate; net: Money }>;
  /**
   * The instant until which the change can be undone (exclusive), and the refund if it is undone at once, then in each
   * later period. It is zero when nothing was charged. `never` also for a reduction: seats can be added again, which is
   * a new purchase of seats.
   */
  undo: Undo | 'never';
  irreversibleAfter: Temporal.Instant;
  sideEffects: readonly SideEffect[];
  /** The promotion of what is bought or renewed, whether it applies, and the price without it. */
  promotion?: QuotedPromotion | undefined;
  /** From this instant on, the lines or the answer may differ. */
  validUntil: Temporal.Instant;
}>;

/** The main values of a subscription, to be compared before and after a change. */
export type SubscriptionSummary = Readonly<{
  seatCount: number;
  /** Net, per seat, not rounded. */
  unitPricePerCycle: Money;
  /** Net, all seats for a whole charge cycle, rounded half up to the cent. */
  netPerCycle: Money;
  term: Term;
  /** Undefined when the subscription has ended. */
  endOfTerm: EndOfTerm | undefined;
}>;

export function refuse(reason: QuoteRefusalReason, facts: RefusalFacts = {}): ImpossibleQuote {
  return { possible: false, reason, facts };
}
