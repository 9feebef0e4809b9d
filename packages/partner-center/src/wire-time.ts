/**
 * Reads an instant of Partner Center's. Without an offset it is UTC; it may have seven fractional digits.
 *
 * @throws RangeError when the text is no date with a time
 */
export function instantOf(text: string): Temporal.Instant {
  return Temporal.Instant.from(/(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? text : `${text}Z`);
}
