import type { Tx } from '#platform/database.server.ts';
import type { AccountId } from '#platform/ids.ts';
import { addAccount } from './add-account.ts';

/** A company for tests. */
export function buildAccount(
  tx: Tx,
  {
    name = 'Rossi S.r.l.',
    kind = 'customer',
    country = 'IT',
    currency = 'EUR',
    now,
  }: { name?: string; kind?: 'customer' | 'provider'; country?: string; currency?: string; now: Temporal.Instant },
): Promise<AccountId> {
  return addAccount(tx, { name, kind, country, currency, createdAt: now });
}
