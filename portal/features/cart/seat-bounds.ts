import { Refusal } from '#platform/refusal.ts';

/**
 * Holds a number of licences against what the offer allows. One field, `seatCount`, carries the sentence.
 *
 * @throws Refusal `input.invalid` with `input.tooSmall` or `input.tooBig` of `seatCount`
 */
export function assertSeatBounds(
  offer: { seatCountMin: number; seatCountMax: number | null },
  seatCount: number,
): void {
  if (seatCount < offer.seatCountMin) {
    throw new Refusal('input.invalid', {}, [
      { path: 'seatCount', code: 'input.tooSmall', facts: { minimum: offer.seatCountMin } },
    ]);
  }
  if (offer.seatCountMax !== null && seatCount > offer.seatCountMax) {
    throw new Refusal('input.invalid', {}, [
      { path: 'seatCount', code: 'input.tooBig', facts: { maximum: offer.seatCountMax } },
    ]);
  }
}
