import { z } from 'zod';

/**
 * A text that may be cleared: null, an empty text and a blank one are null. With `.optional()` an absent one stays
 * absent.
 */
export function clearable<Text extends z.ZodType<string, string>>(text: Text) {
  return z.preprocess(
    (value) => (typeof value === 'string' && value.trim() === '' ? null : value),
    text.nullable(),
  ) as z.ZodType<string | null, string | null>;
}
