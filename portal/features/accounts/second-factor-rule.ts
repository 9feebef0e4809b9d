import { eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { account } from './tables.ts';

/** Stores whether everybody of an account needs a second factor. */
export async function setSecondFactorRequired(tx: Tx, accountId: AccountId, isRequired: boolean): Promise<void> {
  await tx.update(account).set({ requiresSecondFactor: isRequired }).where(eq(account.id, accountId));
}
