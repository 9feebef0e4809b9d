import { expect, test } from 'vitest';
import { chanceOf, compareChances } from './reduction-order.ts';

const now = Temporal.Instant.from('2026-12-02T09:00:00Z');
const endsOn = (date: string) => Temporal.PlainDate.from(date);
const batch = (seatCount: number, refundableUntil: string) => ({ seatCount, refundableUntil });

test('seats whose window is open can be given back until the first window closes', () => {
  const refundable = [batch(3, '2026-12-08T09:00:00Z'), batch(2, '2026-12-05T09:00:00Z')];
  expect(chanceOf({ endsBefore: endsOn('2027-12-01'), refundable }, now)).toEqual({
    at: 'now',
    seatCount: 5,
    until: Temporal.Instant.from('2026-12-05T09:00:00Z'),
  });
});

test('a window that closes now is closed: the next chance is the end of the term', () => {
  const refundable = [batch(3, '2026-12-02T09:00:00Z')];
  const chance = { at: 'termEnd', on: endsOn('2027-12-01') };
  expect(chanceOf({ endsBefore: endsOn('2027-12-01'), refundable }, now)).toEqual(chance);
  expect(chanceOf({ endsBefore: endsOn('2027-12-01'), refundable: null }, now)).toEqual(chance);
});

test('what can be given back first comes first', () => {
  const chances = [
    { at: 'termEnd', on: endsOn('2027-06-01') },
    { at: 'now', seatCount: 1, until: Temporal.Instant.from('2026-12-08T09:00:00Z') },
    { at: 'termEnd', on: endsOn('2026-12-20') },
    { at: 'now', seatCount: 9, until: Temporal.Instant.from('2026-12-04T09:00:00Z') },
  ] as const;
  const order = chances.toSorted(compareChances).map((chance) => chances.indexOf(chance));
  expect(order).toEqual([3, 1, 2, 0]);
});
