import { endOfTerm, extendedServiceTermUnitPrice } from './end-of-term.ts';
import { promotedPrice, type QuotedPromotion } from './promotions.ts';
import { type ImpossibleQuote, type QuotePrices, refuse } from './quote.ts';
import { chargeForCycle, type Line } from './quote-lines.ts';
import { nextTermInstructions, type SubscriptionState } from './subscription.ts';
import {
  type BillingCycle,
  chargeCycles,
  cyclesPerTerm,
  monthsInTerm,
  nextTerm,
  type Term,
  type TermDuration,
} from './terms.ts';

export type NextTermCharges = Readonly<{
  lines: Line[];
  endsBefore: Temporal.PlainDate;
  termDuration: TermDuration;
  billingCycle: BillingCycle;
  promotion: QuotedPromotion | undefined;
}>;

/** The charges of the next term, or of the first month of an extension month to month. */
export function nextTermCharges(after: SubscriptionState, prices: QuotePrices): NextTermCharges | ImpossibleQuote {
  const end = endOfTerm(after);
  if (!end) return refuse('termUnknown');
  const isExtended = end.outcome === 'extendsMonthly';
  const listPrice = isExtended ? extendedServiceTermUnitPrice(prices) : prices.nextTermUnitPricePerCycle;
  if (!listPrice) return refuse('priceUnknown');

  const { termDuration, billingCycle } = end;
  if (monthsInTerm(termDuration) === undefined || cyclesPerTerm(termDuration, billingCycle) === undefined) {
    return refuse('termUnknown');
  }
  const { customEndsBefore } = nextTermInstructions(after);
  const full = nextTerm({ ...after.term, endsBefore: end.on }, termDuration);
  const term: Term = customEndsBefore ? { ...full, endsBefore: customEndsBefore } : full;
  const seatCount = end.seatCount + (prices.otherSeatCount ?? 0);
  const { unitPricePerCycle, promotion } = promotedPrice(
    listPrice,
    isExtended || after.isTrial ? undefined : prices.nextTermPromotion,
    { on: end.on, termDuration, billingCycle, seatCount },
  );
  const reason = isExtended ? 'extendedServiceTerm' : 'renewal';
  const seats = { reason, seatCount: end.seatCount, unitPricePerCycle } as const;
  const lines = chargeCycles(term, billingCycle, after.cycleRule).map((cycle) => chargeForCycle(seats, cycle));
  return { lines, endsBefore: term.endsBefore, termDuration, billingCycle, promotion };
}
