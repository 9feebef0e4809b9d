import { expect, test } from 'vitest';
import {
  type EndOfTermChoice,
  endOfTermChoices,
  type QuotePrices,
  renewalPlan,
  type SubscriptionState,
} from '../src/nce.ts';
import { date, eur, instant, subscription, textOf } from './builders.ts';

const prices = { nextTermUnitPricePerCycle: eur('32'), monthlyTermPrice: eur('40'), annualTermPrice: eur('480') };
const brief = (choice: EndOfTermChoice) => {
  const mark = choice.isChosen ? '* ' : '';
  if (choice.outcome === 'ends') return `${mark}ends ${choice.accessEndsAt}`;
  if (!choice.offer) return `${mark}${choice.outcome}: price unknown`;
  const { seatCount, termDuration, billingCycle, unitPricePerCycle, firstCharge, commitment } = choice.offer;
  return [
    `${mark}${choice.outcome}: ${seatCount} × ${textOf(unitPricePerCycle)} ${termDuration} ${billingCycle}`,
    `first ${textOf(firstCharge.net)}, to ${commitment.endsOn} ${textOf(commitment.net)}`,
  ].join(', ');
};
const choices = (overrides: Partial<SubscriptionState>, given: QuotePrices = prices) =>
  endOfTermChoices(subscription(overrides), given).map(brief);

test('the three choices are listed with the one in force marked', () => {
  expect(choices({})).toEqual([
    '* renews: 10 × EUR 32 P1Y monthly, first EUR 320, to 2028-02-29 EUR 3840',
    'extendsMonthly: 10 × EUR 41.2 P1M monthly, first EUR 412, to 2027-03-31 EUR 412', // 40 × 1.03
    'ends 2027-03-01T00:00:00Z',
  ]);
});

test('without a monthly term the extension costs 23 % more than a twelfth of the annual price', () => {
  expect(choices({}, { ...prices, monthlyTermPrice: undefined })[1]).toBe(
    'extendsMonthly: 10 × EUR 49.2 P1M monthly, first EUR 492, to 2027-03-31 EUR 492', // 480 / 12 × 1.23
  );
});

test('the chosen or default outcome is marked', () => {
  const marked = (overrides: Partial<SubscriptionState>) =>
    endOfTermChoices(subscription(overrides), prices).flatMap(({ outcome, isChosen }) => (isChosen ? [outcome] : []));
  expect(marked({ autoRenewEnabled: false })).toEqual(['extendsMonthly']);
  expect(marked({ scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }] })).toEqual(['ends']);
  expect(marked({ scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Hibernate' }] })).toEqual([]);
});

test('a renewal is priced with the seats and the term scheduled for it', () => {
  const scheduled = { scheduledNextTerm: { seatCount: 4, termDuration: 'P3Y', billingCycle: 'annual' } };
  expect(choices(scheduled)[0]).toBe('* renews: 4 × EUR 32 P3Y annual, first EUR 128, to 2030-02-28 EUR 384');
});

test('a choice without a known price has no offer; ending needs none', () => {
  expect(choices({}, {})).toEqual([
    '* renews: price unknown',
    'extendsMonthly: price unknown',
    'ends 2027-03-01T00:00:00Z',
  ]);
});

test('a trial becomes paid for a year or ends', () => {
  const trial = { isTrial: true, termDuration: 'P1M', unitPricePerCycle: eur('0'), seatCount: 25 };
  const term = { startsOn: date('2026-03-01'), endsBefore: date('2026-04-01') };
  expect(choices({ ...trial, term })).toEqual([
    '* renews: 25 × EUR 32 P1Y monthly, first EUR 800, to 2027-03-31 EUR 9600',
    'ends 2026-04-01T00:00:00Z',
  ]);
});

test('a subscription that has ended has no choices', () => {
  expect(choices({ status: 'expired' })).toEqual([]);
});

test('access ends at the first instant after the term', () => {
  expect(endOfTermChoices(subscription(), prices).at(-1)).toMatchObject({
    accessEndsAt: instant('2027-03-01T00:00:00Z'),
  });
});

test('a renewal scheduled by an action keeps the instructions of the action', () => {
  const instructions = { seatCount: 4, termDuration: 'P1M', productId: 'CFQ7TTC0LDPB', skuId: '0001' };
  const scheduledActions = [{ scheduleType: 'TermEnd', actionType: 'Transition', instructions }];
  expect(choices({ scheduledActions })[0]).toBe(
    '* renews: 4 × EUR 32 P1M monthly, first EUR 128, to 2027-03-31 EUR 128',
  );
  expect(renewalPlan(subscription({ scheduledActions }))).toEqual({
    seatCount: 4,
    termDuration: 'P1M',
    billingCycle: 'monthly',
    productId: 'CFQ7TTC0LDPB',
    skuId: '0001',
  });
});

test('the renewal plan is given whatever the outcome, except for a subscription that has ended', () => {
  const same = { seatCount: 10, termDuration: 'P1Y', billingCycle: 'monthly', productId: undefined, skuId: undefined };
  const cancelled = { autoRenewEnabled: false, scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }] };
  expect(renewalPlan(subscription(cancelled))).toEqual(same);
  expect(renewalPlan(subscription({ isTrial: true, termDuration: 'P1M', billingCycle: 'none' }))).toEqual(same);
  expect(renewalPlan(subscription({ status: 'deleted' }))).toBeUndefined();
});
