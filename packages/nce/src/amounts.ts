/* Exact arithmetic with money, and the one rounding of a customer's amounts. */

export { Decimal, type DecimalValue } from './decimal.ts';
export {
  add,
  compare,
  divide,
  type Money,
  minorDigits,
  money,
  multiply,
  negate,
  subtract,
  sum,
  zero,
} from './money.ts';
export { roundLineHalfUp } from './rounding.ts';
