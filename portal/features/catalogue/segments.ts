/** The market in which Microsoft sells its Government Community Cloud. */
const GOVERNMENT_MARKET = 'US';

/**
 * Whether a segment is offered in a market: the Government Community Cloud (GCC) only in the United States.
 *
 * @param market  with or without a currency: `IT`, `IT:EUR`
 * @source Microsoft, "Office 365 Government GCC": for United States federal, state and local governments
 */
export function isSegmentOffered(segment: string, market: string): boolean {
  return segment !== 'government' || market.split(':', 1)[0] === GOVERNMENT_MARKET;
}
