import { expect, test } from 'vitest';
import { lifecycleStages, type SubscriptionState, stageAt } from '../src/nce.ts';
import { date, instant, subscription } from './builders.ts';

const old = { term: { startsOn: date('2025-03-01'), endsBefore: date('2026-03-01') } };
const action = (actionType: string) => [{ scheduleType: 'TermEnd', actionType }];
const brief = (overrides: Partial<SubscriptionState>) =>
  lifecycleStages(subscription(overrides)).map(
    ({ status, phase, startsAt, access, isBilled }) =>
      `${startsAt?.toString().slice(0, 10) ?? 'now'} ${status}, ${phase}, ${access}${isBilled ? ', billed' : ''}`,
  );

test('a subscription that renews is active and billed before and after', () => {
  expect(brief({})).toEqual(['now active, currentTerm, people, billed', '2027-03-01 active, renewal, people, billed']);
});

test('a trial is billed from the day on which it becomes paid', () => {
  expect(brief({ isTrial: true })).toEqual([
    'now active, currentTerm, people',
    '2027-03-01 active, renewal, people, billed',
  ]);
});

test('auto-renew off extends month to month from 4 May 2026, and led to 30 days of expired status before', () => {
  expect(brief({ autoRenewEnabled: false })).toEqual([
    'now active, currentTerm, people, billed',
    '2027-03-01 active, extendedServiceTerm, people, billed',
  ]);
  expect(brief({ ...old, autoRenewEnabled: false })).toEqual([
    'now active, currentTerm, people, billed',
    '2026-03-01 expired, afterTerm, people',
    '2026-03-31 disabled, afterTerm, administrators',
    '2026-06-29 deleted, afterTerm, nobody',
  ]);
});

test('the first day of month to month extensions can be set', () => {
  const given = subscription({ autoRenewEnabled: false });
  const statuses = (since: string) => lifecycleStages(given, date(since)).map(({ status }) => status);
  expect(statuses('2027-03-01')).toEqual(['active', 'active']);
  expect(statuses('2027-03-02')).toEqual(['active', 'expired', 'disabled', 'deleted']);
});

test('a scheduled cancellation ends access immediately and keeps the data for 90 days', () => {
  expect(brief({ autoRenewEnabled: false, scheduledActions: action('Cancel') })).toEqual([
    'now active, currentTerm, people, billed',
    '2027-03-01 disabled, afterTerm, administrators',
    '2027-05-30 deleted, afterTerm, nobody',
  ]);
});

test('a suspended subscription is billed to the end of its term and kept for 120 days', () => {
  expect(brief({ status: 'suspended', isSuspended: true, autoRenewEnabled: false })).toEqual([
    'now suspended, currentTerm, administrators, billed',
    '2027-03-01 disabled, afterTerm, administrators',
    '2027-06-29 deleted, afterTerm, nobody',
  ]);
});

test('suspension reasons end access for people whatever the status', () => {
  expect(brief({ isSuspended: true })[0]).toBe('now active, currentTerm, administrators, billed');
});

test('an unknown scheduled action leads to an unknown stage', () => {
  expect(brief({ scheduledActions: action('Hibernate') })[1]).toBe('2027-03-01 unknown, afterTerm, unknown');
});

test('a deleted subscription has one stage; an expired one has none, because its start is not known', () => {
  expect(brief({ status: 'deleted' })).toEqual(['now deleted, afterTerm, nobody']);
  expect(brief({ status: 'expired' })).toEqual([]);
});

test('a stage begins exactly at its instant', () => {
  const stages = lifecycleStages(subscription({ ...old, autoRenewEnabled: false }));
  const statusAt = (at: string) => stageAt(stages, instant(at))?.status;
  expect(statusAt('2025-06-01T00:00:00Z')).toBe('active');
  expect(statusAt('2026-02-28T23:59:59Z')).toBe('active');
  expect(statusAt('2026-03-01T00:00:00Z')).toBe('expired');
  expect(statusAt('2026-03-31T00:00:00Z')).toBe('disabled');
  expect(statusAt('2030-01-01T00:00:00Z')).toBe('deleted');
  expect(stageAt([], instant('2030-01-01T00:00:00Z'))).toBeUndefined();
});
