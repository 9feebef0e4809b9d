import { hashPassword } from 'better-auth/crypto';
import { type PersonRow, setSignInState } from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import type { OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { judgePassword } from '../rules.ts';
import { endSessions } from '../session/sessions.ts';
import { credential } from '../tables.ts';
import { endPasswordLinks } from './password-links.ts';

/**
 * Gives a person a new password: the lock ends, every open session ends, links that were sent before stop working.
 *
 * @throws Refusal `input.invalid` at `password` for a common password or one that is mainly the person's own name
 */
export async function storePassword(
  { tx, clock, services }: OperationContext,
  owner: PersonRow,
  password: string,
): Promise<void> {
  const fault = judgePassword(password, { ...owner, login: owner.login ?? '' });
  if (fault !== undefined) throw new Refusal('input.invalid', {}, [{ path: 'password', code: `input.${fault}` }]);
  const now = clock.now();
  await storePasswordHash(tx, owner.id, await hashPassword(password), now);
  await setSignInState(tx, owner.id, { lockedUntil: null, failuresCountFrom: services.machineClock.now() });
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
