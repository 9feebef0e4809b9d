import { minorDigitsOf } from './currencies.ts';
import { Decimal, type DecimalValue } from './decimal.ts';

/**
 * An exact decimal amount in one currency (ISO 4217 code). The property that holds it says whether it is net, tax or
 * gross, and of which quantity.
 */
export type Money = Readonly<{ amount: Decimal; currency: string }>;

/**
 * @param amount  a decimal as text or a Decimal; a number only when it is an integer
 * @param currency  a code of ISO 4217, in capital letters
 * @throws RangeError for an amount that is not finite and for a currency that the standard does not list
 */
export function money(amount: DecimalValue, currency: string): Money {
  minorDigits(currency);
  const exact = new Decimal(amount);
  if (!exact.isFinite()) throw new RangeError(`amount is ${exact}`);
  return { amount: exact, currency };
}

export function zero(currency: string): Money {
  return money(0, currency);
}

export function add(left: Money, right: Money): Money {
  return money(new Decimal(left.amount).plus(right.amount), sameCurrency(left, right));
}

export function subtract(left: Money, right: Money): Money {
  return add(left, negate(right));
}

/** @param currency  currency of the result, also when there are no amounts */
export function sum(amounts: Iterable<Money>, currency: string): Money {
  let total = zero(currency);
  for (const amount of amounts) total = add(total, amount);
  return total;
}

export function negate(amount: Money): Money {
  return money(new Decimal(amount.amount).negated(), amount.currency);
}

export function multiply(amount: Money, factor: DecimalValue): Money {
  return money(new Decimal(amount.amount).times(factor), amount.currency);
}

/** Not rounded to the currency; a non-terminating quotient is kept to 60 digits. */
export function divide(amount: Money, divisor: DecimalValue): Money {
  return money(new Decimal(amount.amount).dividedBy(divisor), amount.currency);
}

/** Negative, zero or positive as `left` is less than, equal to or more than `right`. */
export function compare(left: Money, right: Money): number {
  sameCurrency(left, right);
  return left.amount.comparedTo(right.amount);
}

/** Decimal places of a currency's minor unit: 2 for EUR, 0 for JPY. @throws RangeError for an unknown currency */
export function minorDigits(currency: string): number {
  const digits = minorDigitsOf(currency);
  if (digits === undefined) throw new RangeError(`currency is "${currency}", which ISO 4217 does not list`);
  return digits;
}

function sameCurrency(left: Money, right: Money): string {
  if (left.currency !== right.currency) throw new TypeError(`${left.currency} and ${right.currency} cannot be added`);
  return left.currency;
}
