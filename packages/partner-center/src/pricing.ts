import { z } from 'zod';
import type { Known } from './read-answer.ts';

/**
 * An amount in the currency of its order, as decimal text. In JSON it is a number; the shortest text of that number is
 * the text that was sent, as long as it has no more than 15 significant digits.
 */
export const DecimalText = z.union([z.number().transform(textOf), z.string().regex(/^-?\d+(\.\d+)?$/)]);

/** Partner's prices, without tax. @source Partner Center, "Cart resources", Pricing */
export const Pricing = z.looseObject({
  /** Of one unit, for one charge cycle. */
  listPrice: DecimalText.optional(),
  discountedPrice: DecimalText.optional(),
  proratedPrice: DecimalText.optional(),
  price: DecimalText.optional(),
  /** Of all units for the whole term. */
  extendedPrice: DecimalText.optional(),
});
export type Pricing = Known<z.output<typeof Pricing>>;

/** Without the exponent that JavaScript writes for numbers below a millionth. */
function textOf(amount: number): string {
  const text = String(amount);
  return text.includes('e-') ? amount.toFixed(DIGITS_OF_SMALLEST).replace(/0+$/, '') : text;
}

const DIGITS_OF_SMALLEST = 20;
