import { expect, test } from 'vitest';
import { sideEffectsOf } from '../src/nce.ts';
import { date, instant, subscription } from './builders.ts';

const at = instant('2026-06-10T12:00:00Z');

test('S85 ending at the term end turns auto-renew off, puts the cancellation down and deletes what was planned', () => {
  expect(sideEffectsOf('ends', subscription({ scheduledNextTerm: { seatCount: 7 } }), at)).toEqual([
    { kind: 'scheduledChangeDeleted', scheduled: { seatCount: 7 } },
    { kind: 'autoRenewTurnedOff' },
    { kind: 'endOfTermCancelSet', on: date('2027-03-01') },
    { kind: 'accessEnds', at: instant('2027-03-01T00:00:00Z') },
  ]);
});

test('what is off already is not turned off', () => {
  expect(sideEffectsOf('extendsMonthly', subscription({ autoRenewEnabled: false }), at)).toEqual([
    { kind: 'priceMayChange', on: date('2027-03-01') },
  ]);
});

test('a new number of seats deletes what was planned, and nothing else', () => {
  expect(sideEffectsOf('seats', subscription(), at)).toEqual([]);
  expect(sideEffectsOf('seats', subscription({ scheduledNextTerm: { seatCount: 7 } }), at)).toEqual([
    { kind: 'scheduledChangeDeleted', scheduled: { seatCount: 7 } },
  ]);
});

test('cancelling and suspending end the access at once; suspending turns auto-renew off too', () => {
  expect(sideEffectsOf('cancelNow', subscription(), at)).toEqual([{ kind: 'accessEnds', at }]);
  expect(sideEffectsOf('suspend', subscription(), at)).toEqual([
    { kind: 'autoRenewTurnedOff' },
    { kind: 'accessEnds', at },
  ]);
});
