import { type PersonRow, setSignInState } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import type { AskContext, OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { judgePassword } from '../rules.ts';
import { endLocks } from '../session/locks.ts';
import { endSessions } from '../session/sessions.ts';
import { credential } from '../tables.ts';
import { endPasswordLinks } from './password-links.ts';

/**
 * Judges a new password and hashes it. Hashing takes long: it happens before the transaction that stores the hash.
 *
 * @throws Refusal `input.invalid` at `password` for a common password or one that is mainly the person's own name,
 *   `signIn.busy`
 */
export async function hashNewPassword(
  { services, connection }: AskContext,
  owner: PersonRow,
  password: string,
): Promise<string> {
  const fault = judgePassword(password, { ...owner, login: owner.login ?? '' });
  if (fault !== undefined) throw new Refusal('input.invalid', {}, [{ path: 'password', code: `input.${fault}` }]);
  return services.passwordHashing.hash(password, connection);
}

/** Gives a person a new password: the lock ends, every open session ends, links that were sent before stop working. */
export async function storePassword(
  { tx, clock, services }: OperationContext,
  owner: PersonRow,
  passwordHash: string,
): Promise<void> {
  const now = clock.now();
  await storePasswordHash(tx, owner.id, passwordHash, now);
  await endLocks({ tx, services }, owner.id);
  await endSessions(tx, owner.id);
  await endPasswordLinks(tx, owner.id, now);
}

/** Stores the hash of a password in place of an earlier one. */
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
  await setSignInState(tx, personId, { passwordSetAt: now });
}
