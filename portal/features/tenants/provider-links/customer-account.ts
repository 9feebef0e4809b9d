import { and, eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';

/** @throws Refusal `tenants.accountNotFound`, also for the provider's own account */
export async function getCustomerAccount(tx: Tx, accountId: AccountId): Promise<typeof account.$inferSelect> {
  const [row] = await tx
    .select()
    .from(account)
    .where(and(eq(account.id, accountId), eq(account.kind, 'customer')));
  if (row === undefined) throw new Refusal('tenants.accountNotFound');
  return row;
}
