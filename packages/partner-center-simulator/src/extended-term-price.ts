import { Decimal } from 'decimal.js';
import { findOffer, type Sku } from './catalogue.ts';

/**
 * What a month of the extended service term costs: three per cent above the monthly term; without one, a twelfth of the
 * annual price and 23 per cent. Rounded to the cent, as prices of the sheet are.
 *
 * @source announcements of 2025 and 2026 on the extended service term
 */
export function extendedTermPrice(sku: Sku): Decimal | undefined {
  const monthly = findOffer(sku, 'P1M', 'monthly')?.unitPrice;
  const annual = findOffer(sku, 'P1Y', 'annual')?.unitPrice;
  const price = monthly?.times('1.03') ?? annual?.times('1.23').div(12);
  return price?.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
}
