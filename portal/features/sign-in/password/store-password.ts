import { eq } from 'drizzle-orm';
import { account } from '#features/accounts/accounts.ts';
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
import { namesIn } from '../rules.ts';
import { endLocks } from '../session/locks.ts';
import { credential } from '../tables.ts';
import { judgePassword } from './judge-password.server.ts';
import { passwordChangedMail } from './password-changed.mail.ts';

/**
 * Judges a new password and hashes it. Hashing takes long: it happens before the transaction that stores the hash.
 *
 * @throws Refusal `input.invalid` at `password` for one that is easy to guess, or mainly the name of the person, the
 *   company or the portal, `signIn.busy`
 */
export async function hashNewPassword(
  context: AskContext,
  owner: PasswordOwner,
  password: string,
): Promise<PasswordHash> {
  const { services, connection } = context;
  const fault = await judgePassword(password, await namesAround(context, owner));
  if (fault !== undefined) throw new Refusal('input.invalid', {}, [{ path: 'password', code: `input.${fault}` }]);
  return (await services.passwordHashing.hash(password, connection)) as PasswordHash;
}

/** The names that are no password of a person: the own ones, the company's and the portal's. */
async function namesAround(context: AskContext, owner: PasswordOwner): Promise<string[]> {
  const { login, email, firstName, lastName, accountId } = owner;
  const { brand, vendors } = context.services;
  const companies =
    accountId === undefined
      ? []
      : await context.inTransaction(({ tx }) =>
          tx.select({ name: account.name }).from(account).where(eq(account.id, accountId)),
        );
  const names = [
    login ?? '',
    email,
    email.split('@')[0] ?? '',
    firstName,
    lastName,
    brand.name,
    ...Object.keys(vendors),
  ];
  return namesIn([...names, ...companies.map(({ name }) => name)]);
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
