import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  chargeCycleAt,
  chargeCycles,
  cyclesPerTerm,
  daysBetween,
  monthsInTerm,
  nextTerm,
  startOfUtcDay,
  termStarting,
  unitPricePerCycle,
  utcDate,
} from '../src/nce.ts';
import { date, eur, instant, textOf } from './builders.ts';

const textOfTerm = ({ startsOn, endsBefore }: { startsOn: Temporal.PlainDate; endsBefore: Temporal.PlainDate }) =>
  `${startsOn}/${endsBefore}`;

test.each([
  ['P1M', 1],
  ['P1Y', 12],
  ['P3Y', 36],
  ['P5Y', 60],
  ['P1Y6M', 18],
  ['OneTime', undefined],
  ['', undefined],
  ['P', undefined],
  ['P7D', undefined],
])('a term of "%s" has %s months', (duration, months) => {
  expect(monthsInTerm(duration)).toBe(months);
});

test.each([
  ['2024-02-29', 'P1Y', '2025-02-28'],
  ['2024-02-29', 'P3Y', '2027-02-28'],
  ['2026-12-31', 'P1M', '2027-01-31'],
  ['2026-08-31', 'P1M', '2026-09-30'],
])('a term from %s of %s ends before %s', (startsOn, duration, endsBefore) => {
  expect(termStarting(date(startsOn), duration).endsBefore.toString()).toBe(endsBefore);
});

test('an unknown term duration is refused by name', () => {
  expect(() => termStarting(date('2026-01-01'), 'OneTime')).toThrow('"OneTime"');
  expect(() => chargeCycles(termStarting(date('2026-01-01'), 'P1Y'), 'weekly')).toThrow('"weekly"');
});

test('a short month does not shift the start day of later terms', () => {
  const january = termStarting(date('2026-01-31'), 'P1M');
  const february = nextTerm(january, 'P1M', 31);
  expect(textOfTerm(february)).toBe('2026-02-28/2026-03-31');
  expect(textOfTerm(nextTerm(february, 'P1M', 31))).toBe('2026-03-31/2026-04-30');
  expect(textOfTerm(nextTerm(january, 'P1M'))).toBe('2026-02-28/2026-03-31');
});

test('the term after a custom end is counted from that end, and a short month shifts no later term', () => {
  const aligned = { startsOn: date('2026-01-15'), endsBefore: date('2026-03-01') };
  expect(textOfTerm(nextTerm(aligned, 'P1M'))).toBe('2026-03-01/2026-04-01');
  const february = nextTerm(termStarting(date('2026-01-31'), 'P1M'), 'P1M');
  expect(textOfTerm(nextTerm(february, 'P1M'))).toBe('2026-03-31/2026-04-30');
});

test('three years billed annually are charged three times, a leap day included', () => {
  const cycles = chargeCycles(termStarting(date('2027-03-01'), 'P3Y'), 'annual');
  expect(cycles.map((cycle) => [textOfTerm(cycle), cycle.fullDays])).toEqual([
    ['2027-03-01/2028-03-01', 366],
    ['2028-03-01/2029-03-01', 365],
    ['2029-03-01/2030-03-01', 365],
  ]);
});

test.each(['one_time', 'none', 'triennial'])('a term of three years billed %s is one cycle', (billing) => {
  expect(chargeCycles(termStarting(date('2026-01-01'), 'P3Y'), billing)).toHaveLength(1);
});

test('a custom end cuts the last cycle short and keeps the days of the whole cycle', () => {
  const term = { startsOn: date('2026-07-15'), endsBefore: date('2026-09-01') };
  expect(chargeCycles(term, 'monthly').map((cycle) => [textOfTerm(cycle), cycle.fullDays])).toEqual([
    ['2026-07-15/2026-08-15', 31],
    ['2026-08-15/2026-09-01', 31],
  ]);
});

test('the first day belongs to a cycle and the day after the last does not', () => {
  const term = termStarting(date('2026-03-01'), 'P1Y');
  expect(chargeCycleAt(term, 'monthly', date('2026-02-28'))).toBeUndefined();
  expect(chargeCycleAt(term, 'monthly', date('2026-03-01'))?.startsOn.toString()).toBe('2026-03-01');
  expect(chargeCycleAt(term, 'monthly', date('2026-03-31'))?.startsOn.toString()).toBe('2026-03-01');
  expect(chargeCycleAt(term, 'monthly', date('2026-04-01'))?.startsOn.toString()).toBe('2026-04-01');
  expect(chargeCycleAt(term, 'monthly', date('2027-03-01'))).toBeUndefined();
});

test.each([
  ['P1Y', 'monthly', 12],
  ['P1Y', 'annual', 1],
  ['P3Y', 'annual', 3],
  ['P3Y', 'monthly', 36],
  ['P3Y', 'triennial', 1],
  ['P1M', 'monthly', 1],
  ['P1M', 'annual', undefined],
  ['P1M', 'none', 1],
  ['P1Y', 'weekly', undefined],
  ['OneTime', 'one_time', 1],
  ['Forever', 'monthly', undefined],
])('%s billed %s is charged %s times', (duration, billing, cycles) => {
  expect(cyclesPerTerm(duration, billing)).toBe(cycles);
});

test('A10 a price sheet amount is for the whole term, also when it is billed monthly', () => {
  const price = unitPricePerCycle(eur('151.20'), 'P1Y', 'monthly');
  expect(price && textOf(price)).toBe('EUR 12.6');
  expect(unitPricePerCycle(eur('151.20'), 'P1Y', 'weekly')).toBeUndefined();
});

test('A21 days are UTC days, from midnight to midnight', () => {
  expect(utcDate(instant('2026-03-01T00:30:00+01:00')).toString()).toBe('2026-02-28');
  expect(utcDate(instant('2026-03-01T23:59:59.999Z')).toString()).toBe('2026-03-01');
  expect(startOfUtcDay(date('2026-03-01')).toString()).toBe('2026-03-01T00:00:00Z');
});

const anyDate = fc
  .record({ year: fc.integer({ min: 2019, max: 2040 }), dayOfYear: fc.integer({ min: 0, max: 365 }) })
  .map(({ year, dayOfYear }) => Temporal.PlainDate.from({ year, month: 1, day: 1 }).add({ days: dayOfYear }));

test('charge cycles leave no gap and no overlap, whatever the start, the term, the billing and the custom end', () => {
  fc.assert(
    fc.property(
      anyDate,
      fc.constantFrom('P1M', 'P1Y', 'P3Y'),
      fc.constantFrom('monthly', 'annual', 'triennial', 'one_time', 'none'),
      fc.constantFrom('anchorDay' as const, 'daysToMonthEnd' as const),
      fc.integer({ min: 0, max: 27 }),
      (startsOn, duration, billing, rule, daysCut) => {
        const full = termStarting(startsOn, duration);
        const term = { startsOn, endsBefore: full.endsBefore.subtract({ days: daysCut }) };
        const cycles = chargeCycles(term, billing, rule);
        const ends = cycles.map((cycle) => cycle.endsBefore.toString());
        expect(cycles.map((cycle) => cycle.startsOn.toString())).toEqual([startsOn.toString(), ...ends.slice(0, -1)]);
        expect(ends.at(-1)).toBe(term.endsBefore.toString());
        for (const cycle of cycles) {
          expect(daysBetween(cycle.startsOn, cycle.endsBefore)).toBeGreaterThan(0);
          expect(cycle.fullDays).toBeGreaterThanOrEqual(daysBetween(cycle.startsOn, cycle.endsBefore));
        }
      },
    ),
  );
});

test('a full term has as many charge cycles as cyclesPerTerm states', () => {
  fc.assert(
    fc.property(
      anyDate,
      fc.constantFrom('P1M', 'P1Y', 'P3Y'),
      fc.constantFrom('monthly', 'annual'),
      (startsOn, duration, billing) => {
        const expected = cyclesPerTerm(duration, billing);
        fc.pre(expected !== undefined);
        expect(chargeCycles(termStarting(startsOn, duration), billing)).toHaveLength(expected ?? 0);
      },
    ),
  );
});
