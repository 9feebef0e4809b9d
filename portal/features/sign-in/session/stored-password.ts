import { and, eq } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { credential } from '../tables.ts';

/** The stored hash of a person's password; null without one. */
export async function findPasswordHash(tx: Tx, personId: PersonId): Promise<string | null> {
  const [stored] = await tx
    .select({ hash: credential.password })
    .from(credential)
    .where(and(eq(credential.personId, personId), eq(credential.providerId, 'credential')));
  return stored?.hash ?? null;
}
