import { eq, inArray, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { KnownCustomer } from '#features/connections/connections.ts';
import { tenant } from '#features/tenants/tenants.ts';
import type { Tx } from '#platform/database.server.ts';

/** The customers of the portal whose Microsoft accounts have these ids, by id in small letters. */
export async function findCustomers(
  tx: Tx,
  microsoftCustomerIds: readonly string[],
): Promise<ReadonlyMap<string, KnownCustomer>> {
  if (microsoftCustomerIds.length === 0) return new Map();
  const id = sql<string>`lower(${tenant.microsoftCustomerId})`;
  const rows = await tx
    .select({ id, accountId: account.id, name: account.name })
    .from(tenant)
    .innerJoin(account, eq(account.id, tenant.accountId))
    .where(inArray(id, [...microsoftCustomerIds]));
  return new Map(rows.map(({ id, ...customer }) => [id, customer]));
}
