import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { emptyIsAbsent, PersonName, Phone, SignatoryInput } from './agreement/signatory-input.ts';
import { QUALIFICATIONS, tenantDomainFrom } from './rules.ts';

const Line = z.string().trim().min(1).max(100);
const optional = (schema: z.ZodString) => z.preprocess(emptyIsAbsent, schema.optional());

export const TenantDomain = z
  .string()
  .trim()
  .min(1)
  .transform((typed, context) => {
    const domain = tenantDomainFrom(typed);
    if (domain !== undefined) return domain;
    context.addIssue({ code: 'custom', message: 'input.notTenantDomain' });
    return z.NEVER;
  })
  .describe('Domain at Microsoft: `contoso` or `contoso.onmicrosoft.com`; at most 27 letters, digits and hyphens.');

/** Company data of a new Microsoft account. Its country is that of the account, by which `companyFaults` checks it. */
export const CompanyInput = z
  .object({
    name: Line.describe('Legal name of the company.'),
    addressLine1: Line.describe('Street and number.'),
    addressLine2: optional(z.string().trim().max(100)).describe('Further line of the address; may be left out.'),
    city: Line.describe('City.'),
    region: z
      .string()
      .trim()
      .toUpperCase()
      .max(50)
      .default('')
      .describe('Province or state: in Italy two letters, such as `MI`; elsewhere it may be empty.'),
    postalCode: z.string().trim().min(1).max(20).describe('Postal code: in Italy five digits.'),
    vatNumber: z
      .preprocess(
        (value) => emptyIsAbsent(typeof value === 'string' ? value.replaceAll(/\s/g, '') : value),
        z.string().max(20).optional(),
      )
      .describe('VAT number, in Italy checked by its last digit; may be left out.'),
  })
  .describe('Company data of the new account, in the country of the portal’s account.');
export type CompanyInput = z.output<typeof CompanyInput>;

/** @source Partner Center, "Create a customer" and "Get address formatting rules by market" */
export const NewTenantInput = z
  .object({
    tenantId: idOf('tenant').optional().describe('Id of a draft to change; left out for a new one.'),
    domain: TenantDomain,
    qualification: z.enum(QUALIFICATIONS).describe('Special qualification to request from Microsoft.'),
    educationSegment: z
      .preprocess(emptyIsAbsent, z.enum(['K12', 'HigherEducation']).optional())
      .describe('Kind of school; required with the qualification `Education`.'),
    website: optional(z.string().trim().max(200)).describe('Website; required with the qualification `Education`.'),
    validationCode: optional(z.string().trim().max(50)).describe(
      'Code issued by Microsoft; required with the qualification `GovernmentCommunityCloud`.',
    ),
    company: CompanyInput,
    contact: z
      .object({
        firstName: PersonName.describe('First name; two letters or more.'),
        lastName: PersonName.describe('Last name; two letters or more.'),
        email: z.email().describe('E-mail address; neither in the new domain nor the provider’s.'),
        phone: Phone.describe('Phone number, 6 to 20 digits and signs.'),
      })
      .describe('Contact person of the company for Microsoft.'),
    signatory: SignatoryInput,
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
