import { type Money, multiply } from './money.ts';
import { type Quote, refuse } from './quote.ts';
import { chargeForCycle, netOf } from './quote-lines.ts';
import { roundLineHalfUp } from './rounding.ts';
import { checkSeatBounds } from './seat-bounds.ts';
import { REFUND_WINDOW } from './seat-ledger.ts';
import {
  type BillingCycle,
  type CycleRule,
  chargeCycles,
  monthsInTerm,
  type TermDuration,
  termStarting,
  unitPricePerCycle,
} from './terms.ts';
import { isDateBefore, startOfUtcDay, utcDate } from './time.ts';

export type Purchase = Readonly<{
  termDuration: TermDuration;
  billingCycle: BillingCycle;
  seatCount: number;
  /** Net price of one seat for the whole term, as in the price sheet; not rounded. */
  wholeTermPrice: Money;
  seatCountMin?: number | undefined;
  seatCountMax?: number | undefined;
  /** First day of the term; the UTC day of `at` when left out. */
  startsOn?: Temporal.PlainDate | undefined;
  /** The day after a co-terminous end (see `coTerminousEnds`); the first term is then prorated by days. */
  endsBefore?: Temporal.PlainDate | undefined;
  /** How charge cycles begin near a month's end; `anchorDay` when left out. */
  cycleRule?: CycleRule | undefined;
  /** From the availability's cancellation policy; `REFUND_WINDOW` when left out. */
  refundWindow?: Temporal.Duration | undefined;
}>;

/** The cost and commitment of a purchase. Auto-renew is on, as Microsoft sets it. */
export function calculatePurchaseQuote(purchase: Purchase, at: Temporal.Instant): Quote {
  const { termDuration, billingCycle, seatCount, wholeTermPrice, startsOn = utcDate(at) } = purchase;
  const refused = checkSeatBounds(seatCount, purchase);
  if (refused) return refused;
  const unitPrice = unitPricePerCycle(wholeTermPrice, termDuration, billingCycle);
  if (monthsInTerm(termDuration) === undefined || !unitPrice) return refuse('termUnknown');

  const full = termStarting(startsOn, termDuration);
  const term = { startsOn, endsBefore: purchase.endsBefore ?? full.endsBefore };
  if (!isDateBefore(startsOn, term.endsBefore) || isDateBefore(full.endsBefore, term.endsBefore)) {
    return refuse('endNotAllowed');
  }
  const seats = { seatCount, unitPricePerCycle: unitPrice };
  const untilTermEnd = chargeCycles(term, billingCycle, purchase.cycleRule).map((cycle) =>
    chargeForCycle({ ...seats, reason: cycle.startsOn.equals(startsOn) ? 'purchase' : 'chargeCycle' }, cycle),
  );
  const [first, second] = untilTermEnd;
  const today = first ? [first] : [];
  const { currency } = wholeTermPrice;
  const undoUntil = at.add(purchase.refundWindow ?? REFUND_WINDOW);
  return {
    possible: true,
    before: undefined,
    after: {
      ...seats,
      netPerCycle: roundLineHalfUp(multiply(unitPrice, seatCount)),
      term,
      endOfTerm: { outcome: 'renews', on: term.endsBefore, isExplicit: false, seatCount, termDuration, billingCycle },
    },
    today,
    nextCharge: second && { on: second.cycle.startsOn, lines: [second] },
    untilTermEnd,
    commitment: {
      endsOn: term.endsBefore.subtract({ days: 1 }),
      net: netOf(untilTermEnd, currency),
    },
    undo: { until: undoUntil, refund: netOf(today, currency) },
    irreversibleAfter: undoUntil,
    sideEffects: [{ kind: 'priceMayChange', on: term.endsBefore }],
    validUntil: startOfUtcDay(utcDate(at).add({ days: 1 })),
  };
}
