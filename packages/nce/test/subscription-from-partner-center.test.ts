import { describe, expect, test } from 'vitest';
import {
  endOfTerm,
  type PartnerCenterSubscription,
  subscriptionFromPartnerCenter,
  upcomingCharges,
} from '../src/nce.ts';
import { date, eur, instant } from './builders.ts';

const resource: PartnerCenterSubscription = {
  status: 'Active',
  quantity: 4,
  termDuration: 'P1M',
  billingCycle: 'Monthly',
  autoRenewEnabled: true,
  effectiveStartDate: '2027-01-31T09:30:00Z',
  commitmentEndDate: '2027-02-27T00:00:00Z',
};
const read = (overrides: Partial<PartnerCenterSubscription> = {}) =>
  subscriptionFromPartnerCenter({ ...resource, ...overrides }, { unitPricePerCycle: eur('10') });

test('what Microsoft did not send is left out, unknown or empty', () => {
  expect(read()).toMatchObject({
    status: 'active',
    isSuspended: false,
    isTrial: false,
    isExtendedServiceTerm: false,
    billingCycle: 'monthly',
    term: { startsOn: date('2027-01-31'), endsBefore: date('2027-02-28') },
    purchasedOrRenewedAt: instant('2027-01-31T09:30:00Z'),
    cancellationAllowedUntil: undefined,
    refundable: 'unknown',
    refundOptions: [],
    scheduledNextTerm: undefined,
    scheduledActions: [],
    nextCharge: undefined,
  });
});

describe('the first day of a term that was renewed', () => {
  test.each([
    ['2027-03-30', '2027-02-28'],
    ['2027-04-29', '2027-03-31'],
    ['2027-05-30', '2027-04-30'],
  ])('a month that ends on %s and was bought on the 31st began on %s', (endsOn, startsOn) => {
    expect(read({ commitmentEndDate: `${endsOn}T23:59:59Z` }).term.startsOn).toEqual(date(startsOn));
  });

  test('a shorter term that ends with another is not counted back beyond its purchase', () => {
    const { term } = read({ termDuration: 'P1Y', commitmentEndDate: '2027-06-30T00:00:00Z' });
    expect(term.startsOn).toEqual(date('2027-01-31'));
  });
});

test('schedules, windows and the next billing are read in their documented form', () => {
  const state = subscriptionFromPartnerCenter(
    {
      ...resource,
      termDuration: 'P3Y',
      commitmentEndDate: '2030-01-30',
      suspensionReasons: [],
      refundOptions: [{ type: 'Full', expiresAt: '2027-02-01T09:30:00Z' }],
      refundableQuantity: {
        details: [
          { quantity: 0, allowedUntilDateTime: '2027-02-01T09:30:00Z' },
          { quantity: 4, allowedUntilDateTime: '2027-02-07T09:30:00' },
        ],
      },
      scheduledActions: [{ scheduleType: 'CustomDate', actionType: 'Cancel', effectiveDate: '2028-05-01' }],
      scheduledNextTermInstructions: {
        product: { billingCycle: 'Annual' },
        quantity: 3,
        customTermEndDate: '2030-12-31',
      },
      nextChargeInstructions: { product: { billingCycle: 'Annual' } },
    },
    { unitPricePerCycle: eur('10'), nextUnitPricePerCycle: eur('110') },
  );
  expect(state).toMatchObject({
    refundOptions: [{ type: 'Full', expiresAt: instant('2027-02-01T09:30:00Z') }],
    refundable: [{ seatCount: 4, refundableUntil: instant('2027-02-07T09:30:00Z') }],
    scheduledActions: [{ scheduleType: 'CustomDate', actionType: 'Cancel', effectiveOn: date('2028-05-01') }],
    scheduledNextTerm: { billingCycle: 'annual', seatCount: 3, customEndsBefore: date('2031-01-01') },
    nextCharge: { billingCycle: 'annual', unitPricePerCycle: eur('110') },
  });
});

test('the state answers the questions', () => {
  const year = { startsOn: date('2027-01-31'), endsBefore: date('2028-01-31') };
  const charges = upcomingCharges(
    read(),
    year,
    { nextTermUnitPricePerCycle: eur('10') },
    instant('2027-01-31T10:00:00Z'),
  );
  expect(charges.map(({ line }) => line.net.amount.toFixed())).toEqual(Array(12).fill('40'));
});

test('the facts of the customer are kept, the cycle rule near a month’s end and what never extends among them', () => {
  const facts = { unitPricePerCycle: eur('10'), cycleRule: 'daysToMonthEnd', neverExtends: true } as const;
  const year = {
    ...resource,
    termDuration: 'P1Y',
    autoRenewEnabled: false,
    effectiveStartDate: '2026-01-30T09:30:00Z',
  };
  const state = subscriptionFromPartnerCenter({ ...year, commitmentEndDate: '2027-01-29T00:00:00Z' }, facts);
  const charges = upcomingCharges(state, state.term, {}, instant('2026-01-30T10:00:00Z'));
  expect(charges.slice(0, 3).map(({ on }) => on.toString())).toEqual(['2026-01-30', '2026-02-27', '2026-03-30']);
  expect(endOfTerm(state)?.outcome).toBe('ends');
});
