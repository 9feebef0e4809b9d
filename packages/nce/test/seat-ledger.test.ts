import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  compareBatches,
  countSeats,
  openBatches,
  REFUND_WINDOW,
  type SeatEvent,
  seatBatches,
} from '../src/internals.ts';
import { batch, instant } from './builders.ts';

const event = (kind: SeatEvent['kind'], seatCount: number, at: string): SeatEvent => ({
  kind,
  seatCount,
  at: instant(at),
});
const purchase = event('purchase', 10, '2026-03-01T09:00:00Z');

test('A21 each addition has its own window, 168 hours from its instant', () => {
  expect(seatBatches([purchase, event('addition', 3, '2026-03-05T15:30:00Z')], REFUND_WINDOW)).toEqual([
    batch(10, '2026-03-08T09:00:00Z', '2026-03-01T09:00:00Z'),
    batch(3, '2026-03-12T15:30:00Z', '2026-03-05T15:30:00Z'),
  ]);
});

test('a renewal opens one new window for all seats', () => {
  const events = [purchase, event('addition', 3, '2026-03-05T15:30:00Z'), event('renewal', 13, '2027-03-01T00:10:00Z')];
  expect(seatBatches(events, REFUND_WINDOW)).toEqual([batch(13, '2027-03-08T00:10:00Z', '2027-03-01T00:10:00Z')]);
});

test('a reduction takes seats from the batch that closes first', () => {
  const events = [
    purchase,
    event('addition', 3, '2026-03-05T15:30:00Z'),
    event('reduction', 4, '2026-03-06T00:00:00Z'),
  ];
  expect(seatBatches(events, REFUND_WINDOW).map((each) => each.seatCount)).toEqual([6, 3]);
});

test('a reduction takes no seats from a closed batch while another is open', () => {
  const events = [
    purchase,
    event('addition', 3, '2026-03-20T00:00:00Z'),
    event('reduction', 3, '2026-03-21T00:00:00Z'),
  ];
  expect(seatBatches(events, REFUND_WINDOW)).toEqual([batch(10, '2026-03-08T09:00:00Z', '2026-03-01T09:00:00Z')]);
});

test('a reduction cannot remove more seats than there are', () => {
  expect(() => seatBatches([purchase, event('reduction', 11, '2026-03-02T00:00:00Z')], REFUND_WINDOW)).toThrow(
    'cannot remove 11 of 10 seats',
  );
  expect(() => seatBatches([event('purchase', 0, '2026-03-01T00:00:00Z')], REFUND_WINDOW)).toThrow('seatCount is 0');
});

const now = instant('2026-03-06T00:00:00Z');
const ledger = seatBatches([purchase], REFUND_WINDOW);

test("Microsoft's batches take precedence, and a difference is reported", () => {
  const reported = [batch(8, '2026-03-08T09:00:00Z')];
  expect(compareBatches(reported, ledger, now)).toEqual({
    batches: reported,
    source: 'microsoft',
    difference: { microsoftSeatCount: 8, ledgerSeatCount: 10 },
  });
});

test('batches that are closed make no difference', () => {
  const reported = [batch(10, '2026-03-08T09:00:00Z')];
  expect(compareBatches(reported, ledger, now)).toEqual({ batches: reported, source: 'microsoft' });
  expect(compareBatches([], ledger, instant('2026-03-09T00:00:00Z'))).toEqual({ batches: [], source: 'microsoft' });
});

test('the ledger is used when Microsoft sends no batches', () => {
  expect(compareBatches('unknown', ledger, now)).toEqual({ batches: ledger, source: 'ledger' });
});

test('the batches always add up to the seats owned, and the open ones never exceed them', () => {
  const step = fc.record({ hours: fc.integer({ min: 0, max: 120 }), difference: fc.integer({ min: -5, max: 9 }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let at = purchase.at;
      let owned = purchase.seatCount;
      const events = [purchase];
      for (const { hours, difference } of steps) {
        at = at.add({ hours });
        if (difference === 0 || owned + difference < 1) continue;
        owned += difference;
        events.push({ kind: difference > 0 ? 'addition' : 'reduction', seatCount: Math.abs(difference), at });
      }
      const batches = seatBatches(events, REFUND_WINDOW);
      expect(countSeats(batches)).toBe(owned);
      expect(countSeats(openBatches(batches, at))).toBeLessThanOrEqual(owned);
      expect(batches.every((each) => each.seatCount >= 1)).toBe(true);
    }),
  );
});
