import { expect, test } from 'vitest';
import { refundableBatches, windowsOpenedAt } from '../src/internals.ts';
import { calculateChangeQuote, newCommercePolicy, type SubscriptionState, seatRefunds } from '../src/nce.ts';
import { batch, date, eur, instant, possible, subscription, textOf } from './builders.ts';

const brief = (overrides: Partial<SubscriptionState>, now: string, ledger = [batch(2, '2026-03-12T15:30:00Z')]) =>
  seatRefunds(subscription(overrides), instant(now), ledger).map(({ seatCount, refundableUntil, days }) => [
    `${seatCount} until ${refundableUntil}`,
    ...days.map(({ on, refund }) => `${on} ${textOf(refund)}`),
  ]);

const twoBatches = [batch(3, '2026-03-09T15:30:00Z'), batch(10, '2026-03-08T09:00:00Z')];

test('the refund of each batch decreases day by day until its window closes', () => {
  expect(brief({ refundable: twoBatches, seatCount: 13 }, '2026-03-06T12:00:00Z')).toEqual([
    ['10 until 2026-03-08T09:00:00Z', '2026-03-06 EUR 260', '2026-03-07 EUR 250', '2026-03-08 EUR 240'],
    [
      '3 until 2026-03-09T15:30:00Z',
      '2026-03-06 EUR 78',
      '2026-03-07 EUR 75',
      '2026-03-08 EUR 72',
      '2026-03-09 EUR 69',
    ],
  ]);
});

test('a window that closes at midnight does not include the next day', () => {
  const refundable = [batch(1, '2026-03-08T00:00:00Z')];
  expect(brief({ refundable }, '2026-03-07T23:00:00Z')).toEqual([
    ['1 until 2026-03-08T00:00:00Z', '2026-03-07 EUR 25'],
  ]);
});

test('in a new charge cycle all its days are refunded', () => {
  const refundable = [batch(1, '2026-04-02T09:00:00Z')];
  expect(brief({ refundable }, '2026-03-31T09:00:00Z')).toEqual([
    ['1 until 2026-04-02T09:00:00Z', '2026-03-31 EUR 1', '2026-04-01 EUR 31', '2026-04-02 EUR 29.97'],
  ]);
});

test('nothing is refunded after the term, whatever the window', () => {
  const term = { startsOn: date('2026-03-01'), endsBefore: date('2026-03-07') };
  const refundable = [batch(1, '2026-03-09T09:00:00Z')];
  expect(brief({ refundable, term }, '2026-03-06T09:00:00Z')).toEqual([
    ['1 until 2026-03-09T09:00:00Z', '2026-03-06 EUR 1'],
  ]);
});

test("Microsoft's batches take precedence; the ledger is used only when there are none", () => {
  expect(brief({ refundable: [] }, '2026-03-12T09:00:00Z')).toEqual([]);
  expect(brief({ refundable: 'unknown' }, '2026-03-12T09:00:00Z')).toEqual([
    ['2 until 2026-03-12T15:30:00Z', '2026-03-12 EUR 40'],
  ]);
  const ledger = [batch(2, '2026-03-12T15:30:00Z'), batch(4, '2026-03-01T00:00:00Z')];
  expect(refundableBatches('unknown', ledger, instant('2026-03-05T00:00:00Z'))).toEqual([ledger[0]]);
  expect(seatRefunds(subscription({ refundable: 'unknown' }), instant('2026-03-05T00:00:00Z'))).toEqual([]);
});

test('an unknown billing cycle gives no amounts', () => {
  expect(brief({ billingCycle: 'weekly' }, '2026-03-06T12:00:00Z')).toEqual([]);
});

test('the predicted refund of today equals the refund of a quote of today', () => {
  const given = subscription({ refundable: twoBatches, seatCount: 13, unitPricePerCycle: eur('10.0833') });
  const now = instant('2026-03-06T12:00:00Z');
  const [first] = seatRefunds(given, now);
  const quote = possible(calculateChangeQuote(given, { kind: 'seats', seatCount: 3 }, {}, now));
  expect(quote.today.map((line) => textOf(line.net))).toEqual([`EUR -${first?.days[0]?.refund.amount}`]);
});

test('a purchase opens a window of a week and, by the chosen rule, a day with a full refund', () => {
  const openedAt = instant('2026-03-01T09:00:00Z');
  const prorated = { type: 'Partial', expiresAt: instant('2026-03-08T09:00:00Z') };
  expect(windowsOpenedAt(openedAt, newCommercePolicy())).toEqual({
    cancellationAllowedUntil: instant('2026-03-08T09:00:00Z'),
    refundOptions: [{ type: 'Full', expiresAt: instant('2026-03-02T09:00:00Z') }, prorated],
  });
  expect(windowsOpenedAt(openedAt, newCommercePolicy('alwaysProrated')).refundOptions).toEqual([prorated]);
});

test.each([
  ['fullOnFirstDay', '2026-03-02T08:59:59Z', 'EUR -310'],
  ['fullOnFirstDay', '2026-03-02T09:00:00Z', 'EUR -300'],
  ['alwaysProrated', '2026-03-02T08:59:59Z', 'EUR -300'],
] as const)('under the rule %s a cancellation at %s refunds %s', (rule, at, expected) => {
  const given = subscription(windowsOpenedAt(instant('2026-03-01T09:00:00Z'), newCommercePolicy(rule)));
  const quote = possible(calculateChangeQuote(given, { kind: 'cancelNow' }, {}, instant(at)));
  expect(quote.today.map((line) => textOf(line.net))).toEqual([expected]);
});
