import { z } from 'zod';
import { idOf } from '#platform/ids.ts';
import { InstantText } from '#platform/wire.ts';
import { SignatoryOutput, signatoryOutput } from './agreement/signatory-output.ts';
import { TENANT_PROOFS } from './proof/proof-rules.ts';
import { QUALIFICATIONS } from './rules.ts';
import type { tenant } from './tables.ts';

export const TenantOutput = z.object({
  id: idOf('tenant').describe('Id of the Microsoft account in the portal.'),
  kind: z
    .enum(['new', 'existing'])
    .describe('`new`: the first order creates it; `existing`: it was at Microsoft before.'),
  domain: z.string().describe('Domain at Microsoft, lower case; the tenant id while Microsoft shows no domain.'),
  status: z
    .enum(['draft', 'preparing', 'claimed', 'ended', 'ready', 'failed'])
    .describe('`claimed`: named by the company and not proven; `ended`: the claim has ended without a proof.'),
  proof: z
    .enum(TENANT_PROOFS)
    .nullable()
    .describe('How it was proven that the Microsoft account is the company’s; null: it was not.'),
  provenAt: InstantText.nullable().describe('When it was proven; null: it was not.'),
  microsoftTenantId: z.string().nullable().describe('Tenant id at Microsoft; null until it is known.'),
  qualification: z.enum(QUALIFICATIONS).describe('Special qualification, requested or approved.'),
  educationSegment: z.string().nullable().describe('Kind of school, with the qualification `Education`.'),
  website: z.string().nullable().describe('Website, with the qualification `Education`.'),
  validationCode: z.string().nullable().describe('Code issued by Microsoft, with `GovernmentCommunityCloud`.'),
  company: z
    .object({
      name: z.string().describe('Legal name.'),
      addressLine1: z.string().describe('Street and number.'),
      addressLine2: z.string().nullable().describe('Further line of the address.'),
      city: z.string().describe('City.'),
      region: z.string().describe('Province or state; may be empty outside Italy.'),
      postalCode: z.string().describe('Postal code.'),
      country: z.string().describe('Country code of two letters.'),
      vatNumber: z.string().nullable().describe('VAT number, without the country.'),
    })
    .nullable()
    .describe('Company data of a new account; null for an existing one.'),
  contact: z
    .object({
      firstName: z.string().describe('First name.'),
      lastName: z.string().describe('Last name.'),
      email: z.string().describe('E-mail address.'),
      phone: z.string().describe('Phone number.'),
    })
    .nullable()
    .describe('Contact person of a new account; null for an existing one.'),
  signatory: SignatoryOutput.nullable().describe(
    'Who accepts the Microsoft Customer Agreement for the company; null: nobody was named.',
  ),
  isAgreementConfirmed: z.boolean().describe('Microsoft has a valid acceptance: no order waits for one.'),
  administratorUserName: z
    .string()
    .nullable()
    .describe('User name of the first administrator at Microsoft, where known.'),
  hasAdministratorPassword: z
    .boolean()
    .describe('The first password has not been shown yet: `tenants.showAdministratorPassword` shows it once.'),
  createdAt: InstantText.describe('When it was stored in the portal.'),
});
export type TenantOutput = z.infer<typeof TenantOutput>;

export function tenantOutput(row: typeof tenant.$inferSelect): TenantOutput {
  const { company, contact, signatory, qualificationDetails } = row;
  return {
    id: row.id,
    kind: row.kind,
    domain: row.domain,
    status: row.status,
    proof: row.proof,
    provenAt: row.provenAt?.toString() ?? null,
    microsoftTenantId: row.microsoftTenantId,
    qualification: row.qualification,
    educationSegment: qualificationDetails.educationSegment ?? null,
    website: qualificationDetails.website ?? null,
    validationCode: qualificationDetails.validationCode ?? null,
    company: company && {
      ...company,
      addressLine2: company.addressLine2 ?? null,
      vatNumber: company.vatNumber ?? null,
    },
    contact,
    signatory: signatory && signatoryOutput(signatory),
    isAgreementConfirmed: row.agreementConfirmedAt !== null,
    administratorUserName: row.administratorUserName,
    hasAdministratorPassword: row.administratorPassword !== null,
    createdAt: row.createdAt.toString(),
  };
}
