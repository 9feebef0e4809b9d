import { expect, test } from 'vitest';
import { answerPromotion, discounted, type Promotion } from '../src/nce.ts';
import { date, eur, textOf } from './builders.ts';

const promotion: Promotion = {
  promotionId: '39NFJQT1Q5FX:0002:39NFJQT1Q5KW',
  startsOn: date('2026-03-01'),
  endsBefore: date('2026-07-01'),
  termDuration: 'P1Y',
  billingCycle: 'annual',
  percentOff: 15,
  seatCountMin: 10,
  seatCountMax: 300,
};
const bought = { on: date('2026-03-15'), termDuration: 'P1Y', billingCycle: 'annual', seatCount: 20 };

test.each([
  [{}, { applies: true, percentOff: 15 }],
  [{ on: date('2026-02-28') }, { applies: false, reason: 'notYet', facts: {} }],
  [{ on: date('2026-03-01') }, { applies: true, percentOff: 15 }],
  [{ on: date('2026-06-30') }, { applies: true, percentOff: 15 }],
  [{ on: date('2026-07-01') }, { applies: false, reason: 'over', facts: {} }],
  [{ termDuration: 'P3Y' }, { applies: false, reason: 'otherTerm', facts: {} }],
  [{ billingCycle: 'monthly' }, { applies: false, reason: 'otherBilling', facts: {} }],
  [{ seatCount: 9 }, { applies: false, reason: 'tooFewSeats', facts: { seatCountMin: 10 } }],
  [{ seatCount: 10 }, { applies: true, percentOff: 15 }],
  [{ seatCount: 300 }, { applies: true, percentOff: 15 }],
  [{ seatCount: 301 }, { applies: false, reason: 'tooManySeats', facts: { seatCountMax: 300 } }],
])('a purchase with %o gets the answer %o', (overrides, expected) => {
  expect(answerPromotion(promotion, { ...bought, ...overrides })).toEqual(expected);
});

test('a promotion without an end and without bounds applies to any date and seat count', () => {
  const { endsBefore: _, seatCountMin: __, seatCountMax: ___, ...open } = promotion;
  expect(answerPromotion(open, { ...bought, on: date('2036-01-01'), seatCount: 1 }).applies).toBe(true);
});

test.each([
  ['31', 15, '26.35'],
  ['31', 0, '31'],
  ['31', 100, '0'],
  ['10.08', '33.3', '6.72336'],
])('%s less %s %% is %s, not rounded', (price, percentOff, expected) => {
  expect(textOf(discounted(eur(price), percentOff))).toBe(`EUR ${expected}`);
});

test.each([-1, 100.01])('a discount of %s %% is refused as a bug of the caller', (percentOff) => {
  expect(() => discounted(eur('31'), percentOff)).toThrow(`percentOff is ${percentOff}`);
});
