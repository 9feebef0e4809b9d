import { expect, test } from 'vitest';
import { type SubscriptionState, subscriptionAfter } from '../src/nce.ts';
import { batch, eur, instant, subscription } from './builders.ts';

const at = instant('2026-03-05T12:00:00Z');
const scheduled: Partial<SubscriptionState> = {
  scheduledNextTerm: { seatCount: 7 },
  scheduledActions: [
    { scheduleType: 'TermEnd', actionType: 'RenewToNewTerm', instructions: { seatCount: 8 } },
    { scheduleType: 'CustomDate', actionType: 'Cancel' },
  ],
};
const plainCancel = { scheduleType: 'CustomDate', actionType: 'Cancel' };

test('added seats form a new batch, and scheduled changes of the next term are deleted', () => {
  const after = subscriptionAfter(subscription(scheduled), { kind: 'seats', seatCount: 12 }, at, eur('54'));
  expect(after).toMatchObject({
    seatCount: 12,
    refundable: [batch(10, '2026-03-08T09:00:00Z'), batch(2, '2026-03-12T12:00:00Z', '2026-03-05T12:00:00Z')],
    scheduledNextTerm: undefined,
    scheduledActions: [plainCancel],
  });
});

test('removed seats leave their batch', () => {
  const after = subscriptionAfter(subscription(), { kind: 'seats', seatCount: 7 }, at, eur('-81'));
  expect(after.refundable).toEqual([batch(7, '2026-03-08T09:00:00Z')]);
});

test('unknown batches stay unknown', () => {
  const unknown = subscription({ refundable: 'unknown' });
  expect(subscriptionAfter(unknown, { kind: 'seats', seatCount: 12 }, at, eur('54')).refundable).toBe('unknown');
});

test('the amount paid for the cycle is updated when it is known', () => {
  const change = { kind: 'seats', seatCount: 12 } as const;
  const known = subscription({ paidThisCycle: eur('310') });
  expect(subscriptionAfter(known, change, at, eur('54')).paidThisCycle).toEqual(eur('364'));
  expect(subscriptionAfter(subscription(), change, at, eur('54')).paidThisCycle).toBeUndefined();
});

test('a cancelled subscription has no seats and no scheduled changes', () => {
  expect(subscriptionAfter(subscription(scheduled), { kind: 'cancelNow' }, at, eur('-270'))).toMatchObject({
    status: 'deleted',
    seatCount: 0,
    refundable: [],
    scheduledNextTerm: undefined,
  });
});

test.each([
  ['ends', 'Cancel'],
  ['extendsMonthly', 'RenewToExtendedServiceTerm'],
] as const)('A18 a subscription that %s has auto-renew off and the explicit action %s', (outcome, actionType) => {
  expect(subscriptionAfter(subscription(scheduled), { kind: 'renewal', outcome }, at, eur('0'))).toMatchObject({
    autoRenewEnabled: false,
    scheduledNextTerm: undefined,
    scheduledActions: [plainCancel, { scheduleType: 'TermEnd', actionType }],
  });
});

test('A19 a subscription that renews has auto-renew on and keeps no action for the term end', () => {
  const ending = subscription({
    autoRenewEnabled: false,
    scheduledActions: [{ scheduleType: 'TermEnd', actionType: 'Cancel' }],
  });
  expect(subscriptionAfter(ending, { kind: 'renewal', outcome: 'renews' }, at, eur('0'))).toMatchObject({
    autoRenewEnabled: true,
    scheduledNextTerm: undefined,
    scheduledActions: [],
  });
});

test('a seat count for the renewal is merged with the other scheduled changes', () => {
  const annual = subscription({ scheduledNextTerm: { billingCycle: 'annual' } });
  const change = { kind: 'renewal', outcome: 'renews', seatCountAtRenewal: 6 } as const;
  expect(subscriptionAfter(annual, change, at, eur('0')).scheduledNextTerm).toEqual({
    billingCycle: 'annual',
    seatCount: 6,
  });
});
