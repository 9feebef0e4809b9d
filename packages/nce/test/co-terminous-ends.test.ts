import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AlignableSubscription, chargeCycles, coTerminousEnds, daysBetween, termStarting } from '../src/nce.ts';
import { date } from './builders.ts';

/** A one-year subscription with the given last day. */
const other = (endsOn: string, overrides: Partial<AlignableSubscription> = {}): AlignableSubscription => ({
  subscriptionId: 'base',
  status: 'active',
  isTrial: false,
  termDuration: 'P1Y',
  endsBefore: date(endsOn).add({ days: 1 }),
  ...overrides,
});
const ends = (
  termDuration: string,
  startsOn: string,
  others: AlignableSubscription[] = [],
  rule?: 'asItEnds' | 'withAnniversaries',
) => coTerminousEnds({ termDuration, startsOn: date(startsOn) }, others, rule);
const daysOf = (termDuration: string, startsOn: string, others: AlignableSubscription[] = []) =>
  ends(termDuration, startsOn, others)
    .filter((end) => end.alignedTo === (others.length > 0 ? 'subscription' : 'calendarMonth'))
    .map((end) => end.endsOn.toString());

/** @source Partner Center, "Align subscription end dates in new commerce", worked examples: the longest first term */
test.each([
  ['P1Y', '2022-07-01', '2022-10-01'],
  ['P3Y', '2022-07-01', '2024-10-01'],
])('%s bought on %s, aligned to a year that ends on 1 October 2022, ends on %s', (duration, startsOn, expected) => {
  expect(daysOf(duration, startsOn, [other('2022-10-01')]).at(-1)).toBe(expected);
});

/** @source as above, aligned to the calendar month */
test.each([
  ['P1Y', '2022-07-15', '2023-06-30'],
  ['P3Y', '2022-07-15', '2025-06-30'],
  ['P1M', '2022-07-15', '2022-07-31'],
])('%s bought on %s and aligned to the month ends on %s at the latest', (duration, startsOn, expected) => {
  expect(daysOf(duration, startsOn).at(-1)).toBe(expected);
});

test('a year can end with each of its months, from the first to the last', () => {
  expect(daysOf('P1Y', '2026-07-01')).toEqual([
    ...['2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31', '2026-11-30', '2026-12-31'],
    ...['2027-01-31', '2027-02-28', '2027-03-31', '2027-04-30', '2027-05-31', '2027-06-30'],
  ]);
});

test('a purchase on the last day of a month does not end on the same day', () => {
  expect(daysOf('P1M', '2026-07-31')).toEqual([]);
  expect(daysOf('P1M', '2026-07-30')).toEqual(['2026-07-31']);
});

test.each([
  ['2026-02-10', '2026-02-27', true],
  ['2026-02-10', '2026-02-28', true],
  ['2028-02-10', '2028-02-28', false],
  ['2026-06-10', '2026-06-28', false],
  ['2026-06-10', '2026-06-29', false],
  ['2026-06-10', '2026-06-30', true],
  ['2026-07-10', '2026-07-30', false],
  ['2026-07-10', '2026-07-31', true],
])('a month bought on %s may be aligned to a subscription that ends on %s: %s', (startsOn, endsOn, isAllowed) => {
  expect(daysOf('P1M', startsOn, [other(endsOn)])).toEqual(isAllowed ? [endsOn] : []);
});

test('a year may end on a day that a monthly term may not', () => {
  expect(daysOf('P1Y', '2026-06-10', [other('2026-07-29')])).toEqual(['2026-07-29']);
});

test.each<[string, Partial<AlignableSubscription>]>([
  ['is suspended', { status: 'suspended' }],
  ['is a trial', { isTrial: true }],
  ['has an unknown term duration', { termDuration: 'OneTime' }],
])('a term is not aligned to a subscription that %s', (_, overrides) => {
  expect(daysOf('P1Y', '2026-06-10', [other('2026-09-29', overrides)])).toEqual([]);
});

test('a month can be aligned to a monthly subscription, a year cannot', () => {
  const monthly = other('2026-06-20', { termDuration: 'P1M' });
  expect(daysOf('P1Y', '2026-06-10', [monthly])).toEqual([]);
  expect(daysOf('P1M', '2026-06-10', [monthly])).toEqual(['2026-06-20']);
});

test('the last possible end is that of the full term; a day later is refused', () => {
  expect(daysOf('P1Y', '2026-06-10', [other('2027-06-09')])).toEqual(['2027-06-09']);
  expect(daysOf('P1Y', '2026-06-10', [other('2027-06-10')])).toEqual([]);
});

test('under the stricter rule only the next end counts', () => {
  const three = ends('P3Y', '2022-07-01', [other('2022-10-01')], 'asItEnds');
  expect(three.filter((end) => end.alignedTo === 'subscription').map((end) => end.endsOn.toString())).toEqual([
    '2022-10-01',
  ]);
});

test('subscriptions that end on the same day share one entry, in chronological order with the months', () => {
  const others = [other('2026-07-20'), other('2026-07-20', { subscriptionId: 'addOn' })];
  expect(ends('P1Y', '2026-06-25', others).slice(0, 3)).toEqual([
    { endsOn: date('2026-06-30'), alignedTo: 'calendarMonth', subscriptionIds: [] },
    { endsOn: date('2026-07-20'), alignedTo: 'subscription', subscriptionIds: ['base', 'addOn'] },
    { endsOn: date('2026-07-31'), alignedTo: 'calendarMonth', subscriptionIds: [] },
  ]);
});

test('a term with an unknown duration has no co-terminous ends', () => {
  expect(ends('OneTime', '2026-06-10', [other('2026-07-20')])).toEqual([]);
});

test('whatever end is chosen, the charge cycles fill the shorter term without gap or overlap', () => {
  const startsOn = fc.integer({ min: 0, max: 3000 }).map((days) => date('2022-01-01').add({ days }));
  fc.assert(
    fc.property(
      startsOn,
      fc.constantFrom('P1M', 'P1Y', 'P3Y'),
      fc.constantFrom('monthly', 'annual', 'triennial'),
      (start, termDuration, billingCycle) => {
        const full = termStarting(start, termDuration);
        for (const { endsOn } of coTerminousEnds({ termDuration, startsOn: start }, [other('2022-10-01')])) {
          const endsBefore = endsOn.add({ days: 1 });
          expect(daysBetween(endsBefore, full.endsBefore)).toBeGreaterThanOrEqual(0);
          const cycles = chargeCycles({ startsOn: start, endsBefore }, billingCycle);
          expect(cycles.map((cycle) => cycle.startsOn.toString())).toEqual([
            start.toString(),
            ...cycles.slice(0, -1).map((cycle) => cycle.endsBefore.toString()),
          ]);
          expect(cycles.at(-1)?.endsBefore.toString()).toBe(endsBefore.toString());
        }
      },
    ),
    { numRuns: 30 },
  );
});
