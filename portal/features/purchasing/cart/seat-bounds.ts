import { checkSeatBounds } from '@licence-portal/nce/internals';
import { Refusal } from '#platform/refusal.ts';

/**
 * Checks a number of licences against the bounds of the offer; refused beside the field `seatCount`.
 *
 * @throws Refusal `input.invalid` with `input.tooSmall` or `input.tooBig` of `seatCount`
 */
export function assertSeatBounds(
  offer: { seatCountMin: number; seatCountMax: number | null },
  seatCount: number,
): void {
  const { seatCountMin, seatCountMax } = offer;
  const refused = checkSeatBounds(seatCount, { seatCountMin, seatCountMax: seatCountMax ?? undefined });
  if (refused === undefined) return;
  const fault =
    refused.reason === 'aboveSeatMaximum'
      ? { path: 'seatCount', code: 'input.tooBig', facts: { maximum: seatCountMax } }
      : { path: 'seatCount', code: 'input.tooSmall', facts: { minimum: seatCountMin } };
  throw new Refusal('input.invalid', {}, [fault]);
}
