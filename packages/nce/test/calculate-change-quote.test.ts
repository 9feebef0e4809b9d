import fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, negate } from '../src/amounts.ts';
import { windowsOpenedAt } from '../src/internals.ts';
import {
  allowedActions,
  calculateChangeQuote,
  type Line,
  newCommercePolicy,
  refundPeriods,
  type SubscriptionChange,
  type SubscriptionState,
  taxByInvoice,
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
const extending = {
  autoRenewEnabled: false,
  scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'RenewToExtendedServiceTerm' }],
};
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
  expect(possible(quote({}, seats(12))).undo).toMatchObject({
    until: instant('2026-03-29T10:00:00Z'),
    refund: eur('20'),
  });
  const late = possible(quote({}, seats(12), instant('2027-02-26T00:00:00Z')));
  expect(late.undo).toMatchObject({ until: termEnd, refund: eur('6.64') });
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
  expect(fewer.commitment.net).toEqual(eur('2674')); // 11 × 8 × 31 − 54
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
  expect(cancelled.nextCharge?.lines.map(textOfLine)).toEqual([
    '10 seats, 2026-04-01/2026-05-01, 30 of 30 days, EUR -310',
  ]);
  expect(cancelled.untilTermEnd.map(({ kind }) => kind)).toEqual(['refund', ...Array(11).fill('saving')]);
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

test.each<[string, Partial<SubscriptionState>]>([
  ['no refundable seats', { refundable: 'unknown' }],
  ['fewer seats than there are', { refundable: [batch(4, '2026-03-08T09:00:00Z')] }],
  ['seats dated a fraction of a second later', { refundable: [batch(10, '2026-03-08T09:00:00.481Z')] }],
  ['no end of the window', { cancellationAllowedUntil: undefined }],
  ['seats a fraction later and no end', { cancellationAllowedUntil: undefined, refundable: 'unknown' }],
])('a full refund gives back what was paid although Microsoft states %s', (_, overrides) => {
  const given = { ...fullOffered, ...overrides };
  const refunded = (paid: Partial<SubscriptionState>) =>
    possible(quote({ ...given, ...paid }, cancelNow, nextMorning)).today.reduce(
      (sum, line) => add(sum, line.net),
      eur('0'),
    );
  expect(textOf(refunded({}))).toBe('EUR -310');
  expect(textOf(refunded({ paidThisCycle: eur('312.34') }))).toBe('EUR -312.34');
});

test('seats that close later than the purchase are refunded from their own day', () => {
  const added = {
    ...fullOffered,
    seatCount: 12,
    refundable: [batch(10, '2026-03-08T09:00:00Z'), batch(2, '2026-03-09T07:30:00Z')],
  };
  expect(possible(quote(added, cancelNow, nextMorning)).today.map(textOfLine)).toEqual([
    '10 seats, 2026-03-01/2026-04-01, 31 of 31 days, EUR -310',
    '2 seats, 2026-03-01/2026-04-01, 30 of 31 days, EUR -60',
  ]);
});

test('a full refund is what was paid, whatever the price, the batches and their dates', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 50_000 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(
        fc.record({ seatCount: fc.integer({ min: 1, max: 9 }), ms: fc.integer({ min: -999, max: 86_000_000 }) }),
      ),
      fc.integer({ min: 0, max: 1_000_000 }),
      (cents, seatCount, batches, paidCents) => {
        const refundable = batches.map(({ seatCount: count, ms }) => ({
          seatCount: count,
          refundableUntil: instant('2026-03-08T09:00:00Z').add({ milliseconds: ms }),
        }));
        const paidThisCycle = eur(`${paidCents}e-2`);
        const given = { ...fullOffered, seatCount, refundable, unitPricePerCycle: eur(`${cents}e-2`), paidThisCycle };
        const { today } = possible(quote(given, cancelNow, nextMorning));
        const refunded = today.reduce((sum, line) => add(sum, line.net), eur('0'));
        expect(textOf(negate(refunded))).toBe(textOf(paidThisCycle));
        expect(today.every((line) => line.net.amount.lessThanOrEqualTo(0))).toBe(true);
      },
    ),
  );
});

test('what a purchase can be taken back for is everything for a day and less with each UTC day after it', () => {
  const given = subscription({
    ...fullOffered,
    refundOptions: windowsOpenedAt(instant('2026-03-01T09:00:00Z'), newCommercePolicy()).refundOptions,
  });
  const brief = refundPeriods(given, cancelNow, instant('2026-03-01T09:00:00Z')).map(
    ({ from, until, refund }) => `${from}/${until} ${textOf(refund)}`,
  );
  expect(brief).toEqual([
    '2026-03-01T09:00:00Z/2026-03-02T09:00:00Z EUR 310',
    '2026-03-02T09:00:00Z/2026-03-03T00:00:00Z EUR 300',
    '2026-03-03T00:00:00Z/2026-03-04T00:00:00Z EUR 290',
    '2026-03-04T00:00:00Z/2026-03-05T00:00:00Z EUR 280',
    '2026-03-05T00:00:00Z/2026-03-06T00:00:00Z EUR 270',
    '2026-03-06T00:00:00Z/2026-03-07T00:00:00Z EUR 260',
    '2026-03-07T00:00:00Z/2026-03-08T00:00:00Z EUR 250',
    '2026-03-08T00:00:00Z/2026-03-08T09:00:00Z EUR 240',
  ]);
  expect(refundPeriods(given, cancelNow, march22)).toEqual([]);
  expect(refundPeriods(given, { kind: 'seats', seatCount: 11 }, inWindow)).toEqual([]);
});

test('the promised refunds are those of a cancellation and of a reduction at each moment', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 7 * 24 * 60 }), fc.integer({ min: 1, max: 9 }), (minutes, seatCount) => {
      const bought = instant('2026-03-01T09:00:00Z');
      const given = subscription({ ...windowsOpenedAt(bought, newCommercePolicy()), paidThisCycle: eur('310') });
      const at = bought.add({ minutes });
      for (const takenBack of [cancelNow, { kind: 'seats', seatCount }] as const) {
        const change = takenBack.kind === 'seats' ? seats(10 - seatCount) : cancelNow;
        const promised = refundPeriods(given, takenBack, bought).find(
          ({ from, until }) => Temporal.Instant.compare(from, at) <= 0 && Temporal.Instant.compare(at, until) < 0,
        );
        const made = calculateChangeQuote(given, change, prices, at);
        if (!promised) expect(made.possible).toBe(false);
        else
          expect(textOf(negate(possible(made).today.reduce((sum, line) => add(sum, line.net), eur('0'))))).toBe(
            textOf(promised.refund),
          );
      }
    }),
  );
});

test('13 seats that become 10 save 16.05 on each of the next eleven invoices', () => {
  const thirteen = {
    seatCount: 13,
    unitPricePerCycle: eur('5.35'),
    refundable: [batch(13, '2026-03-08T09:00:00Z')],
  };
  const fewer = possible(quote(thirteen, seats(10), instant('2026-03-01T12:00:00Z')));
  expect(fewer.today.map((line) => textOf(line.net))).toEqual(['EUR -16.05']);
  expect(fewer.nextCharge?.on).toEqual(date('2026-04-01'));
  expect(fewer.nextCharge?.lines.map(({ kind, reason, net }) => `${kind} ${reason} ${textOf(net)}`)).toEqual([
    'saving noLongerCharged EUR -16.05',
  ]);
  expect(fewer.untilTermEnd.map((line) => textOf(line.net))).toEqual(Array(12).fill('EUR -16.05'));
});

test('a reduction and the same seats added again cost nothing together, in all three columns', () => {
  const fewer = possible(quote({}, seats(8), inWindow));
  const again = possible(quote({ seatCount: 8 }, seats(10), inWindow));
  const net = (lines: readonly Line[] = []) => lines.map((line) => textOf(line.net));
  const negated = (lines: readonly Line[] = []) => lines.map((line) => textOf(negate(line.net)));
  expect(net(fewer.today)).toEqual(negated(again.today));
  expect(net(fewer.nextCharge?.lines)).toEqual(negated(again.nextCharge?.lines));
  expect(net(fewer.untilTermEnd)).toEqual(negated(again.untilTermEnd));
});

test('a reduction is final, and says that seats can be added again', () => {
  const fewer = possible(quote({}, seats(8), inWindow));
  expect(fewer.undo).toBe('never');
  expect(fewer.irreversibleAfter).toEqual(inWindow);
  expect(fewer.sideEffects).toEqual([{ kind: 'seatsCanBeAddedAgain' }]);
});

test('the next invoice of a monthly term is its renewal, with the seats that the change makes more or fewer', () => {
  const monthly = {
    termDuration: 'P1M',
    term: { startsOn: date('2026-03-01'), endsBefore: date('2026-04-01') },
  };
  const nextOf = (change: SubscriptionChange, overrides: Partial<SubscriptionState> = {}) =>
    possible(quote({ ...monthly, ...overrides }, change, inWindow)).nextCharge?.lines.map(
      (line) => `${line.kind} ${line.reason} ${textOfLine(line)}`,
    );
  expect(nextOf(seats(12))).toEqual(['charge renewal 2 seats, 2026-04-01/2026-05-01, 30 of 30 days, EUR 64']);
  expect(nextOf(seats(7))).toEqual(['saving noLongerCharged 3 seats, 2026-04-01/2026-05-01, 30 of 30 days, EUR -96']);
  expect(nextOf(cancelNow)).toEqual([
    'saving noLongerCharged 10 seats, 2026-04-01/2026-05-01, 30 of 30 days, EUR -320',
  ]);
  expect(nextOf(cancelNow, ending)).toBeUndefined();
  expect(nextOf(seats(12), extending)).toEqual([
    'charge extendedServiceTerm 2 seats, 2026-04-01/2026-05-01, 30 of 30 days, EUR 82.4', // 40 × 1.03
  ]);
});

test.each([
  ['a product whose seats cannot be returned', { proratedRefund: Temporal.Duration.from('PT168H') }],
  ['a product without a known policy', undefined],
])('for added seats of %s no refund is promised', (_, policy) => {
  expect(possible(quote({ policy }, seats(12))).undo).toBe('never');
});

test('tax until the end of the term is the sum of the taxes of the invoices', () => {
  const { untilTermEnd } = possible(
    quote({ unitPricePerCycle: eur('10.01') }, seats(11), instant('2026-03-01T12:00:00Z')),
  );
  // Twelve invoices of 10.01: 2.2022 each is 2.20, and 12 × 2.20 is 26.40; 22 % of 120.12 would be 26.43.
  expect(taxByInvoice(untilTermEnd, '0.22', 'EUR')).toEqual({
    taxRate: '0.22',
    net: eur('120.12'),
    tax: eur('26.4'),
    gross: eur('146.52'),
  });
  expect(taxByRate(untilTermEnd, '0.22', 'EUR').tax).toEqual(eur('26.43'));
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
