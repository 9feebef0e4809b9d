import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import { assert } from '#platform/refusal.ts';
import type { TenantRow } from '../get-tenant.ts';

/** The company for which the agreement is accepted: as described for a new tenant, else the customer's own. */
export async function signingCompany(
  tx: Tx,
  { company, accountId }: Pick<TenantRow, 'company' | 'accountId'>,
): Promise<{ name: string; country: string; timeZone: string }> {
  const [own] = await tx
    .select({ name: account.name, country: account.country, timeZone: account.timeZone })
    .from(account)
    .where(eq(account.id, accountId));
  assert(own !== undefined, 'the account is there');
  return { ...own, ...(company !== null && { name: company.name, country: company.country }) };
}
