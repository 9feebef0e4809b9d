import { type ImpossibleQuote, refuse } from './quote.ts';

export type SeatBounds = Readonly<{ seatCountMin?: number | undefined; seatCountMax?: number | undefined }>;

/**
 * Is this seat count within the bounds of the product?
 *
 * @returns undefined when it is
 * @source Partner Center, "Get an offer matrix", `MinLicenses` and `MaxLicenses`
 */
export function checkSeatBounds(seatCount: number, bounds: SeatBounds): ImpossibleQuote | undefined {
  const { seatCountMin = 1, seatCountMax } = bounds;
  if (!Number.isSafeInteger(seatCount) || seatCount < 1) return refuse('seatCountInvalid');
  if (seatCount < seatCountMin) return refuse('belowSeatMinimum', { seatCountMin });
  if (seatCountMax !== undefined && seatCount > seatCountMax) return refuse('aboveSeatMaximum', { seatCountMax });
  return undefined;
}
