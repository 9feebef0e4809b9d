import { hashPassword } from 'better-auth/crypto';
import { and, eq, isNull } from 'drizzle-orm';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import { Refusal } from '#platform/refusal.ts';
import type { PersonRow } from '../users/people.ts';
import { judgePassword } from './rules.ts';
import { apiKey, credential, passwordLink, person, session } from './tables.ts';

/**
 * Gives a person a new password: the lock ends, every open session ends, links that were sent before stop working.
 *
 * @param path  the field that a refusal points to
 * @throws Refusal `input.invalid` when the password is common or the person's own name
 */
export async function storePassword(
  tx: Tx,
  owner: PersonRow,
  password: string,
  { now, path }: { now: Temporal.Instant; path: string },
): Promise<void> {
  const wrong = judgePassword(password, { ...owner, login: owner.login ?? '' });
  if (wrong !== undefined) throw new Refusal('input.invalid', {}, [{ path, code: `input.${wrong}` }]);
  await storePasswordHash(tx, owner.id, await hashPassword(password), now);
  await endSessions(tx, owner.id);
  await endPasswordLinks(tx, owner.id, now);
}

export async function storePasswordHash(tx: Tx, personId: PersonId, hash: string, now: Temporal.Instant) {
  await tx
    .insert(credential)
    .values({
      personId,
      providerId: 'credential',
      providerAccountId: personId,
      password: hash,
      createdAt: now,
      updatedAt: now,
    })
    .onConflictDoUpdate({
      target: [credential.providerId, credential.providerAccountId],
      set: { password: hash, updatedAt: now },
    });
  await tx
    .update(person)
    .set({ passwordSetAt: now, lockedUntil: null, failuresCountFrom: Temporal.Now.instant(), updatedAt: now })
    .where(eq(person.id, personId));
}

/** Signs a person out everywhere, at once. */
export async function endSessions(tx: Tx, personId: PersonId): Promise<void> {
  await tx.delete(session).where(eq(session.personId, personId));
}

/** Ends the links that were sent and not used. */
export async function endPasswordLinks(tx: Tx, personId: PersonId, now: Temporal.Instant): Promise<void> {
  await tx
    .update(passwordLink)
    .set({ replacedAt: now })
    .where(and(eq(passwordLink.personId, personId), isNull(passwordLink.usedAt), isNull(passwordLink.replacedAt)));
}

/** Deletes everything that a person could prove themselves by: password, links to other services, API keys. */
export async function removeCredentials(tx: Tx, personId: PersonId): Promise<void> {
  await tx.delete(credential).where(eq(credential.personId, personId));
  await tx.delete(apiKey).where(eq(apiKey.personId, personId));
}
