import { describe, expect, test } from 'vitest';
import {
  type CancellationPolicy,
  calculatePurchaseQuote,
  newCommercePolicy,
  OTHER_POLICIES,
  type Purchase,
  policyOfAvailability,
  purchasedSubscription,
  upcomingCharges,
} from '../src/nce.ts';
import { date, eur, instant, possible, textOf, textOfLine } from './builders.ts';

const at = instant('2026-11-25T21:40:00Z');

/** 3 seats of a product that costs 126.00 a year billed annually, 151.20 billed monthly, and 13.20 for one month. */
const purchase = (overrides: Partial<Purchase>): Purchase => ({
  termDuration: 'P1Y',
  billingCycle: 'annual',
  seatCount: 3,
  wholeTermPrice: eur('126'),
  policy: newCommercePolicy(),
  ...overrides,
});

test('S56 a year with annual billing is charged today and commits to a year', () => {
  const quote = possible(calculatePurchaseQuote(purchase({}), at));
  expect(quote.today.map(textOfLine)).toEqual(['3 seats, 2026-11-25/2027-11-25, 365 of 365 days, EUR 378']);
  expect(quote.nextCharge).toBeUndefined();
  expect(textOf(quote.commitment.net)).toBe('EUR 378');
  expect(quote.commitment.endsOn).toEqual(date('2027-11-24'));
});

test('S58 a year with monthly billing is charged twelve times and commits to all charges', () => {
  const quote = possible(
    calculatePurchaseQuote(purchase({ billingCycle: 'monthly', wholeTermPrice: eur('151.20') }), at),
  );
  expect(quote.today.map(textOfLine)).toEqual(['3 seats, 2026-11-25/2026-12-25, 30 of 30 days, EUR 37.8']);
  expect(quote.nextCharge?.on).toEqual(date('2026-12-25'));
  expect(quote.nextCharge?.lines.map(textOfLine)).toEqual(['3 seats, 2026-12-25/2027-01-25, 31 of 31 days, EUR 37.8']);
  expect(quote.untilTermEnd).toHaveLength(12);
  expect(quote.untilTermEnd.slice(0, 3).map((line) => line.reason)).toEqual(['purchase', 'chargeCycle', 'chargeCycle']);
  expect(textOf(quote.commitment.net)).toBe('EUR 453.6');
});

test('S57 a one-month term commits to one month', () => {
  const quote = possible(
    calculatePurchaseQuote(
      purchase({ termDuration: 'P1M', billingCycle: 'monthly', wholeTermPrice: eur('13.20') }),
      at,
    ),
  );
  expect(quote.untilTermEnd.map(textOfLine)).toEqual(['3 seats, 2026-11-25/2026-12-25, 30 of 30 days, EUR 39.6']);
  expect(quote.commitment.endsOn).toEqual(date('2026-12-24'));
  // The next invoice is the renewal, which the commitment does not hold.
  expect(quote.nextCharge?.on).toEqual(date('2026-12-25'));
  expect(quote.nextCharge?.lines.map((line) => `${line.reason} ${textOfLine(line)}`)).toEqual([
    'renewal 3 seats, 2026-12-25/2027-01-25, 31 of 31 days, EUR 39.6',
  ]);
});

test('S89 a purchase can be undone for 168 hours, with a full refund on the first day', () => {
  const quote = possible(calculatePurchaseQuote(purchase({}), at));
  expect(quote.undo).toMatchObject({ until: instant('2026-12-02T21:40:00Z'), refund: eur('378') });
  expect(quote.undo !== 'never' && quote.undo.periods.slice(0, 2)).toEqual([
    { from: at, until: instant('2026-11-26T21:40:00Z'), refund: eur('378') },
    // 378 × 364 / 365, from the second day on
    { from: instant('2026-11-26T21:40:00Z'), until: instant('2026-11-27T00:00:00Z'), refund: eur('376.96') },
  ]);
  expect(quote.irreversibleAfter).toEqual(instant('2026-12-02T21:40:00Z'));
});

test('S88 the windows of a purchase are those of the policy of its product', () => {
  const undoUnder = (policy: CancellationPolicy) => {
    const { undo } = possible(calculatePurchaseQuote(purchase({ policy }), at));
    return undo === 'never' ? undo : undo.periods.map(({ until, refund }) => `${until} ${textOf(refund)}`);
  };
  expect(undoUnder(OTHER_POLICIES.none)).toBe('never');
  expect(undoUnder(OTHER_POLICIES.perpetualSoftware)).toEqual(['2026-12-25T21:40:00Z EUR 378']);
  expect(undoUnder(OTHER_POLICIES.softwareSubscription).slice(0, 2)).toEqual([
    '2026-11-26T00:00:00Z EUR 378',
    '2026-11-27T00:00:00Z EUR 376.96',
  ]);
  const stated = policyOfAvailability([
    { type: 'Full', expiresAfter: 'P3D' },
    { type: 'Partial', expiresAfter: 'P14D' },
  ]);
  const periods = undoUnder(stated);
  expect([periods[0], periods.at(-1)]).toEqual(['2026-11-28T21:40:00Z EUR 378', '2026-12-09T21:40:00Z EUR 363.5']);
  expect(policyOfAvailability([{ type: 'Partial' }, { type: 'Exchange', expiresAfter: 'P1D' }])).toEqual({});
});

const trial = (overrides: Partial<Purchase> = {}): Purchase =>
  purchase({
    termDuration: 'P1M',
    billingCycle: 'none',
    seatCount: 25,
    wholeTermPrice: eur('0'),
    policy: OTHER_POLICIES.trial,
    trialOf: { wholeTermPrice: eur('151.20') },
    ...overrides,
  });

test('a trial says that it becomes a paid year, when and for how much', () => {
  const quote = possible(calculatePurchaseQuote(trial(), at));
  expect(quote.today.map((line) => textOf(line.net))).toEqual(['EUR 0']);
  expect(quote.sideEffects).toEqual([
    {
      kind: 'trialBecomesPaid',
      on: date('2026-12-25'),
      seatCount: 25,
      termDuration: 'P1Y',
      billingCycle: 'monthly',
      firstCharge: eur('315'),
      wholeTerm: eur('3780'),
    },
  ]);
  expect(quote.nextCharge?.lines.map(textOfLine)).toEqual(['25 seats, 2026-12-25/2027-01-25, 31 of 31 days, EUR 315']);
  expect(quote.after.endOfTerm).toMatchObject({ outcome: 'renews', termDuration: 'P1Y', billingCycle: 'monthly' });
  expect(textOf(quote.commitment.net)).toBe('EUR 0');
});

test('a trial can be kept from becoming paid until it ends, without a refund, and has its own seat bounds', () => {
  const quote = possible(calculatePurchaseQuote(trial(), at));
  expect(quote.undo).toMatchObject({ until: instant('2026-12-25T00:00:00Z'), refund: eur('0') });
  expect(calculatePurchaseQuote(trial({ seatCount: 24, seatCountMin: 25 }), at)).toMatchObject({
    reason: 'belowSeatMinimum',
    facts: { seatCountMin: 25 },
  });
});

test('a trial without a known paid price still says that it becomes paid', () => {
  const quote = possible(calculatePurchaseQuote(trial({ trialOf: {} }), at));
  expect(quote.nextCharge).toBeUndefined();
  expect(quote.sideEffects).toEqual([
    { kind: 'trialBecomesPaid', on: date('2026-12-25'), seatCount: 25, termDuration: 'P1Y', billingCycle: 'monthly' },
  ]);
});

test('the subscription that a purchase makes is charged as the quote says', () => {
  const bought = purchasedSubscription(purchase({ billingCycle: 'monthly', wholeTermPrice: eur('151.20') }), at);
  if ('possible' in bought) throw new Error(bought.reason);
  const charges = upcomingCharges(bought, bought.term, {}, at).map(({ line }) => textOf(line.net));
  expect(charges).toEqual(Array(12).fill('EUR 37.8'));
});

test('S83 a purchase renews automatically unless changed, at a price that may differ', () => {
  const quote = possible(calculatePurchaseQuote(purchase({}), at));
  expect(quote.before).toBeUndefined();
  expect(quote.after).toMatchObject({
    seatCount: 3,
    netPerCycle: eur('378'),
    endOfTerm: { outcome: 'renews', on: date('2027-11-25'), isExplicit: false },
  });
  expect(quote.sideEffects).toEqual([{ kind: 'priceMayChange', on: date('2027-11-25') }]);
});

test('a quote is valid until the UTC day ends', () => {
  expect(possible(calculatePurchaseQuote(purchase({}), at)).validUntil).toEqual(instant('2026-11-26T00:00:00Z'));
});

test('a term that starts on another day is charged from that day', () => {
  const quote = possible(calculatePurchaseQuote(purchase({ startsOn: date('2027-01-01') }), at));
  expect(quote.today.map(textOfLine)).toEqual(['3 seats, 2027-01-01/2028-01-01, 365 of 365 days, EUR 378']);
});

test.each<[Partial<Purchase>, object]>([
  [{ seatCount: 0 }, { reason: 'seatCountInvalid', facts: {} }],
  [{ seatCount: -1 }, { reason: 'seatCountInvalid', facts: {} }],
  [{ seatCount: 1.5 }, { reason: 'seatCountInvalid', facts: {} }],
  [
    { seatCount: 301, seatCountMax: 300 },
    { reason: 'aboveSeatMaximum', facts: { seatCountMax: 300 } },
  ],
  [
    { seatCount: 99, seatCountMin: 100 },
    { reason: 'belowSeatMinimum', facts: { seatCountMin: 100 } },
  ],
  [
    { termDuration: 'OneTime', billingCycle: 'one_time' },
    { reason: 'termUnknown', facts: {} },
  ],
  [{ billingCycle: 'weekly' }, { reason: 'termUnknown', facts: {} }],
  [
    { termDuration: 'P1M', billingCycle: 'annual' },
    { reason: 'termUnknown', facts: {} },
  ],
])('a purchase of %o is refused', (overrides, refusal) => {
  expect(calculatePurchaseQuote(purchase(overrides), at)).toEqual({ possible: false, ...refusal });
});

test.each([1, 300])('%i seats are within 1 to 300', (seatCount) => {
  expect(calculatePurchaseQuote(purchase({ seatCount, seatCountMax: 300 }), at).possible).toBe(true);
});

describe('a co-terminous purchase', () => {
  const from1July = { startsOn: date('2022-07-01') };
  const on1July = instant('2022-07-01T12:00:00Z');
  const brief = (overrides: Partial<Purchase>) =>
    possible(calculatePurchaseQuote(purchase({ ...from1July, ...overrides }), on1July)).untilTermEnd.map(textOfLine);

  test('a year that ends on 1 October is charged 93 of its 365 days', () => {
    const quote = possible(calculatePurchaseQuote(purchase({ ...from1July, endsBefore: date('2022-10-02') }), on1July));
    expect(quote.today.map(textOfLine)).toEqual(['3 seats, 2022-07-01/2022-10-02, 93 of 365 days, EUR 96.31']);
    expect(quote.commitment).toEqual({ endsOn: date('2022-10-01'), net: eur('96.31') });
    expect(quote.after.endOfTerm?.on).toEqual(date('2022-10-02'));
  });

  test('with monthly billing the first charge is prorated and the others are whole', () => {
    const monthly = { billingCycle: 'monthly', wholeTermPrice: eur('120'), endsBefore: date('2022-10-02') };
    expect(brief(monthly)).toEqual([
      '3 seats, 2022-07-01/2022-07-02, 1 of 31 days, EUR 0.97',
      '3 seats, 2022-07-02/2022-08-02, 31 of 31 days, EUR 30',
      '3 seats, 2022-08-02/2022-09-02, 31 of 31 days, EUR 30',
      '3 seats, 2022-09-02/2022-10-02, 30 of 30 days, EUR 30',
    ]);
  });

  test('a month aligned to its end, and three years aligned to an October', () => {
    const month = {
      termDuration: 'P1M',
      billingCycle: 'monthly',
      wholeTermPrice: eur('31'),
      startsOn: date('2022-07-15'),
    };
    expect(brief({ ...month, endsBefore: date('2022-08-01') })).toEqual([
      '3 seats, 2022-07-15/2022-08-01, 17 of 31 days, EUR 51',
    ]);
    const threeYears = { termDuration: 'P3Y', billingCycle: 'triennial', wholeTermPrice: eur('1096') };
    expect(brief({ ...threeYears, endsBefore: date('2024-10-02') })).toEqual([
      '3 seats, 2022-07-01/2024-10-02, 824 of 1096 days, EUR 2472',
    ]);
  });

  test.each([
    ['2022-07-01', false],
    ['2022-07-02', true],
    ['2023-07-01', true],
    ['2023-07-02', false],
  ])('an end before %s is possible: %s', (endsBefore, isPossible) => {
    const quote = calculatePurchaseQuote(purchase({ ...from1July, endsBefore: date(endsBefore) }), on1July);
    expect(quote.possible).toBe(isPossible);
    if (!quote.possible) expect(quote.reason).toBe('endNotAllowed');
  });
});

test('a five-year term is quoted like any other; a one-time purchase has no term and is refused', () => {
  const fiveYears = { termDuration: 'P5Y', billingCycle: 'annual', wholeTermPrice: eur('600') };
  const quote = possible(calculatePurchaseQuote(purchase(fiveYears), at));
  expect(quote.untilTermEnd).toHaveLength(5);
  expect(quote.commitment).toEqual({ endsOn: date('2031-11-24'), net: eur('1800') });
  expect(calculatePurchaseQuote(purchase({ termDuration: 'OneTime', billingCycle: 'one_time' }), at)).toEqual({
    possible: false,
    reason: 'termUnknown',
    facts: {},
  });
});
