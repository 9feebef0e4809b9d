import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import { account } from './tables.ts';

/** Adds the account of a company, in the transaction of the operation that records it. */
export async function addAccount(tx: Tx, added: typeof account.$inferInsert): Promise<AccountId> {
  const [row] = await tx.insert(account).values(added).returning({ id: account.id });
  assert(row !== undefined, 'the account was not stored');
  return row.id;
}
