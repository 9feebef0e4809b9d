import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import { account } from '#features/accounts/accounts.ts';
import { type Id, idOf } from '#platform/ids.ts';
import { type AskContext, ask, type OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { withdrawRequests } from './agreement/current-request.ts';
import { refuseAddresses } from './agreement/refuse-address.ts';
import { OPEN_REQUEST_STATUSES } from './agreement/rules.ts';
import { callMicrosoft, MICROSOFT_TIME_LIMIT_MS } from './call-microsoft.ts';
import { companyFaults, companyIn } from './company-address.ts';
import type { TenantRow } from './get-tenant.ts';
import { NewTenantInput } from './new-tenant-input.ts';
import type { Company } from './rules.ts';
import { tenant } from './tables.ts';

export const saveNewTenant = ask({
  name: 'tenants.saveNewTenant',
  description:
    'Stores the details of a new Microsoft account (tenant), which the first order that uses it creates. Microsoft ' +
    'only checks that the domain is free. The country is that of the company.',
  permission: 'tenants.manage',
  timeoutMs: MICROSOFT_TIME_LIMIT_MS,
  input: NewTenantInput,
  output: z.object({ tenantId: idOf('tenant').describe('Id of the Microsoft account in the portal.') }),
  refusals: [
    'tenants.domainTaken',
    'tenants.microsoftDoesNotAnswer',
    'tenants.notFound',
    'tenants.alreadyMade',
    'tenants.beingMade',
  ],
  async run(context, input) {
    const company = await checkedCompany(context, input);
    const addresses = { 'contact.email': input.contact.email, 'signatory.email': input.signatory.email };
    refuseAddresses(context.services, addresses, input.domain);
    const isAvailable = await callMicrosoft(context, ({ client }, options) =>
      client.validations.isDomainAvailable(input.domain, options),
    );
    if (!isAvailable) throw new Refusal('tenants.domainTaken', { domain: input.domain });
    const tenantId = await context.inTransaction((inside) => writeDraft(inside, input, company));
    return { tenantId };
  },
});

/** @throws Refusal `input.invalid` */
async function checkedCompany(context: AskContext, input: NewTenantInput): Promise<Company> {
  const country = await context.inTransaction(async ({ tx, accountId }) => {
    const [own] = await tx.select({ country: account.country }).from(account).where(eq(account.id, accountId));
    assert(own !== undefined, 'the account is there');
    return own.country;
  });
  const company = companyIn(country, input.company);
  const faults = companyFaults(company);
  if (faults.length > 0) throw new Refusal('input.invalid', {}, faults);
  return company;
}

async function writeDraft(context: OperationContext, input: NewTenantInput, company: Company): Promise<Id<'tenant'>> {
  const { tx, accountId, audit } = context;
  const draft = await findDraft(context, input);
  const now = context.clock.now();
  const values = {
    kind: 'new' as const,
    domain: input.domain,
    status: 'draft' as const,
    qualification: input.qualification,
    qualificationDetails: {
      educationSegment: input.educationSegment,
      website: input.website,
      validationCode: input.validationCode,
    },
    company,
    contact: input.contact,
    signatory: input.signatory,
    updatedAt: now,
  };
  const written =
    draft === undefined
      ? await tx
          .insert(tenant)
          .values({ ...values, accountId, createdAt: now })
          .returning({ id: tenant.id })
      : await tx.update(tenant).set(values).where(eq(tenant.id, draft.id)).returning({ id: tenant.id });
  const tenantId = written[0]?.id;
  assert(tenantId !== undefined, 'the tenant was not written');
  if (draft !== undefined) await endOtherRequests(context, draft, values);
  await audit.record('tenants.described', { tenantId, domain: input.domain, qualification: input.qualification });
  return tenantId;
}

/** Orders that wait for another signatory, or for the acceptance of another company, ask anew. */
async function endOtherRequests(
  context: OperationContext,
  before: TenantRow,
  { company, signatory }: Pick<TenantRow, 'company' | 'signatory'>,
): Promise<void> {
  const isSame = (left: unknown, right: unknown) => JSON.stringify(left) === JSON.stringify(right);
  const isOtherCompany = before.company?.name !== company?.name;
  if (!isOtherCompany && isSame(before.signatory, signatory)) return;
  await withdrawRequests(
    context.tx,
    before.id,
    isOtherCompany ? [...OPEN_REQUEST_STATUSES, 'accepted'] : OPEN_REQUEST_STATUSES,
  );
  await context.services.waitingOrders.resume(context, before.id);
}

/**
 * The draft to change: the one with this id, or an earlier one of the same domain.
 *
 * @throws Refusal `tenants.notFound`, `tenants.beingMade` while an order creates it, `tenants.alreadyMade` afterwards
 */
async function findDraft({ tx, accountId }: OperationContext, { tenantId, domain }: NewTenantInput) {
  const [sameDomain] = await tx
    .select()
    .from(tenant)
    .where(and(eq(tenant.accountId, accountId), eq(tenant.domain, domain)));
  const [sameId] = tenantId === undefined ? [] : await tx.select().from(tenant).where(eq(tenant.id, tenantId));
  if (tenantId !== undefined && sameId === undefined) throw new Refusal('tenants.notFound');
  const draft = sameDomain ?? sameId;
  // Sent to Microsoft, perhaps carried out: the same request must not be sent with other data.
  if (draft?.microsoftCustomerId === null && draft.creationRequestId !== null) {
    throw new Refusal('tenants.beingMade', { domain: draft.domain });
  }
  const isChangeable = draft === undefined || draft.status === 'draft' || draft.status === 'failed';
  if (!isChangeable) throw new Refusal('tenants.alreadyMade', { domain: draft.domain });
  if (draft?.microsoftCustomerId) throw new Refusal('tenants.alreadyMade', { domain: draft.domain });
  return draft;
}
