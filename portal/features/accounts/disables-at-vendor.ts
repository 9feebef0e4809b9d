import { eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { account } from './tables.ts';

/** Stores whether people who are disabled in the portal are kept from signing in at the vendor too. */
export async function setDisablesAtVendor(tx: Tx, accountId: AccountId, isOn: boolean): Promise<void> {
  await tx.update(account).set({ disablesAtVendor: isOn }).where(eq(account.id, accountId));
}
