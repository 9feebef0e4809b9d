import fc from 'fast-check';
import { expect, test } from 'vitest';
import { divide, multiply, negate, roundLineHalfUp } from '../src/amounts.ts';
import { customerCharge, exactCharge, roundCancellation, roundSeatChange } from '../src/internals.ts';
import { money, unitPricePerCycle } from '../src/nce.ts';
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

test('half a cent goes up after a division: 12.10 a year billed monthly for 3 seats', () => {
  const perMonth = unitPricePerCycle(eur('12.10'), 'P1Y', 'monthly');
  expect(perMonth && textOf(roundLineHalfUp(multiply(perMonth, 3)))).toBe('EUR 3.03');
});

test('a line is the exact fraction, half up, whatever the price, the term, the seats and the days', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 100_000_000 }),
      fc.constantFrom(1, 3, 12, 36),
      fc.integer({ min: 1, max: 5000 }),
      fc.integer({ min: 1, max: 1096 }),
      fc.nat(),
      (priceInCents, cycles, seatCount, cycleDays, days) => {
        const billedDays = days % (cycleDays + 1);
        const unitPricePerCycle = divide(eur(`${priceInCents}e-2`), cycles);
        const line = customerCharge({ unitPricePerCycle, seatCount, billedDays, cycleDays });
        const refund = roundLineHalfUp(negate(exactCharge({ unitPricePerCycle, seatCount, billedDays, cycleDays })));
        const numerator = BigInt(priceInCents) * BigInt(seatCount) * BigInt(billedDays);
        const denominator = BigInt(cycles) * BigInt(cycleDays);
        const cents = (2n * numerator + denominator) / (2n * denominator);
        expect(line.amount.times(100).toFixed()).toBe(cents.toString());
        expect(negate(refund).amount.equals(line.amount)).toBe(true);
      },
    ),
    { numRuns: 2000, examples: [[1210, 12, 3, 31, 31]] },
  );
});

test('the residue of a division does not lose a cent', () => {
  expect(textOf(roundSeatChange(divide(eur('10'), 3), 3))).toBe('EUR 10');
  expect(textOf(roundCancellation(multiply(divide(eur('10'), 3), 3), 2))).toBe('EUR 20');
});
