import { Decimal as ConfigurableDecimal } from 'decimal.js';

/**
 * The one exact decimal of the rules and their callers. 60 digits are enough that a division followed by a
 * multiplication cannot change a cent. Operations on a value keep this precision, so values must be constructed with
 * this constructor.
 */
export const Decimal = ConfigurableDecimal.clone({
  precision: 60,
  rounding: ConfigurableDecimal.ROUND_HALF_UP,
  defaults: true,
});
export type Decimal = ConfigurableDecimal;

/** A Decimal, or a value to construct one from: decimal text, or a number only when it is an integer. */
export type DecimalValue = ConfigurableDecimal.Value;
