import { expect, test } from 'vitest';
import { lifeStages, type SubscriptionState, stageAt } from '../src/nce.ts';
import { date, instant, subscription } from './builders.ts';

const old = { term: { startsOn: date('2025-03-01'), endsBefore: date('2026-03-01') } };
const action = (actionType: string) => [{ scheduleType: 'TermEnd', actionType }];
const brief = (differing: Partial<SubscriptionState>) =>
  lifeStages(subscription(differing)).map(
    ({ status, phase, startsAt, access, isBilled }) =>
      `${startsAt?.toString().slice(0, 10) ?? 'now'} ${status}, ${phase}, ${access}${isBilled ? ', billed' : ''}`,
  );

test('what renews is active and billed before and after', () => {
  expect(brief({})).toEqual(['now active, currentTerm, people, billed', '2027-03-01 active, renewal, people, billed']);
});

test('a trial is billed from the day on which it becomes paid', () => {
  expect(brief({ isTrial: true })).toEqual([
    'now active, currentTerm, people',
    '2027-03-01 active, renewal, people, billed',
  ]);
});

test('auto-renew off goes on month by month since 4 May 2026, and expired for 30 days before', () => {
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

test('the day from which terms go on month by month can be another', () => {
  const given = subscription({ autoRenewEnabled: false });
  const statuses = (since: string) => lifeStages(given, date(since)).map(({ status }) => status);
  expect(statuses('2027-03-01')).toEqual(['active', 'active']);
  expect(statuses('2027-03-02')).toEqual(['active', 'expired', 'disabled', 'deleted']);
});

test('a planned end shuts people out at once and keeps the data for 90 days', () => {
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

test('suspension reasons shut people out whatever the status', () => {
  expect(brief({ isSuspended: true })[0]).toBe('now active, currentTerm, administrators, billed');
});

test('what Microsoft plans and nobody knows is said to be unknown', () => {
  expect(brief({ scheduledActions: action('Hibernate') })[1]).toBe('2027-03-01 unknown, end, unknown');
});

test('a deleted subscription stays so, and of an expired one nobody knows since when', () => {
  expect(brief({ status: 'deleted' })).toEqual(['now deleted, afterTerm, nobody']);
  expect(brief({ status: 'expired' })).toEqual([]);
});

test('a stage begins at its very instant', () => {
  const stages = lifeStages(subscription({ ...old, autoRenewEnabled: false }));
  const statusAt = (at: string) => stageAt(stages, instant(at))?.status;
  expect(statusAt('2025-06-01T00:00:00Z')).toBe('active');
  expect(statusAt('2026-02-28T23:59:59Z')).toBe('active');
  expect(statusAt('2026-03-01T00:00:00Z')).toBe('expired');
  expect(statusAt('2026-03-31T00:00:00Z')).toBe('disabled');
  expect(statusAt('2030-01-01T00:00:00Z')).toBe('deleted');
  expect(stageAt([], instant('2030-01-01T00:00:00Z'))).toBeUndefined();
});
