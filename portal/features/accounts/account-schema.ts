import { z } from 'zod';
import { isTaxCode, isVatNumber, TIME_ZONES } from './rules.ts';

/** Empty or absent is null, as a form sends it. */
function optional<Text extends z.ZodType<string, string>>(text: Text) {
  return z
    .preprocess((value) => (typeof value === 'string' && value.trim() === '' ? null : value), text.nullish())
    .transform((value) => value ?? null);
}

const Short = z.string().trim().max(200);

/** What a company tells about itself. */
export const AccountDetails = z.object({
  name: z.string().trim().min(1).max(200),
  /** Written with or without the country and spaces; kept as eleven digits. */
  vatNumber: optional(
    z
      .string()
      .transform((text) => text.replaceAll(/[\s.]/g, '').replace(/^IT/i, ''))
      .refine(isVatNumber, { message: 'input.notVatNumber' }),
  ),
  taxCode: optional(
    z
      .string()
      .transform((text) => text.replaceAll(/\s/g, '').toUpperCase())
      .refine(isTaxCode, { message: 'input.notTaxCode' }),
  ),
  addressLine: optional(Short),
  city: optional(Short),
  province: optional(
    z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/, { message: 'input.notProvince' }),
  ),
  postalCode: optional(
    z
      .string()
      .trim()
      .regex(/^\d{5}$/, { message: 'input.notPostalCode' }),
  ),
  phone: optional(Short),
  billingEmail: optional(z.string().trim().toLowerCase().pipe(z.email().max(254))),
  timeZone: z.enum(TIME_ZONES, { message: 'input.notTimeZone' }),
});
