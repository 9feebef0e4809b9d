import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chargeCycleAt, nextTerm } from '../src/internals.ts';
import {
  chargeCycles,
  cyclesPerTerm,
  daysBetween,
  monthsInTerm,
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

test('a co-terminous end makes the first cycle short; aligned to a month end, the others are calendar months', () => {
  const term = { startsOn: date('2026-07-15'), endsBefore: date('2026-09-01') };
  expect(chargeCycles(term, 'monthly').map((cycle) => [textOfTerm(cycle), cycle.fullDays])).toEqual([
    ['2026-07-15/2026-08-01', 31],
    ['2026-08-01/2026-09-01', 31],
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

test.each([
  ['2027-01-31', ['2027-01-31/2027-02-28', '2027-02-28/2027-03-31', '2027-03-31/2027-04-30', '2027-04-30/2027-05-31']],
  ['2027-01-30', ['2027-01-30/2027-02-28', '2027-02-28/2027-03-30', '2027-03-30/2027-04-30', '2027-04-30/2027-05-30']],
  ['2027-01-29', ['2027-01-29/2027-02-28', '2027-02-28/2027-03-29', '2027-03-29/2027-04-29', '2027-04-29/2027-05-29']],
])('monthly terms that began on %s are one charge cycle each, after renewals too', (startsOn, expected) => {
  const terms = [termStarting(date(startsOn), 'P1M')];
  while (terms.length < 4)
    terms.push(nextTerm(terms.at(-1) ?? { startsOn: date(startsOn), endsBefore: date(startsOn) }, 'P1M'));
  for (const rule of ['anchorDay', 'daysToMonthEnd'] as const) {
    const cycles = terms.flatMap((term) => chargeCycles(term, 'monthly', rule));
    expect(cycles.map(textOfTerm)).toEqual(expected);
    expect(cycles.every((cycle) => cycle.fullDays === daysBetween(cycle.startsOn, cycle.endsBefore))).toBe(true);
  }
});

test('every monthly term is one whole charge cycle, from any start, renewed any number of times', () => {
  fc.assert(
    fc.property(
      anyDate,
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom('anchorDay' as const, 'daysToMonthEnd' as const),
      (startsOn, renewals, rule) => {
        let term = termStarting(startsOn, 'P1M');
        for (let renewal = 0; renewal <= renewals; renewal += 1) {
          const fullDays = daysBetween(term.startsOn, term.endsBefore);
          expect(chargeCycles(term, 'monthly', rule)).toEqual([{ ...term, fullDays }]);
          term = nextTerm(term, 'P1M');
          expect(term.endsBefore.day === startsOn.day || term.endsBefore.day === term.endsBefore.daysInMonth).toBe(
            true,
          );
        }
      },
    ),
  );
});

test('a year after one that began on 29 February has twelve charge cycles', () => {
  const after = nextTerm(termStarting(date('2028-02-29'), 'P1Y'), 'P1Y', 29);
  const twice = nextTerm(after, 'P1Y', 29);
  const leap = nextTerm(twice, 'P1Y', 29);
  const again = nextTerm(leap, 'P1Y', 29);
  for (const term of [after, twice, leap, again]) expect(chargeCycles(term, 'monthly')).toHaveLength(12);
  expect(textOfTerm(leap)).toBe('2031-02-28/2032-02-29');
});

test('the distance to the month end decides only for starts on the last three days of a month', () => {
  const starts = (startsOn: string) =>
    chargeCycles(termStarting(date(startsOn), 'P1Y'), 'monthly', 'daysToMonthEnd')
      .slice(1, 4)
      .map((cycle) => cycle.startsOn.toString());
  expect(starts('2026-01-29')).toEqual(['2026-02-26', '2026-03-29', '2026-04-28']);
  expect(starts('2026-01-28')).toEqual(['2026-02-28', '2026-03-28', '2026-04-28']);
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
