import { eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { account, type ImpersonationByProvider } from './tables.ts';

/** Stores whether the provider's staff may use the portal in the place of an account's people. */
export async function setImpersonationByProvider(
  tx: Tx,
  accountId: AccountId,
  rule: ImpersonationByProvider,
): Promise<void> {
  await tx.update(account).set({ impersonationByProvider: rule }).where(eq(account.id, accountId));
}
