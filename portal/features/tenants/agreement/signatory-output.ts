import { z } from 'zod';
import { Locale } from '#platform/wire.ts';
import type { Signatory } from './rules.ts';

export const SignatoryOutput = z.object({
  firstName: z.string().describe('First name.'),
  lastName: z.string().describe('Last name.'),
  email: z.string().describe('E-mail address, to which the link is sent.'),
  phone: z.string().nullable().describe('Phone number.'),
  locale: Locale.describe('Language of the mail and of the agreement.'),
});

export function signatoryOutput(signatory: Signatory): z.infer<typeof SignatoryOutput> {
  return { ...signatory, phone: signatory.phone ?? null };
}
