import { defaultKeyHasher } from '@better-auth/api-key';
import { and, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import type { KeyScope } from '#platform/key-scopes.ts';
import { apiKey } from '../tables.ts';
import { scopesOf } from './key-scopes-column.ts';

/** The last use is written when it is this much later than the stored one: most requests write nothing. */
const LAST_USE_PRECISION = Temporal.Duration.from({ minutes: 1 });

/**
 * The API key of a request, unless it has ended. Better Auth makes the keys; its own check writes the row at each
 * request, so that the requests of one key would wait for each other.
 *
 * @param now  machine time, which the library gives the ends of keys
 */
export async function findApiKey(
  tx: Tx,
  key: string,
  now: Temporal.Instant,
): Promise<{ id: string; personId: PersonId; scopes: readonly KeyScope[] } | undefined> {
  const [row] = await tx
    .select({ id: apiKey.id, personId: apiKey.personId, permissions: apiKey.permissions })
    .from(apiKey)
    .where(and(eq(apiKey.key, await defaultKeyHasher(key)), eq(apiKey.enabled, true), gt(apiKey.expiresAt, now)));
  return row && { id: row.id, personId: row.personId, scopes: scopesOf(row.permissions) };
}

/** Stores that a key is being used, at most once a minute. */
export async function storeLastUse(tx: Tx, keyId: string, now: Temporal.Instant): Promise<void> {
  const isOld = or(isNull(apiKey.lastRequest), lt(apiKey.lastRequest, now.subtract(LAST_USE_PRECISION)));
  await tx
    .update(apiKey)
    .set({ lastRequest: now })
    .where(and(eq(apiKey.id, keyId as typeof apiKey.$inferSelect.id), isOld));
}
