import type { ActionName, ActionRefusalReason, RefusalFacts } from './action-answer.ts';
import type { EndOfTerm } from './end-of-term.ts';
import type { Money } from './money.ts';
import type { Line } from './quote-lines.ts';
import type { SideEffect } from './side-effects.ts';
import type { Term } from './terms.ts';

/** What a change costs, commits to and does; or why it cannot be, and what can. */
export type Quote = PossibleQuote | ImpossibleQuote;

export type ImpossibleQuote = Readonly<{
  possible: false;
  reason: QuoteRefusalReason;
  facts: RefusalFacts;
  /** The next best thing, allowed now. */
  insteadAction?: ActionName;
}>;

export type QuoteRefusalReason =
  | ActionRefusalReason
  | 'nothingChanges'
  /** Not a whole number, or below 1. */
  | 'seatCountInvalid'
  | 'aboveSeatMaximum'
  | 'belowSeatMinimum'
  /** Some seats can go back now, but not so many. */
  | 'tooManySeats'
  /** The price of the next term is not known. */
  | 'priceUnknown'
  /** A term or billing cycle that these rules cannot count. */
  | 'termUnknown'
  /** More are to move than there are. */
  | 'moreSeatsThanOwned'
  /** Microsoft says no, and perhaps why (`facts.description`). */
  | 'notEligible'
  /** The subscription that is to take the seats is not active, or a trial. */
  | 'targetNotActive'
  /** It was bought or renewed too lately to take any. */
  | 'targetInCancellationWindow'
  | 'targetTermShorter'
  | 'targetEndsEarlier'
  /** Billed less often than the term is long. */
  | 'billingLongerThanTerm'
  /** A trial becomes paid at once with 25 seats at least, and in another subscription with all of them. */
  | 'tooFewSeatsToConvert'
  /** Not a day on which the next term may end. */
  | 'endNotAllowed';

/** Today's prices of what follows the current term; the current term's own is locked and stands in the subscription. */
export type QuotePrices = Readonly<{
  /** Net, one seat, one charge cycle of the next term, not rounded. Needed where the subscription is to renew. */
  nextTermUnitPricePerCycle?: Money | undefined;
  /** Net, one seat, a whole term of one month. Needed, or the annual one, where it is to go on month by month. */
  monthlyTermPrice?: Money | undefined;
  /** Net, one seat, a whole term of one year. */
  annualTermPrice?: Money | undefined;
  /** Net, one seat, one charge cycle of what a change leads to: the other product, term, plan or billing; not rounded. */
  changedUnitPricePerCycle?: Money | undefined;
  /** How long added seats can be given back; `REFUND_WINDOW` when left out. */
  refundWindow?: Temporal.Duration | undefined;
}>;

export type PossibleQuote = Readonly<{
  possible: true;
  /** Undefined for a purchase. */
  before: SubscriptionSummary | undefined;
  after: SubscriptionSummary;
  /** The other subscription that takes seats, where one does; `before` is undefined for a new one. */
  target?: Readonly<{ before: SubscriptionSummary | undefined; after: SubscriptionSummary }>;
  /** Charged or refunded at once. */
  today: readonly Line[];
  /** What the change adds to the next charge; undefined where it adds to none. */
  nextCharge: Readonly<{ on: Temporal.PlainDate; lines: readonly Line[] }> | undefined;
  /**
   * All that the change charges or refunds from now to the end of the term (for what begins with the renewal: of the next
   * one); `today` included. What will no longer be charged is not in it.
   */
  untilTermEnd: readonly Line[];
  /** All that is still to be charged for the whole subscription after the change, and for its taker, until their last day; refunds of today taken off. */
  commitment: Readonly<{ endsOn: Temporal.PlainDate; net: Money }>;
  /**
   * Until when the change can be taken back (exclusive), and what comes back if that is done on the day of the change;
   * each later day lessens it. Zero where nothing has to be paid back.
   */
  undo: Readonly<{ until: Temporal.Instant; refund: Money }> | 'never';
  irreversibleAfter: Temporal.Instant;
  sideEffects: readonly SideEffect[];
  /** From this instant on the lines or the answer may be others. */
  validUntil: Temporal.Instant;
}>;

/** A subscription in a line: what a page shows before and after. */
export type SubscriptionSummary = Readonly<{
  seatCount: number;
  /** Net, of one seat, not rounded. */
  unitPricePerCycle: Money;
  /** Net, of all seats for a whole charge cycle, rounded half up to the cent. */
  netPerCycle: Money;
  term: Term;
  /** Undefined once it is over. */
  endOfTerm: EndOfTerm | undefined;
}>;

export function refuse(reason: QuoteRefusalReason, facts: RefusalFacts = {}): ImpossibleQuote {
  return { possible: false, reason, facts };
}
