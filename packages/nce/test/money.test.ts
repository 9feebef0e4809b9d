import { expect, test } from 'vitest';
import { add, compare, divide, minorDigits, multiply, negate, subtract, sum } from '../src/amounts.ts';
import { Decimal, money } from '../src/nce.ts';
import { eur, textOf } from './builders.ts';

test('adds exactly, unlike floating point', () => {
  expect(textOf(add(eur('0.1'), eur('0.2')))).toBe('EUR 0.3');
  expect(textOf(subtract(eur('0.3'), eur('0.1')))).toBe('EUR 0.2');
  expect(textOf(sum([eur('1.005'), eur('2.005'), negate(eur('0.01'))], 'EUR'))).toBe('EUR 3');
});

test('the sum of no amounts is zero in the given currency', () => {
  expect(textOf(sum([], 'CHF'))).toBe('CHF 0');
});

test('dividing and multiplying again returns the original amount', () => {
  expect(
    multiply(divide(eur('100'), 7), 7)
      .amount.toDecimalPlaces(40)
      .toFixed(),
  ).toBe('100');
});

test('a decimal keeps 60 digits and its results do too', () => {
  expect(new Decimal(1).div(3).toFixed()).toBe(`0.${'3'.repeat(60)}`);
  expect(new Decimal(money('2', 'EUR').amount).div(3).toFixed()).toBe(`0.${'6'.repeat(59)}7`);
});

test('compares amounts, not their texts', () => {
  expect(compare(eur('10'), eur('9'))).toBe(1);
  expect(compare(eur('9.0'), eur('9'))).toBe(0);
  expect(compare(eur('-1'), eur('1'))).toBe(-1);
});

test('two currencies cannot be combined', () => {
  expect(() => add(eur('1'), money('1', 'USD'))).toThrow('EUR and USD cannot be added');
  expect(() => sum([eur('1')], 'USD')).toThrow('USD and EUR cannot be added');
  expect(() => compare(eur('1'), money('1', 'USD'))).toThrow('EUR and USD cannot be added');
});

test('refuses an invalid currency or amount', () => {
  expect(() => money('1', 'eur')).toThrow('currency is "eur"');
  expect(() => money('1', 'EUX')).toThrow('currency is "EUX", which ISO 4217 does not list');
  expect(() => money('NaN', 'EUR')).toThrow('amount is NaN');
  expect(() => divide(eur('1'), 0)).toThrow('amount is Infinity');
});

test.each([
  ['EUR', 2],
  ['JPY', 0],
  ['KWD', 3],
  // Intl has 0 for these, which is what people write, not what the standard says.
  ['HUF', 2],
  ['IQD', 3],
  ['ALL', 2],
])('%s has %i decimal places', (currency, digits) => {
  expect(minorDigits(currency)).toBe(digits);
});
