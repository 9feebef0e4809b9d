import { z } from 'zod';

export const PersonName = z.string().trim().min(1).max(100);
export const Email = z
  .string()
  .trim()
  .min(1)
  .pipe(z.email().max(254))
  .transform((text) => text.toLowerCase());

/** Empty or absent is null, as a form sends it. */
export const OptionalText = z
  .string()
  .trim()
  .max(200)
  .nullish()
  .transform((text) => (text === undefined || text === '' ? null : text));

/** An address, or null where the field was left empty. */
export const OptionalEmail = z
  .preprocess((text) => (typeof text === 'string' && text.trim() === '' ? null : text), Email.nullish())
  .transform((address) => address ?? null);

/** A name to sign in by: an address or a short name, without spaces. Stored in lower case. */
export const Login = z
  .string()
  .trim()
  .min(3)
  .max(254)
  .regex(/^[^\s,;<>"]+$/, { message: 'input.notLogin' })
  .transform((text) => text.toLowerCase());
