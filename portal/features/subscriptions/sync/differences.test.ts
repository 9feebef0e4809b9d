import { expect, test } from 'vitest';
import { differencesFrom, differencesLeft } from './differences.ts';
import { readAgainAt } from './read-again-at.ts';
import type { SubscriptionReading } from './reading.ts';

function reading(given: Partial<SubscriptionReading> = {}): SubscriptionReading {
  return {
    vendorSubscriptionId: 's-1',
    vendorOffer: null,
    name: 'Microsoft 365 Business Basic',
    seatCount: 10,
    term: {
      startsOn: Temporal.PlainDate.from('2026-12-02'),
      endsBefore: Temporal.PlainDate.from('2027-12-02'),
    },
    termDuration: 'P1Y',
    billingCycle: 'monthly',
    nextBillingCycle: null,
    status: 'active',
    isSuspended: false,
    isTrial: false,
    isExtended: false,
    neverExtends: false,
    autoRenew: true,
    purchasedOrRenewedAt: Temporal.Instant.from('2026-12-02T09:00:00Z'),
    cancellationAllowedUntil: Temporal.Instant.from('2026-12-09T09:00:00Z'),
    refundable: [{ seatCount: 10, refundableUntil: Temporal.Instant.from('2026-12-09T09:00:00Z') }],
    refundOptions: [],
    scheduledNextTerm: null,
    scheduledActions: [],
    resource: {},
    ...given,
  };
}

test('A18 auto-renew off without the explicit cancellation is a difference, not an end', () => {
  const requested = { autoRenew: false, termEndAction: 'Cancel' };
  expect(differencesFrom(requested, reading({ autoRenew: false }))).toEqual([
    { field: 'termEndAction', requested: 'Cancel', found: 'none' },
  ]);
  const ended = reading({
    autoRenew: false,
    scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }],
  });
  expect(differencesFrom(requested, ended)).toEqual([]);
});

test('a difference is kept until the vendor shows the requested value', () => {
  const before = differencesFrom({ seatCount: 12 }, reading());
  expect(before).toEqual([{ field: 'seatCount', requested: '12', found: '10' }]);
  expect(differencesLeft(before, reading({ seatCount: 11 }))).toEqual([
    { field: 'seatCount', requested: '12', found: '11' },
  ]);
  expect(differencesLeft(before, reading({ seatCount: 12 }))).toEqual([]);
});

test.each([
  ['right after the window closes', reading(), '2026-12-08T12:00:00Z', '2026-12-09T09:00:01Z'],
  ['once a day when no date is near', reading(), '2027-03-01T12:00:00Z', '2027-03-02T12:00:00Z'],
  ['right after the term ends', reading(), '2027-12-01T12:00:00Z', '2027-12-02T00:00:01Z'],
  ['every ten minutes while the vendor renews', reading(), '2027-12-02T00:00:01Z', '2027-12-02T00:10:01Z'],
  [
    'once a day when its status is unknown',
    reading({ status: 'hibernated' }),
    '2027-12-05T12:00:00Z',
    '2027-12-06T12:00:00Z',
  ],
])('a subscription is read again %s', (_, given, now, expected) => {
  expect(String(readAgainAt(given, Temporal.Instant.from(now)))).toBe(expected);
});

test('a cancelled subscription is never read again', () => {
  expect(readAgainAt(reading({ status: 'deleted' }), Temporal.Instant.from('2026-12-03T00:00:00Z'))).toBeUndefined();
});
