import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { assert } from '#platform/refusal.ts';
import { account } from './tables.ts';

/** A company for tests. */
export async function buildAccount(
  tx: Tx,
  {
    name = 'Rossi S.r.l.',
    kind = 'customer',
    country = 'IT',
    currency = 'EUR',
    now,
  }: { name?: string; kind?: 'customer' | 'provider'; country?: string; currency?: string; now: Temporal.Instant },
): Promise<AccountId> {
  const [row] = await tx
    .insert(account)
    .values({ name, kind, country, currency, createdAt: now })
    .returning({ id: account.id });
  assert(row !== undefined, 'the account was not stored');
  return row.id;
}
