import { Decimal } from './decimal.ts';
import { compare, divide, type Money, minorDigits, money, multiply, negate, subtract } from './money.ts';
import { roundCancellation, roundLineHalfUp, roundSeatChange } from './rounding.ts';
import { type ChargeCycle, contains } from './terms.ts';
import { daysBetween } from './time.ts';

/** Seats that are charged or refunded for some days of a charge cycle. */
export type ProratedSeats = Readonly<{
  /** Net price of one seat for the whole charge cycle, not rounded. */
  unitPricePerCycle: Money;
  /** An integer, 1 or more. */
  seatCount: number;
  /** 0 to `cycleDays`. */
  billedDays: number;
  /** Days of the whole charge cycle, 1 or more. */
  cycleDays: number;
}>;

/**
 * Days from a change to the end of its charge cycle, the day of the change included: that day is charged for added
 * seats and refunded for removed ones.
 *
 * @source Partner Center, "Common billing scenarios": bought 15 July, cancelled 17 July, 29 of 31 days refunded
 */
export function remainingDays(cycle: ChargeCycle, changedOn: Temporal.PlainDate): number {
  if (!contains(cycle, changedOn)) {
    throw new RangeError(`${changedOn} is outside ${cycle.startsOn}/${cycle.endsBefore}`);
  }
  return daysBetween(changedOn, cycle.endsBefore);
}

/** `unit price × billed days / cycle days`, not rounded. */
export function effectiveUnitPrice({ unitPricePerCycle, billedDays, cycleDays }: ProratedSeats): Money {
  if (billedDays < 0 || billedDays > cycleDays) throw new RangeError(`${billedDays} of ${cycleDays} days are billed`);
  return divide(multiply(unitPricePerCycle, billedDays), cycleDays);
}

/** `unit price × seats × billed days / cycle days`, not rounded. */
export function exactCharge(seats: ProratedSeats): Money {
  return multiply(effectiveUnitPrice(seats), seats.seatCount);
}

/** The customer's line: `exactCharge`, rounded half up to the cent. */
export function customerCharge(seats: ProratedSeats): Money {
  return roundLineHalfUp(exactCharge(seats));
}

/**
 * Microsoft's two lines for a seat change: the old seat count is refunded and the new one charged, for the same days.
 *
 * @source Partner Center, "Common billing scenarios", worked rows of adding and removing seats
 */
export function microsoftSeatChange(
  { seatCountBefore, seatCountAfter }: Readonly<{ seatCountBefore: number; seatCountAfter: number }>,
  days: Omit<ProratedSeats, 'seatCount'>,
): Readonly<{ refund: Money; charge: Money }> {
  const unitPrice = effectiveUnitPrice({ ...days, seatCount: 1 });
  return {
    refund: negate(roundSeatChange(unitPrice, seatCountBefore)),
    charge: roundSeatChange(unitPrice, seatCountAfter),
  };
}

/** Microsoft's line for a cancellation; negative. */
export function microsoftCancellation(seats: ProratedSeats): Money {
  return negate(roundCancellation(effectiveUnitPrice(seats), seats.seatCount));
}

/** Microsoft's two lines for an upgrade: the old product is refunded and the new one charged, for the same days. */
export function microsoftConversion(
  from: ProratedSeats,
  to: ProratedSeats,
): Readonly<{ refund: Money; charge: Money }> {
  return { refund: microsoftCancellation(from), charge: roundCancellation(effectiveUnitPrice(to), to.seatCount) };
}

/**
 * Does Microsoft's amount match the expected one? One minor unit of the currency per seat is tolerated, because an
 * invoice does not show which of Microsoft's two roundings was applied.
 *
 * @param seatCount  seats of the line, 1 or more
 */
export function agreesWithMicrosoft(expected: Money, billed: Money, seatCount: number): boolean {
  const difference = subtract(expected, billed);
  const tolerance = money(new Decimal(10).pow(-minorDigits(expected.currency)), expected.currency);
  return compare(money(difference.amount.abs(), difference.currency), multiply(tolerance, seatCount)) <= 0;
}
