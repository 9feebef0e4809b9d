import { defaultKeyHasher } from '@better-auth/api-key';
import { and, eq, gt, isNull, or, type SQL, sql } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
import { type PersonRow, person } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { KeyScope } from '#platform/key-scopes.ts';
import { apiKey, signInLock } from '../tables.ts';
import { scopesOf } from './key-scopes-column.ts';

/** The last use is written when it is this much later than the stored one: most requests write nothing. */
const LAST_USE_PRECISION_MS = 60_000;

/** A key that works, with the person whom it acts as. */
export type FoundApiKey = Readonly<{
  id: typeof apiKey.$inferSelect.id;
  scopes: readonly KeyScope[];
  expiresAt: Temporal.Instant;
  lastUsedAt: Temporal.Instant | null;
  person: PersonRow;
  account: typeof account.$inferSelect;
  /** A lock keeps the person out where the request comes from. */
  isLockedOut: boolean;
}>;

/**
 * The API key of a request, unless it has ended, with all that decides about its caller: one statement. Better Auth
 * makes the keys; its own check writes the row at each request, so that the requests of one key would wait for each
 * other.
 *
 * @param given.now  machine time, which the library gives the ends of keys
 * @param given.machineNow  the time that locks follow
 */
export async function findApiKey(
  tx: Tx,
  key: string,
  given: Readonly<{ network: string; now: Temporal.Instant; machineNow: Temporal.Instant }>,
): Promise<FoundApiKey | undefined> {
  const [row] = await tx
    .select({
      id: apiKey.id,
      permissions: apiKey.permissions,
      expiresAt: apiKey.expiresAt,
      lastUsedAt: apiKey.lastRequest,
      person,
      account,
      isLockedOut: isLocked(given) as SQL<boolean>,
    })
    .from(apiKey)
    .innerJoin(person, eq(person.id, apiKey.personId))
    .innerJoin(account, eq(account.id, person.accountId))
    .where(and(eq(apiKey.key, await defaultKeyHasher(key)), eq(apiKey.enabled, true), gt(apiKey.expiresAt, given.now)));
  if (row === undefined) return undefined;
  const { permissions, ...found } = row;
  return { ...found, scopes: scopesOf(permissions) };
}

function isLocked({ network, machineNow }: Readonly<{ network: string; machineNow: Temporal.Instant }>): SQL {
  const holds = and(
    eq(signInLock.personId, person.id),
    gt(signInLock.lockedUntil, machineNow),
    or(isNull(signInLock.network), eq(signInLock.network, network)),
  );
  return sql`exists (select from ${signInLock} where ${holds})`;
}

/** Stores that a key is being used, at most once a minute. @returns the last use that is stored */
export async function storeLastUse(tx: Tx, key: FoundApiKey, now: Temporal.Instant): Promise<Temporal.Instant> {
  if (key.lastUsedAt !== null && !isLastUseOld(key.lastUsedAt, now)) return key.lastUsedAt;
  await tx.update(apiKey).set({ lastRequest: now }).where(eq(apiKey.id, key.id));
  return now;
}

/** True when a use at this moment is to be stored. */
export function isLastUseOld(lastUsedAt: Temporal.Instant, now: Temporal.Instant): boolean {
  return now.epochMilliseconds - lastUsedAt.epochMilliseconds >= LAST_USE_PRECISION_MS;
}
