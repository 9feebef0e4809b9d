import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  allowedActions,
  calculateChangeQuote,
  type SubscriptionChange,
  type SubscriptionState,
  taxByRate,
} from '../src/nce.ts';
import { anySubscription, batch, date, eur, instant, possible, subscription, textOf, textOfLine } from './builders.ts';

const inWindow = instant('2026-03-05T12:00:00Z');
const march22 = instant('2026-03-22T10:00:00Z');
const termEnd = instant('2027-03-01T00:00:00Z');
const seats = (seatCount: number): SubscriptionChange => ({ kind: 'seats', seatCount });
const cancelNow: SubscriptionChange = { kind: 'cancelNow' };
const renewal = (outcome: 'renews' | 'ends' | 'extendsMonthly', seatCountAtRenewal?: number): SubscriptionChange => ({
  kind: 'renewal',
  outcome,
  seatCountAtRenewal,
});
const prices = { nextTermUnitPricePerCycle: eur('32'), monthlyTermPrice: eur('40') };
const ending = { autoRenewEnabled: false, scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }] };

const quote = (overrides: Partial<SubscriptionState>, change: SubscriptionChange, at = march22) =>
  calculateChangeQuote(subscription(overrides), change, prices, at);

test('S80 added seats are one line, from the day of the change to the end of the charge cycle', () => {
  const more = possible(quote({}, seats(12)));
  expect(more.today.map(textOfLine)).toEqual(['2 seats, 2026-03-01/2026-04-01, 10 of 31 days, EUR 20']);
  expect(more.today[0]).toMatchObject({ kind: 'charge', reason: 'seatsAdded', unitPricePerCycle: eur('31') });
});

test('added seats are included in the next charge and in every charge until the end of the term', () => {
  const more = possible(quote({}, seats(12)));
  expect(more.nextCharge?.on).toEqual(date('2026-04-01'));
  expect(more.nextCharge?.lines.map(textOfLine)).toEqual(['2 seats, 2026-04-01/2026-05-01, 30 of 30 days, EUR 62']);
  expect(more.untilTermEnd.slice(0, 1)).toEqual(more.today);
  expect(more.untilTermEnd).toHaveLength(12);
  expect(more.untilTermEnd.slice(0, 3).map((line) => line.reason)).toEqual([
    'seatsAdded',
    'chargeCycle',
    'chargeCycle',
  ]);
});

test('the commitment is the remaining cost of the whole subscription: 20 today and 11 months of 12 seats', () => {
  const { commitment } = possible(quote({}, seats(12)));
  expect(commitment).toEqual({ endsOn: date('2027-02-28'), net: eur('4112') });
});

test('a quote shows the subscription before and after the change', () => {
  const more = possible(quote({}, seats(12)));
  expect(more.before).toMatchObject({ seatCount: 10, netPerCycle: eur('310') });
  expect(more.after).toMatchObject({ seatCount: 12, netPerCycle: eur('372'), unitPricePerCycle: eur('31') });
});

test('added seats are refundable for 168 hours, but not beyond the term', () => {
  expect(possible(quote({}, seats(12))).undo).toEqual({ until: instant('2026-03-29T10:00:00Z'), refund: eur('20') });
  const late = possible(quote({}, seats(12), instant('2027-02-26T00:00:00Z')));
  expect(late.undo).toEqual({ until: termEnd, refund: eur('6.64') });
  expect(late.irreversibleAfter).toEqual(termEnd);
  expect(late.nextCharge).toBeUndefined();
});

test('with annual billing added seats are charged for the rest of the year', () => {
  const yearly = { billingCycle: 'annual', unitPricePerCycle: eur('365') };
  const more = possible(quote(yearly, seats(12)));
  expect(more.today.map(textOfLine)).toEqual(['2 seats, 2026-03-01/2027-03-01, 344 of 365 days, EUR 688']);
  expect(more.nextCharge).toBeUndefined();
});

test('A17 removed seats are refunded for the remaining days, the day of the change included', () => {
  const fewer = possible(quote({}, seats(8), inWindow));
  expect(fewer.today.map(textOfLine)).toEqual(['2 seats, 2026-03-01/2026-04-01, 27 of 31 days, EUR -54']);
  expect(fewer.today[0]).toMatchObject({ kind: 'refund', reason: 'seatsRemoved' });
  expect(fewer.nextCharge).toBeUndefined();
  expect(fewer.commitment.net).toEqual(eur('2674')); // 11 × 8 × 31 − 54
  expect(fewer.undo).toEqual({ until: termEnd, refund: eur('0') });
});

test('the quote of a reduction is valid until its window closes', () => {
  expect(possible(quote({}, seats(8), inWindow)).validUntil).toEqual(instant('2026-03-06T00:00:00Z'));
  const lastDay = instant('2026-03-08T01:00:00Z');
  expect(possible(quote({}, seats(8), lastDay)).validUntil).toEqual(instant('2026-03-08T09:00:00Z'));
});

test('S90 after the window a reduction is refused and a change at renewal is suggested', () => {
  expect(quote({}, seats(8))).toEqual({
    possible: false,
    reason: 'windowClosed',
    facts: {
      since: instant('2026-03-08T09:00:00Z'),
      refundableSeatCount: 0,
      termEndsBefore: date('2027-03-01'),
    },
    alternative: 'scheduleSeats',
  });
});

test('more seats than are refundable are refused with the refundable number', () => {
  const refundable = [batch(3, '2026-03-25T00:00:00Z')];
  expect(quote({ refundable }, seats(6))).toEqual({
    possible: false,
    reason: 'tooManySeats',
    facts: { refundableSeatCount: 3, termEndsBefore: date('2027-03-01') },
    alternative: 'scheduleSeats',
  });
  expect(quote({ refundable }, seats(7)).possible).toBe(true);
});

test.each<[Partial<SubscriptionState>, SubscriptionChange, object]>([
  [{}, seats(10), { reason: 'nothingChanges', facts: {} }],
  [{}, seats(0), { reason: 'seatCountInvalid', facts: {} }],
  [{}, seats(10.5), { reason: 'seatCountInvalid', facts: {} }],
  [{ seatCountMax: 300 }, seats(1_000_000_000), { reason: 'aboveSeatMaximum', facts: { seatCountMax: 300 } }],
  [{ seatCountMin: 5 }, seats(4), { reason: 'belowSeatMinimum', facts: { seatCountMin: 5 }, alternative: 'cancelNow' }],
  [{ billingCycle: 'weekly' }, seats(12), { reason: 'termUnknown', facts: {} }],
  [{ status: 'hibernating' }, seats(12), { reason: 'statusUnknown', facts: { status: 'hibernating' } }],
  [{}, renewal('renews'), { reason: 'nothingChanges', facts: {} }],
  [{}, renewal('renews', 10), { reason: 'nothingChanges', facts: {} }],
  [{ seatCountMin: 5 }, renewal('renews', 4), { reason: 'belowSeatMinimum', facts: { seatCountMin: 5 } }],
  [
    { ...ending, seatCountMax: 300 },
    renewal('renews', 400),
    { reason: 'aboveSeatMaximum', facts: { seatCountMax: 300 } },
  ],
  [
    { isTrial: true },
    renewal('renews', 6),
    { reason: 'trial', facts: { termEndsBefore: date('2027-03-01') }, alternative: 'convertTrial' },
  ],
  [
    ending,
    renewal('ends'),
    { reason: 'endAlreadySet', facts: { termEndsBefore: date('2027-03-01') }, alternative: 'turnAutoRenewOn' },
  ],
])('with %o the change %o is refused', (overrides, change, refusal) => {
  expect(quote(overrides, change, inWindow)).toEqual({ possible: false, ...refusal });
});

test('S92 a cancellation refunds the remaining days and takes effect immediately', () => {
  const cancelled = possible(quote({}, cancelNow, inWindow));
  expect(cancelled.today.map(textOfLine)).toEqual(['10 seats, 2026-03-01/2026-04-01, 27 of 31 days, EUR -270']);
  expect(cancelled).toMatchObject({
    after: { seatCount: 0, endOfTerm: undefined },
    commitment: { endsOn: date('2026-03-05'), net: eur('0') },
    undo: 'never',
    irreversibleAfter: inWindow,
    sideEffects: [{ kind: 'accessEnds', at: inWindow }],
  });
});

const fullOffered = { refundOptions: [{ type: 'Full', expiresAt: instant('2026-03-02T09:00:00Z') }] };
const nextMorning = instant('2026-03-02T08:00:00Z');

test('in the first hours a cancellation refunds everything, each batch as it was charged', () => {
  const withAddition = {
    ...fullOffered,
    seatCount: 12,
    refundable: [batch(10, '2026-03-08T09:00:00Z'), batch(2, '2026-03-09T07:00:00Z', '2026-03-02T07:00:00Z')],
  };
  expect(possible(quote(withAddition, cancelNow, nextMorning)).today.map(textOfLine)).toEqual([
    '10 seats, 2026-03-01/2026-04-01, 31 of 31 days, EUR -310',
    '2 seats, 2026-03-01/2026-04-01, 30 of 31 days, EUR -60',
  ]);
  expect(possible(quote(withAddition, cancelNow, nextMorning)).validUntil).toEqual(instant('2026-03-02T09:00:00Z'));
});

test('a refund never covers more seats than the subscription has, whatever the batches state', () => {
  const tooMany = { ...fullOffered, seatCount: 4 };
  expect(possible(quote(tooMany, cancelNow, nextMorning)).today.map(textOfLine)).toEqual([
    '4 seats, 2026-03-01/2026-04-01, 31 of 31 days, EUR -124',
  ]);
});

test('seats bought in an earlier charge cycle are refunded for the whole current cycle', () => {
  const older = { ...fullOffered, refundable: [batch(10, '2026-03-08T09:00:00Z', '2026-02-27T09:00:00Z')] };
  expect(possible(quote(older, cancelNow, nextMorning)).today.map(textOfLine)).toEqual([
    '10 seats, 2026-03-01/2026-04-01, 31 of 31 days, EUR -310',
  ]);
});

test('seats without a known purchase date are refunded for the remaining days', () => {
  const unknownDays = { ...fullOffered, refundable: 'unknown' as const };
  expect(possible(quote(unknownDays, cancelNow, nextMorning)).today.map(textOfLine)).toEqual([
    '10 seats, 2026-03-01/2026-04-01, 30 of 31 days, EUR -300',
  ]);
});

test('A20 after the window a cancellation is refused with the time it closed, and the term end is suggested', () => {
  expect(quote({}, cancelNow)).toEqual({
    possible: false,
    reason: 'windowClosed',
    facts: { since: instant('2026-03-08T09:00:00Z'), termEndsBefore: date('2027-03-01') },
    alternative: 'cancelAtTermEnd',
  });
});

test('a refund does not exceed the amount paid for the cycle', () => {
  const cancelled = possible(quote({ paidThisCycle: eur('269.99') }, cancelNow, inWindow));
  expect(cancelled.today.map((line) => textOf(line.net))).toEqual(['EUR -269.99']);
});

test('several refunds together do not exceed the amount paid', () => {
  const refundable = [batch(6, '2026-03-08T09:00:00Z'), batch(4, '2026-03-08T10:00:00Z')];
  const cancelled = possible(quote({ ...fullOffered, refundable, paidThisCycle: eur('250') }, cancelNow, nextMorning));
  expect(cancelled.today.map((line) => textOf(line.net))).toEqual(['EUR -186', 'EUR -64']);
});

test('A18 S85 a cancellation at the term end costs nothing, keeps the commitment and lists its side effects', () => {
  const ended = possible(quote({ scheduledNextTerm: { seatCount: 7 } }, renewal('ends')));
  expect(ended).toMatchObject({
    today: [],
    nextCharge: undefined,
    untilTermEnd: [],
    before: { endOfTerm: { outcome: 'renews', seatCount: 7 } },
    after: { endOfTerm: { outcome: 'ends', isExplicit: true, on: date('2027-03-01') } },
    commitment: { endsOn: date('2027-02-28'), net: eur('3410') },
    undo: { until: termEnd, refund: eur('0') },
    irreversibleAfter: termEnd,
  });
  expect(ended.sideEffects.map((effect) => effect.kind)).toEqual([
    'scheduledChangeDeleted',
    'autoRenewTurnedOff',
    'endOfTermCancelSet',
    'accessEnds',
  ]);
});

test('A19 turning renewal on again commits to the next term at its price', () => {
  const renewed = possible(quote(ending, renewal('renews')));
  expect(renewed.after.endOfTerm).toMatchObject({ outcome: 'renews', isExplicit: false });
  expect(renewed.nextCharge?.lines.map(textOfLine)).toEqual([
    '10 seats, 2027-03-01/2027-04-01, 31 of 31 days, EUR 320',
  ]);
  expect(renewed.untilTermEnd).toHaveLength(12);
  expect(renewed.commitment).toEqual({ endsOn: date('2028-02-29'), net: eur('7250') }); // 11 × 310 + 12 × 320
  expect(renewed.sideEffects).toEqual([{ kind: 'priceMayChange', on: date('2027-03-01') }]);
});

test('S80 fewer seats from the renewal on are quoted for the next term', () => {
  const fewer = possible(quote({}, renewal('renews', 6)));
  expect(fewer.after).toMatchObject({ seatCount: 10, endOfTerm: { outcome: 'renews', seatCount: 6 } });
  expect(fewer.nextCharge?.lines.map(textOfLine)).toEqual(['6 seats, 2027-03-01/2027-04-01, 31 of 31 days, EUR 192']);
});

test('an extension month to month is quoted for its first month', () => {
  const extended = possible(quote({ billingCycle: 'annual' }, renewal('extendsMonthly')));
  const monthly = { termDuration: 'P1M', billingCycle: 'monthly' };
  expect(extended.after.endOfTerm).toMatchObject({ outcome: 'extendsMonthly', isExplicit: true, ...monthly });
  expect(extended.untilTermEnd.map(textOfLine)).toEqual([
    '10 seats, 2027-03-01/2027-04-01, 31 of 31 days, EUR 412', // 40 × 1.03 × 10
  ]);
});

test('a next term without a known price is not quoted', () => {
  const refusal = { possible: false, reason: 'priceUnknown', facts: {} };
  expect(calculateChangeQuote(subscription(ending), renewal('renews'), {}, march22)).toEqual(refusal);
  expect(calculateChangeQuote(subscription(), renewal('extendsMonthly'), {}, march22)).toEqual(refusal);
});

test('a co-terminous end shortens the first cycle of the next term', () => {
  const aligned = { scheduledNextTerm: { termDuration: 'P1M', customEndsBefore: date('2027-03-16') } };
  const renewed = possible(quote(aligned, renewal('renews', 6)));
  expect(renewed.untilTermEnd.map(textOfLine)).toEqual(['6 seats, 2027-03-01/2027-03-16, 15 of 31 days, EUR 92.9']);
  expect(renewed.commitment.endsOn).toEqual(date('2027-03-15'));
});

test('IVA is calculated once on the net sum and rounded half up', () => {
  const more = possible(quote({ unitPricePerCycle: eur('10.01') }, seats(11), instant('2026-03-01T12:00:00Z')));
  expect(taxByRate(more.today, '0.22', 'EUR')).toEqual({
    taxRate: '0.22',
    net: eur('10.01'),
    tax: eur('2.2'), // 2.2022
    gross: eur('12.21'),
  });
  expect(taxByRate([...more.today, ...more.today, ...more.today], '0.22', 'EUR').tax).toEqual(eur('6.61')); // 6.6066
  expect(taxByRate([], '0.22', 'EUR').gross).toEqual(eur('0'));
});

const anyChange = fc.oneof(
  fc.integer({ min: -1, max: 14 }).map(seats),
  fc.constant(cancelNow),
  fc
    .record({
      outcome: fc.constantFrom('renews' as const, 'ends' as const, 'extendsMonthly' as const),
      seatCountAtRenewal: fc.constantFrom(undefined, 1, 6, 400),
    })
    .map((choice): SubscriptionChange => ({ kind: 'renewal', ...choice })),
);

test('every change of every subscription gets an answer, and a suggested alternative is allowed', () => {
  fc.assert(
    fc.property(anySubscription, anyChange, fc.constantFrom(inWindow, march22, termEnd), (given, change, at) => {
      const answer = calculateChangeQuote(given, change, prices, at);
      if (!answer.possible && answer.alternative) {
        expect(allowedActions(given, at)[answer.alternative].allowed).toBe(true);
      }
    }),
  );
});

test('a change is quoted only when its action is allowed', () => {
  fc.assert(
    fc.property(anySubscription, fc.constantFrom(inWindow, march22, termEnd), (given, at) => {
      const actions = allowedActions(given, at);
      const isQuoted = (change: SubscriptionChange) => calculateChangeQuote(given, change, prices, at).possible;
      if (!actions.addSeats.allowed) expect(isQuoted(seats(given.seatCount + 1))).toBe(false);
      if (!actions.removeSeats.allowed) expect(isQuoted(seats(given.seatCount - 1))).toBe(false);
      if (!actions.cancelNow.allowed) expect(isQuoted(cancelNow)).toBe(false);
      if (!actions.cancelAtTermEnd.allowed) expect(isQuoted(renewal('ends'))).toBe(false);
    }),
  );
});
