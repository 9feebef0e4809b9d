import { and, asc, eq, isNotNull, type SQL } from 'drizzle-orm';
import { tenant } from '#features/tenants/tenants.ts';
import type { Tx } from '#platform/database.server.ts';
import { type AccountId, type Id, idOf } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';

export const TenantId = idOf('tenant').describe('The Microsoft account (tenant) of the company.');

type LinkedTenant = Readonly<{ id: Id<'tenant'>; domain: string }>;

/** The condition on a joined tenant that it exists at the vendor and is proven to be the account's. */
export function isLinked(): SQL | undefined {
  return and(isNotNull(tenant.microsoftCustomerId), isNotNull(tenant.proof));
}

export function listLinkedTenants(tx: Tx, accountId: AccountId): Promise<LinkedTenant[]> {
  return tx
    .select({ id: tenant.id, domain: tenant.domain })
    .from(tenant)
    .where(and(eq(tenant.accountId, accountId), isLinked()))
    .orderBy(asc(tenant.domain), asc(tenant.id));
}

/** @throws Refusal `licences.tenantNotLinked` */
export async function getLinkedTenant(tx: Tx, tenantId: Id<'tenant'>): Promise<LinkedTenant> {
  const [row] = await tx
    .select({ id: tenant.id, domain: tenant.domain })
    .from(tenant)
    .where(and(eq(tenant.id, tenantId), isLinked()));
  if (row === undefined) throw new Refusal('licences.tenantNotLinked');
  return row;
}
