import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, compare, subtract } from '../src/amounts.ts';
import { customerCharge, effectiveUnitPrice, exactCharge, remainingDays } from '../src/internals.ts';
import { agreesWithMicrosoft, chargeCycles, money, termStarting } from '../src/nce.ts';
import { date, eur, textOf } from './builders.ts';

const [march] = chargeCycles(termStarting(date('2026-03-01'), 'P1Y'), 'monthly');

test.each([
  ['2026-03-01', 31],
  ['2026-03-22', 10],
  ['2026-03-31', 1],
])('a change on %s leaves %i days of March, that day included', (changedOn, expected) => {
  expect(march && remainingDays(march, date(changedOn))).toBe(expected);
});

test.each(['2026-02-28', '2026-04-01'])('%s is outside March', (changedOn) => {
  expect(() => march && remainingDays(march, date(changedOn))).toThrow(changedOn);
});

test('a share of a cycle is not rounded before the line', () => {
  const seats = { unitPricePerCycle: eur('10.08'), seatCount: 7, billedDays: 23, cycleDays: 30 };
  expect(textOf(effectiveUnitPrice(seats))).toBe('EUR 7.728');
  expect(textOf(exactCharge(seats))).toBe('EUR 54.096');
  expect(textOf(customerCharge(seats))).toBe('EUR 54.1');
});

test('more billed days than the cycle has are refused', () => {
  const seats = { unitPricePerCycle: eur('31'), seatCount: 1, cycleDays: 31 };
  expect(() => effectiveUnitPrice({ ...seats, billedDays: 32 })).toThrow('32 of 31 days');
  expect(() => effectiveUnitPrice({ ...seats, billedDays: -1 })).toThrow('-1 of 31 days');
});

test.each([
  ['100.00', '100.10', 10, true],
  ['100.00', '99.90', 10, true],
  ['100.00', '100.11', 10, false],
  ['100.00', '99.98', 1, false],
])('expected %s and billed %s for %i seats agree: %s', (expected, billed, seatCount, agrees) => {
  expect(agreesWithMicrosoft(eur(expected), eur(billed), seatCount)).toBe(agrees);
});

test('the tolerance is one minor unit of the currency a seat', () => {
  expect(agreesWithMicrosoft(money('1000', 'JPY'), money('990', 'JPY'), 10)).toBe(true);
  expect(agreesWithMicrosoft(money('1000', 'JPY'), money('989', 'JPY'), 10)).toBe(false);
});

const anyPrice = fc.integer({ min: 0, max: 10_000_000 }).map((tenThousandths) => eur(`${tenThousandths}e-4`));

test('two parts of a cycle cost as much as the whole', () => {
  fc.assert(
    fc.property(
      anyPrice,
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 28, max: 366 }),
      fc.nat(),
      (unitPricePerCycle, seatCount, cycleDays, split) => {
        const seats = { unitPricePerCycle, seatCount, cycleDays };
        const firstDays = split % (cycleDays + 1);
        const parts = add(
          exactCharge({ ...seats, billedDays: firstDays }),
          exactCharge({ ...seats, billedDays: cycleDays - firstDays }),
        );
        const whole = exactCharge({ ...seats, billedDays: cycleDays });
        expect(subtract(parts, whole).amount.toDecimalPlaces(40).isZero()).toBe(true);
      },
    ),
  );
});

test('fewer days never cost more', () => {
  fc.assert(
    fc.property(
      anyPrice,
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 31 }),
      (unitPricePerCycle, seatCount, billedDays) => {
        const seats = { unitPricePerCycle, seatCount, cycleDays: 31 };
        const less = customerCharge({ ...seats, billedDays: billedDays - 1 });
        expect(compare(less, customerCharge({ ...seats, billedDays }))).toBeLessThanOrEqual(0);
      },
    ),
  );
});
