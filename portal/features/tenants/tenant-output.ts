import { z } from 'zod';
import { InstantText } from '#platform/wire.ts';
import type { tenant } from './tables.ts';

/** A Microsoft account as pages show it. The first administrator's password is not in it: `tenants.showAdministratorPassword`. */
export const TenantOutput = z.object({
  id: z.string(),
  kind: z.enum(['new', 'existing']),
  domain: z.string(),
  status: z.enum(['draft', 'preparing', 'awaitingRelationship', 'ready', 'failed']),
  microsoftTenantId: z.string().nullable(),
  qualification: z.string(),
  educationSegment: z.string().nullable(),
  website: z.string().nullable(),
  validationCode: z.string().nullable(),
  company: z
    .object({
      name: z.string(),
      addressLine1: z.string(),
      addressLine2: z.string().nullable(),
      city: z.string(),
      region: z.string(),
      postalCode: z.string(),
      country: z.string(),
      vatNumber: z.string().nullable(),
    })
    .nullable(),
  contact: z.object({ firstName: z.string(), lastName: z.string(), email: z.string(), phone: z.string() }).nullable(),
  agreement: z
    .object({
      firstName: z.string(),
      lastName: z.string(),
      email: z.string(),
      phone: z.string().nullable(),
      acceptedOn: z.string(),
      templateId: z.string(),
    })
    .nullable(),
  /** Microsoft knows of an acceptance: no order will wait for one. */
  isAgreementConfirmed: z.boolean(),
  administratorUserName: z.string().nullable(),
  hasAdministratorPassword: z.boolean(),
  createdAt: InstantText,
});
export type TenantOutput = z.infer<typeof TenantOutput>;

export function tenantOutput(row: typeof tenant.$inferSelect): TenantOutput {
  const { company, contact, agreement, qualificationDetails } = row;
  return {
    id: row.id,
    kind: row.kind,
    domain: row.domain,
    status: row.status,
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
    agreement: agreement && { ...agreement, phone: agreement.phone ?? null },
    isAgreementConfirmed: row.agreementConfirmedAt !== null,
    administratorUserName: row.administratorUserName,
    hasAdministratorPassword: row.administratorPassword !== null,
    createdAt: row.createdAt.toString(),
  };
}
