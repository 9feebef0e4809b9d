import { z } from 'zod';
import { Locale } from '#platform/wire.ts';
import { isPersonName } from './rules.ts';

/** A first or last name as Microsoft takes it. */
export const PersonName = z
  .string()
  .trim()
  .min(1, { abort: true })
  .max(100)
  .refine(isPersonName, 'input.notPersonName');

/** Empty fields of a form are absent. */
export const emptyIsAbsent = (value: unknown) => (typeof value === 'string' && value.trim() === '' ? undefined : value);

export const Phone = z
  .string()
  .trim()
  .min(1)
  .regex(/^\+?[0-9 ().-]{6,20}$/, 'input.notPhone');

export const SignatoryInput = z
  .object({
    firstName: PersonName.describe('First name; two letters or more.'),
    lastName: PersonName.describe('Last name; two letters or more.'),
    email: z
      .email()
      .describe(
        'E-mail address, to which the link is sent; neither in a domain that is still to be made nor the provider’s.',
      ),
    phone: z
      .preprocess(emptyIsAbsent, Phone.optional())
      .describe('Phone number, 6 to 20 digits and signs; may be left out.'),
    locale: Locale.describe('Language of the mail and of the agreement.'),
  })
  .describe('The person who may sign for the company, and accepts the Microsoft Customer Agreement at Microsoft.');
export type SignatoryInput = z.output<typeof SignatoryInput>;
