import { expect, test } from 'vitest';
import { answerCancellation, answerReduction } from '../src/nce.ts';
import { batch, date, instant, subscription } from './builders.ts';

const soon = '2026-03-08T09:00:00Z';
const later = '2026-03-12T15:30:00Z';
const twoBatches = [batch(3, later), batch(10, soon)];

test('A21 seats of several batches can be returned together until too few are refundable', () => {
  const now = instant('2026-03-06T00:00:00Z');
  expect(answerReduction(twoBatches, 3, now)).toEqual({
    allowed: true,
    refundableSeatCount: 13,
    refundableUntil: instant(later),
  });
  expect(answerReduction(twoBatches, 4, now)).toMatchObject({ allowed: true, refundableUntil: instant(soon) });
});

test('A17 a batch closes exactly at its instant', () => {
  expect(answerReduction([batch(10, soon)], 1, instant('2026-03-08T08:59:59.999Z'))).toMatchObject({ allowed: true });
  expect(answerReduction([batch(10, soon)], 1, instant(soon))).toEqual({
    allowed: false,
    reason: 'windowClosed',
    refundableSeatCount: 0,
    since: instant(soon),
    alternative: 'scheduleSeats',
  });
});

test('more seats than are refundable are refused with the refundable number', () => {
  expect(answerReduction(twoBatches, 4, instant('2026-03-10T00:00:00Z'))).toEqual({
    allowed: false,
    reason: 'tooManySeats',
    refundableSeatCount: 3,
    alternative: 'scheduleSeats',
  });
});

test('batches that Microsoft no longer lists are closed, without a known closing time', () => {
  expect(answerReduction([], 1, instant(soon))).toEqual({
    allowed: false,
    reason: 'windowClosed',
    refundableSeatCount: 0,
    alternative: 'scheduleSeats',
  });
});

test('windows that Microsoft did not send are unknown, not closed', () => {
  expect(answerReduction('unknown', 1, instant(soon))).toEqual({
    allowed: false,
    reason: 'windowUnknown',
    alternative: 'scheduleSeats',
  });
});

test.each([0, -1, 1.5])('returning %d seats is refused as a bug of the caller', (seatCount) => {
  expect(() => answerReduction(twoBatches, seatCount, instant(soon))).toThrow(`seatCount is ${seatCount}`);
});

test('S89 the cancellation window closes at the instant that Microsoft gives', () => {
  expect(answerCancellation(subscription(), instant('2026-03-08T08:59:59Z'))).toEqual({
    allowed: true,
    cancellableUntil: instant(soon),
    refund: 'prorated',
  });
  expect(answerCancellation(subscription(), instant(soon))).toEqual({
    allowed: false,
    reason: 'windowClosed',
    since: instant(soon),
    alternative: 'cancelAtTermEnd',
  });
});

test('a cancellation is refunded in full while Microsoft offers it', () => {
  const offered = subscription({ refundOptions: [{ type: 'Full', expiresAt: instant('2026-03-02T09:00:00Z') }] });
  expect(answerCancellation(offered, instant('2026-03-02T08:00:00Z'))).toMatchObject({
    refund: 'full',
    fullRefundUntil: instant('2026-03-02T09:00:00Z'),
  });
  expect(answerCancellation(offered, instant('2026-03-02T09:00:00Z'))).toMatchObject({ refund: 'prorated' });
});

test('a full refund without an end lasts as long as the window', () => {
  const offered = subscription({ refundOptions: [{ type: 'Full' }] });
  expect(answerCancellation(offered, instant('2026-03-05T00:00:00Z'))).toMatchObject({
    refund: 'full',
    fullRefundUntil: instant(soon),
  });
});

test('without a cancellation date the latest refund option determines the window', () => {
  const noDate = subscription({
    cancellationAllowedUntil: undefined,
    refundOptions: [
      { type: 'Partial', expiresAt: instant(later) },
      { type: 'Full', expiresAt: instant(soon) },
    ],
  });
  expect(answerCancellation(noDate, instant('2026-03-10T00:00:00Z'))).toEqual({
    allowed: true,
    cancellableUntil: instant(later),
    refund: 'prorated',
  });
});

test('a refund option without an end lasts as long as the term', () => {
  const noDate = subscription({ cancellationAllowedUntil: undefined, refundOptions: [{ type: 'Partial' }] });
  expect(answerCancellation(noDate, instant('2026-08-10T00:00:00Z'))).toEqual({
    allowed: true,
    cancellableUntil: instant('2027-03-01T00:00:00Z'),
    refund: 'prorated',
  });
});

test('without any date from Microsoft the window is unknown', () => {
  expect(answerCancellation(subscription({ cancellationAllowedUntil: undefined }), instant(soon))).toEqual({
    allowed: false,
    reason: 'windowUnknown',
    alternative: 'cancelAtTermEnd',
  });
});

test('the extended service term can be cancelled on any day', () => {
  const extended = subscription({
    isExtendedServiceTerm: true,
    term: { startsOn: date('2027-03-01'), endsBefore: date('2027-04-01') },
  });
  expect(answerCancellation(extended, instant('2027-03-30T00:00:00Z'))).toMatchObject({
    allowed: true,
    cancellableUntil: instant('2027-04-01T00:00:00Z'),
  });
});
