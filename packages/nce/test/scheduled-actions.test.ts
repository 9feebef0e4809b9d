import { describe, expect, test } from 'vitest';
import { nextScheduledAction } from '../src/internals.ts';
import {
  calculateChangeQuote,
  endOfTerm,
  lifecycleStages,
  type ScheduledAction,
  type SubscriptionState,
  upcomingCharges,
} from '../src/nce.ts';
import { date, eur, instant, possible, subscription, textOf } from './builders.ts';

const march22 = instant('2026-03-22T10:00:00Z');
const onDay = (actionType: string, effectiveOn = '2026-05-11'): ScheduledAction => ({
  scheduleType: 'CustomDate',
  actionType,
  effectiveOn: date(effectiveOn),
});
const atEnd = (actionType: string): ScheduledAction => ({ scheduleType: 'TermEnd', actionType });
const given = (...scheduledActions: ScheduledAction[]) => subscription({ scheduledActions });
const prices = { nextTermUnitPricePerCycle: eur('32'), monthlyTermPrice: eur('40') };
const charges = (state: SubscriptionState, known: Parameters<typeof upcomingCharges>[2] = prices) =>
  upcomingCharges(state, { startsOn: date('2026-04-01'), endsBefore: date('2026-07-15') }, known, march22).map(
    ({ on, line }) => `${on} ${line.reason} ${textOf(line.net)}`,
  );

test.each([
  ['Cancel', 'ends'],
  ['RenewToNewTerm', 'renews'],
  ['RenewToExtendedServiceTerm', 'extendsMonthly'],
  ['Hibernate', 'unknown'],
])('%s on a day within the term ends it on that day', (actionType, outcome) => {
  expect(endOfTerm(given(onDay(actionType), atEnd('RenewToNewTerm')))).toMatchObject({
    outcome,
    isExplicit: true,
    on: date('2026-05-11'),
  });
});

test('the earliest action counts; one after the term, or without a day, does not', () => {
  expect(nextScheduledAction(given(onDay('Cancel', '2026-06-01'), onDay('Transition'), atEnd('Cancel')))?.on).toEqual(
    date('2026-05-11'),
  );
  expect(endOfTerm(given(onDay('Cancel', '2027-03-02')))).toMatchObject({ outcome: 'renews', isExplicit: false });
  expect(endOfTerm(given({ scheduleType: 'CustomDate', actionType: 'Cancel' }))?.outcome).toBe('renews');
});

describe('what is charged', () => {
  test('a cancellation on a day refunds the rest of that charge cycle and nothing follows', () => {
    expect(charges(given(onDay('Cancel')))).toEqual([
      '2026-04-01 chargeCycle EUR 310',
      '2026-05-01 chargeCycle EUR 310',
      '2026-05-11 cancelled EUR -210',
    ]);
    expect(charges(given(onDay('Cancel', '2026-05-01')))).toEqual(['2026-04-01 chargeCycle EUR 310']);
  });

  test('a new term on a day is charged from that day', () => {
    expect(charges(given(onDay('RenewToNewTerm')))).toEqual([
      '2026-04-01 chargeCycle EUR 310',
      '2026-05-01 chargeCycle EUR 310',
      '2026-05-11 cancelled EUR -210',
      '2026-05-11 renewal EUR 320',
      '2026-06-11 renewal EUR 320',
      '2026-07-11 renewal EUR 320',
    ]);
  });

  test('another product on a day is charged from it at its price; without one the list stops', () => {
    expect(charges(given(onDay('Transition')), { changedUnitPricePerCycle: eur('62') })).toEqual([
      '2026-04-01 chargeCycle EUR 310',
      '2026-05-01 chargeCycle EUR 310',
      '2026-05-11 movedOut EUR -210',
      '2026-05-11 movedIn EUR 420',
      '2026-06-01 chargeCycle EUR 620',
      '2026-07-01 chargeCycle EUR 620',
    ]);
    expect(charges(given(onDay('Transition'))).at(-1)).toBe('2026-05-11 movedOut EUR -210');
    expect(endOfTerm(given(onDay('Transition')))).toMatchObject({ outcome: 'renews', on: date('2027-03-01') });
  });
});

test('a quote commits until the scheduled day only', () => {
  const quote = possible(
    calculateChangeQuote(given(onDay('Cancel')), { kind: 'seats', seatCount: 12 }, prices, march22),
  );
  expect(quote.untilTermEnd.map((line) => textOf(line.net))).toEqual(['EUR 20', 'EUR 62', 'EUR 62']);
  expect(quote.commitment.endsOn).toEqual(date('2026-05-10'));
});

test('the lifecycle goes on from the scheduled day', () => {
  const stages = lifecycleStages(given(onDay('Cancel'))).map(({ status, startsAt }) => `${startsAt} ${status}`);
  expect(stages[1]).toBe('2026-05-11T00:00:00Z disabled');
});

test('what was bought before 1 April 2025 keeps the grace period; from then on it extends', () => {
  const threeYears = (startsOn: string) =>
    subscription({
      term: { startsOn: date(startsOn), endsBefore: date(startsOn).add({ years: 3 }) },
      termDuration: 'P3Y',
      purchasedOrRenewedAt: instant(`${startsOn}T09:00:00Z`),
      autoRenewEnabled: false,
    });
  expect(endOfTerm(threeYears('2024-06-10'))?.outcome).toBe('ends');
  expect(endOfTerm(threeYears('2025-03-31'))?.outcome).toBe('ends');
  expect(endOfTerm(threeYears('2025-04-01'))?.outcome).toBe('extendsMonthly');
  expect(endOfTerm({ ...threeYears('2025-04-01'), neverExtends: true })?.outcome).toBe('ends');
});
