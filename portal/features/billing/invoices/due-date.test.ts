import { expect, test } from 'vitest';
import { dueOn } from './due-date.ts';

test.each([
  ['2026-12-01', { days: 30, untilMonthEnd: false }, '2026-12-31'],
  ['2026-12-01', { days: 30, untilMonthEnd: true }, '2026-12-31'],
  ['2027-01-31', { days: 30, untilMonthEnd: false }, '2027-03-02'],
  ['2027-01-31', { days: 30, untilMonthEnd: true }, '2027-03-31'],
  ['2028-02-01', { days: 0, untilMonthEnd: true }, '2028-02-29'],
])('an invoice of %s with terms %o is due on %s', (issuedOn, terms, expected) => {
  expect(dueOn(Temporal.PlainDate.from(issuedOn), terms).toString()).toBe(expected);
});
