import { expect, test } from 'vitest';
import { divide, money, multiply, roundCancellation, roundLineHalfUp, roundSeatChange } from '../src/nce.ts';
import { eur, textOf } from './builders.ts';

test.each([
  ['112.896', '112.9'],
  ['0.005', '0.01'],
  ['0.0049', '0'],
  ['-0.005', '-0.01'],
  ['2.675', '2.68'],
])('a customer line of %s becomes %s', (exact, rounded) => {
  expect(textOf(roundLineHalfUp(eur(exact)))).toBe(`EUR ${rounded}`);
});

test('a customer line is rounded to the minor unit of its currency', () => {
  expect(textOf(roundLineHalfUp(money('99.5', 'JPY')))).toBe('JPY 100');
});

test("Microsoft's two roundings differ on the same seats", () => {
  const unitPrice = divide(multiply(eur('10.08'), 23), 30); // 7.728
  expect(textOf(roundSeatChange(unitPrice, 300))).toBe('EUR 2318.4');
  expect(textOf(roundCancellation(unitPrice, 300))).toBe('EUR 2316');
});

test('the residue of a division does not lose a cent', () => {
  expect(textOf(roundSeatChange(divide(eur('10'), 3), 3))).toBe('EUR 10');
  expect(textOf(roundCancellation(multiply(divide(eur('10'), 3), 3), 2))).toBe('EUR 20');
});
