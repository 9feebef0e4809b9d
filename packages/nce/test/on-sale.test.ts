import { describe, expect, test } from 'vitest';
import {
  type AvailableOffers,
  allowedActions,
  calculateChangeQuote,
  checkSubscriptionChange,
  offersFromAvailability,
  type SubscriptionChange,
  type SubscriptionState,
} from '../src/nce.ts';
import { date, eur, instant, possible, subscription, textOfLine } from './builders.ts';

const march22 = instant('2026-03-22T10:00:00Z');
const MONTHLY_YEAR = { termDuration: 'P1Y', billingCycle: 'monthly' } as const;
const ANNUAL_YEAR = { termDuration: 'P1Y', billingCycle: 'annual' } as const;
const ANNUAL_THREE_YEARS = { termDuration: 'P3Y', billingCycle: 'annual' } as const;
const offers: AvailableOffers = {
  plans: [MONTHLY_YEAR, ANNUAL_THREE_YEARS],
  products: [{ productId: 'CFQ7TTC0LFLX', skuId: '0001', plans: [ANNUAL_YEAR], seatCountMin: 20 }],
};
const answer = (change: SubscriptionChange, given: AvailableOffers, overrides: Partial<SubscriptionState> = {}) =>
  checkSubscriptionChange(subscription(overrides), change, march22, given)?.reason ?? 'allowed';
const nextTerm = (instructions: (SubscriptionChange & { kind: 'nextTerm' })['instructions']): SubscriptionChange => ({
  kind: 'nextTerm',
  instructions,
});

describe('only what is on sale can be chosen', () => {
  const other = { productId: 'cfq7ttc0lflx', skuId: '0001' };
  test.each<[string, SubscriptionChange, string]>([
    ['a plan of the product', nextTerm(ANNUAL_THREE_YEARS), 'allowed'],
    ['a plan that the product does not have', nextTerm(ANNUAL_YEAR), 'notOnSale'],
    ['a plan of another product', nextTerm({ ...other, ...ANNUAL_YEAR, seatCount: 20 }), 'allowed'],
    ['the seats of another product', nextTerm({ ...other, ...ANNUAL_YEAR, seatCount: 19 }), 'belowSeatMinimum'],
    ['a plan that another product does not have', nextTerm({ ...other, ...MONTHLY_YEAR, seatCount: 20 }), 'notOnSale'],
    ['a product that is not sold', nextTerm({ productId: 'CFQ7TTC0LFLX', skuId: '0009' }), 'notOnSale'],
    ['a longer term', { kind: 'longerTerm', ...ANNUAL_THREE_YEARS }, 'allowed'],
    [
      'a longer term billed otherwise',
      { kind: 'longerTerm', ...ANNUAL_THREE_YEARS, billingCycle: 'monthly' },
      'notOnSale',
    ],
  ])('%s', (_, change, expected) => {
    expect(answer(change, offers)).toBe(expected);
  });

  test.each([
    [[ANNUAL_YEAR], 'allowed'],
    [[MONTHLY_YEAR], 'notOnSale'],
    [undefined, 'allowed'],
  ])('an upgrade to a product sold in %o', (plans, expected) => {
    const to = { eligibility: { isEligible: true }, transfersLicences: true, ...ANNUAL_YEAR, plans };
    expect(answer({ kind: 'upgrade', seatCount: 10, to }, {})).toBe(expected);
  });

  test('a trial becomes only what is on sale', () => {
    const convert = (plans: readonly (typeof MONTHLY_YEAR | typeof ANNUAL_YEAR)[]): SubscriptionChange => ({
      kind: 'convertTrial',
      seatCount: 25,
      when: 'now',
      to: { ...MONTHLY_YEAR, plans },
    });
    expect(answer(convert([MONTHLY_YEAR]), {}, { isTrial: true })).toBe('allowed');
    expect(answer(convert([ANNUAL_YEAR]), {}, { isTrial: true })).toBe('notOnSale');
  });
});

describe('what cannot be renewed says so', () => {
  const ending = { autoRenewEnabled: false, scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }] };
  test.each<[string, AvailableOffers]>([
    ['a product that is not renewable', { isRenewable: false }],
    ['a plan that is no longer sold', { plans: [ANNUAL_YEAR] }],
  ])('%s', (_, given) => {
    const actions = allowedActions(subscription(ending), march22, given);
    expect(actions.turnAutoRenewOn).toMatchObject({
      allowed: false,
      reason: 'notRenewable',
      facts: { termEndsBefore: date('2027-03-01') },
    });
    expect(allowedActions(subscription(), march22, given).scheduleSeats).toMatchObject({ reason: 'notRenewable' });
    expect(answer({ kind: 'renewal', outcome: 'renews' }, given, ending)).toBe('notRenewable');
    expect(answer({ kind: 'renewal', outcome: 'renews' }, {}, ending)).toBe('allowed');
  });

  test('a renewal in another plan or as another product is judged by that one', () => {
    const asOther = { ...ending, autoRenewEnabled: true, scheduledActions: [], scheduledNextTerm: { skuId: '0001' } };
    expect(allowedActions(subscription(asOther), march22, { isRenewable: false }).scheduleSeats.allowed).toBe(true);
    expect(answer(nextTerm(ANNUAL_THREE_YEARS), { isRenewable: false })).toBe('notRenewable');
    expect(
      answer(nextTerm({ productId: 'CFQ7TTC0LFLX', skuId: '0001', ...ANNUAL_YEAR, seatCount: 20 }), {
        ...offers,
        isRenewable: false,
      }),
    ).toBe('allowed');
  });
});

describe('extended month to month', () => {
  const extended = {
    isExtendedServiceTerm: true,
    autoRenewEnabled: false,
    termDuration: 'P1M',
    term: { startsOn: date('2026-06-01'), endsBefore: date('2026-07-01') },
    cancellationAllowedUntil: instant('2026-07-01T00:00:00Z'),
    unitPricePerCycle: eur('30'),
  };
  const june11 = instant('2026-06-11T10:00:00Z');
  const quote = (change: SubscriptionChange) =>
    calculateChangeQuote(subscription(extended), change, { changedUnitPricePerCycle: eur('310') }, june11, {});

  test.each([9, 11])('seats cannot change to %i', (seatCount) => {
    expect(quote({ kind: 'seats', seatCount })).toMatchObject({
      reason: 'extendedServiceTerm',
      alternative: 'changeToLongerTerm',
    });
  });

  test('it becomes a term again at once, with other seats', () => {
    const converted = possible(quote({ kind: 'longerTerm', ...ANNUAL_YEAR, seatCount: 6 }));
    expect(converted.today.map(textOfLine)).toEqual([
      '10 seats, 2026-06-01/2026-07-01, 20 of 30 days, EUR -200',
      '6 seats, 2026-06-11/2027-06-11, 365 of 365 days, EUR 1860',
    ]);
    expect(converted.after).toMatchObject({ seatCount: 6, term: { endsBefore: date('2027-06-11') } });
    expect(possible(quote({ kind: 'longerTerm', termDuration: 'P1M', billingCycle: 'monthly' })).after.term).toEqual({
      startsOn: date('2026-06-11'),
      endsBefore: date('2026-07-11'),
    });
  });

  test('a term that is not extended keeps its seats when it becomes longer', () => {
    expect(answer({ kind: 'longerTerm', ...ANNUAL_THREE_YEARS, seatCount: 6 }, {})).toBe('seatCountInvalid');
  });
});

test('an availability says what may be chosen; what it does not say forbids nothing', () => {
  const terms = [
    { duration: 'P1Y', billingCycle: 'Monthly' },
    { duration: 'P1Y', billingCycle: 'Annual' },
    { duration: 'P3Y' },
  ];
  const given = offersFromAvailability({ isRenewable: false, terms });
  expect(given).toEqual({ isRenewable: false, plans: [MONTHLY_YEAR, ANNUAL_YEAR] });
  expect(answer({ kind: 'longerTerm', ...ANNUAL_THREE_YEARS }, given)).toBe('noLongerTerm');
  expect(answer({ kind: 'longerTerm', ...ANNUAL_THREE_YEARS }, offersFromAvailability({}))).toBe('allowed');
});
