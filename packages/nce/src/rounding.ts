import { Decimal } from './decimal.ts';
import { type Money, minorDigits, money, multiply } from './money.ts';

/**
 * Rounds a line of a customer's quote or invoice, or the tax on a sum of lines: half up to the currency's minor unit.
 * An exact half goes up also after a division. An exact half of a refund is rounded away from zero, so that a charge
 * and its full refund are equal.
 *
 * 112.896 → 112.90; 0.005 → 0.01; −0.005 → −0.01; 12.10 / 12 × 3 = 3.025 → 3.03
 */
export function roundLineHalfUp(exact: Money): Money {
  return roundTo(withoutDivisionResidue(exact), Decimal.ROUND_HALF_UP);
}

/**
 * Rounds as Microsoft does for a seat change: `floor(effective unit price × seats)`.
 *
 * 10.08 / 30 × 28 × 12 = 112.896 → 112.89; 10.08 / 30 × 28 × 8 = 75.264 → 75.26
 *
 * @param effectiveUnitPrice  price of one seat for the billed days, not rounded
 * @source Partner Center, "Common billing scenarios", worked rows of adding and removing seats
 */
export function roundSeatChange(effectiveUnitPrice: Money, seatCount: number): Money {
  return floor(multiply(effectiveUnitPrice, seatCount));
}

/**
 * Rounds as Microsoft does for a cancellation or a conversion: `floor(effective unit price) × seats`.
 *
 * 10.08 / 31 × 29 = 9.4296… → 9.42 × 10 = 94.20; 10.08 / 30 × 23 = 7.728 → 7.72 × 300 = 2316.00
 *
 * @param effectiveUnitPrice  price of one seat for the billed days, not rounded
 * @source Partner Center, "Common billing scenarios", worked rows of cancelling and upgrading
 */
export function roundCancellation(effectiveUnitPrice: Money, seatCount: number): Money {
  return multiply(floor(effectiveUnitPrice), seatCount);
}

function floor(exact: Money): Money {
  return roundTo(withoutDivisionResidue(exact), Decimal.ROUND_DOWN);
}

/**
 * 10 / 3 × 3 is 9.99…9 at any precision: without this step a floor would be a cent too low, and half a cent would be
 * rounded down.
 */
function withoutDivisionResidue(exact: Money): Money {
  return money(exact.amount.toDecimalPlaces(30, Decimal.ROUND_HALF_UP), exact.currency);
}

function roundTo(exact: Money, mode: typeof Decimal.ROUND_HALF_UP | typeof Decimal.ROUND_DOWN): Money {
  return money(exact.amount.toDecimalPlaces(minorDigits(exact.currency), mode), exact.currency);
}
