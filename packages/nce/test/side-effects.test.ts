import { expect, test } from 'vitest';
import { sideEffectsOf } from '../src/internals.ts';
import { date, instant, subscription } from './builders.ts';

const at = instant('2026-06-10T12:00:00Z');

test('S85 a cancellation at the term end turns auto-renew off and deletes scheduled changes', () => {
  expect(sideEffectsOf('ends', subscription({ scheduledNextTerm: { seatCount: 7 } }), at)).toEqual([
    { kind: 'scheduledChangeDeleted', scheduled: { seatCount: 7 } },
    { kind: 'autoRenewTurnedOff' },
    { kind: 'endOfTermCancelSet', on: date('2027-03-01') },
    { kind: 'accessEnds', at: instant('2027-03-01T00:00:00Z') },
  ]);
});

test('auto-renew that is off is not reported as turned off', () => {
  expect(sideEffectsOf('extendsMonthly', subscription({ autoRenewEnabled: false }), at)).toEqual([
    { kind: 'priceMayChange', on: date('2027-03-01') },
  ]);
});

test('a new seat count deletes scheduled changes and nothing else', () => {
  expect(sideEffectsOf('seats', subscription(), at)).toEqual([]);
  expect(sideEffectsOf('seats', subscription({ scheduledNextTerm: { seatCount: 7 } }), at)).toEqual([
    { kind: 'scheduledChangeDeleted', scheduled: { seatCount: 7 } },
  ]);
});

test('cancelling and suspending end access immediately; suspending also turns auto-renew off', () => {
  expect(sideEffectsOf('cancelNow', subscription(), at)).toEqual([{ kind: 'accessEnds', at }]);
  expect(sideEffectsOf('suspend', subscription(), at)).toEqual([
    { kind: 'autoRenewTurnedOff' },
    { kind: 'accessEnds', at },
  ]);
});
