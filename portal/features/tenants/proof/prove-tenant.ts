import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm';
import { notify } from '#features/notifications/notifications.ts';
import type { AccountId, Id } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { assert, Refusal } from '#platform/refusal.ts';
import { paths } from '#ui/paths.ts';
import type { TenantRow } from '../get-tenant.ts';
import { tenant, tenantClaim } from '../tables.ts';
import { isLinkedElsewhere } from '../tenant-owner.ts';
import { endOtherClaims } from './end-other-claims.job.ts';
import { type CustomerReading, namesOf } from './microsoft-customer.ts';
import type { TenantProof } from './proof-rules.ts';
import { tenantLinkedMail } from './tenant-linked.mail.ts';

/**
 * Makes a tenant the account's own, with what Microsoft says about it, and ends the claims of others.
 *
 * @param accountId  whose tenant it becomes: another than the actor's, when the provider links it
 * @throws Refusal `tenants.belongsToAnother` when another account has proven it
 */
export async function proveTenant(
  context: OperationContext,
  claimed: TenantRow,
  given: Readonly<{ reading: CustomerReading; proof: TenantProof; accountId: AccountId }>,
): Promise<TenantRow> {
  const { tx, audit, clock, jobs } = context;
  const { reading, proof, accountId } = given;
  const { customer } = reading;
  // Two accounts that prove the same tenant at the same moment take turns.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('tenant'), hashtext(${customer.id}))`);
  if (await isLinkedElsewhere(tx, accountId, customer.id)) throw new Refusal('tenants.belongsToAnother');

  const names = namesOf(customer);
  const kept = (await findRowOfTenant(context, accountId, names)) ?? claimed;
  await removeOtherNames(context, accountId, kept, [...names, claimed.domain]);
  const row = await storeReading(context, kept, reading, {
    kind: kept.microsoftCustomerId === null ? 'existing' : kept.kind,
    domain: customer.companyProfile.domain?.toLowerCase() ?? kept.domain,
    status: 'ready',
    proof,
    provenAt: clock.now(),
    microsoftCustomerId: customer.id as Id<'microsoftCustomer'>,
    microsoftTenantId: (customer.companyProfile.tenantId ?? customer.id) as Id<'microsoftTenant'>,
  });
  await tx.delete(tenantClaim).where(eq(tenantClaim.tenantId, row.id));
  await audit.record('tenants.proven', { tenantId: row.id, domain: row.domain, proof }, accountId);
  await jobs.start(endOtherClaims, { accountId, names });
  await notifyLinked(context, row);
  return row;
}

/** Stores what Microsoft says about a tenant that is the account's. */
export async function storeReading(
  { tx, clock }: OperationContext,
  row: TenantRow,
  { isAgreementConfirmed, qualification }: CustomerReading,
  more: Partial<typeof tenant.$inferInsert> = {},
): Promise<TenantRow> {
  const now = clock.now();
  const [written] = await tx
    .update(tenant)
    .set({
      ...more,
      qualification,
      agreementConfirmedAt: isAgreementConfirmed ? (row.agreementConfirmedAt ?? now) : null,
      updatedAt: now,
    })
    .where(eq(tenant.id, row.id))
    .returning();
  assert(written !== undefined, 'the tenant is there');
  return written;
}

/** The row of the account that has the domain of the tenant: orders may name it, so it is the one that stays. */
async function findRowOfTenant({ tx }: OperationContext, accountId: AccountId, names: readonly string[]) {
  const rows = await tx
    .select()
    .from(tenant)
    .where(and(eq(tenant.accountId, accountId), inArray(tenant.domain, [...names])))
    .for('no key update');
  return rows.find(({ domain }) => domain.includes('.')) ?? rows[0];
}

/** A tenant that was claimed by its id and by its domain is one. */
async function removeOtherNames(
  { tx }: OperationContext,
  accountId: AccountId,
  kept: TenantRow,
  names: readonly string[],
): Promise<void> {
  await tx
    .delete(tenant)
    .where(
      and(
        eq(tenant.accountId, accountId),
        inArray(tenant.domain, [...names]),
        ne(tenant.id, kept.id),
        isNull(tenant.proof),
        inArray(tenant.status, ['claimed', 'ended']),
      ),
    );
}

async function notifyLinked(context: OperationContext, { accountId, domain, id, proof }: TenantRow): Promise<void> {
  const { publicUrl } = context.services;
  const link = paths.microsoftAccount(id);
  await notify(context, {
    accountId,
    to: { with: 'tenants.manage' },
    kind: 'tenants.linked',
    facts: { domain, proof },
    link,
    mail: (t) => tenantLinkedMail(t, { domain, url: `${publicUrl}${link}` }),
  });
}
