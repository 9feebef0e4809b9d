import type { Decimal } from 'decimal.js';
import { add, compare, type Money, multiply, negate, subtract, sum } from './money.ts';
import { customerCharge, remainingDays } from './proration.ts';
import { roundLineHalfUp } from './rounding.ts';
import type { ChargeCycle, Term } from './terms.ts';

export type LineReason =
  | 'purchase'
  | 'seatsAdded'
  | 'seatsRemoved'
  | 'cancelled'
  /** Out of one product, term or plan and into another. */
  | 'movedOut'
  | 'movedIn'
  | 'chargeCycle'
  | 'renewal'
  | 'extendedServiceTerm';

/** One line of a customer's quote: `net = unitPricePerCycle × seatCount × billedDays / cycleDays`. */
export type Line = Readonly<{
  kind: 'charge' | 'refund';
  reason: LineReason;
  /** A whole number, 1 or more; of a refund too. */
  seatCount: number;
  /** Net price of one seat for the whole cycle, not rounded. */
  unitPricePerCycle: Money;
  cycle: Term;
  /** The last `billedDays` of the cycle are charged or given back. */
  billedDays: number;
  /** Days of the whole cycle; more than those of `cycle` only where a term end cuts it short. */
  cycleDays: number;
  /** Rounded half up to the cent; negative for a refund. */
  net: Money;
}>;

export type TaxedTotal = Readonly<{ taxRate: Decimal.Value; net: Money; tax: Money; gross: Money }>;

type LineSeats = Readonly<{ reason: LineReason; seatCount: number; unitPricePerCycle: Money }>;

/** A whole charge cycle, which is shorter than `fullDays` where the term end cuts it. */
export function chargeForCycle(seats: LineSeats, cycle: ChargeCycle): Line {
  return chargeFrom(seats, cycle, cycle.startsOn);
}

/** From a day, which is counted, to the end of its charge cycle. */
export function chargeFrom(seats: LineSeats, cycle: ChargeCycle, chargedFrom: Temporal.PlainDate): Line {
  const days = { billedDays: remainingDays(cycle, chargedFrom), cycleDays: cycle.fullDays };
  const net = customerCharge({ ...seats, ...days });
  return { kind: 'charge', ...seats, cycle: termOf(cycle), ...days, net };
}

/** The day on which a charge or a refund is due: the first of its billed days, which are the last of the cycle. */
export function chargedOn({ cycle, billedDays }: Line): Temporal.PlainDate {
  return cycle.endsBefore.subtract({ days: billedDays });
}

/** From a day, which is given back too, to the end of its charge cycle. */
export function refundFrom(seats: LineSeats, cycle: ChargeCycle, refundedFrom: Temporal.PlainDate): Line {
  const charge = chargeFrom(seats, cycle, refundedFrom);
  return { ...charge, kind: 'refund', net: negate(charge.net) };
}

/**
 * The refund lines, lessened from the last one on so that together they give back no more than was paid. Lines that
 * were rounded apart can exceed by a cent what was charged in one.
 *
 * @param paid  net, zero or more
 */
export function capRefunds(refunds: readonly Line[], paid: Money): Line[] {
  let left = paid;
  return refunds.map((line) => {
    const wanted = negate(line.net);
    const granted = compare(wanted, left) > 0 ? left : wanted;
    left = subtract(left, granted);
    return { ...line, net: negate(granted) };
  });
}

/** Sum of the lines' nets; refunds lessen it. */
export function netOf(lines: readonly Line[], currency: string): Money {
  return sum(
    lines.map((line) => line.net),
    currency,
  );
}

/**
 * Tax on lines of one rate: on the sum of their nets, rounded half up to the cent once.
 *
 * @param taxRate  0 to 1: `'0.22'` for the Italian ordinary rate
 */
export function taxByRate(lines: readonly Line[], taxRate: Decimal.Value, currency: string): TaxedTotal {
  const net = netOf(lines, currency);
  const tax = roundLineHalfUp(multiply(net, taxRate));
  return { taxRate, net, tax, gross: add(net, tax) };
}

function termOf({ startsOn, endsBefore }: Term): Term {
  return { startsOn, endsBefore };
}
