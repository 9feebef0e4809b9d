/** Changes to another product, term, plan or billing cycle. */
import { describe, expect, test } from 'vitest';
import {
  calculateChangeQuote,
  endOfTerm,
  newCommercePolicy,
  type SubscriptionChange,
  type SubscriptionState,
  subscriptionAfter,
  targetSubscriptionAfter,
  type UpgradeTarget,
} from '../src/nce.ts';
import { batch, date, eur, instant, possible, subscription, textOf, textOfLine } from './builders.ts';

const march22 = instant('2026-03-22T10:00:00Z');
const termEnd = instant('2027-03-01T00:00:00Z');
const prices = { nextTermUnitPricePerCycle: eur('32'), changedUnitPricePerCycle: eur('62') };
const quote = (overrides: Partial<SubscriptionState>, change: SubscriptionChange, at = march22) =>
  calculateChangeQuote(subscription(overrides), change, prices, at);
const refusalOf = (overrides: Partial<SubscriptionState>, change: SubscriptionChange, at = march22) => {
  const answer = quote(overrides, change, at);
  return answer.possible ? 'possible' : { reason: answer.reason, facts: answer.facts };
};
const effectsOf = (overrides: Partial<SubscriptionState>, change: SubscriptionChange) =>
  possible(quote(overrides, change)).sideEffects.map((effect) => effect.kind);

const target = (overrides: Partial<UpgradeTarget> = {}): UpgradeTarget => ({
  eligibility: { isEligible: true },
  transfersLicences: false,
  termDuration: 'P1Y',
  billingCycle: 'monthly',
  ...overrides,
});
const upgrade = (seatCount: number, overrides: Partial<UpgradeTarget> = {}): SubscriptionChange => ({
  kind: 'upgrade',
  seatCount,
  to: target(overrides),
});
/** Bought earlier, ends later than the source, and costs 50.00 per seat. */
const older = (overrides: Partial<SubscriptionState> = {}) =>
  subscription({
    seatCount: 5,
    term: { startsOn: date('2026-03-15'), endsBefore: date('2027-03-15') },
    unitPricePerCycle: eur('50'),
    cancellationAllowedUntil: instant('2026-03-22T09:00:00Z'),
    ...overrides,
  });

describe('upgrade of all seats', () => {
  test('the remaining days are refunded at the old price and charged at the new one, in the same term', () => {
    const all = possible(quote({}, upgrade(10)));
    expect(all.today.map(textOfLine)).toEqual([
      '10 seats, 2026-03-01/2026-04-01, 10 of 31 days, EUR -100',
      '10 seats, 2026-03-01/2026-04-01, 10 of 31 days, EUR 200',
    ]);
    expect(all.today.map(({ kind, reason }) => `${kind} ${reason}`)).toEqual(['refund movedOut', 'charge movedIn']);
    expect(all.nextCharge).toMatchObject({ on: date('2026-04-01') });
    expect(all.untilTermEnd).toHaveLength(24); // 2 today, then 11 no longer charged and 11 instead
    expect(all.commitment).toEqual({ endsOn: date('2027-02-28'), net: eur('6920') }); // 100 + 11 × 620
    expect(all.before).toMatchObject({ seatCount: 10, unitPricePerCycle: eur('31') });
    expect(all.after).toMatchObject({ seatCount: 10, unitPricePerCycle: eur('62'), netPerCycle: eur('620') });
    expect(all.target).toBeUndefined();
  });

  test('it cannot be undone, and its quote is valid until the day ends', () => {
    const all = possible(quote({}, upgrade(10)));
    expect(all).toMatchObject({ undo: 'never', irreversibleAfter: march22 });
    expect(all.validUntil).toEqual(instant('2026-03-23T00:00:00Z'));
  });

  test('scheduled changes are deleted, and Microsoft moves the licence assignments', () => {
    expect(effectsOf({ scheduledNextTerm: { seatCount: 7 } }, upgrade(10))).toEqual(['scheduledChangeDeleted']);
    expect(effectsOf({}, upgrade(10))).toEqual([]);
  });

  test('a longer target starts a new term on the day of the change', () => {
    const longer = possible(quote({}, upgrade(10, { termDuration: 'P3Y', billingCycle: 'annual' })));
    expect(longer.today.map(textOfLine)).toEqual([
      '10 seats, 2026-03-01/2026-04-01, 10 of 31 days, EUR -100',
      '10 seats, 2026-03-22/2027-03-22, 365 of 365 days, EUR 620',
    ]);
    expect(longer.commitment).toEqual({ endsOn: date('2029-03-21'), net: eur('1760') }); // 520 + 2 × 620
  });

  test('the same term with another billing cycle keeps its end: transitions do not move renewal dates', () => {
    const yearly = possible(quote({}, upgrade(10, { billingCycle: 'annual' })));
    expect(yearly.today.map(textOfLine)[1]).toBe('10 seats, 2026-03-01/2027-03-01, 344 of 365 days, EUR 584.33');
    expect(yearly.after.term).toEqual(subscription().term);
  });

  test('a refund does not exceed the amount paid', () => {
    const all = possible(quote({ paidThisCycle: eur('40') }, upgrade(10)));
    expect(all.today.map((line) => textOf(line.net))).toEqual(['EUR -40', 'EUR 200']);
    const given = subscription({ paidThisCycle: eur('40') });
    expect(subscriptionAfter(given, upgrade(10), march22, eur('160'), prices).paidThisCycle).toEqual(eur('200'));
  });
});

describe('upgrade of some seats', () => {
  test('a new subscription with the same end receives the seats', () => {
    const some = possible(quote({}, upgrade(4)));
    expect(some.today.map(textOfLine)).toEqual([
      '4 seats, 2026-03-01/2026-04-01, 10 of 31 days, EUR -40',
      '4 seats, 2026-03-01/2026-04-01, 10 of 31 days, EUR 80',
    ]);
    expect(some.after).toMatchObject({ seatCount: 6, unitPricePerCycle: eur('31') });
    expect(some.target).toMatchObject({
      before: undefined,
      after: { seatCount: 4, unitPricePerCycle: eur('62'), term: { endsBefore: date('2027-03-01') } },
    });
    expect(some.nextCharge?.lines.map(textOfLine)).toEqual([
      '4 seats, 2026-04-01/2026-05-01, 30 of 30 days, EUR -124',
      '4 seats, 2026-04-01/2026-05-01, 30 of 30 days, EUR 248',
    ]);
    expect(some.commitment.net).toEqual(eur('4814')); // 40 + 11 × (6 × 31 + 4 × 62)
  });

  test.each(['annual', 'monthly'])('the new subscription keeps the end of the term, billed %s', (billingCycle) => {
    const some = possible(quote({}, upgrade(4, { billingCycle })));
    expect(some.target?.after.term).toEqual(subscription().term);
  });

  test('licences have to be reassigned unless Microsoft moves the assignments', () => {
    expect(possible(quote({}, upgrade(4))).sideEffects).toEqual([
      { kind: 'subscriptionCreated', seatCount: 4, term: subscription().term },
      { kind: 'licencesToReassign', seatCount: 4 },
    ]);
    expect(effectsOf({}, upgrade(4, { transfersLicences: true }))).toEqual(['subscriptionCreated']);
  });

  test('the refundable seats of the new subscription are unknown', () => {
    const given = subscription({ scheduledNextTerm: { seatCount: 7 }, paidThisCycle: eur('310') });
    expect(targetSubscriptionAfter(given, upgrade(4), march22, eur('80'), prices)).toMatchObject({
      seatCount: 4,
      unitPricePerCycle: eur('62'),
      cancellationAllowedUntil: instant('2026-03-08T09:00:00Z'),
      refundable: 'unknown',
      scheduledNextTerm: undefined,
      paidThisCycle: eur('80'),
    });
    expect(subscriptionAfter(given, upgrade(4), march22, eur('-40'), prices)).toMatchObject({
      seatCount: 6,
      unitPricePerCycle: eur('31'),
      refundable: [batch(6, '2026-03-08T09:00:00Z')],
      scheduledNextTerm: undefined,
      paidThisCycle: eur('270'),
    });
  });

  test('refundable batches are reduced to the remaining seats', () => {
    const left = (refundable: SubscriptionState['refundable']) =>
      subscriptionAfter(subscription({ refundable }), upgrade(4), march22, eur('-40')).refundable;
    const open = (seatCount: number) => batch(seatCount, '2026-03-29T00:00:00Z');
    expect(left([])).toEqual([]);
    expect(left([open(2)])).toEqual([open(2)]);
    expect(left([open(6)])).toEqual([open(6)]);
    expect(left([open(3), open(4)])).toEqual([open(2), open(4)]);
    expect(left('unknown')).toBe('unknown');
  });

  test('a choice for the end of the term is deleted and has to be made again', () => {
    const ending = { autoRenewEnabled: false, scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }] };
    const [effect] = possible(quote(ending, upgrade(10))).sideEffects;
    expect(effect).toEqual({ kind: 'termEndChoiceDeleted', outcome: 'ends' });
    for (const count of [4, 10]) {
      const after = subscriptionAfter(subscription(ending), upgrade(count), march22, eur('0'));
      expect(endOfTerm(after)).toMatchObject({ outcome: 'extendsMonthly', isExplicit: false });
    }
    const more: SubscriptionChange = { kind: 'seats', seatCount: 12 };
    expect(effectsOf(ending, more)).toEqual([]);
    expect(endOfTerm(subscriptionAfter(subscription(ending), more, march22, eur('0')))?.outcome).toBe('ends');
  });

  test('without a new price the seats keep the current one', () => {
    expect(targetSubscriptionAfter(subscription(), upgrade(4), march22, eur('80'))?.unitPricePerCycle).toEqual(
      eur('31'),
    );
    expect(subscriptionAfter(subscription(), upgrade(10), march22, eur('0')).unitPricePerCycle).toEqual(eur('31'));
  });
});

describe('upgrade into an existing subscription', () => {
  test('it keeps its own price, term and cycle', () => {
    const into = older();
    const some = possible(calculateChangeQuote(subscription(), upgrade(4, { into }), {}, march22));
    expect(some.today.map(textOfLine)).toEqual([
      '4 seats, 2026-03-01/2026-04-01, 10 of 31 days, EUR -40',
      '4 seats, 2026-03-15/2026-04-15, 24 of 31 days, EUR 154.84', // 50 × 4 × 24/31
    ]);
    expect(some.target).toMatchObject({ before: { seatCount: 5 }, after: { seatCount: 9, netPerCycle: eur('450') } });
    // 114.84 + 11 × 186 + 11 × 450
    expect(some.commitment).toEqual({ endsOn: date('2027-03-14'), net: eur('7110.84') });
    expect(some.sideEffects).toEqual([{ kind: 'licencesToReassign', seatCount: 4 }]);
  });

  test('the source is deleted when its last seat moves', () => {
    const all = possible(quote({}, upgrade(10, { into: older() })));
    expect(all.after).toMatchObject({ seatCount: 0, endOfTerm: undefined });
    expect(all.commitment.net).toEqual(eur('8537.1')); // 10 × 50 × 24/31 − 100 + 11 × 750
    expect(subscriptionAfter(subscription(), upgrade(10, { into: older() }), march22, eur('-100'))).toMatchObject({
      status: 'deleted',
      refundable: [],
    });
  });

  test('its scheduled changes are deleted, and it is charged for the new seats', () => {
    const into = older({ scheduledNextTerm: { seatCount: 2 }, paidThisCycle: eur('250') });
    expect(targetSubscriptionAfter(subscription(), upgrade(4, { into }), march22, eur('154.84'))).toMatchObject({
      seatCount: 9,
      scheduledNextTerm: undefined,
      paidThisCycle: eur('404.84'),
      unitPricePerCycle: eur('50'),
    });
    const unknown = targetSubscriptionAfter(subscription(), upgrade(4, { into: older() }), march22, eur('154.84'));
    expect(unknown?.paidThisCycle).toBeUndefined();
  });

  test.each<[Partial<SubscriptionState>, object]>([
    [{ status: 'suspended' }, { reason: 'targetNotActive', facts: { status: 'suspended' } }],
    [{ isSuspended: true }, { reason: 'targetNotActive', facts: { status: 'active' } }],
    [{ isTrial: true }, { reason: 'targetNotActive', facts: { status: 'active' } }],
    [
      { cancellationAllowedUntil: instant('2026-03-22T10:00:01Z') },
      { reason: 'targetInCancellationWindow', facts: { since: instant('2026-03-22T10:00:01Z') } },
    ],
    [{ termDuration: 'P1M' }, { reason: 'targetTermShorter', facts: {} }],
    [{ termDuration: 'OneTime' }, { reason: 'termUnknown', facts: {} }],
    [
      { term: { startsOn: date('2026-02-28'), endsBefore: date('2027-02-28') } },
      { reason: 'targetEndsEarlier', facts: { termEndsBefore: date('2027-02-28') } },
    ],
    [{ seatCountMax: 8 }, { reason: 'aboveSeatMaximum', facts: { seatCountMax: 8 } }],
  ])('a target with %o cannot receive the seats', (overrides, expected) => {
    expect(refusalOf({}, upgrade(4, { into: older(overrides) }))).toEqual(expected);
  });

  test.each<Partial<SubscriptionState>>([
    { cancellationAllowedUntil: march22 },
    { cancellationAllowedUntil: undefined },
    { termDuration: 'P3Y' },
    { term: { startsOn: date('2026-03-01'), endsBefore: date('2027-03-01') } },
    { seatCountMax: 9 },
  ])('a target with %o can receive the seats', (overrides) => {
    expect(quote({}, upgrade(4, { into: older(overrides) })).possible).toBe(true);
  });
});

test.each<[Partial<SubscriptionState>, SubscriptionChange, object]>([
  [{}, upgrade(0), { reason: 'seatCountInvalid', facts: {} }],
  [{}, upgrade(1.5), { reason: 'seatCountInvalid', facts: {} }],
  [{}, upgrade(11), { reason: 'moreSeatsThanOwned', facts: { ownedSeatCount: 10 } }],
  [{ seatCountMin: 7 }, upgrade(4), { reason: 'belowSeatMinimum', facts: { seatCountMin: 7 } }],
  [{ seatCount: 1 }, upgrade(0.5), { reason: 'atSeatMinimum', facts: { seatCountMin: 1 } }],
  [{}, upgrade(4, { eligibility: { isEligible: false } }), { reason: 'notEligible', facts: {} }],
  [
    {},
    upgrade(4, { eligibility: { isEligible: false, description: 'conflicting services' } }),
    { reason: 'notEligible', facts: { description: 'conflicting services' } },
  ],
  [{}, upgrade(4, { termDuration: 'P1M' }), { reason: 'targetTermShorter', facts: {} }],
  [{}, upgrade(4, { termDuration: 'OneTime' }), { reason: 'termUnknown', facts: {} }],
  [{}, upgrade(4, { billingCycle: 'triennial' }), { reason: 'billingLongerThanTerm', facts: {} }],
  [{}, upgrade(4, { seatBounds: { seatCountMin: 5 } }), { reason: 'belowSeatMinimum', facts: { seatCountMin: 5 } }],
  [{ status: 'expired' }, upgrade(4), { reason: 'ended', facts: { status: 'expired' } }],
])('with %o the upgrade %o is refused', (overrides, change, expected) => {
  expect(refusalOf(overrides, change)).toEqual(expected);
});

test('seats that move into another subscription are checked against its bounds', () => {
  const invalid = { reason: 'seatCountInvalid', facts: {} };
  expect(refusalOf({}, upgrade(0, { into: older() }))).toEqual(invalid);
  expect(refusalOf({}, upgrade(1, { into: older() }))).toBe('possible');
});

test('a subscription with a single seat can be upgraded as a whole', () => {
  expect(refusalOf({ seatCount: 1 }, upgrade(1))).toBe('possible');
});

test('with an unknown current term no term counts as longer', () => {
  const oneTime = { termDuration: 'OneTime', billingCycle: 'none' };
  const unknown = { reason: 'termUnknown', facts: {} };
  expect(refusalOf(oneTime, upgrade(10))).toEqual(unknown);
  expect(refusalOf(oneTime, upgrade(10, { into: older() }))).toEqual(unknown);
});

test('the remaining seats may equal the minimum of the product', () => {
  expect(quote({ seatCountMin: 6 }, upgrade(4)).possible).toBe(true);
  expect(quote({ seatCountMin: 6 }, upgrade(10)).possible).toBe(true);
});

test('a change without a known price is not quoted', () => {
  const longer: SubscriptionChange = { kind: 'longerTerm', termDuration: 'P3Y', billingCycle: 'annual' };
  for (const change of [upgrade(4), longer]) {
    expect(calculateChangeQuote(subscription(), change, {}, march22)).toEqual({
      possible: false,
      reason: 'priceUnknown',
      facts: {},
    });
  }
});

describe('a longer term', () => {
  const longerTerm = (termDuration: string, billingCycle = 'annual'): SubscriptionChange => ({
    kind: 'longerTerm',
    termDuration,
    billingCycle,
  });

  test('starts on the day of the change, for all seats, at its own price', () => {
    const three = possible(quote({ scheduledNextTerm: { seatCount: 7 } }, longerTerm('P3Y')));
    expect(three.today.map(textOfLine)).toEqual([
      '10 seats, 2026-03-01/2026-04-01, 10 of 31 days, EUR -100',
      '10 seats, 2026-03-22/2027-03-22, 365 of 365 days, EUR 620',
    ]);
    expect(three.nextCharge).toMatchObject({ on: date('2027-03-22') });
    expect(three.commitment).toEqual({ endsOn: date('2029-03-21'), net: eur('1760') });
    expect(three.sideEffects.map((effect) => effect.kind)).toEqual(['scheduledChangeDeleted']);
    expect(three.target).toBeUndefined();
    expect(three.undo).toBe('never');
  });

  test('ends the extended service term', () => {
    const extended = subscription({ isExtendedServiceTerm: true, termDuration: 'P1M' });
    expect(subscriptionAfter(extended, longerTerm('P1Y', 'monthly'), march22, eur('0'), prices)).toMatchObject({
      isExtendedServiceTerm: false,
      termDuration: 'P1Y',
      billingCycle: 'monthly',
      term: { startsOn: date('2026-03-22'), endsBefore: date('2027-03-22') },
    });
    const upgraded = subscriptionAfter(extended, upgrade(10, { termDuration: 'P1M' }), march22, eur('0'), prices);
    expect(upgraded.isExtendedServiceTerm).toBe(true);
  });

  test.each<[string, string, object]>([
    ['P1Y', 'annual', { reason: 'targetTermShorter', facts: {} }],
    ['P1M', 'monthly', { reason: 'targetTermShorter', facts: {} }],
    ['OneTime', 'one_time', { reason: 'termUnknown', facts: {} }],
    ['P3Y', 'weekly', { reason: 'billingLongerThanTerm', facts: {} }],
  ])('%s billed %s is refused', (termDuration, billingCycle, expected) => {
    expect(refusalOf({}, longerTerm(termDuration, billingCycle))).toEqual(expected);
  });

  test('a three-year term cannot be extended', () => {
    expect(refusalOf({ termDuration: 'P3Y' }, longerTerm('P5Y'))).toEqual({ reason: 'noLongerTerm', facts: {} });
  });
});

describe('conversion of a trial', () => {
  const trial = {
    isTrial: true,
    termDuration: 'P1M',
    term: { startsOn: date('2026-03-15'), endsBefore: date('2026-04-15') },
    unitPricePerCycle: eur('0'),
    seatCount: 25,
    cancellationAllowedUntil: undefined,
    refundable: [],
  };
  const convert = (
    seatCount: number,
    when: 'now' | 'atTermEnd' = 'now',
    into?: SubscriptionState,
  ): SubscriptionChange => ({
    kind: 'convertTrial',
    seatCount,
    when,
    to: {
      productId: 'CFQ7TTC0LFLX',
      skuId: '0001',
      termDuration: 'P1Y',
      billingCycle: 'monthly',
      into,
      policy: newCommercePolicy(),
    },
  });

  test('immediately: a year from today, with no refund for the free seats', () => {
    const now = possible(quote(trial, convert(25)));
    expect(now.today.map(textOfLine)).toEqual(['25 seats, 2026-03-22/2026-04-22, 31 of 31 days, EUR 1550']);
    expect(now.commitment).toEqual({ endsOn: date('2027-03-21'), net: eur('18600') });
    expect(now.after.endOfTerm).toMatchObject({ outcome: 'renews', termDuration: 'P1Y' });
    expect(now.undo).toMatchObject({ until: instant('2026-03-29T10:00:00Z'), refund: eur('1550') });
    expect(now.irreversibleAfter).toEqual(instant('2026-03-29T10:00:00Z'));
    expect(subscriptionAfter(subscription(trial), convert(30), march22, eur('0'), prices)).toMatchObject({
      isTrial: false,
      seatCount: 30,
      purchasedOrRenewedAt: march22,
      cancellationAllowedUntil: instant('2026-03-29T10:00:00Z'),
      refundable: [batch(30, '2026-03-29T10:00:00Z')],
    });
    const unknown = { ...convert(25), to: { termDuration: 'P1Y', billingCycle: 'monthly' } } as SubscriptionChange;
    expect(possible(quote(trial, unknown)).undo).toBe('never');
  });

  test('a monthly plan starts a new month too', () => {
    const monthly: SubscriptionChange = {
      kind: 'convertTrial',
      seatCount: 25,
      when: 'now',
      to: { termDuration: 'P1M', billingCycle: 'monthly' },
    };
    expect(possible(quote(trial, monthly)).today.map(textOfLine)).toEqual([
      '25 seats, 2026-03-22/2026-04-22, 31 of 31 days, EUR 1550',
    ]);
  });

  test('immediately into a paid subscription: the seats are added there and the trial is deleted', () => {
    const change = convert(25, 'now', older());
    const into = possible(quote(trial, change));
    expect(into.today.map(textOfLine)).toEqual(['25 seats, 2026-03-15/2026-04-15, 24 of 31 days, EUR 967.74']);
    expect(into.target).toMatchObject({ before: { seatCount: 5 }, after: { seatCount: 30 } });
    expect(into.after.seatCount).toBe(0);
    expect(into.undo).toBe('never');
    expect(into.sideEffects).toEqual([]);
    expect(
      subscriptionAfter(subscription({ ...trial, paidThisCycle: eur('0') }), change, march22, eur('0')),
    ).toMatchObject({ status: 'deleted', paidThisCycle: eur('0') });
  });

  test('at its end: nothing is charged today, with any seat count', () => {
    const later = possible(quote(trial, convert(3, 'atTermEnd')));
    expect(later.today).toEqual([]);
    expect(later.nextCharge?.lines.map(textOfLine)).toEqual(['3 seats, 2026-04-15/2026-05-15, 30 of 30 days, EUR 96']);
    expect(later.after.endOfTerm).toMatchObject({ outcome: 'renews', seatCount: 3, termDuration: 'P1Y' });
    expect(later.sideEffects).toEqual([{ kind: 'priceMayChange', on: date('2026-04-15') }]);
    expect(
      subscriptionAfter(subscription(trial), convert(3, 'atTermEnd'), march22, eur('0')).scheduledNextTerm,
    ).toEqual({
      seatCount: 3,
      termDuration: 'P1Y',
      billingCycle: 'monthly',
      productId: 'CFQ7TTC0LFLX',
      skuId: '0001',
    });
  });

  test.each<[SubscriptionChange, object]>([
    [convert(24), { reason: 'tooFewSeatsToConvert', facts: { seatCountMin: 25 } }],
    [convert(24, 'now', older()), { reason: 'tooFewSeatsToConvert', facts: { seatCountMin: 25 } }],
    [convert(25, 'now', older({ seatCountMax: 29 })), { reason: 'aboveSeatMaximum', facts: { seatCountMax: 29 } }],
    [convert(0, 'atTermEnd'), { reason: 'seatCountInvalid', facts: {} }],
  ])('%o is refused', (change, expected) => {
    expect(refusalOf(trial, change)).toEqual(expected);
  });

  test('a conversion into another subscription moves all seats', () => {
    const big = { ...trial, seatCount: 40 };
    expect(refusalOf(big, convert(39, 'now', older()))).toEqual({
      reason: 'tooFewSeatsToConvert',
      facts: { seatCountMin: 40 },
    });
    expect(quote(big, convert(40, 'now', older())).possible).toBe(true);
    expect(quote(big, convert(25)).possible).toBe(true);
  });

  test.each<[string, string, object]>([
    ['OneTime', 'monthly', { reason: 'termUnknown', facts: {} }],
    ['P1Y', 'triennial', { reason: 'billingLongerThanTerm', facts: {} }],
  ])('it cannot convert to %s billed %s', (termDuration, billingCycle, expected) => {
    const change: SubscriptionChange = {
      kind: 'convertTrial',
      seatCount: 25,
      when: 'now',
      to: { termDuration, billingCycle },
    };
    expect(refusalOf(trial, change)).toEqual(expected);
  });

  test('the seat count must be within the bounds of the product', () => {
    const to = { termDuration: 'P1Y', billingCycle: 'monthly', seatBounds: { seatCountMin: 50 } };
    expect(refusalOf(trial, { kind: 'convertTrial', seatCount: 25, when: 'now', to })).toEqual({
      reason: 'belowSeatMinimum',
      facts: { seatCountMin: 50 },
    });
  });

  test('a paid subscription cannot be converted, nor a conversion scheduled with auto-renew off', () => {
    expect(refusalOf({}, convert(25))).toEqual({ reason: 'notTrial', facts: {} });
    expect(refusalOf({ ...trial, autoRenewEnabled: false }, convert(3, 'atTermEnd'))).toMatchObject({
      reason: 'autoRenewOff',
    });
    expect(quote({ ...trial, autoRenewEnabled: false }, convert(25)).possible).toBe(true);
  });
});

describe('another billing cycle of a three-year term', () => {
  const threeYears = { termDuration: 'P3Y', term: { startsOn: date('2026-03-01'), endsBefore: date('2029-03-01') } };
  const billing = (billingCycle: string): SubscriptionChange => ({ kind: 'billing', billingCycle });
  const yearly = { ...prices, changedUnitPricePerCycle: eur('365') };

  test('monthly to annual: from the next charge on, for the rest of the year and then annually', () => {
    const annual = possible(calculateChangeQuote(subscription(threeYears), billing('annual'), yearly, march22));
    expect(annual.today).toEqual([]);
    expect(annual.untilTermEnd.map(textOfLine)).toEqual([
      '10 seats, 2026-03-01/2027-03-01, 334 of 365 days, EUR 3345.83',
      '10 seats, 2027-03-01/2028-03-01, 366 of 366 days, EUR 3650',
      '10 seats, 2028-03-01/2029-03-01, 365 of 365 days, EUR 3650',
    ]);
    expect(annual.nextCharge?.on).toEqual(date('2026-04-01'));
    expect(annual.commitment).toEqual({ endsOn: date('2029-02-28'), net: eur('10645.83') });
    expect(annual.undo).toMatchObject({ until: instant('2026-04-01T00:00:00Z'), refund: eur('0') });
    expect(annual.irreversibleAfter).toEqual(instant('2026-04-01T00:00:00Z'));
    expect(annual.validUntil).toEqual(instant('2026-04-01T00:00:00Z'));
    expect(annual.sideEffects).toEqual([]);
  });

  test('annual to monthly: from the next year on', () => {
    const given = subscription({ ...threeYears, billingCycle: 'annual', unitPricePerCycle: eur('365') });
    const monthly = possible(calculateChangeQuote(given, billing('monthly'), prices, march22));
    expect(monthly.nextCharge?.on).toEqual(date('2027-03-01'));
    expect(monthly.untilTermEnd).toHaveLength(24);
    expect(monthly.commitment.net).toEqual(eur('14880')); // 24 × 620
  });

  test('seats added before it takes effect are charged under both billing cycles', () => {
    const given = subscriptionAfter(subscription(threeYears), billing('annual'), march22, eur('0'), yearly);
    expect(given.nextCharge).toEqual({ billingCycle: 'annual', unitPricePerCycle: eur('365') });
    expect(endOfTerm(given)?.billingCycle).toBe('annual');
    const more = possible(calculateChangeQuote(given, { kind: 'seats', seatCount: 12 }, {}, march22));
    expect(more.untilTermEnd.map(textOfLine)).toEqual([
      '2 seats, 2026-03-01/2026-04-01, 10 of 31 days, EUR 20',
      '2 seats, 2026-03-01/2027-03-01, 334 of 365 days, EUR 669.17',
      '2 seats, 2027-03-01/2028-03-01, 366 of 366 days, EUR 730',
      '2 seats, 2028-03-01/2029-03-01, 365 of 365 days, EUR 730',
    ]);
    expect(more.nextCharge?.on).toEqual(date('2026-04-01'));
    const counted = subscriptionAfter(given, { kind: 'seats', seatCount: 12 }, march22, eur('20'));
    expect(counted.nextCharge).toEqual(given.nextCharge);
  });

  test.each<[Partial<SubscriptionState>, string, object]>([
    [threeYears, 'monthly', { reason: 'nothingChanges', facts: {} }],
    [threeYears, 'triennial', { reason: 'billingFixed', facts: {} }],
    [
      { ...threeYears, nextCharge: { billingCycle: 'annual', unitPricePerCycle: eur('365') } },
      'annual',
      { reason: 'nothingChanges', facts: {} },
    ],
    [{}, 'annual', { reason: 'billingFixed', facts: {} }],
  ])('with %o, %s is refused', (overrides, billingCycle, expected) => {
    expect(refusalOf(overrides, billing(billingCycle))).toEqual(expected);
  });

  test('it can be undone before it takes effect, and needs a price', () => {
    const nextCharge = { billingCycle: 'annual', unitPricePerCycle: eur('365') };
    expect(quote({ ...threeYears, nextCharge }, billing('monthly')).possible).toBe(true);
    expect(calculateChangeQuote(subscription(threeYears), billing('annual'), {}, march22)).toEqual({
      possible: false,
      reason: 'priceUnknown',
      facts: {},
    });
  });
});

describe('the next term', () => {
  const nextTerm = (
    instructions: (SubscriptionChange & { kind: 'nextTerm' })['instructions'],
    seatBounds?: (SubscriptionChange & { kind: 'nextTerm' })['seatBounds'],
  ): SubscriptionChange => ({ kind: 'nextTerm', instructions, seatBounds });

  test('fewer seats with another plan are quoted for the next term', () => {
    const change = nextTerm({ seatCount: 4, termDuration: 'P3Y', billingCycle: 'annual', productId: 'P', skuId: 'S' });
    const scheduled = possible(quote({ scheduledNextTerm: { seatCount: 7 } }, change));
    expect(scheduled.today).toEqual([]);
    expect(scheduled.nextCharge?.lines.map(textOfLine)).toEqual([
      '4 seats, 2027-03-01/2028-03-01, 366 of 366 days, EUR 128',
    ]);
    expect(scheduled.untilTermEnd).toHaveLength(3);
    expect(scheduled.commitment).toEqual({ endsOn: date('2030-02-28'), net: eur('3794') }); // 11 × 310 + 3 × 128
    expect(scheduled.undo).toMatchObject({ until: termEnd, refund: eur('0') });
    expect(scheduled.sideEffects).toEqual([
      { kind: 'scheduledChangeDeleted', scheduled: { seatCount: 7 } },
      { kind: 'priceMayChange', on: date('2027-03-01') },
    ]);
  });

  test('it replaces everything scheduled for the next term and nothing else', () => {
    const elsewhen = { scheduleType: 'CustomDate', actionType: 'Transition' };
    const given = subscription({
      scheduledNextTerm: { seatCount: 7, skuId: 'S' },
      scheduledActions: [
        { scheduleType: 'TermEnd', actionType: 'RenewToNewTerm', instructions: { seatCount: 3 } },
        elsewhen,
      ],
    });
    expect(subscriptionAfter(given, nextTerm({ seatCount: 4 }), march22, eur('0'))).toMatchObject({
      scheduledNextTerm: { seatCount: 4 },
      scheduledActions: [elsewhen],
    });
    expect(subscriptionAfter(given, nextTerm({}), march22, eur('0')).scheduledNextTerm).toBeUndefined();
  });

  test.each([
    ['2027-03-01', false],
    ['2027-03-02', true],
    ['2028-03-01', true],
    ['2028-03-02', false],
  ])('an end before %s is possible: %s', (endsBefore, isPossible) => {
    const answer = refusalOf({}, nextTerm({ customEndsBefore: date(endsBefore) }));
    expect(answer).toEqual(isPossible ? 'possible' : { reason: 'endNotAllowed', facts: {} });
  });

  test.each<[Partial<SubscriptionState>, SubscriptionChange, object]>([
    [{}, nextTerm({}), { reason: 'nothingChanges', facts: {} }],
    [
      { scheduledNextTerm: { customEndsBefore: date('2027-06-01') } },
      nextTerm({ customEndsBefore: date('2027-06-01') }),
      { reason: 'nothingChanges', facts: {} },
    ],
    [{ seatCountMax: 11 }, nextTerm({ seatCount: 12 }), { reason: 'aboveSeatMaximum', facts: { seatCountMax: 11 } }],
    [
      { seatCountMax: 11 },
      nextTerm({ skuId: 'S' }, { seatCountMin: 20 }),
      { reason: 'belowSeatMinimum', facts: { seatCountMin: 20 } },
    ],
    [{}, nextTerm({ termDuration: 'OneTime' }), { reason: 'termUnknown', facts: {} }],
    [{}, nextTerm({ billingCycle: 'triennial' }), { reason: 'billingLongerThanTerm', facts: {} }],
    [{}, nextTerm({ termDuration: 'P1M', billingCycle: 'annual' }), { reason: 'billingLongerThanTerm', facts: {} }],
    [
      { autoRenewEnabled: false },
      nextTerm({ seatCount: 4 }),
      { reason: 'autoRenewOff', facts: { termEndsBefore: date('2027-03-01') } },
    ],
  ])('with %o the instructions %o are refused', (overrides, change, expected) => {
    expect(refusalOf(overrides, change)).toEqual(expected);
  });

  test('scheduled instructions can be removed', () => {
    expect(possible(quote({ scheduledNextTerm: { seatCount: 7 } }, nextTerm({}))).after.endOfTerm?.seatCount).toBe(10);
  });
});

test('only a change that moves seats has a target subscription', () => {
  expect(targetSubscriptionAfter(subscription(), { kind: 'seats', seatCount: 12 }, march22, eur('0'))).toBeUndefined();
  expect(targetSubscriptionAfter(subscription(), upgrade(10), march22, eur('0'))).toBeUndefined();
});
