import { z } from 'zod';
import { isVatNumber } from '#features/accounts/accounts.ts';
import { idOf } from '#platform/ids.ts';
import { AgreementInput, emptyIsAbsent, Phone } from './agreement-input.ts';
import { isItalianProvince, QUALIFICATIONS, tenantDomainFrom } from './rules.ts';

const Line = z.string().trim().min(1).max(100);
const optional = (schema: z.ZodString) => z.preprocess(emptyIsAbsent, schema.optional());

/** `contoso` or `contoso.onmicrosoft.com`; given back whole. */
export const TenantDomain = z
  .string()
  .trim()
  .min(1)
  .transform((typed, context) => {
    const domain = tenantDomainFrom(typed);
    if (domain !== undefined) return domain;
    context.addIssue({ code: 'custom', message: 'input.notTenantDomain' });
    return z.NEVER;
  });

/**
 * What the form of a new Microsoft account asks for.
 *
 * @source Partner Center, "Create a customer" and "Get address formatting rules by market"
 */
export const NewTenantInput = z
  .object({
    /** To change a draft. */
    tenantId: idOf('tenant').optional(),
    domain: TenantDomain,
    qualification: z.enum(QUALIFICATIONS),
    /** With `Education`. */
    educationSegment: z.preprocess(emptyIsAbsent, z.enum(['K12', 'HigherEducation']).optional()),
    website: optional(z.string().trim().max(200)),
    /** With `GovernmentCommunityCloud`. */
    validationCode: optional(z.string().trim().max(50)),
    company: z.object({
      name: Line,
      addressLine1: Line,
      addressLine2: optional(z.string().trim().max(100)),
      city: Line,
      region: z.string().trim().toUpperCase().min(1).refine(isItalianProvince, { message: 'input.notProvince' }),
      postalCode: z
        .string()
        .trim()
        .min(1)
        .regex(/^\d{5}$/, 'input.notPostalCode'),
      country: z.literal('IT').default('IT'),
      vatNumber: z.preprocess(
        (value) => emptyIsAbsent(typeof value === 'string' ? value.replaceAll(/\s/g, '').replace(/^IT/i, '') : value),
        z.string().refine(isVatNumber, { message: 'input.notVatNumber' }).optional(),
      ),
    }),
    contact: z.object({ firstName: Line, lastName: Line, email: z.email(), phone: Phone }),
    agreement: AgreementInput,
  })
  .superRefine(({ qualification, educationSegment, website, validationCode }, context) => {
    const missing = (path: string) => context.addIssue({ code: 'custom', path: [path], message: 'input.required' });
    if (qualification === 'Education') {
      if (educationSegment === undefined) missing('educationSegment');
      if (website === undefined) missing('website');
    }
    if (qualification === 'GovernmentCommunityCloud' && validationCode === undefined) missing('validationCode');
  });
export type NewTenantInput = z.output<typeof NewTenantInput>;
