import {
  type PasswordHash,
  type PasswordOwner,
  type PersonRow,
  sendSignInMail,
  setSignInState,
} from '#features/users/users.ts';
import type { Tx } from '#platform/database.server.ts';
import type { PersonId } from '#platform/ids.ts';
import type { AskContext, OperationContext } from '#platform/operation.server.ts';
import { Refusal } from '#platform/refusal.ts';
import { endAccess } from '../end-access.ts';
import { judgePassword } from '../rules.ts';
import { endLocks } from '../session/locks.ts';
import { credential } from '../tables.ts';
import { passwordChangedMail } from './password-changed.mail.ts';

/**
 * Judges a new password and hashes it. Hashing takes long: it happens before the transaction that stores the hash.
 *
 * @throws Refusal `input.invalid` at `password` for a common password or one that is mainly the person's own name,
 *   `signIn.busy`
 */
export async function hashNewPassword(
  { services, connection }: AskContext,
  owner: PasswordOwner,
  password: string,
): Promise<PasswordHash> {
  const fault = judgePassword(password, { ...owner, login: owner.login ?? '' });
  if (fault !== undefined) throw new Refusal('input.invalid', {}, [{ path: 'password', code: `input.${fault}` }]);
  return (await services.passwordHashing.hash(password, connection)) as PasswordHash;
}

/**
 * Gives a person a new password: the lock ends, and what was opened under the old password. Its change is notified.
 *
 * @param owner  as before the change
 */
export async function storePassword(
  context: OperationContext,
  owner: PersonRow,
  passwordHash: PasswordHash,
): Promise<void> {
  const { tx, clock, services } = context;
  await storePasswordHash(tx, owner.id, passwordHash, clock.now());
  await endLocks(context, owner.id);
  await endAccess(context, owner.id);
  if (owner.passwordSetAt === null) return;
  const { brand, publicUrl } = services;
  await sendSignInMail(context, owner, (t) =>
    passwordChangedMail(t, { reader: owner, brandName: brand.name, publicUrl }),
  );
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
