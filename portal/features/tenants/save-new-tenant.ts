import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Id } from '#platform/ids.ts';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { refuseFutureAcceptance } from './agreement-input.ts';
import { askMicrosoft, MICROSOFT_TIME_LIMIT_MS } from './call-microsoft.ts';
import { NewTenantInput } from './new-tenant-input.ts';
import { tenant } from './tables.ts';

/** Writes down the Microsoft account that the first order will make. Nothing is sent to Microsoft but the question whether the domain is free. */
export const describeNew = ask({
  name: 'tenants.describeNew',
  permission: 'tenants.manage',
  timeoutMs: MICROSOFT_TIME_LIMIT_MS,
  input: NewTenantInput,
  output: z.object({ tenantId: z.string() }),
  refusals: ['tenants.domainTaken', 'tenants.microsoftDoesNotAnswer', 'tenants.notFound', 'tenants.alreadyMade'],
  async run(context, input) {
    const isAvailable = await askMicrosoft(context, ({ client }, options) =>
      client.validations.isDomainAvailable(input.domain, options),
    );
    if (!isAvailable) throw new Refusal('tenants.domainTaken', { domain: input.domain });
    const tenantId = await context.inTransaction((inside) => writeDraft(inside, input));
    return { tenantId };
  },
});

async function writeDraft(context: OperationContext, input: NewTenantInput): Promise<Id<'tenant'>> {
  const { tx, accountId, audit } = context;
  await refuseFutureAcceptance(context, input.agreement.acceptedOn);
  const draft = await findDraft(context, input);
  const now = context.clock.now();
  const { isAccepted: _, ...agreement } = input.agreement;
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
    company: input.company,
    contact: input.contact,
    agreement,
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
  await audit.record('tenants.described', { tenantId, domain: input.domain, qualification: input.qualification });
  return tenantId;
}

/** The draft that is changed, or the one of the same domain that was left before; one that Microsoft has made stays. */
async function findDraft({ tx, accountId }: OperationContext, { tenantId, domain }: NewTenantInput) {
  const [sameDomain] = await tx
    .select()
    .from(tenant)
    .where(and(eq(tenant.accountId, accountId), eq(tenant.domain, domain)));
  const [asked] = tenantId === undefined ? [] : await tx.select().from(tenant).where(eq(tenant.id, tenantId));
  if (tenantId !== undefined && asked === undefined) throw new Refusal('tenants.notFound');
  const draft = sameDomain ?? asked;
  const isChangeable = draft === undefined || draft.status === 'draft' || draft.status === 'failed';
  if (!isChangeable) throw new Refusal('tenants.alreadyMade', { domain: draft.domain });
  if (draft?.microsoftCustomerId) throw new Refusal('tenants.alreadyMade', { domain: draft.domain });
  return draft;
}
