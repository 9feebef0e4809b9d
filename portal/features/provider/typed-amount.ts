import { z } from 'zod';

/**
 * An amount as a person types it, zero or more, at most two decimals: with a comma, points part thousands. Given back as decimal
 * text.
 */
export const Amount = z
  .string()
  .trim()
  .min(1)
  .transform((text) => (text.includes(',') ? text.replaceAll('.', '').replace(',', '.') : text))
  .pipe(z.string().regex(/^\d{1,12}(\.\d{1,2})?$/, 'input.notAnAmount'));
