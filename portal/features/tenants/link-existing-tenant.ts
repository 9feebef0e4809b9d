import {
  type CallOptions,
  type Customer,
  type PartnerCenterClient,
  PartnerCenterHttpError,
} from '@licence-portal/partner-center';
import { and, eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Id } from '#platform/ids.ts';
import { ask, type OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { hasValidAgreement } from './agreement/read-agreements.ts';
import { callMicrosoft, MICROSOFT_TIME_LIMIT_MS } from './call-microsoft.ts';
import { isTenantId, QUALIFICATIONS, type Qualification, tenantDomainFrom } from './rules.ts';
import { tenant } from './tables.ts';
import { TenantOutput, tenantOutput } from './tenant-output.ts';
import { isLinkedElsewhere } from './tenant-owner.ts';

export const linkExistingTenant = ask({
  name: 'tenants.linkExistingTenant',
  description:
    'Finds a Microsoft account (tenant) that exists already at Microsoft and links it to the company. While the ' +
    'customer has not accepted the provider, the answer has an invitation; call it again to see whether it was accepted.',
  permission: 'tenants.manage',
  timeoutMs: MICROSOFT_TIME_LIMIT_MS,
  input: z.object({
    tenantName: z
      .string()
      .trim()
      .min(1)
      .max(200)
      .describe('The domain (`contoso` or `contoso.onmicrosoft.com`) or the tenant id.'),
  }),
  output: z.object({
    tenant: TenantOutput.describe('The Microsoft account as it is stored now.'),
    invitationUrl: z
      .url()
      .nullable()
      .describe('Address where the customer’s administrator accepts the provider as reseller; null when that is done.'),
    needsAgreement: z
      .boolean()
      .describe(
        'There is no valid acceptance of the Microsoft Customer Agreement: `tenants.nameSignatory` comes next.',
      ),
  }),
  refusals: ['tenants.unknownTenant', 'tenants.belongsToAnother', 'tenants.microsoftDoesNotAnswer'],
  async run(context, { tenantName }) {
    const named = nameOf(tenantName);
    const found = await callMicrosoft(context, ({ client }, options) =>
      lookUp(client, named, context.clock.now(), options),
    );
    if (found.state === 'unknown') throw new Refusal('tenants.unknownTenant', { tenantName });
    const row = await context.inTransaction((inside) => storeFound(inside, named, found));
    return {
      tenant: tenantOutput(row),
      invitationUrl: found.state === 'unrelated' ? found.invitationUrl : null,
      needsAgreement: found.state === 'related' && !found.isAgreementConfirmed,
    };
  },
});

type Named = Readonly<{ domain: string } | { tenantId: string }>;

/** @throws Refusal `input.invalid` */
function nameOf(typed: string): Named {
  if (isTenantId(typed)) return { tenantId: typed.trim().toLowerCase() };
  const domain = tenantDomainFrom(typed);
  if (domain !== undefined) return { domain };
  throw new Refusal('input.invalid', {}, [{ path: 'tenantName', code: 'input.notTenantName' }]);
}

type Found =
  | Readonly<{
      state: 'related';
      customer: Customer;
      isAgreementConfirmed: boolean;
      qualification: Qualification;
    }>
  /** It exists, or may: Microsoft shows nothing of companies that have not accepted the provider. */
  | Readonly<{ state: 'unrelated'; invitationUrl: string }>
  | Readonly<{ state: 'unknown' }>;

async function lookUp(
  client: PartnerCenterClient,
  named: Named,
  now: Temporal.Instant,
  options: CallOptions,
): Promise<Found> {
  const customer = await findCustomer(client, named, options);
  if (customer === undefined) {
    if ('domain' in named && (await client.validations.isDomainAvailable(named.domain, options))) {
      return { state: 'unknown' };
    }
    return { state: 'unrelated', invitationUrl: (await client.customers.getRelationshipRequest(options)).url };
  }
  const given = { customerId: customer.id, refusedAt: null, now };
  const isAgreementConfirmed = await hasValidAgreement(client, given, options);
  const qualifications = await client.qualifications.list(customer.id, options);
  const approved = qualifications.find(({ vettingStatus }) => vettingStatus?.toLowerCase() === 'approved');
  const qualification = QUALIFICATIONS.find((known) => known === approved?.qualification) ?? 'None';
  return { state: 'related', customer, isAgreementConfirmed, qualification };
}

async function findCustomer(
  client: PartnerCenterClient,
  named: Named,
  options: CallOptions,
): Promise<Customer | undefined> {
  const customer =
    'domain' in named
      ? await findByDomain(client, named.domain, options)
      : await findById(client, named.tenantId, options);
  return customer?.relationshipToPartner?.toLowerCase() === 'none' ? undefined : customer;
}

async function findByDomain(client: PartnerCenterClient, domain: string, options: CallOptions) {
  for await (const page of client.customers.pages({ startsWith: { field: 'Domain', value: domain } }, options)) {
    const customer = page.items.find(({ companyProfile }) => companyProfile.domain?.toLowerCase() === domain);
    if (customer !== undefined) return customer;
  }
  return undefined;
}

/**
 * @source Partner Center, "Get a customer by ID": a company that is none of our customers is not found, or forbidden
 */
async function findById(client: PartnerCenterClient, tenantId: string, options: CallOptions) {
  try {
    return await client.customers.get(tenantId, options);
  } catch (error) {
    if (error instanceof PartnerCenterHttpError && (error.status === 404 || error.status === 403)) return undefined;
    throw error;
  }
}

/** @throws Refusal `tenants.belongsToAnother` */
async function storeFound(context: OperationContext, named: Named, found: Exclude<Found, { state: 'unknown' }>) {
  const { tx, accountId, audit } = context;
  const related = found.state === 'related' ? found : undefined;
  if (related !== undefined && (await isLinkedElsewhere(context, related.customer.id))) {
    throw new Refusal('tenants.belongsToAnother');
  }
  // Until Microsoft shows the company, the tenant id takes the place of the domain.
  const typed = 'domain' in named ? named.domain : named.tenantId;
  const domain = related?.customer.companyProfile.domain?.toLowerCase() ?? typed;
  const [before] = await tx
    .select()
    .from(tenant)
    .where(and(eq(tenant.accountId, accountId), eq(tenant.domain, domain)));
  const [unnamed] = typed === domain ? [] : await tx.select().from(tenant).where(eq(tenant.domain, typed));
  const known = before ?? unnamed;
  const now = context.clock.now();
  const values = {
    kind: known?.microsoftCustomerId ? known.kind : ('existing' as const),
    domain,
    status: related === undefined ? ('awaitingRelationship' as const) : ('ready' as const),
    ...(related !== undefined && {
      microsoftCustomerId: related.customer.id as Id<'microsoftCustomer'>,
      microsoftTenantId: (related.customer.companyProfile.tenantId ?? related.customer.id) as Id<'microsoftTenant'>,
      qualification: related.qualification,
      agreementConfirmedAt: related.isAgreementConfirmed ? (known?.agreementConfirmedAt ?? now) : null,
    }),
    updatedAt: now,
  };
  const written =
    known === undefined
      ? await tx
          .insert(tenant)
          .values({ qualification: 'None', ...values, accountId, createdAt: now })
          .returning()
      : await tx.update(tenant).set(values).where(eq(tenant.id, known.id)).returning();
  const row = written[0];
  assert(row !== undefined, 'the tenant was not written');
  await audit.record('tenants.found', { tenantId: row.id, domain, status: row.status });
  return row;
}
