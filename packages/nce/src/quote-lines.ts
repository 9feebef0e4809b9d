import type { DecimalValue } from './decimal.ts';
import { add, compare, type Money, multiply, negate, subtract, sum } from './money.ts';
import { customerCharge, remainingDays } from './proration.ts';
import { roundLineHalfUp } from './rounding.ts';
import type { ChargeCycle, Term } from './terms.ts';

export type LineReason =
  | 'purchase'
  | 'seatsAdded'
  | 'seatsRemoved'
  | 'cancelled'
  /** Seats that leave a product, term or plan for another, and their new charge. */
  | 'movedOut'
  | 'movedIn'
  | 'chargeCycle'
  /** A later charge that the change makes disappear. */
  | 'noLongerCharged'
  | 'renewal'
  | 'extendedServiceTerm';

/** One line of a customer's quote: `net = unitPricePerCycle × seatCount × billedDays / cycleDays`. */
export type Line = Readonly<{
  /** `saving`: a later charge that no longer occurs; nothing is paid back. */
  kind: 'charge' | 'refund' | 'saving';
  reason: LineReason;
  /** An integer, 1 or more, for refunds too. */
  seatCount: number;
  /** Net price of one seat for the whole cycle, not rounded. */
  unitPricePerCycle: Money;
  cycle: Term;
  /** The last `billedDays` of the cycle are charged or refunded. */
  billedDays: number;
  /** Days of the whole cycle; more than the days of `cycle` only when the end of the term cuts it short. */
  cycleDays: number;
  /** When set, the line is counted in months instead of days: a change of the billing cycle within a term. */
  months?: MonthShare | undefined;
  /** Rounded half up to the cent; negative for a refund and a saving. */
  net: Money;
}>;

/** Months of a charge cycle that are billed, and all of them. */
export type MonthShare = Readonly<{ billed: number; cycle: number }>;

export type TaxedTotal = Readonly<{ taxRate: DecimalValue; net: Money; tax: Money; gross: Money }>;

type LineSeats = Readonly<{ reason: LineReason; seatCount: number; unitPricePerCycle: Money }>;

/** Charges a whole charge cycle, which has fewer than `fullDays` days when the end of the term cuts it short. */
export function chargeForCycle(seats: LineSeats, cycle: ChargeCycle): Line {
  return chargeFrom(seats, cycle, cycle.startsOn);
}

/** Charges from a day (included) to the end of its charge cycle, by days or, when given, by months. */
export function chargeFrom(
  seats: LineSeats,
  cycle: ChargeCycle,
  chargedFrom: Temporal.PlainDate,
  months?: MonthShare,
): Line {
  const days = { billedDays: remainingDays(cycle, chargedFrom), cycleDays: cycle.fullDays };
  const share = months ? { billedDays: months.billed, cycleDays: months.cycle } : days;
  const net = customerCharge({ ...seats, ...share });
  return { kind: 'charge', ...seats, cycle: termOf(cycle), ...days, ...(months && { months }), net };
}

/** The day on which a charge or a refund is due: the first of its billed days, which are the last of the cycle. */
export function chargedOn({ cycle, billedDays }: Line): Temporal.PlainDate {
  return cycle.endsBefore.subtract({ days: billedDays });
}

/** Refunds from a day (included) to the end of its charge cycle. */
export function refundFrom(seats: LineSeats, cycle: ChargeCycle, refundedFrom: Temporal.PlainDate): Line {
  const charge = chargeFrom(seats, cycle, refundedFrom);
  return { ...charge, kind: 'refund', net: negate(charge.net) };
}

/**
 * Reduces refund lines so that their sum does not exceed the amount paid: earlier lines are granted first. Lines that
 * are rounded separately can exceed by a cent the amount that was charged as one line.
 *
 * @param paid  net, zero or more
 */
export function capRefunds(refunds: readonly Line[], paid: Money): Line[] {
  let left = paid;
  return refunds.map((line) => {
    const requested = negate(line.net);
    const granted = compare(requested, left) > 0 ? left : requested;
    left = subtract(left, granted);
    return { ...line, net: negate(granted) };
  });
}

/** Net sum of the lines; refunds are negative. */
export function netOf(lines: readonly Line[], currency: string): Money {
  return sum(
    lines.map((line) => line.net),
    currency,
  );
}

/** Net, tax and gross of lines with one tax rate; see `withTax`. */
export function taxByRate(lines: readonly Line[], taxRate: DecimalValue, currency: string): TaxedTotal {
  return withTax(netOf(lines, currency), taxRate);
}

/**
 * Adds tax to a net sum. The tax is rounded half up to the cent once, on the sum.
 *
 * @param net  sum of lines that are rounded to the cent each; negative for refunds
 * @param taxRate  0 to 1: `'0.22'` for the standard Italian rate
 */
export function withTax(net: Money, taxRate: DecimalValue): TaxedTotal {
  const tax = roundLineHalfUp(multiply(net, taxRate));
  return { taxRate, net, tax, gross: add(net, tax) };
}

/** A later charge that no longer occurs. */
export function savingOf(charge: Line): Line {
  return { ...charge, kind: 'saving', reason: 'noLongerCharged', net: negate(charge.net) };
}

/**
 * Net, tax and gross of lines that are invoiced by calendar month: the tax is rounded once on each invoice, so that the
 * sum is that of the invoices' taxes and may differ by cents from the tax on the sum.
 *
 * @source Partner Center, "Billing basics": an invoice covers a calendar month
 */
export function taxByInvoice(lines: readonly Line[], taxRate: DecimalValue, currency: string): TaxedTotal {
  const byMonth = Map.groupBy(lines, (line) => chargedOn(line).toPlainYearMonth().toString());
  const invoices = [...byMonth.values()].map((invoiced) => taxByRate(invoiced, taxRate, currency));
  const total = (part: 'net' | 'tax' | 'gross') =>
    sum(
      invoices.map((invoice) => invoice[part]),
      currency,
    );
  return { taxRate, net: total('net'), tax: total('tax'), gross: total('gross') };
}

function termOf({ startsOn, endsBefore }: Term): Term {
  return { startsOn, endsBefore };
}
