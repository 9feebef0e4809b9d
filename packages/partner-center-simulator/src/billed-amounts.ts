import { Decimal } from 'decimal.js';

/*
 * The amounts of Microsoft's bill to the partner. They are fractions of whole numbers until they are rounded, so that
 * nothing is lost on the way: a third of 10.00, three times, is 10.00.
 */

/** An exact amount: `numerator / denominator`, the denominator above zero. */
export type Exact = Readonly<{ numerator: bigint; denominator: bigint }>;

/** @param amount  a decimal without exponent, as prices of a sheet are written: `122.26` */
export function exactly(amount: string): Exact {
  const [, sign = '', whole = '', decimals = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === '') throw new Error(`${amount} is no amount`);
  return { numerator: BigInt(`${sign}${whole}${decimals}`), denominator: 10n ** BigInt(decimals.length) };
}

/** A share of an amount: `of` parts, each `1 / whole`. */
export function share({ numerator, denominator }: Exact, of: number, whole: number): Exact {
  return { numerator: numerator * BigInt(of), denominator: denominator * BigInt(whole) };
}

/**
 * The row of a charge cycle or of a change of seats: `floor(unit price × seats)`.
 *
 * 10.08 / 30 × 28 × 12 = 112.896 → 112.89; 10.08 / 30 × 28 × 8 = 75.264 → 75.26
 *
 * @source Partner Center, "Common billing scenarios", worked rows of adding and removing seats
 */
export function seatsRow(unit: Exact, seatCount: number): Decimal {
  return inCents(share(unit, seatCount, 1));
}

/**
 * The row of a cancellation, of a conversion and of another billing plan: `floor(unit price) × seats`.
 *
 * 10.08 / 31 × 29 = 9.4296… → 9.42 × 10 = 94.20; 250 / 12 × 11 = 229.166… → 229.16 × 10 = 2291.60
 *
 * @source Partner Center, "Common billing scenarios", worked rows of cancelling, upgrading and changing billing plans
 */
export function unitRow(unit: Exact, seatCount: number): Decimal {
  return inCents(unit).times(seatCount);
}

/** Down to the cent, towards zero. */
export function inCents({ numerator, denominator }: Exact): Decimal {
  return new Decimal(((numerator * 100n) / denominator).toString()).div(100);
}

/** As prices stand in a line: to ten decimals. */
export function inTenDecimals({ numerator, denominator }: Exact): Decimal {
  const scaled = (numerator * 10n ** 11n) / denominator;
  return new Decimal(scaled.toString()).div(10 ** 11).toDecimalPlaces(10, Decimal.ROUND_HALF_UP);
}
