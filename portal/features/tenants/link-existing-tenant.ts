import type { CallOptions, Customer, PartnerCenterClient } from '@licence-portal/partner-center';
import { and, count, eq, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Id } from '#platform/ids.ts';
import { type AskContext, ask, type OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { callMicrosoft, MICROSOFT_TIME_LIMIT_MS } from './call-microsoft.ts';
import type { TenantRow } from './get-tenant.ts';
import {
  findCustomer,
  namesOf,
  readCustomer,
  storedNameOf,
  type TenantName,
  tenantNameFrom,
} from './proof/microsoft-customer.ts';
import { newRecordToken } from './proof/proof-codes.ts';
import { isOver, OPEN_CLAIMS_MAX, provesByInvitation, RECORD_LIFETIME } from './proof/proof-rules.ts';
import { proveTenant, storeReading } from './proof/prove-tenant.ts';
import { type TenantClaim, tenant, tenantClaim } from './tables.ts';
import { TenantOutput, tenantOutput } from './tenant-output.ts';
import { isClaimedElsewhere } from './tenant-owner.ts';

export const linkExistingTenant = ask({
  name: 'tenants.linkExistingTenant',
  description:
    'Claims a Microsoft account (tenant) that exists already at Microsoft for the company. It is the company’s only ' +
    'after a proof, and until then nothing about it is shown and nothing can be bought into it. Call it again when the ' +
    'invitation has been accepted; for an account that is proven it reads agreement and qualification again.',
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
    tenant: TenantOutput.describe('The Microsoft account as it is stored now; `claimed` until it is proven.'),
    invitationUrl: z
      .url()
      .nullable()
      .describe('Address where the customer’s administrator accepts the provider as reseller; null after the proof.'),
    needsAgreement: z
      .boolean()
      .describe(
        'There is no valid acceptance of the Microsoft Customer Agreement: `tenants.nameSignatory` comes next.',
      ),
  }),
  refusals: [
    'tenants.unknownTenant',
    'tenants.belongsToAnother',
    'tenants.tooManyClaims',
    'tenants.microsoftDoesNotAnswer',
  ],
  async run(context, { tenantName }) {
    const name = tenantNameFrom(tenantName);
    if (name === undefined) {
      throw new Refusal('input.invalid', {}, [{ path: 'tenantName', code: 'input.notTenantName' }]);
    }
    const own = await context.inTransaction((inside) => findOwn(inside, name));
    if (own !== undefined && own.proof !== null && own.microsoftCustomerId !== null) {
      return readAgain(context, own, own.microsoftCustomerId);
    }
    const { customer, isFree, invitationUrl } = await callMicrosoft(context, ({ client }, options) =>
      lookUp(client, name, options),
    );
    if (isFree && customer === undefined) throw new Refusal('tenants.unknownTenant', { tenantName });
    const { row, isProven } = await context.inTransaction((inside) => claim(inside, name, customer));
    if (!isProven || customer === undefined) {
      return { tenant: tenantOutput(row), invitationUrl, needsAgreement: false };
    }
    const reading = await callMicrosoft(context, ({ client }, options) =>
      readCustomer(client, { customerId: customer.id, refusedAt: null, now: context.clock.now() }, options),
    );
    const proven = await context.inTransaction((inside) =>
      proveTenant(inside, row, { reading, proof: 'invitation', accountId: inside.accountId }),
    );
    return outputOf(proven);
  },
});

function outputOf(proven: TenantRow) {
  const needsAgreement = proven.agreementConfirmedAt === null;
  return { tenant: tenantOutput(proven), invitationUrl: null, needsAgreement };
}

async function readAgain(context: AskContext, own: TenantRow, customerId: string) {
  const reading = await callMicrosoft(context, ({ client }, options) =>
    readCustomer(client, { customerId, refusedAt: own.agreementRefusedAt, now: context.clock.now() }, options),
  );
  return outputOf(await context.inTransaction((inside) => storeReading(inside, own, reading)));
}

/**
 * Microsoft is asked the same questions whether the tenant trusts the provider or not, so that the time of the answer
 * does not tell who is a customer. Whether a domain exists at all, everybody can see at Microsoft.
 */
async function lookUp(client: PartnerCenterClient, name: TenantName, options: CallOptions) {
  const customer = await findCustomer(client, name, options);
  const isFree = 'domain' in name && (await client.validations.isDomainAvailable(name.domain, options));
  const { url } = await client.customers.getRelationshipRequest(options);
  return { customer, isFree, invitationUrl: url };
}

/** The account's own row of a name: as it was typed, or the tenant that it belongs to. */
async function findOwn({ tx, accountId }: OperationContext, name: TenantName): Promise<TenantRow | undefined> {
  const ofName =
    'domain' in name
      ? eq(tenant.domain, name.domain)
      : or(eq(tenant.domain, name.tenantId), eq(tenant.microsoftCustomerId, name.tenantId as Id<'microsoftCustomer'>));
  const [own] = await tx
    .select()
    .from(tenant)
    .where(and(eq(tenant.accountId, accountId), ofName))
    .orderBy(tenant.provenAt)
    .limit(1);
  return own;
}

/**
 * Opens the claim, or looks whether the invitation has proven the one that is open.
 *
 * @throws Refusal `tenants.tooManyClaims`
 */
async function claim(
  context: OperationContext,
  name: TenantName,
  customer: Customer | undefined,
): Promise<{ row: TenantRow; isProven: boolean }> {
  const { tx, accountId, clock, services } = context;
  // One claim of an account at a time, so that a name is claimed once and the limit is kept.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('tenant_claim'), hashtext(${accountId}))`);
  const own = await findOwn(context, name);
  const [open] = own === undefined ? [] : await tx.select().from(tenantClaim).where(eq(tenantClaim.tenantId, own.id));
  if (own === undefined || open === undefined) {
    return { row: await openClaim(context, name, own, customer !== undefined), isProven: false };
  }
  const isRecordEnded = isOver(open.requestedAt, RECORD_LIFETIME, clock.now());
  if (customer === undefined || isRecordEnded) {
    const seen = { requestedAt: clock.now(), wasCustomerBefore: customer !== undefined };
    const record = isRecordEnded ? { recordToken: newRecordToken() } : {};
    await tx
      .update(tenantClaim)
      .set({ ...seen, ...record })
      .where(eq(tenantClaim.tenantId, own.id));
    return { row: own, isProven: false };
  }
  const names = [own.domain, ...namesOf(customer)];
  const isProven = provesByInvitation({
    ...open,
    isClaimedElsewhere: await isClaimedElsewhere(tx, accountId, names),
    now: clock.now(),
  });
  return { row: own, isProven: isProven && services.tenantProof.acceptsInvitation };
}

async function openClaim(
  context: OperationContext,
  name: TenantName,
  own: TenantRow | undefined,
  wasCustomerBefore: boolean,
): Promise<TenantRow> {
  const { tx, accountId, clock, audit } = context;
  await refuseTooManyClaims(context);
  const now = clock.now();
  const domain = storedNameOf(name);
  const values = { kind: 'existing' as const, domain, status: 'claimed' as const, updatedAt: now };
  const [row] =
    own === undefined
      ? await tx
          .insert(tenant)
          .values({ ...values, qualification: 'None', accountId, createdAt: now })
          .returning()
      : await tx.update(tenant).set(values).where(eq(tenant.id, own.id)).returning();
  assert(row !== undefined, 'the tenant was not written');
  const claimed: TenantClaim = {
    tenantId: row.id,
    accountId,
    requestedAt: now,
    wasCustomerBefore,
    recordToken: newRecordToken(),
    mailRequestedAt: null,
    mailCodeHash: null,
    mailCodeAttemptCount: 0,
  };
  await tx.insert(tenantClaim).values(claimed);
  await audit.record('tenants.claimed', { tenantId: row.id, domain });
  return row;
}

/** @throws Refusal `tenants.tooManyClaims` */
async function refuseTooManyClaims({ tx, accountId }: OperationContext): Promise<void> {
  const [open] = await tx
    .select({ count: count() })
    .from(tenant)
    .where(and(eq(tenant.accountId, accountId), eq(tenant.status, 'claimed')));
  if ((open?.count ?? 0) >= OPEN_CLAIMS_MAX) throw new Refusal('tenants.tooManyClaims', { maximum: OPEN_CLAIMS_MAX });
}
