import { and, eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';

export type CustomerRow = typeof account.$inferSelect;

/** @throws Refusal `provider.customer.notFound`, also for the provider's own account */
export async function getCustomerRow(tx: Tx, accountId: AccountId): Promise<CustomerRow> {
  const [row] = await tx
    .select()
    .from(account)
    .where(and(eq(account.id, accountId), eq(account.kind, 'customer')));
  if (row === undefined) throw new Refusal('provider.customer.notFound');
  return row;
}
