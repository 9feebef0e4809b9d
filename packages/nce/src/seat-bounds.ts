import type { ImpossibleQuote } from './quote.ts';

export type SeatBounds = Readonly<{ seatCountMin?: number | undefined; seatCountMax?: number | undefined }>;

/**
 * Is this a number of seats that the product is sold in?
 *
 * @returns undefined where it is
 * @source Partner Center, "Get an offer matrix", `MinLicenses` and `MaxLicenses`
 */
export function answerSeatBounds(seatCount: number, bounds: SeatBounds): ImpossibleQuote | undefined {
  const { seatCountMin = 1, seatCountMax } = bounds;
  if (!Number.isSafeInteger(seatCount) || seatCount < 1) {
    return { possible: false, reason: 'seatCountInvalid', facts: {} };
  }
  if (seatCount < seatCountMin) return { possible: false, reason: 'belowSeatMinimum', facts: { seatCountMin } };
  if (seatCountMax !== undefined && seatCount > seatCountMax) {
    return { possible: false, reason: 'aboveSeatMaximum', facts: { seatCountMax } };
  }
  return undefined;
}
