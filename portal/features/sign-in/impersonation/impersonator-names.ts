import { inArray } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { impersonation } from '../tables.ts';

/**
 * Names of those who acted in the place of people of the account, by id: for records of the past. An account does not
 * see the provider's staff, and knows their names from here alone.
 */
export async function namesOfImpersonators(
  tx: Tx,
  impersonatorIds: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, string>> {
  if (impersonatorIds.length === 0) return new Map();
  const rows = await tx
    .selectDistinct({ id: impersonation.impersonatorId, name: impersonation.impersonatorName })
    .from(impersonation)
    .where(inArray(impersonation.impersonatorId, [...new Set(impersonatorIds)]));
  return new Map(rows.map(({ id, name }) => [id, name]));
}
