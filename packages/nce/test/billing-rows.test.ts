/**
 * The worked rows of Partner Center, "Common billing scenarios for one-time and recurring purchases": each is either
 * reproduced or listed at the end with the reason why it contradicts itself or another row.
 */
import { describe, expect, test } from 'vitest';
import { effectiveUnitPrice, nextTerm, roundCancellation, upcomingCycles } from '../src/internals.ts';
import {
  chargeCycles,
  daysBetween,
  microsoftCancellation,
  microsoftConversion,
  microsoftSeatChange,
  termStarting,
} from '../src/nce.ts';
import { chargeForUpcomingCycle } from '../src/upcoming-cycles.ts';
import { date, eur, subscription, textOf } from './builders.ts';

/** The rows state last days; the rules use the day after. */
const lastDay = (endsBefore: Temporal.PlainDate) => endsBefore.subtract({ days: 1 }).toString();

describe('terms', () => {
  test.each([
    ['P1M', '2021-01-31', '2021-02-27'],
    ['P1M', '2021-02-28', '2021-03-27'],
    ['P1M', '2021-05-31', '2021-06-29'],
    ['P1M', '2021-06-30', '2021-07-29'],
    ['P1M', '2021-07-31', '2021-08-30'],
    ['P1M', '2021-01-30', '2021-02-27'],
    ['P1M', '2021-02-27', '2021-03-26'],
    ['P1M', '2021-05-30', '2021-06-29'],
    ['P1M', '2021-06-29', '2021-07-28'],
    ['P1M', '2021-07-30', '2021-08-29'],
    ['P1M', '2021-06-18', '2021-07-17'],
    ['P1M', '2021-07-15', '2021-08-14'],
    ['P1M', '2021-06-25', '2021-07-24'],
    ['P1M', '2021-04-14', '2021-05-13'],
    ['P1Y', '2021-04-15', '2022-04-14'],
    ['P1Y', '2021-01-31', '2022-01-30'],
    ['P1Y', '2021-01-30', '2022-01-29'],
    ['P1Y', '2022-01-25', '2023-01-24'],
    ['P3Y', '2021-05-25', '2024-05-24'],
  ])('%s from %s lasts to %s and renews the day after', (duration, startsOn, endsOn) => {
    const term = termStarting(date(startsOn), duration);
    expect(lastDay(term.endsBefore)).toBe(endsOn);
    expect(nextTerm(term, duration).startsOn.toString()).toBe(term.endsBefore.toString());
  });
});

describe('charge cycles of a year billed monthly', () => {
  test('bought on 31 January, the last day of the month', () => {
    const cycles = chargeCycles(termStarting(date('2021-01-31'), 'P1Y'), 'monthly');
    expect(cycles.map((cycle) => `${cycle.startsOn} ${lastDay(cycle.endsBefore)}`)).toEqual([
      '2021-01-31 2021-02-27',
      '2021-02-28 2021-03-30',
      '2021-03-31 2021-04-29',
      '2021-04-30 2021-05-30',
      '2021-05-31 2021-06-29',
      '2021-06-30 2021-07-30',
      '2021-07-31 2021-08-30',
      '2021-08-31 2021-09-29',
      '2021-09-30 2021-10-30',
      '2021-10-31 2021-11-29',
      '2021-11-30 2021-12-30',
      '2021-12-31 2022-01-30',
    ]);
  });

  test('bought on 30 January, the second-to-last day, by the rule that only this table follows', () => {
    const cycles = chargeCycles(termStarting(date('2021-01-30'), 'P1Y'), 'monthly', 'daysToMonthEnd');
    expect(cycles.map((cycle) => `${cycle.startsOn} ${lastDay(cycle.endsBefore)}`)).toEqual([
      '2021-01-30 2021-02-26',
      '2021-02-27 2021-03-29',
      '2021-03-30 2021-04-28',
      '2021-04-29 2021-05-29',
      '2021-05-30 2021-06-28',
      '2021-06-29 2021-07-29',
      '2021-07-30 2021-08-29',
      '2021-08-30 2021-09-28',
      '2021-09-29 2021-10-29',
      '2021-10-30 2021-11-28',
      '2021-11-29 2021-12-29',
      '2021-12-30 2022-01-29',
    ]);
  });
});

const days = (unitPrice: string, billedDays: number, cycleDays: number) => ({
  unitPricePerCycle: eur(unitPrice),
  billedDays,
  cycleDays,
});

describe('amounts', () => {
  test.each([
    { from: 10, to: 12, refund: '-94.08', charge: '112.89' },
    { from: 12, to: 8, refund: '-112.89', charge: '75.26' },
  ])('$from seats become $to with 28 of 30 days remaining at 10.08', ({ from, to, refund, charge }) => {
    const lines = microsoftSeatChange({ seatCountBefore: from, seatCountAfter: to }, days('10.08', 28, 30));
    expect([textOf(lines.refund), textOf(lines.charge)]).toEqual([`EUR ${refund}`, `EUR ${charge}`]);
  });

  test('10 seats at 10.08 are cancelled with 29 of 31 days remaining', () => {
    expect(textOf(microsoftCancellation({ ...days('10.08', 29, 31), seatCount: 10 }))).toBe('EUR -94.2');
  });

  test.each([
    { seatCount: 300, refund: '-2316', charge: '1476' },
    { seatCount: 100, refund: '-772', charge: '492' },
  ])('$seatCount seats are upgraded from 10.08 to 6.43 for 23 of 30 days', ({ seatCount, refund, charge }) => {
    const from = { ...days('10.08', 23, 30), seatCount };
    const to = { ...days('6.43', 23, 30), seatCount };
    const lines = microsoftConversion(from, to);
    expect([textOf(lines.refund), textOf(lines.charge)]).toEqual([`EUR ${refund}`, `EUR ${charge}`]);
  });

  test('25 trial seats are converted at 52.61', () => {
    const lines = microsoftConversion(
      { ...days('0', 30, 30), seatCount: 25 },
      { ...days('52.61', 30, 30), seatCount: 25 },
    );
    expect([textOf(lines.refund), textOf(lines.charge)]).toEqual(['EUR 0', 'EUR 1315.25']);
  });

  test.each([
    { unitPrice: '10.08', seatCount: 10, total: '100.8' },
    { unitPrice: '10.08', seatCount: 300, total: '3024' },
    { unitPrice: '20', seatCount: 10, total: '200' },
    { unitPrice: '192', seatCount: 1, total: '192' },
    { unitPrice: '16', seatCount: 1, total: '16' },
  ])('$seatCount seats at $unitPrice for a whole cycle cost $total', ({ unitPrice, seatCount, total }) => {
    const price = effectiveUnitPrice({ ...days(unitPrice, 30, 30), seatCount });
    expect(textOf(roundCancellation(price, seatCount))).toBe(`EUR ${total}`);
  });
});

test('monthly becomes annual after a month: 250.00 for 11 of 12 months is 229.16 a seat, 2,291.60 for ten', () => {
  const given = subscription({
    term: termStarting(date('2021-09-20'), 'P1Y'),
    unitPricePerCycle: eur('20'),
    nextCharge: { billingCycle: 'annual', unitPricePerCycle: eur('250') },
  });
  const [line, ...later] = upcomingCycles(given, date('2021-10-20')).map((cycle) =>
    chargeForUpcomingCycle({ reason: 'chargeCycle', seatCount: 10 }, cycle),
  );
  expect(later).toEqual([]);
  expect(line).toMatchObject({ months: { billed: 11, cycle: 12 }, net: eur('2291.67') });
  const share = { unitPricePerCycle: eur('250'), billedDays: 11, cycleDays: 12, seatCount: 1 };
  expect(textOf(roundCancellation(effectiveUnitPrice(share), 10))).toBe('EUR 2291.6');
});

/** Each row as printed, the result of the rules, and the error in the row. A row that agrees must leave this list. */
describe('rows that contradict themselves', () => {
  const yearFrom = (startsOn: string) => termStarting(date(startsOn), 'P1Y');
  const daysOfYear = (from: string, to: string) => daysBetween(date(from), date(to)) + 1;
  const unitPriceFor = (price: string, billedDays: number) =>
    roundCancellation(effectiveUnitPrice({ ...days(price, billedDays, 365), seatCount: 1 }), 1);

  test.each([
    {
      row: 'one year from 22 April 2021 to 2 April 2022',
      reason: 'a digit of 21 April is missing',
      printed: '2022-04-02',
      rule: lastDay(yearFrom('2021-04-22').endsBefore),
      expected: '2022-04-21',
    },
    {
      row: 'the last cycle of the term from 30 January 2021, printed as from 31 January to 29 January',
      reason: 'a year from 31 January ends on 30 January; the eleven rows above it start on the 30th',
      printed: '2022-01-29',
      rule: lastDay(yearFrom('2021-01-31').endsBefore),
      expected: '2022-01-30',
    },
    {
      row: 'the first cycle from 30 January 2021 to 26 February',
      reason: 'a term of one month from the same day ends on 27 February',
      printed: '2021-02-26',
      rule: lastDay(termStarting(date('2021-01-30'), 'P1M').endsBefore),
      expected: '2021-02-27',
    },
    {
      row: 'migrated: 192 from 25 January to 20 July 2022 costs 95.21',
      reason: '95.21 is the price of 181 days, counted from 21 January, when the legacy month began',
      printed: 'EUR 95.21',
      rule: textOf(unitPriceFor('192', daysOfYear('2022-01-25', '2022-07-20'))),
      expected: 'EUR 93.1',
    },
    {
      row: 'migrated: first monthly cycle from 25 January 2022 to 24 February 2023',
      reason: 'the year is wrong: the cycle is one month',
      printed: '2023-02-24',
      rule: chargeCycles(yearFrom('2022-01-25'), 'monthly')
        .slice(0, 1)
        .map((cycle) => lastDay(cycle.endsBefore))
        .join(),
      expected: '2022-02-24',
    },
    {
      row: 'legacy: a year from 21 July 2021 to 2 July 2022, charged from 2 January to 20 February',
      reason: 'digits are missing in both dates, and the row is not New Commerce',
      printed: '2022-07-02',
      rule: lastDay(yearFrom('2021-07-21').endsBefore),
      expected: '2022-07-20',
    },
  ])('$row: $reason', ({ printed, rule, expected }) => {
    expect(rule).toBe(expected);
    expect(rule).not.toBe(printed);
  });

  test('the row of a migrated subscription agrees when it is counted from 21 January', () => {
    expect(textOf(unitPriceFor('192', daysOfYear('2022-01-21', '2022-07-20')))).toBe('EUR 95.21');
  });
});
