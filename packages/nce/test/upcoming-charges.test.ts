import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compare } from '../src/amounts.ts';
import {
  daysBetween,
  endOfTermChoices,
  netOf,
  type SubscriptionState,
  type Term,
  type UpcomingCharge,
  upcomingCharges,
} from '../src/nce.ts';
import { anySubscription, date, eur, instant, subscription, textOf } from './builders.ts';

const prices = { nextTermUnitPricePerCycle: eur('32'), monthlyTermPrice: eur('40'), annualTermPrice: eur('480') };
const march22 = instant('2026-03-22T10:00:00Z');
const period = (startsOn: string, endsBefore: string): Term => ({
  startsOn: date(startsOn),
  endsBefore: date(endsBefore),
});
const brief = ({ on, line }: UpcomingCharge) => `${on} ${line.reason} ${line.seatCount} × ${textOf(line.net)}`;
const charges = (overrides: Partial<SubscriptionState>, given: Term, known = prices, now = march22) =>
  upcomingCharges(subscription(overrides), given, known, now).map(brief);

test('the cycles of the current term come first, then the renewal at its own price', () => {
  expect(charges({}, period('2027-01-01', '2027-05-01'))).toEqual([
    '2027-01-01 chargeCycle 10 × EUR 310',
    '2027-02-01 chargeCycle 10 × EUR 310',
    '2027-03-01 renewal 10 × EUR 320',
    '2027-04-01 renewal 10 × EUR 320',
  ]);
});

test('10 seats at 10.00 by the month from 31 January 2027 cost 1,200.00 a year, in twelve charges', () => {
  const month = {
    term: period('2027-01-31', '2027-02-28'),
    termDuration: 'P1M',
    unitPricePerCycle: eur('10'),
  };
  const year = period('2027-01-31', '2028-01-31');
  const ten = { ...prices, nextTermUnitPricePerCycle: eur('10') };
  const charged = charges(month, year, ten, instant('2027-01-31T10:00:00Z'));
  expect(charged.slice(0, 4)).toEqual([
    '2027-01-31 chargeCycle 10 × EUR 100',
    '2027-02-28 renewal 10 × EUR 100',
    '2027-03-31 renewal 10 × EUR 100',
    '2027-04-30 renewal 10 × EUR 100',
  ]);
  const lines = upcomingCharges(subscription(month), year, ten, instant('2027-01-31T10:00:00Z')).map(
    ({ line }) => line,
  );
  expect(lines).toHaveLength(12);
  expect(textOf(netOf(lines, 'EUR'))).toBe('EUR 1200');
});

test('a cycle that began before the period is not charged in it, one that begins on its first day is', () => {
  expect(charges({}, period('2026-03-02', '2026-04-01'))).toEqual([]);
  expect(charges({}, period('2026-03-01', '2026-03-02'))).toEqual(['2026-03-01 chargeCycle 10 × EUR 310']);
});

test('an extension month to month is charged at the price of the extended service term', () => {
  expect(charges({ autoRenewEnabled: false }, period('2027-02-01', '2027-05-01'))).toEqual([
    '2027-02-01 chargeCycle 10 × EUR 310',
    '2027-03-01 extendedServiceTerm 10 × EUR 412', // 40 × 1.03
    '2027-04-01 extendedServiceTerm 10 × EUR 412',
  ]);
});

test('a scheduled extension applies before the day on which extensions became the default', () => {
  const term = period('2025-04-01', '2026-04-01');
  const scheduledActions = [{ scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' }];
  const extended = { term, autoRenewEnabled: false, scheduledActions };
  expect(charges(extended, period('2026-04-01', '2026-06-02'))).toHaveLength(3);
  expect(charges({ ...extended, scheduledActions: [] }, period('2026-04-01', '2026-06-02'))).toEqual([]);
});

test('after the end nothing is charged', () => {
  const scheduledActions = [{ scheduleType: 'TermEnd', actionType: 'Cancel' }];
  expect(charges({ scheduledActions }, period('2027-02-01', '2029-01-01'))).toEqual([
    '2027-02-01 chargeCycle 10 × EUR 310',
  ]);
  const unknown = [{ scheduleType: 'TermEnd', actionType: 'Hibernate' }];
  expect(charges({ scheduledActions: unknown }, period('2027-03-01', '2029-01-01'))).toEqual([]);
});

test('scheduled changes apply once, and their seat count stays', () => {
  const scheduledNextTerm = {
    seatCount: 4,
    termDuration: 'P1M',
    billingCycle: 'monthly',
    customEndsBefore: date('2027-03-16'),
  };
  expect(charges({ scheduledNextTerm }, period('2027-03-01', '2027-05-01'))).toEqual([
    '2027-03-01 renewal 4 × EUR 61.94', // 4 × 32 × 15/31
    '2027-03-16 renewal 4 × EUR 128',
    '2027-04-16 renewal 4 × EUR 128',
  ]);
});

test('an action for the end of the term applies once', () => {
  const instructions = { seatCount: 2, billingCycle: 'annual', customEndsBefore: date('2027-06-01') };
  const scheduledActions = [{ scheduleType: 'TermEnd', actionType: 'RenewToNewTerm', instructions }];
  expect(charges({ scheduledActions }, period('2027-03-01', '2029-06-02'))).toEqual([
    '2027-03-01 renewal 2 × EUR 16.09', // 2 × 32 × 92/366: a year from 1 March 2027 holds 29 February 2028
    '2027-06-01 renewal 2 × EUR 64',
    '2028-06-01 renewal 2 × EUR 64',
    '2029-06-01 renewal 2 × EUR 64',
  ]);
});

test('a custom end in the past ends the list', () => {
  const scheduledNextTerm = { customEndsBefore: date('2026-12-01') };
  expect(charges({ scheduledNextTerm }, period('2027-03-01', '2030-01-01'))).toEqual([]);
});

test('another billing cycle applies from the next charge on, and cycles that have begun keep theirs', () => {
  const yearly = { billingCycle: 'annual', unitPricePerCycle: eur('365') };
  const term = period('2026-03-01', '2029-03-01');
  const changing = { term, termDuration: 'P3Y', nextCharge: yearly };
  expect(charges(changing, period('2026-03-01', '2028-03-02'))).toEqual([
    '2026-03-01 chargeCycle 10 × EUR 310',
    '2026-04-01 chargeCycle 10 × EUR 3345.83', // 10 × 365 × 11/12, the eleven months that are left of the year
    '2027-03-01 chargeCycle 10 × EUR 3650',
    '2028-03-01 chargeCycle 10 × EUR 3650',
  ]);
});

test('a trial has no charges until it converts to a year billed monthly', () => {
  const trial = { isTrial: true, termDuration: 'P1M', billingCycle: 'none', term: period('2026-03-01', '2026-04-01') };
  expect(charges(trial, period('2026-03-01', '2026-06-01'))).toEqual([
    '2026-04-01 renewal 10 × EUR 320',
    '2026-05-01 renewal 10 × EUR 320',
  ]);
  const after = upcomingCharges(subscription(trial), period('2027-04-01', '2027-04-02'), prices, march22);
  expect(after.map(brief)).toEqual(['2027-04-01 renewal 10 × EUR 320']);
  expect(charges({ ...trial, autoRenewEnabled: false }, period('2026-03-01', '2026-06-01'))).toEqual([]);
});

test('on the first day of a cycle that cycle is charged with the current billing', () => {
  const changing = { nextCharge: { billingCycle: 'monthly', unitPricePerCycle: eur('40') } };
  const firstOfApril = instant('2026-04-01T00:00:00Z');
  expect(charges(changing, period('2026-04-01', '2026-05-02'), prices, firstOfApril)).toEqual([
    '2026-04-01 chargeCycle 10 × EUR 310',
    '2026-05-01 chargeCycle 10 × EUR 400',
  ]);
});

test('a term that has not begun is listed from its first day', () => {
  const before = instant('2026-02-20T10:00:00Z');
  expect(charges({}, period('2026-02-01', '2026-04-01'), prices, before)).toEqual([
    '2026-03-01 chargeCycle 10 × EUR 310',
  ]);
});

test('a converted trial renews with its paid plan', () => {
  const scheduledNextTerm = { termDuration: 'P1Y', billingCycle: 'annual' };
  const trial = { isTrial: true, termDuration: 'P1M', billingCycle: 'none', term: period('2026-03-01', '2026-04-01') };
  expect(charges({ ...trial, scheduledNextTerm }, period('2026-03-01', '2027-05-01'))).toEqual([
    '2026-04-01 renewal 10 × EUR 320',
    '2027-04-01 renewal 10 × EUR 320',
  ]);
});

test('an unknown price, an unknown billing cycle or a status that is not running gives no charges', () => {
  const year = period('2027-02-01', '2028-02-01');
  expect(charges({}, year, {} as typeof prices)).toEqual(['2027-02-01 chargeCycle 10 × EUR 310']);
  expect(charges({ billingCycle: 'weekly' }, year)).toEqual([]);
  expect(charges({ status: 'pending' }, year)).toEqual([]);
  expect(charges({ status: 'expired' }, year)).toEqual([]);
});

test('a suspended subscription is charged to its last day and not renewed', () => {
  expect(charges({ status: 'suspended' }, period('2027-01-01', '2028-01-01'))).toEqual([
    '2027-01-01 chargeCycle 10 × EUR 310',
    '2027-02-01 chargeCycle 10 × EUR 310',
  ]);
});

const aDay = fc.integer({ min: 0, max: 2000 }).map((days) => date('2026-03-01').add({ days }));
const now = fc.integer({ min: 0, max: 400 * 24 }).map((hours) => instant('2026-03-01T00:00:00Z').add({ hours }));

test('two halves of a period have the same charges as the whole', () => {
  fc.assert(
    fc.property(anySubscription, aDay, aDay, aDay, now, (state, one, other, third, at) => {
      const [from, middle, to] = [one, other, third].toSorted(Temporal.PlainDate.compare) as [
        Temporal.PlainDate,
        Temporal.PlainDate,
        Temporal.PlainDate,
      ];
      const between = (startsOn: Temporal.PlainDate, endsBefore: Temporal.PlainDate) =>
        upcomingCharges(state, { startsOn, endsBefore }, prices, at).map(brief);
      expect([...between(from, middle), ...between(middle, to)]).toEqual(between(from, to));
    }),
  );
});

test('a subscription that continues is charged for every day once', () => {
  const continuing = fc.record({
    autoRenewEnabled: fc.boolean(),
    termDuration: fc.constantFrom('P1M', 'P1Y', 'P3Y'),
    billingCycle: fc.constantFrom('monthly', 'none'),
    nextCharge: fc.constantFrom(undefined, { billingCycle: 'monthly', unitPricePerCycle: eur('33') }),
  });
  fc.assert(
    fc.property(continuing, aDay, now, (overrides, endsBefore, at) => {
      const state = subscription(overrides);
      const all = upcomingCharges(state, { startsOn: state.term.startsOn, endsBefore }, prices, at);
      let chargedUntil = state.term.startsOn;
      for (const { on, line } of all) {
        expect(on.toString()).toBe(chargedUntil.toString());
        expect(line.billedDays).toBe(daysBetween(on, line.cycle.endsBefore));
        chargedUntil = line.cycle.endsBefore;
      }
      expect(Temporal.PlainDate.compare(chargedUntil, endsBefore)).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('the charges of the next term match the choices for the end of the term', () => {
  fc.assert(
    fc.property(anySubscription, now, (state, at) => {
      const chosen = endOfTermChoices(state, prices).find(({ isChosen }) => isChosen);
      if (!chosen || chosen.outcome === 'ends' || !chosen.offer) return;
      if (!['active', 'suspended'].includes(state.status) || state.billingCycle === 'weekly') return;
      const { endsOn, net } = chosen.offer.commitment;
      const next = { startsOn: state.term.endsBefore, endsBefore: endsOn.add({ days: 1 }) };
      const lines = upcomingCharges(state, next, prices, at).map(({ line }) => line);
      expect(compare(netOf(lines, 'EUR'), net)).toBe(0);
    }),
  );
});
